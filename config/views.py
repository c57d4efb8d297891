from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import demo, health, samples


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For machines that watch the site: 200 when every part is well, else 503 and the names of those that are not."""
    parts = health.parts(timezone.now())
    failing = [part.name for part in parts if not part.well]
    answer = {"ok": not failing, "failing": failing} | {part.name: part.detail for part in parts}
    response = JsonResponse(answer, status=503 if failing else 200)
    # Asked every few seconds: who watches knows by the answer, the log need not repeat it as an error.
    response._has_been_logged = True
    return response


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html", samples.everything())


def shut(request: HttpRequest) -> HttpResponse:
    """A door of Wagtail that has no use here: people and roles live in the people app."""
    raise Http404


def server_error(request: HttpRequest) -> HttpResponse:
    """Our last page: asks neither the database nor the context processors, since either may be what broke."""
    return HttpResponse(render_to_string("500.html", {"demo": demo.password_file().exists()}), status=500)
