"""Results that a trainer releases."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessments.domain import results as verbs
from assessments.permissions import RELEASE_RETAKE, require
from people.domain.calendars import today_for
from policies.domain.editions import figures

ROWS_PER_PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, RELEASE_RETAKE)
    if request.method == "POST":
        return _release(request, now)
    text, paper = (request.GET.get(name, "").replace("\0", "").strip()[:80] for name in ("q", "paper"))
    page = Paginator(verbs.waiting(request.user, text, paper), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": verbs.rows(page.object_list),
        "papers": verbs.papers(request.user),
        "text": text,
        "paper": paper,
        "query": f"{urlencode({'paper': paper, 'q': text})}&" if paper or text else "",
        "mark": figures("gates", today_for(request.user, now)).pass_mark,
    }
    return render(request, "assessments/results.html", context)


def _release(request: HttpRequest, now) -> HttpResponse:
    keys = request.POST.getlist("page" if "all" in request.POST else "attempt")[:ROWS_PER_PAGE]
    chosen = list(verbs.waiting(request.user).filter(key__in=keys))
    if not chosen:
        messages.error(request, _("Please choose at least one result that still waits."))
        return redirect("assessments:results")
    done, refused = verbs.release_all(chosen, by=request.user, now=now)
    if done:
        words = ngettext("%(count)s result is released.", "%(count)s results are released.", done)
        messages.success(request, words % {"count": done})
    for sentence in dict.fromkeys(refused):
        messages.error(request, sentence)
    return redirect("assessments:results")
