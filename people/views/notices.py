from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from people.domain import notices

ON_A_PAGE = 30


@login_required
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices.shown_to(request.user), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/notices.html", {"page": page})


@login_required
@require_POST
def notice_open(request: HttpRequest, key: str) -> HttpResponse:
    """Mark the notice read and go where it points; a notice without a place leads back to the list."""
    notice = notices.shown_to(request.user).filter(key=key).first()
    if notice is None:
        raise Http404
    notices.mark_read(notice, now=timezone.now())
    return redirect(notice.url if notice.url.startswith("/") else "people:notices")


@login_required
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    notices.mark_all_read(request.user, now=timezone.now())
    return redirect("people:notices")
