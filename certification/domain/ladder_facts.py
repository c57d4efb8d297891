"""What the ladder is judged by, read for many people at once: two hundred cost no more queries than one."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models.functions import TruncDate
from django.utils import timezone

from assessments.domain.marks import result_of
from assessments.models import Attempt, Scorecard
from certification.domain.ladder import Held, LadderFacts, Score
from certification.models import Award
from courses.models import CourseCompletion, Enrolment
from mentoring.models import CoachingPlan
from people.domain.returning import since_return
from people.domain.roles import QA
from people.models import LevelHeld, User
from policies.schema.ladder import Ladder

type Scores = dict[int, dict[str, Score]]


def facts_of_all(people: Iterable[User], ladder: Ladder) -> dict[int, LadderFacts]:
    """The facts of each person, by primary key. KPI stays unknown until performance takes figures in."""
    by_pk = {person.pk: person for person in people}
    held = _held(by_pk)
    live = _live_days(by_pk)
    licensed = _licensed(by_pk)
    theory, practical = _theory(by_pk, ladder), _practicals(by_pk, ladder)
    courses, calls = _courses(by_pk), _last_calls(by_pk)
    coached = set(
        CoachingPlan.objects.filter(person__in=by_pk, state=CoachingPlan.State.OPEN).values_list("person", flat=True)
    )
    return {
        pk: LadderFacts(
            # The day of the licence; for veterans the first level that was recognised (RULES 3).
            live_since=min([*live[pk], *(one.from_day for one in held[pk])], default=None),
            has_licence=pk in licensed or bool(held[pk]),
            held=tuple(held[pk]),
            kpi=None,
            theory=theory[pk],
            practical=practical[pk],
            courses=frozenset(courses[pk]),
            last_call=calls.get(pk),
            open_coaching_plan=pk in coached,
        )
        for pk in by_pk
    }


def _held(people: dict[int, User]) -> dict[int, list[Held]]:
    found = defaultdict(list)
    for row in LevelHeld.objects.filter(person__in=people).order_by("from_day"):
        is_recognised = row.source == LevelHeld.Source.RECOGNISED
        found[row.person_id].append(Held(row.level, row.from_day, row.until_day, is_recognised))
    return found


def _live_days(people: dict[int, User]) -> dict[int, list[date]]:
    found = defaultdict(list)
    rows = since_return(Enrolment.objects.filter(person__in=people).exclude(live_on=None), day="live_on")
    for person, day in rows.values_list("person", "live_on"):
        found[person].append(day)
    return found


def _licensed(people: dict[int, User]) -> set[int]:
    """Whose licence stands: by its award where there is one, else by the enrolment that went live."""
    states = defaultdict(set)
    awards = Award.objects.filter(person__in=people, kind=Award.Kind.GO_LIVE)
    awards = since_return(awards.annotate(proposed_on=TruncDate("proposed_at")), day="proposed_on")
    for person, state in awards.values_list("person", "state"):
        states[person].add(state)
    live = since_return(Enrolment.objects.filter(person__in=people, state=Enrolment.State.LIVE), day="live_on")
    live = live.values_list("person", flat=True)
    return {pk for pk, found in states.items() if Award.State.APPROVED in found} | (set(live) - states.keys())


def _theory(people: dict[int, User], ladder: Ladder) -> Scores:
    papers = {level.theory_paper for _name, level in ladder.levels}
    attempts = Attempt.objects.filter(admission__person__in=people, admission__paper__key__in=papers)
    found: Scores = defaultdict(dict)
    for attempt in attempts.select_related("admission__paper").prefetch_related("marks").order_by("started"):
        if result := result_of(attempt):
            person = attempt.admission.person_id
            key = attempt.admission.paper.key
            found[person][key] = Score(result.score, _day(result.released_at, people[person]))
    return found


def _practicals(people: dict[int, User], ladder: Ladder) -> Scores:
    rubrics = {level.practical for _name, level in ladder.levels} - {""}
    cards = _released(people, Scorecard.Purpose.PRACTICAL).filter(rubric_version__rubric__key__in=rubrics)
    found: Scores = defaultdict(dict)
    for card in cards.select_related("rubric_version__rubric"):
        if card.effective is not None:
            score = Score(card.effective, _day(card.released_at, people[card.person_id]))
            found[card.person_id][card.rubric_version.rubric.key] = score
    return found


def _courses(people: dict[int, User]) -> dict[int, set[str]]:
    found = defaultdict(set)
    for person, key in CourseCompletion.objects.filter(person__in=people).values_list("person", "course_key"):
        found[person].add(key)
    return found


def _last_calls(people: dict[int, User]) -> dict[int, Score]:
    """The newest call that QA scored."""
    purposes = (Scorecard.Purpose.MOCK_CALL, Scorecard.Purpose.PRACTICE_CALL, Scorecard.Purpose.SPOT_CHECK)
    cards = _released(people, *purposes).filter(scorer__groups__name=QA)
    return {
        card.person_id: Score(card.effective, _day(card.released_at, people[card.person_id]))
        for card in cards
        if card.effective is not None
    }


def _released(people: dict[int, User], *purposes: str):
    """Released cards, the newest last, so that it is the one that stays."""
    cards = Scorecard.objects.filter(person__in=people, purpose__in=purposes, state=Scorecard.State.RELEASED)
    return cards.exclude(released_at=None).order_by("released_at", "pk")


def _day(moment: datetime, person: User) -> date:
    return timezone.localdate(moment, person.zone)
