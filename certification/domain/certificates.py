"""Certificates: numbered at approval, printed once by the worker, judged live whenever somebody asks."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.domain.validity import last_valid_day
from certification.domain.wording import statement_of
from certification.models import Award, Certificate, CertificateFile
from certification.sheet import CertificateFacts, require_printable
from kernel.errors import Refusal
from kernel.keys import as_typed, numbered, one_time_code
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.models import Company, Employment

PREFIX = "RL"
# Seven groups of four of 31 signs: 138 bits. Dashes and case do not count when somebody types it.
CODE_GROUPS, CODE_SIZE = 7, 4
# Two approvals at one moment may reach for the same number; the loser takes the next one.
TRIES = 20


class CertificateError(Refusal):
    pass


@dataclass(frozen=True)
class Status:
    """What a certificate is worth on a day. `since` is the day it stopped being valid, where it did."""

    certificate: Certificate
    state: str  # valid, expired, revoked, superseded
    since: date | None = None
    ground: str = ""  # for anyone
    reason: str = ""  # for HR and the holder
    days_left: int | None = None
    last_day: date | None = None
    successor: Certificate | None = None

    @property
    def is_valid(self) -> bool:
        return self.state == "valid"


def order(
    award: Award,
    *,
    approvers: list[str],
    now: datetime,
    supersedes: Certificate | None = None,
    reason: str = "",
) -> Certificate:
    """Fix what will be printed and give it a number and a code; inside the transaction of the decision.

    Raises `GlyphMissing` before anything is written when a name holds a sign that no font here can print.
    """
    today = today_for(award.person, now)
    until = last_valid_day(today, award.valid_months) if award.valid_months else None
    made = Certificate(
        award=award,
        holder=award.person.name,
        company=Company.current().name,
        approvers=approvers,
        issued_on=today,
        issued_at=now,
        last_valid_day=supersedes.last_valid_day if supersedes else until,
        supersedes=supersedes,
        reason=reason,
    )
    require_printable(facts(made, number="RL-2026-000001-2", code="2"))
    return _numbered(made, today.year)


def _numbered(made: Certificate, year: int) -> Certificate:
    for _try in range(TRIES):
        last = Certificate.objects.filter(year=year).aggregate(last=Max("sequence"))["last"] or 0
        made.year, made.sequence = year, last + 1
        made.number = numbered(PREFIX, year, last + 1)
        made.verify_code = as_typed(one_time_code(CODE_GROUPS, CODE_SIZE))
        try:
            with transaction.atomic():
                made.save(force_insert=True)
                return made
        except IntegrityError:
            if Certificate.objects.filter(award=made.award, supersedes=made.supersedes).exists():
                raise CertificateError(_("This certificate has been issued already.")) from None
            made.pk = None
    raise CertificateError(_("No number could be given just now. Nothing was issued; try again in a moment."))


def facts(certificate: Certificate, *, number: str = "", code: str = "") -> CertificateFacts:
    award, said = certificate.award, statement_of(certificate.award)
    return CertificateFacts(
        title_zh=award.title_zh,
        title_en=award.title_en,
        statement_zh=said.zh,
        statement_en=said.en,
        holder=certificate.holder,
        company=certificate.company,
        number=number or certificate.number,
        code=grouped(code or certificate.verify_code),
        check_url=check_url(code or certificate.verify_code),
        issued_on=certificate.issued_on,
        last_valid_day=certificate.last_valid_day,
        approvers=tuple(certificate.approvers),
        stations=said.stations,
        reached=said.reached,
    )


def grouped(code: str) -> str:
    return "-".join(code[at : at + CODE_SIZE] for at in range(0, len(code), CODE_SIZE))


def check_url(code: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse("certification:verify", args=[code])


def unprinted() -> QuerySet[Certificate]:
    """Certificates that were approved and have no file yet: what is still to do."""
    return Certificate.objects.filter(file=None).select_related("award__person")


def print_file(
    certificate: Certificate, *, render: Callable[[CertificateFacts], bytes], now: datetime
) -> CertificateFile:
    """Make the PDF once and store its bytes with their hash; a second call, even at the same moment, keeps the first.

    Tells the holder. The bytes are never made again (hazard 54).
    """
    if kept := CertificateFile.objects.filter(certificate=certificate).first():
        return kept
    content = render(facts(certificate))
    digest = hashlib.sha256(content).hexdigest()
    try:
        with transaction.atomic():
            made = CertificateFile.objects.create(certificate=certificate, pdf=content, sha256=digest, made_at=now)
            values = {"number": certificate.number, "sha256": digest}
            person = certificate.award.person
            journal.record("certificate-issued", by=None, about=certificate, subject=person, now=now, values=values)
            _tell_holder(certificate, now)
            return made
    except IntegrityError:
        return CertificateFile.objects.get(certificate=certificate)


def _tell_holder(certificate: Certificate, now: datetime) -> None:
    person = certificate.award.person
    with translation.override(person.language):
        title = certificate.award.title
    notify(
        person,
        "certificate",
        dedupe_key=f"certificate-{certificate.number}",
        subject=gettext_lazy("Your certificate is ready"),
        body=title,
        url=reverse("certification:certificate", args=[certificate.key]),
        now=now,
    )


def find(code: str) -> Certificate | None:
    """The certificate of a code as printed, scanned or typed; None for anything else."""
    typed = as_typed(code)[:64]
    return _whole().filter(verify_code=typed).first() if typed else None


def find_by_hash(digest: str) -> Certificate | None:
    return _whole().filter(file__sha256=digest).first()


def _whole() -> QuerySet[Certificate]:
    return Certificate.objects.select_related("award__person", "award__edition", "superseded_by")


def fingerprint(chunks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def status(certificate: Certificate, on: date) -> Status:
    """Whether it holds on that day: revoked beats superseded, superseded beats expired."""
    award = certificate.award
    if award.state == Award.State.REVOKED:
        decided = award.decisions.filter(state=Award.State.REVOKED).last()
        zone = award.person.zone
        since, ground = timezone.localdate(decided.at, zone), decided.get_ground_display()
        return Status(certificate, "revoked", since=since, ground=ground, reason=decided.reason)
    successor = getattr(certificate, "superseded_by", None)
    if successor:
        return Status(certificate, "superseded", since=successor.issued_on, successor=successor)
    last_day = certificate.last_valid_day or _last_day_at_work(award)
    if last_day and last_day < on:
        return Status(certificate, "expired", since=last_day, last_day=last_day)
    return Status(certificate, "valid", days_left=(last_day - on).days if last_day else None, last_day=last_day)


def _last_day_at_work(award: Award) -> date | None:
    """A go-live licence holds while its holder is employed (RULES 6): the employment it was issued in, no later one."""
    if award.kind != Award.Kind.GO_LIVE:
        return None
    # A certificate issued anew has a later day; the licence is as old as its first one.
    first = Certificate.objects.filter(award=award).order_by("issued_on").values("issued_on")[:1]
    periods = Employment.objects.filter(person=award.person)
    then = periods.filter(started_on__lte=Subquery(first)).order_by("-started_on", "-pk").first()
    held_in = then or periods.order_by("started_on").first()
    return held_in.ended_on if held_in else None
