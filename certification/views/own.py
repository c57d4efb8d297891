from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from certification.domain import certificates
from certification.domain.standing import standing
from certification.domain.wording import statement_of
from certification.models import Award, CertificateFile
from certification.permissions import certificates_for, get_certificate_for
from people.domain.calendars import today_for
from policies.domain.editions import edition_in_force, figures
from policies.models import Subject


@login_required
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    on = today_for(request.user, timezone.now())
    levels = standing(request.user, on)
    held = certificates_for(request.user).filter(award__person=request.user)
    context = {
        "statuses": [certificates.status(certificate, on) for certificate in held],
        "waiting": Award.objects.filter(person=request.user, state__in=(Award.State.ELIGIBLE, Award.State.REVIEWED)),
        "declined": Award.objects.filter(person=request.user, state=Award.State.DECLINED).prefetch_related("decisions"),
        "levels": levels,
        "next": next((level for level in levels if level.is_next), None),
        "notice_days": figures(Subject.CERTIFICATES, on).renewal_notice_days,
    }
    return render(request, "certification/mine.html", context)


@login_required
@require_GET
def ladder(request: HttpRequest) -> HttpResponse:
    on = today_for(request.user, timezone.now())
    context = {
        "levels": standing(request.user, on),
        "edition": edition_in_force(Subject.LADDER, on),
        "grace_days": figures(Subject.LADDER, on).grace_days,
    }
    return render(request, "certification/ladder.html", context)


@login_required
@require_GET
def certificate(request: HttpRequest, key: str) -> HttpResponse:
    held = get_certificate_for(request.user, key)
    on = today_for(request.user, timezone.now())
    said = statement_of(held.award)
    context = {
        "certificate": held,
        "award": held.award,
        "status": certificates.status(held, on),
        "statement": said,
        "stations": [(station, number - said.reached) for number, station in enumerate(said.stations)],
        "is_printed": CertificateFile.objects.filter(certificate=held).exists(),
        "check_code": certificates.grouped(held.verify_code),
        "check_url": certificates.check_url(held.verify_code),
    }
    return render(request, "certification/certificate.html", context)


@login_required
@require_GET
def certificate_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The very bytes that were issued, never rendered again (hazard 54)."""
    held = get_certificate_for(request.user, key)
    kept = CertificateFile.objects.filter(certificate=held).first()
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.pdf), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{held.holder} {held.number}.pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
