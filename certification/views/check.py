"""The public check: what a certificate is worth today, by code or by its very file. Only agreed fields (hazard 19)."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from certification.domain import certificates, pace
from certification.domain.wording import statement_of
from certification.forms import CodeForm, FileForm
from certification.models import Certificate
from people.domain.sessions import address_of

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """For no search engine and no shared cache; no other site learns the code from a link.

    Not "no-referrer": a browser then posts the forms of the page without an origin, which the CSRF check refuses.
    """

    @wraps(view)
    def respond(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        return response

    return respond


@public
@require_http_methods(["GET", "HEAD"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    address = address_of(request)
    try:
        pace.refuse_too_fast("miss", address, pace.MISSES)
    except pace.TooFast as refusal:
        return _form(request, status=429, refusal=str(refusal))
    found = certificates.find(code)
    if found is None:
        pace.count("miss", address)
        return _form(request, status=404, unknown=True)
    return render(request, "certification/check.html", _shown(found))


@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify_form(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if not form.is_valid():
        return _form(request, form=form)
    address = address_of(request)
    try:
        pace.refuse_too_fast("miss", address, pace.MISSES)
    except pace.TooFast as refusal:
        return _form(request, form=form, status=429, refusal=str(refusal))
    found = certificates.find(form.cleaned_data["code"])
    if found is None or found.number != form.cleaned_data["number"]:
        pace.count("miss", address)
        form.add_error(None, _("We issued no certificate with this number and this code. Compare both with the paper."))
        return _form(request, form=form)
    return redirect("certification:verify", found.verify_code)


@public
@require_POST
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether an uploaded PDF is, byte for byte, one that was issued; a single changed byte is not (hazard 46)."""
    address = address_of(request)
    try:
        pace.refuse_too_fast("file", address, pace.UPLOADS)
    except pace.TooFast as refusal:
        return _form(request, status=429, refusal=str(refusal))
    pace.count("file", address)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, file_form=form)
    found = certificates.find_by_hash(certificates.fingerprint(form.cleaned_data["pdf"].chunks()))
    if found is None:
        return _form(request, not_ours=True)
    return render(request, "certification/check.html", _shown(found) | {"same_file": True})


def _shown(found: Certificate) -> dict[str, object]:
    now = timezone.now()
    status = certificates.status(found, timezone.localdate(now, found.award.person.zone))
    return {
        "certificate": found,
        "award": found.award,
        "status": status,
        "statement": statement_of(found.award),
        "edition": found.award.edition,
        "checked_at": now,
        "host": settings.PUBLIC_HOST,
        "file_form": FileForm(),
    }


def _form(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    context.setdefault("form", CodeForm())
    context.setdefault("file_form", FileForm())
    return render(request, "certification/check_form.html", context, status=status)
