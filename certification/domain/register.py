"""HR's register: every award with what became of it, filtered by verdict, searched, counted and exported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.domain.proposals import ending
from certification.models import Award, AwardDecision, Certificate

State = Award.State
FILTERS: dict[str, Promise] = {
    "eligible": gettext_lazy("Eligible now"),
    "reviewed": gettext_lazy("Second approval"),
    "approved": gettext_lazy("Approved"),
    "ending": gettext_lazy("Ending soon"),
    "declined": gettext_lazy("Declined"),
    "revoked": gettext_lazy("Revoked"),
    "all": gettext_lazy("All"),
}
DEFAULT = "eligible"


@dataclass(frozen=True)
class FilterCount:
    name: str
    label: Promise
    count: int
    current: bool


def awards(chosen: str, words: str, *, on: date, within_days: int) -> QuerySet[Award]:
    """The awards under one filter that match the words: name, staff number, title or certificate number."""
    found = _under(chosen, on, within_days)
    for word in words.split()[:6]:
        found = found.filter(
            Q(person__name__icontains=word)
            | Q(person__staff_number__icontains=word)
            | Q(title_en__icontains=word)
            | Q(title_zh__icontains=word)
            | Q(pk__in=Certificate.objects.filter(number__icontains=word).values("award"))
        )
    newest = Certificate.objects.filter(superseded_by=None)
    decisions = AwardDecision.objects.select_related("by")
    return found.select_related("person").prefetch_related(
        Prefetch("certificates", newest, to_attr="standing_certificates"), Prefetch("decisions", decisions)
    )


def counts(chosen: str, *, on: date, within_days: int) -> list[FilterCount]:
    return [
        FilterCount(name, label, _under(name, on, within_days).count(), name == chosen)
        for name, label in FILTERS.items()
    ]


def _under(chosen: str, on: date, within_days: int) -> QuerySet[Award]:
    if chosen == "all":
        return Award.objects.all()
    if chosen == "ending":
        return Award.objects.filter(pk__in=ending(on, within_days=within_days).values("award"))
    return Award.objects.filter(state=chosen)


def headers() -> list[str]:
    return [
        _("Staff number"),
        _("Name"),
        _("Certificate"),
        _("Kind of certificate"),
        _("State"),
        _("Proposed"),
        _("Decided"),
        _("Decided by"),
        _("Reason"),
        _("Number"),
        _("Issued"),
        _("Last valid day"),
    ]


def table(found: Iterable[Award]) -> list[list[object]]:
    return [_cells(award) for award in found]


def _cells(award: Award) -> list[object]:
    steps = list(award.decisions.all())
    last = steps[-1] if steps else None
    certificate = award.standing_certificates[0] if award.standing_certificates else None
    return [
        award.person.staff_number,
        award.person.name,
        award.title,
        award.get_kind_display(),
        award.get_state_display(),
        timezone.localdate(award.proposed_at),
        timezone.localdate(last.at) if last else None,
        last.by.name if last else "",
        last.reason if last else "",
        certificate.number if certificate else "",
        certificate.issued_on if certificate else None,
        certificate.last_valid_day if certificate else None,
    ]
