"""The ladder of everyone, for HR: who is eligible, who is how far, and the same as a table."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from certification.domain import matrix as people
from certification.domain.register import FilterCount
from certification.domain.standing import LEVEL_WORDS
from certification.permissions import require_register
from certification.views.register import ROWS_A_PAGE
from people.domain.calendars import today_for
from people.views.tables import FORMATS, table_response
from policies.domain.editions import edition_in_force
from policies.models import Subject
from policies.schema.ladder import LEVELS


@login_required
@require_GET
def ladder_people(request: HttpRequest) -> HttpResponse:
    require_register(request.user)
    on = today_for(request.user, timezone.now())
    level, chosen, words = _asked(request)
    found = people.matrix(level, on)
    context = {
        "found": found,
        "page": Paginator(found.under(chosen, words), ROWS_A_PAGE).get_page(request.GET.get("page")),
        "tabs": [(name, LEVEL_WORDS[name], found.counts[name]) for name in LEVELS],
        "filters": [
            FilterCount(name, label, len(found.under(name)), name == chosen) for name, label in people.FILTERS.items()
        ],
        "chosen": chosen,
        "words": words,
        "query": urlencode({"level": level, "show": chosen, "q": words}) + "&",
        "edition": edition_in_force(Subject.LADDER, on),
        "on": on,
    }
    return render(request, "certification/ladder_people.html", context)


@login_required
@require_GET
def ladder_people_export(request: HttpRequest, kind: str) -> HttpResponse:
    require_register(request.user)
    if kind not in FORMATS:
        raise Http404
    on = today_for(request.user, timezone.now())
    level, chosen, words = _asked(request)
    found = people.matrix(level, on)
    rows = people.table(found.under(chosen, words))
    return table_response(people.headers(found), rows, f"ladder-{level}-{on.isoformat()}", kind)


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    level, chosen = request.GET.get("level", LEVELS[0]), request.GET.get("show", "all")
    if level not in LEVELS or chosen not in people.FILTERS:
        raise Http404
    return level, chosen, request.GET.get("q", "").strip()[:80]
