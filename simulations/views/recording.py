"""Parts of a recording come in, the made recording goes out."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.domain.serving import serve_file
from simulations.domain import recordings, storage
from simulations.domain.refusals import RecordingError
from simulations.models import Recording
from simulations.permissions import get_call_to_hear, get_own_call


@login_required
@never_cache
@require_http_methods(["PUT"])
def chunk_put(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """One part, streamed to the disk; its sha256 stands in the header `X-Content-SHA256`."""
    call = get_own_call(request.user, key)
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > recordings.MOST_BYTES_A_PART:
            raise RecordingError(_("This part is larger than a part of a recording can be."), status=413)
        chunk = recordings.put_chunk(
            call,
            number=number,
            stream=request,
            sha256=request.headers.get("X-Content-SHA256", ""),
            by=request.user,
            now=timezone.now(),
        )
    except RecordingError as refused:
        answer = {"sentence": str(refused), "next": recordings.next_number(call)}
        return JsonResponse(answer, status=refused.status)
    return JsonResponse({"number": chunk.number, "sha256": chunk.sha256, "size": chunk.size})


@login_required
@require_POST
def recording_close(request: HttpRequest, key: str) -> HttpResponse:
    """Close the recording at part `last`; 409 with the numbers that are still missing."""
    call = get_own_call(request.user, key)
    last = request.POST.get("last", "")
    if not (last.isascii() and last.isdigit() and len(last) < 8):
        return JsonResponse({"sentence": _("The number of the last part is missing.")}, status=422)
    try:
        recording, gaps = recordings.finalise(call, last_number=int(last), by=request.user, now=timezone.now())
    except RecordingError as refused:
        return JsonResponse({"sentence": str(refused), "missing": []}, status=refused.status)
    if recording is None:
        return JsonResponse({"sentence": _("Some parts are still missing."), "missing": gaps[:1000]}, status=409)
    return JsonResponse({"state": recording.state})


@login_required
@require_safe
def recording_file(request: HttpRequest, key: str) -> HttpResponse:
    call = get_call_to_hear(request.user, key)
    recording = Recording.objects.filter(call=call, state=Recording.State.READY).first()
    if recording is None:
        raise Http404
    name = f"call-{call.pk}.webm"
    response = serve_file(
        request, storage.in_media(recording.stored_name), name=name, content_type=recording.content_type
    )
    response.headers["Cache-Control"] = "private, no-store"  # voices stay on no shared computer
    return response
