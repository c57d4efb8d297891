"""Courses assigned to whoever looks at a home, whatever their role: leaders and trainers have some of their own."""

from datetime import date, datetime

from django.utils.translation import get_language

from assessments.domain.openings import Rules
from courses.domain.course_papers.standing import standing
from courses.domain.outline import courses_in, lessons_of
from courses.domain.refreshers import explain, open_refreshers
from courses.models import CoursePage, Refresher
from dashboard.domain import links
from dashboard.domain.lines import MOST, Line, Lines, due_state, first
from dashboard.domain.words import sentences
from people.models import User


def own_refreshers(person: User, on: date, now: datetime) -> Lines:
    """Those still to do, the first due first; of a course with papers how many are passed, and which is next."""
    rows = open_refreshers(person)
    courses = courses_in({row.course_key for row in rows}, get_language() or "en") if rows else {}
    url = links.to("courses:refreshers")
    rules = Rules(person, now)
    lines = [_line(row, courses.get(row.course_key), url, on, rules) for row in rows[:MOST]]
    return first(lines, url=url, total=len(rows))


def _line(row: Refresher, course: CoursePage | None, url: str, on: date, rules: Rules) -> Line:
    if course is None:
        return Line(row.course_key, explain(row), url, *due_state(row.due_on, on))
    papers = standing(row, course, lessons_of(course.key, get_language() or "en"), rules.now, rules=rules)
    return Line(course.title, sentences(explain(row), papers.said), url, *due_state(row.due_on, on))
