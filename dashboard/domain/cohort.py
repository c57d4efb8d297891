"""Everyone under way at once: where each stands, read in bulk so that 200 people cost no more queries than one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery

from assessments.domain.practicals import KIND as PRACTICAL
from assessments.models import Mark, PracticalSitting, Scorecard
from courses.domain.facts import for_key
from courses.domain.weighing import WeighedParts
from courses.models import Enrolment, GateResult, ProgrammeWeek
from kernel.exact import percent
from mentoring.models import CoachingPlan
from people.domain.working_days import WorkingCalendar
from people.models import Absence, CalendarDay, Employment, User
from policies.domain.editions import figures


@dataclass(frozen=True)
class Way:
    """One person's way through a programme, for lists and counts."""

    enrolment: Enrolment
    weeks: list[ProgrammeWeek]
    results: dict[int, GateResult]
    work: Employment | None
    calendar: WorkingCalendar
    mentor: User | None
    plan: CoachingPlan | None
    below_mark: bool  # the results of the current week are there and miss its gate
    on: date
    week_days: int

    @property
    def person(self) -> User:
        return self.enrolment.person

    @property
    def team(self) -> str:
        return self.work.team.name if self.work and self.work.team else ""

    @property
    def is_live(self) -> bool:
        return self.enrolment.state == Enrolment.State.LIVE

    @property
    def has_left(self) -> bool:
        return self.enrolment.state == Enrolment.State.WITHDRAWN

    @property
    def is_under_way(self) -> bool:
        return self.enrolment.state == Enrolment.State.ACTIVE

    @property
    def gates_passed(self) -> int:
        return len(self.weeks) if self.is_live else len(self.results)

    @property
    def week(self) -> ProgrammeWeek | None:
        """The week whose gate comes next; None once live."""
        return self.weeks[self.gates_passed] if self.gates_passed < len(self.weeks) else None

    @cached_property
    def day(self) -> int:
        """Working days since the start, up to going live or leaving."""
        until = self.enrolment.live_on or self.enrolment.ended_on or self.on
        return max(self.calendar.days_between(self.enrolment.started_on, until), 1)

    @property
    def due_on(self) -> date | None:
        """The last working day of the current week (RULES 2); holidays and leave push it back."""
        if self.week is None:
            return None
        return self.calendar.nth_day(self.enrolment.started_on, self.week_days * self.week.number)

    @property
    def is_late(self) -> bool:
        return self.is_under_way and self.due_on is not None and self.due_on < self.on

    @property
    def is_repeating(self) -> bool:
        return self.is_under_way and (self.below_mark or self.plan is not None)


@dataclass
class Cohort:
    ways: list[Way]
    weeks: list[ProgrammeWeek] = field(default_factory=list)

    @property
    def under_way(self) -> list[Way]:
        return [way for way in self.ways if way.is_under_way]

    @property
    def live(self) -> list[Way]:
        return [way for way in self.ways if way.is_live]

    def through(self, number: int) -> int:
        return sum(way.gates_passed >= number for way in self.ways)

    def at_gate(self, number: int) -> list[Way]:
        return [way for way in self.under_way if way.week and way.week.number == number]


def cohort(on: date, people: QuerySet[User] | Iterable[User] | None = None) -> Cohort:
    """Every enrolment (of these people) with what is known of it."""
    found = _enrolments(people)
    weeks = defaultdict(list)
    for week in ProgrammeWeek.objects.order_by("number"):
        weeks[week.programme_id].append(week)
    results = defaultdict(dict)
    for result in GateResult.objects.filter(enrolment__in=found).select_related("week"):
        results[result.enrolment_id][result.week.number] = result
    work, calendars = employments_of(found), calendars_of(found)
    rules = figures("gates", on)
    at = {one.pk: _current(weeks[one.programme_id], results[one.pk]) for one in found}
    under_way = [one for one in found if one.state == Enrolment.State.ACTIVE]
    latest = latest_results(for_key(one, week) for one in under_way if (week := at[one.pk]))
    ways = []
    for enrolment in found:
        person, current = enrolment.person_id, at[enrolment.pk]
        ways.append(
            Way(
                enrolment=enrolment,
                weeks=weeks[enrolment.programme_id],
                results=results[enrolment.pk],
                work=work.get(person),
                calendar=calendars(enrolment, work.get(person)),
                mentor=pairing.mentor if (pairing := getattr(enrolment, "pairing", None)) else None,
                plan=getattr(enrolment, "open_plan", None),
                below_mark=current is not None and latest[for_key(enrolment, current)].are_below(current, rules),
                on=on,
                week_days=rules.week_working_days,
            )
        )
    return Cohort(ways, next((rows for rows in weeks.values()), []))


def _enrolments(people: QuerySet[User] | Iterable[User] | None) -> list[Enrolment]:
    """With `pairing` and `open_plan` where the person has one: at most one of each stands, so no row comes twice."""
    received, plans = "person__mentorships_received", "person__coaching_plans"
    enrolments = Enrolment.objects.annotate(
        pairing=FilteredRelation(received, condition=Q(**{f"{received}__ended_on": None})),
        open_plan=FilteredRelation(plans, condition=Q(**{f"{plans}__state": CoachingPlan.State.OPEN})),
    )
    if people is not None:
        enrolments = enrolments.filter(person__in=people)
    related = enrolments.select_related("person", "programme", "pairing__mentor", "open_plan")
    return list(related.order_by("started_on", "person__name"))


def _current(weeks: list[ProgrammeWeek], passed: dict[int, GateResult]) -> ProgrammeWeek | None:
    return weeks[len(passed)] if len(passed) < len(weeks) else None


def employments_of(enrolments: list[Enrolment]) -> dict[int, Employment]:
    people = [enrolment.person_id for enrolment in enrolments]
    rows = Employment.objects.filter(person__in=people).select_related("team__site").order_by("started_on")
    return {row.person_id: row for row in rows}


def calendars_of(enrolments: list[Enrolment]):
    """A function that gives the working calendar of one enrolment's person: the site's less their absences."""
    days = defaultdict(lambda: (set(), set()))
    for site, day, is_working in CalendarDay.objects.values_list("site", "day", "is_working"):
        days[site][is_working].add(day)
    sites = {site: WorkingCalendar(frozenset(off), frozenset(worked)) for site, (off, worked) in days.items()}
    absences = defaultdict(list)
    for row in Absence.objects.filter(withdrawn=None, person__in=[one.person_id for one in enrolments]):
        absences[row.person_id].append((row.first_day, row.last_day))

    def calendar(enrolment: Enrolment, work: Employment | None) -> WorkingCalendar:
        site = work.team.site_id if work and work.team else None
        return sites.get(site, WorkingCalendar()).without(absences[enrolment.person_id])

    return calendar


@dataclass
class Results:
    """The latest result of each part of one gate while the right to try again still stands."""

    theory: Fraction | None = None
    practical: Fraction | None = None

    def are_below(self, week: ProgrammeWeek, rules) -> bool:
        """Whether the gate was missed. Parts that are weighed together have no mark of their own (RULES 2)."""
        if not week.practical_key:
            return self.theory is not None and self.theory < rules.pass_mark
        if self.theory is None or self.practical is None:
            return False
        weights = rules.week1_theory_weight, rules.week1_practical_weight
        return not WeighedParts(self.theory, self.practical, *weights, rules.pass_mark).passes


def latest_results(for_keys: Iterable[str]) -> dict[str, Results]:
    """By gate (`for_key`) what its parts gave last: the latest counts, never the best."""
    found: dict[str, Results] = defaultdict(Results)
    asked = list(for_keys)
    marks = Mark.objects.filter(attempt__admission__for_key__in=asked, attempt__admission__withdrawn=None)
    marks = marks.filter(superseded_by=None, attempt__state="released")
    sittings = PracticalSitting.objects.filter(for_key__in=asked, withdrawn=None, scored_at__isnull=False)
    rows = marks.order_by("attempt__started").values_list("attempt__admission__for_key", "points", "maximum")
    for key, points, maximum in rows:
        found[key].theory = percent(points, maximum)
    own = sittings.filter(key=OuterRef("subject_key"))
    cards = Scorecard.objects.filter(
        kind=PRACTICAL, state=Scorecard.State.RELEASED, subject_key__in=sittings.values("key")
    ).annotate(for_key=Subquery(own.values("for_key")[:1]), sitting=Subquery(own.values("number")[:1]))
    for card in cards.order_by("sitting", "pk"):
        if card.effective is not None:
            found[card.for_key].practical = card.effective
    return found
