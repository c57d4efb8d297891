"""What do I do next, and when may I go live?"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain import practice
from courses.domain import week_path
from courses.domain.facts import week_facts
from dashboard.domain.cohort import Cohort, Way, cohort
from dashboard.domain.lines import due_state
from dashboard.domain.next_step.choice import choose
from dashboard.domain.next_step.situation import Situation, Step
from dashboard.domain.own_papers import OwnPapers, own_papers
from dashboard.domain.words import calls_mark
from kernel.exact import lacking
from kernel.templatetags.bars import figure
from mentoring.models import CheckIn
from people.models import User
from policies.domain.editions import figures
from simulations.domain import boards, tiles
from simulations.domain.boards import BoardStanding


@dataclass(frozen=True)
class Board:
    rows: list[tiles.Row]
    mark: int
    mean: Fraction | None
    scored: int
    sentence: str


@dataclass(frozen=True)
class Mentoring:
    mentor: User
    next_due: date | None
    next_word: str
    next_kind: str
    said: str
    said_on: date | None


@dataclass(frozen=True)
class LearnerHome:
    person: User
    on: date
    way: Way | None
    step: Step
    stations: list[dict[str, Any]]
    week_number: int | None
    day_of_week: int | None
    board: Board | None
    mentoring: Mentoring | None
    papers: OwnPapers
    practice: int = 0  # points due in daily practice


def facts(person: User, now: datetime, on: date) -> LearnerHome:
    way = own_way(cohort(on, [person]))
    now_in = week_facts(way.enrolment, way.week, now) if way and way.is_under_way and way.week else None
    standing = boards.standing(now_in.board, on) if now_in and now_in.board else None
    situation = Situation(person, way, now_in, standing, on, now)
    return LearnerHome(
        person=person,
        on=on,
        way=way,
        step=choose(situation),
        stations=stations(situation),
        week_number=way.week.number if way and way.is_under_way and way.week else None,
        day_of_week=_day_of_week(way),
        board=_board(standing, now) if standing else None,
        mentoring=_mentoring(way, on),
        papers=own_papers(person, on),
        practice=practice.waiting(person, now),
    )


def own_way(own: Cohort) -> Way | None:
    """The one under way, otherwise the latest."""
    latest = max(own.ways, key=lambda way: way.enrolment.pk, default=None)
    return next(iter(own.under_way), latest)


def stations(of: Situation) -> list[dict[str, Any]]:
    """The path of the courses. A door has a narrow column, so what opens it is said in few words; the next step has
    the whole sentence."""
    found = week_path.path(of.way.enrolment, of.now, here=of.facts) if of.way else []
    if found and of.facts and of.facts.board and found[-1].get("because"):
        found[-1]["because"] = calls_mark(figures("mock_calls", of.on))
    if of.missed is not None:
        missed = _("missed by %(by)s") % {"by": lacking(of.missed.measured, of.missed.required)}
        found[2 * of.facts.week.number - 1] |= {"score": of.missed.measured, "because": missed}
    return found


def _day_of_week(way: Way | None) -> int | None:
    """Which working day of the current week it is; past the plan it counts on."""
    if way is None or not way.is_under_way or way.week is None:
        return None
    return max(way.day - way.week_days * (way.week.number - 1), 1)


def _board(standing: BoardStanding, now: datetime) -> Board:
    return Board(
        rows=tiles.rows(standing, now),
        mark=standing.mark,
        mean=standing.mean,
        scored=standing.judgement.scored,
        sentence=_sentence(standing),
    )


def shown_up(needed: Fraction) -> object:
    """Rounded up, so that reaching what is shown always opens the door; without a needless .0."""
    up = lacking(Fraction(0), needed)
    return figure(up)


def _sentence(standing: BoardStanding) -> str:
    left, needed = standing.judgement.total - standing.judgement.scored, standing.needed_mean_of_rest
    if left and needed is not None and standing.judgement.is_reachable and standing.judgement.scored:
        return _("Another %(left)d at %(needed)s on average open the door.") % {
            "left": left,
            "needed": shown_up(needed),
        }
    return str(standing.verdict.because)


def _mentoring(way: Way | None, on: date) -> Mentoring | None:
    if way is None or way.mentor is None:
        return None
    rows = CheckIn.objects.filter(mentorship__hire=way.person, mentorship__ended_on=None).order_by("due_on", "pk")
    found = list(rows)
    coming = next((row for row in found if row.held_on is None), None)
    held = [row for row in found if row.held_on]
    kind, word = due_state(coming.due_on, on) if coming else ("", "")
    last = held[-1] if held else None
    said = (last.to_work_on or last.went_well) if last else ""
    return Mentoring(way.mentor, coming.due_on if coming else None, word, kind, said, last.held_on if last else None)
