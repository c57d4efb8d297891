"""The door of papers that only Safe Exam Browser may sit (hazard 40): asked at every request of the exam."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assessments.domain import exam_browser, watching
from assessments.models import Admission, Attempt, AttemptEvent
from assessments.views.hints import place_of

log = logging.getLogger("assessments.exam_browser")


def address_asked(request: HttpRequest) -> str:
    """The address as the browser asked for it: from the site's own settings, never from what a request claims."""
    return settings.PUBLIC_URL + request.get_full_path()


def require_exam_browser(request: HttpRequest, admission: Admission, attempt: Attempt | None = None) -> None:
    """Asked by the keys pinned at the start; at the start itself by the paper's.

    Raises PermissionDenied in words. A refused change stands in the exam log; looking writes a line of the log.
    """
    sent = [request.headers.get(name) for name in exam_browser.HEADERS]
    keys = attempt.browser_keys if attempt else admission.paper.browser_keys
    if exam_browser.is_allowed(address_asked(request), keys, sent):
        return
    log.warning("exam browser refused admission=%s method=%s", admission.key, request.method)
    if request.method == "POST":
        detail = place_of(request).detail | {"headers": sum(map(bool, sent))}
        kind = AttemptEvent.Kind.BROWSER
        watching.note_refusal(admission, kind, attempt=attempt, detail=detail, now=request.arrived)
    raise PermissionDenied(
        _(
            "This exam opens in Safe Exam Browser with the centre’s settings only. Nothing was changed; your time runs "
            "on if the exam has begun. Please tell a trainer."
        )
    )
