"""The weeks of one person in detail, for the programme page."""

from dataclasses import dataclass
from datetime import date, datetime

from courses.domain import gates, week_path
from courses.domain.completions import completed_lessons
from courses.domain.facts import WeekFacts, week_facts
from courses.domain.outline import lessons_of
from courses.domain.sessions import next_session
from courses.models import ClassroomSession, Enrolment, LessonPage
from kernel.verdict import Verdict
from people.domain.calendars import today_for


@dataclass(frozen=True)
class WeekDetail:
    facts: WeekFacts
    title: str
    due_on: date
    lessons: list[tuple[LessonPage, bool]]
    verdict: Verdict
    is_current: bool
    session: ClassroomSession | None  # the next one planned, where the week asks for one


def weeks_of(enrolment: Enrolment, now: datetime, language: str) -> list[WeekDetail]:
    on, done = today_for(enrolment.person, now), completed_lessons(enrolment.person)
    details, reached = [], True
    for week in enrolment.programme.weeks.order_by("number"):
        facts = week_facts(enrolment, week, now, done=done)
        lessons = lessons_of(enrolment.programme.course_key, language, week.module_key)
        details.append(
            WeekDetail(
                facts=facts,
                title=week_path.title(week, language),
                due_on=week_path.due_on(enrolment, week, on),
                lessons=[(lesson, lesson.translation_key in done) for lesson in lessons],
                verdict=gates.verdict(facts, enrolment.person, on),
                is_current=reached and facts.result is None,
                session=next_session(week.session_key, now) if week.session_key and not facts.was_present else None,
            )
        )
        reached = reached and facts.result is not None
    return details
