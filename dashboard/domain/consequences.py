"""What a regrade would mean for people: their marks, the gates that rest on them, the licences behind those gates.

Nothing here changes anything. A gate that was passed stands, whatever a regrade does: that someone is moved back is a
decision of HR, who are told (the rule book lets no result of a person change silently).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain.regrades import Change
from assessments.models import Mark
from certification.models import Award
from courses.domain.facts import WeekFacts, week_facts
from courses.domain.gates import verdict
from courses.models import Enrolment, ProgrammeWeek
from kernel.templatetags.dates import day_in_words
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.domain.roles import HR
from people.models import User


@dataclass(frozen=True)
class Consequence:
    change: Change
    counts: bool  # whether this attempt is the one that counts: the latest
    gate: str = ""  # in words
    opens: bool = False  # a gate opens by it
    shaken: bool = False  # a gate that was passed would not be met any more; it stands until HR decides
    awards: list[Award] = field(default_factory=list)


@dataclass(frozen=True)
class Sums:
    up: int
    down: int
    passes: int  # come up to the mark of the paper
    fails: int  # fall below it


def sums(changes: Iterable[Change], mark: int) -> Sums:
    """Counts over all attempts, by the mark a paper has of its own."""
    changes = list(changes)
    return Sums(
        up=sum(change.after > change.before for change in changes),
        down=sum(change.after < change.before for change in changes),
        passes=sum(change.before < mark <= change.after for change in changes),
        fails=sum(change.after < mark <= change.before for change in changes),
    )


def by_weight(changes: Iterable[Change], mark: int) -> list[Change]:
    """Those that cross the mark first, then the largest moves, then the rest by name."""

    def weight(change: Change) -> tuple[bool, Fraction, str]:
        crosses = (change.before < mark) != (change.after < mark)
        return not crosses, -abs(change.after - change.before), change.attempt.admission.person.name

    return sorted(changes, key=weight)


def of(change: Change, now: datetime) -> Consequence:
    """What one change would mean for its person, judged by the figures in force today."""
    enrolment, week = _week_of(change.attempt.admission.for_key)
    if enrolment is None or week is None:
        return Consequence(change, counts=True)
    facts = week_facts(enrolment, week, now)
    if facts.theory is None or facts.theory.attempt_key != change.attempt.key:
        return Consequence(change, counts=False, gate=_("A later attempt counts instead."))
    before, after = (_judged(facts, enrolment, score, now) for score in (change.before, change.after))
    number = {"week": week.number}
    if facts.result:
        when = number | {"day": day_in_words(facts.result.passed_on, with_year=True)}
        if after.met:
            return Consequence(change, True, _("Gate of week %(week)s, passed %(day)s: stays met.") % when)
        words = _("Gate of week %(week)s, passed %(day)s: would not be met any more. It stands until HR decides.")
        return Consequence(change, True, words % when, shaken=True, awards=_resting_on(enrolment))
    if after.met and not before.met:
        return Consequence(change, True, _("The gate of week %(week)s opens.") % number, opens=True)
    words = _("The gate of week %(week)s stays as it is: %(because)s")
    return Consequence(change, True, words % (number | {"because": after.because}))


def _week_of(for_key: str) -> tuple[Enrolment | None, ProgrammeWeek | None]:
    """The enrolment and week an admission was written for; neither for one that no programme wrote."""
    key, _colon, week = for_key.rpartition(":week-")
    enrolment = Enrolment.objects.select_related("person", "programme").filter(key=key).first()
    if enrolment is None or not week.isdecimal():
        return None, None
    return enrolment, enrolment.programme.weeks.filter(number=int(week)).first()


def _judged(facts: WeekFacts, enrolment: Enrolment, score: Fraction, now: datetime):
    theory = replace(facts.theory, score=score) if facts.theory else None
    return verdict(replace(facts, theory=theory), enrolment.person, today_for(enrolment.person, now))


def _resting_on(enrolment: Enrolment) -> list[Award]:
    standing = (Award.State.ELIGIBLE, Award.State.REVIEWED, Award.State.APPROVED)
    return list(Award.objects.filter(decision_key=f"go-live:{enrolment.key}", state__in=standing))


def tell_hr(mark: Mark, *, now: datetime) -> bool:
    """Tell HR when a gate that somebody passed would not be met with this corrected mark. Safe to run twice."""
    if mark.supersedes is None:
        return False
    found = of(Change(mark.attempt, mark.supersedes.score, mark.score), now)
    if not found.shaken:
        return False
    person = mark.attempt.admission.person
    for hr in User.objects.filter(groups__name=HR, is_active=True):
        with translation.override(hr.language):
            values = {"name": person.name, "paper": mark.attempt.admission.paper.title}
            notify(
                hr,
                "gate-shaken",
                dedupe_key=f"gate-shaken:{mark.pk}",
                subject=_("%(name)s: a passed gate rests on a corrected result") % values,
                body=_("%(paper)s was judged anew and is below the mark. The gate stands until you decide.") % values,
                url=reverse("people:person", args=[person.key]),
                now=now,
            )
    return True
