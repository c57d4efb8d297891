"""Where someone stands on the ladder, in words. Awarding the levels is a decision of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.domain import marks, practicals
from assessments.domain.marks import ResultFact
from assessments.models import Paper, Scorecard
from certification.domain.ladder import Held, LadderFacts, Requirement, Score, current_level, judge, next_level
from certification.models import Award
from courses.models import CourseCompletion, Enrolment
from kernel.exact import lacking, shown
from kernel.verdict import Verdict, all_met, missed
from mentoring.models import CoachingPlan
from people.models import LevelHeld, User
from policies.domain.editions import figures
from policies.models import Subject
from policies.schema.ladder import Ladder, Level

LEVEL_WORDS = {
    "junior": gettext_lazy("Junior"),
    "intermediate": gettext_lazy("Intermediate"),
    "senior": gettext_lazy("Senior"),
}


@dataclass(frozen=True)
class LevelStanding:
    """One level: whether it is held, what it brings, and every condition with its verdict."""

    level: str
    verdicts: list[Verdict]
    uplift_percent: Decimal
    valid_months: int
    held: Held | None
    is_next: bool

    @property
    def words(self) -> str:
        return str(LEVEL_WORDS[self.level])

    @property
    def met(self) -> bool:
        return all_met(self.verdicts)

    @property
    def missing(self) -> list[Verdict]:
        return missed(self.verdicts)


def standing(person: User, on: date) -> list[LevelStanding]:
    """Every level from the lowest, judged by the figures in force that day."""
    ladder: Ladder = figures(Subject.LADDER, on)
    facts = facts_of(person, ladder, on)
    judged, upcoming = judge(facts, ladder, on), next_level(facts.held, on)
    standing_now = current_level(facts.held, on)
    return [
        LevelStanding(
            level=name,
            verdicts=[in_words(requirement) for requirement in judged[name]],
            uplift_percent=level.uplift_percent,
            valid_months=level.valid_months,
            held=standing_now if standing_now and standing_now.level == name else None,
            is_next=name == upcoming,
        )
        for name, level in ladder.levels
    ]


def facts_of(person: User, ladder: Ladder, on: date) -> LadderFacts:
    held = tuple(
        Held(row.level, row.from_day, row.until_day, row.source == LevelHeld.Source.RECOGNISED)
        for row in LevelHeld.objects.filter(person=person).order_by("from_day")
    )
    levels = [level for _name, level in ladder.levels]
    return LadderFacts(
        live_since=_live_since(person, held),
        has_licence=_has_licence(person) or bool(held),
        held=held,
        kpi=None,  # until performance takes figures in
        theory=_scores(person, levels, "theory_paper", marks.latest_result),
        practical=_scores(person, levels, "practical", practicals.latest_result),
        courses=frozenset(CourseCompletion.objects.filter(person=person).values_list("course_key", flat=True)),
        last_call=_last_call(person),
        open_coaching_plan=CoachingPlan.objects.filter(person=person, state=CoachingPlan.State.OPEN).exists(),
    )


def _live_since(person: User, held: tuple[Held, ...]) -> date | None:
    """The day of the licence; for veterans the first level that was recognised (RULES 3)."""
    days = [day for day in person.enrolments.values_list("live_on", flat=True) if day]
    return min([*days, *(one.from_day for one in held)], default=None)


def _has_licence(person: User) -> bool:
    licences = Award.objects.filter(person=person, kind=Award.Kind.GO_LIVE)
    if licences.exists():
        return licences.filter(state=Award.State.APPROVED).exists()
    return Enrolment.objects.filter(person=person, state=Enrolment.State.LIVE).exists()


def _scores(
    person: User, levels: list[Level], field: str, latest: Callable[[User, str], ResultFact | None]
) -> dict[str, Score]:
    keys = sorted({getattr(level, field) for level in levels} - {""})
    found = {key: latest(person, key) for key in keys}
    return {key: Score(fact.score, _day(fact.released_at, person)) for key, fact in found.items() if fact}


def _last_call(person: User) -> Score | None:
    purposes = (Scorecard.Purpose.MOCK_CALL, Scorecard.Purpose.PRACTICE_CALL, Scorecard.Purpose.SPOT_CHECK)
    cards = Scorecard.objects.filter(person=person, purpose__in=purposes, state=Scorecard.State.RELEASED)
    card = cards.filter(scorer__groups__name="qa").order_by("-released_at").first()
    if card is None or card.effective is None or card.released_at is None:
        return None
    return Score(card.effective, _day(card.released_at, person))


def _day(moment, person: User) -> date:
    return timezone.localdate(moment, person.zone)


def in_words(requirement: Requirement) -> Verdict:
    """The verdict with the sentence the person reads."""
    because = WORDS[requirement.name](requirement)
    return Verdict(requirement.met, requirement.measured, requirement.required, because)


def _licence(one: Requirement) -> str:
    return _("Go-live licence held.") if one.met else _("The go-live licence comes first.")


def _live(one: Requirement) -> str:
    if one.measured is None:
        return _("Counts from the day you go live: %(months)s months.") % {"months": one.required}
    values = {"done": one.measured, "months": one.required}
    if one.met:
        return _("%(done)s months live; %(months)s are needed.") % values
    left = one.required - one.measured
    words = ngettext("%(done)s months live: %(left)s more.", "%(done)s months live: %(left)s more.", left)
    return words % (values | {"left": left})


def _held(one: Requirement) -> str:
    values = {"level": LEVEL_WORDS[one.subject], "months": one.required, "done": one.measured}
    if one.measured is None:
        return _("%(level)s must be held for %(months)s months.") % values
    if one.met:
        return _("%(level)s held for %(done)s months; %(months)s are needed.") % values
    return _("%(level)s held for %(done)s of %(months)s months.") % values


def _kpi(one: Requirement) -> str:
    values = {"months": one.required, "window": one.window, "done": one.measured}
    if one.measured is None:
        return _("KPI in %(months)s of the last %(window)s months: not known yet, no figures are taken in.") % values
    if one.met:
        return _("KPI reached in %(done)s of the last %(window)s months.") % values
    return _("KPI reached in %(done)s of the last %(window)s months; %(months)s are needed.") % values


def _theory(one: Requirement) -> str:
    paper = Paper.objects.filter(key=one.subject).first()
    return _scored(one, str(paper) if paper else _("Theory paper"))


def _practical(one: Requirement) -> str:
    return _scored(one, _("Practical"))


def _call(one: Requirement) -> str:
    return _scored(one, _("Call scored by QA"))


def _scored(one: Requirement, name: str) -> str:
    if one.score is None:
        return _("%(name)s: mark %(mark)s, not taken yet.") % {"name": name, "mark": one.required}
    values = {"name": name, "mark": one.required, "score": shown(one.score.percent), "day": one.score.on.isoformat()}
    if one.met:
        return _("%(name)s: %(score)s on %(day)s, mark %(mark)s.") % values
    values["by"] = lacking(one.score.percent, one.required)
    return _("%(name)s: %(score)s on %(day)s, missed by %(by)s.") % values


def _course(one: Requirement) -> str:
    return _("Advanced course passed.") if one.met else _("The advanced course is to be passed.")


def _coaching(one: Requirement) -> str:
    return _("No coaching plan is open.") if one.met else _("A coaching plan is open; it has to be closed first.")


WORDS: dict[str, Callable[[Requirement], str]] = {
    "licence": _licence,
    "live": _live,
    "held": _held,
    "kpi": _kpi,
    "theory": _theory,
    "practical": _practical,
    "course": _course,
    "call": _call,
    "coaching": _coaching,
}
