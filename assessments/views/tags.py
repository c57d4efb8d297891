"""What the editors' admin suggests while somebody types a tag, in place of its own list of all tags there are."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from assessments.domain import shelf
from assessments.permissions import questions_kept_by, require


@require_safe
def tags_suggested(request: HttpRequest) -> HttpResponse:
    require(request.user, "wagtailadmin.access_admin")
    begun = request.GET.get("term", "").replace("\0", "")[:80]
    return JsonResponse(shelf.tags_begun(begun, questions_kept_by(request.user)), safe=False)
