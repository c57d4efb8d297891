"""Who may mentor (RULES 3)."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.verdict import Verdict
from mentoring.models import CoachingPlan
from people.domain.roles import MENTOR, has_role
from people.models import LevelHeld, User
from policies.domain.editions import figures

CERTIFIED = (LevelHeld.Level.INTERMEDIATE, LevelHeld.Level.SENIOR)


def candidates(on: date) -> QuerySet[User]:
    """Everyone a trainer may think of: named as a mentor, or certified intermediate or above."""
    held = Q(levels_held__level__in=CERTIFIED, levels_held__from_day__lte=on)
    standing = Q(levels_held__until_day=None) | Q(levels_held__until_day__gte=on)
    return User.objects.filter(is_active=True).filter(Q(groups__name=MENTOR) | held & standing).distinct()


def fitness(person: User, on: date) -> Verdict:
    """Whether the person may take a hire on that day: active, no open plan, certified or long-serving and named.

    The KPI of last month counts where it is known; until KPI figures are kept here it never is.
    """
    if not person.is_active:
        return Verdict(False, None, None, _("No longer works here"))
    if CoachingPlan.objects.filter(person=person, state=CoachingPlan.State.OPEN).exists():
        return Verdict(False, None, None, _("Has an open coaching plan"))
    if is_certified(person, on):
        return Verdict(True, None, None, _("Certified intermediate or above"))
    months, needed = months_of_service(person, on), figures("mentoring", on).mentor_service_months
    if not has_role(person, MENTOR):
        return Verdict(False, months, needed, _("Neither certified nor named as a mentor by a trainer"))
    sentence = _("%(months)d months of service, named as a mentor") % {"months": months}
    if months < needed:
        sentence = _("%(months)d months of service; %(needed)d are needed without a certificate") % {
            "months": months,
            "needed": needed,
        }
    return Verdict(months >= needed, months, needed, sentence)


def is_certified(person: User, on: date) -> bool:
    held = person.levels_held.filter(level__in=CERTIFIED, from_day__lte=on)
    return held.filter(Q(until_day=None) | Q(until_day__gte=on)).exists()


def months_of_service(person: User, on: date) -> int:
    """Whole months since the first day of the current employment."""
    employment = person.employments.filter(ended_on=None).first()
    if employment is None or employment.started_on > on:
        return 0
    start = employment.started_on
    return (on.year - start.year) * 12 + on.month - start.month - (on.day < start.day)
