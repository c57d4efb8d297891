from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from content.domain.serving import serve_file
from content.permissions import get_media_for


@require_safe
@login_required
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture or file of a content page. Recordings of calls have a door of their own, never this one."""
    stored, name, content_type = get_media_for(path)
    return serve_file(request, stored, name=name, content_type=content_type)
