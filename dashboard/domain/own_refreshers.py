"""Courses assigned to whoever looks at a home, whatever their role: leaders and trainers have some of their own."""

from datetime import date

from django.utils.translation import get_language

from courses.domain.outline import titles_of
from courses.domain.refreshers import explain, open_refreshers
from dashboard.domain import links
from dashboard.domain.lines import Line, Lines, due_state, first
from people.models import User


def own_refreshers(person: User, on: date) -> Lines:
    """Those still to do, the first due first."""
    rows = open_refreshers(person)
    titles = titles_of({row.course_key for row in rows}, get_language() or "en") if rows else {}
    url = links.to("courses:refreshers")
    lines = [
        Line(titles.get(row.course_key, row.course_key), explain(row), url, *due_state(row.due_on, on)) for row in rows
    ]
    return first(lines, url=url)
