"""What is known about one person's week. Facts only; the judging is done in gates and go_live."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.domain import marks, practicals
from assessments.domain.marks import ResultFact
from courses.domain.completions import completed_lessons
from courses.domain.outline import lessons_of
from courses.models import Attendance, Enrolment, GateResult, ProgrammeWeek
from mentoring.domain.sign_offs import standing_sign_off
from mentoring.models import SignOff
from simulations.models import CallBoard


@dataclass(frozen=True)
class WeekFacts:
    week: ProgrammeWeek
    lessons: int
    read: int
    was_present: bool | None  # None: the week asks for no session
    theory: ResultFact | None
    practical: ResultFact | None
    sign_off: SignOff | None
    board: CallBoard | None
    result: GateResult | None

    @property
    def is_read(self) -> bool:
        return self.read >= self.lessons > 0

    @property
    def may_open(self) -> bool:
        """Whether the week's paper may open: lessons read and, where asked for, attendance marked (RULES 2)."""
        return self.is_read and self.was_present is not False


def week_facts(enrolment: Enrolment, week: ProgrammeWeek, now: datetime, *, done: set[UUID] | None = None) -> WeekFacts:
    """The facts of a week, results only from this enrolment's time on (a returner starts afresh), of its paper only
    what was sat for this gate."""
    person, gate = enrolment.person, for_key(enrolment, week)
    done = completed_lessons(person) if done is None else done
    lessons = lessons_of(enrolment.programme.course_key, person.language, week.module_key)
    return WeekFacts(
        week=week,
        lessons=len(lessons),
        read=sum(lesson.translation_key in done for lesson in lessons),
        was_present=_was_present(enrolment, week) if week.session_key else None,
        theory=_latest(enrolment, marks.results(person, week.paper_key, now, for_key=gate)) if week.paper_key else None,
        practical=_latest(enrolment, practicals.results(person, week.practical_key)) if week.practical_key else None,
        sign_off=standing_sign_off(person),
        board=CallBoard.objects.filter(for_key=gate, withdrawn=None).first(),
        result=GateResult.objects.filter(enrolment=enrolment, week=week).first(),
    )


def for_key(enrolment: Enrolment, week: ProgrammeWeek) -> str:
    """What admissions, sittings and boards of this week are written for."""
    return f"{enrolment.key}:week-{week.number}"


def _latest(enrolment: Enrolment, results: list[ResultFact]) -> ResultFact | None:
    zone = enrolment.person.zone
    counted = [fact for fact in results if fact.released_at.astimezone(zone).date() >= enrolment.started_on]
    return counted[-1] if counted else None


def _was_present(enrolment: Enrolment, week: ProgrammeWeek) -> bool:
    marked = Attendance.objects.filter(
        person=enrolment.person,
        session__session_key=week.session_key,
        session__cancelled=None,
        superseded_by=None,
        session__starts__date__gte=enrolment.started_on,
    )
    return marked.filter(was_present=True).exists()
