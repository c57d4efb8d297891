"""How far people are in the courses assigned to them: in a few queries for a whole list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import Attempt
from courses.domain.course_papers.asked import asked_of
from courses.domain.outline import courses_in, lessons_by_course
from courses.models import LessonCompletion, PassedPaper, Refresher


@dataclass(frozen=True)
class Progress:
    lessons: int
    read: int
    papers: int
    passed: int
    waiting: int  # answers are in, a person has yet to score them or to release the result

    @property
    def said(self) -> str:
        parts = [_("read %(read)s of %(lessons)s") % {"read": self.read, "lessons": self.lessons}]
        if self.papers:
            parts.append(_("passed %(passed)s of %(papers)s") % {"passed": self.passed, "papers": self.papers})
        if self.waiting:
            parts.append(_("waits to be scored: %(count)s") % {"count": self.waiting})
        return " · ".join(parts)


def progress_of(rows: Iterable[Refresher], language: str) -> dict[int, Progress]:
    """By assignment (its pk) what was read in its round, and what is passed of what its course asks for today."""
    rows = list(rows)
    courses, lessons_of_all = courses_in({row.course_key for row in rows}, language), lessons_by_course(language)
    done = set(
        LessonCompletion.objects.filter(round_key__in=[row.round_key for row in rows]).values_list(
            "round_key", "lesson"
        )
    )
    standing = PassedPaper.objects.filter(refresher__in=rows, admission__withdrawn=None)
    passed = set(standing.values_list("admission__for_key", "admission__paper__key"))
    waiting = _waiting(rows)
    found = {}
    for row in rows:
        lessons, course = lessons_of_all.get(row.course_key, []), courses.get(row.course_key)
        asked = asked_of(course, lessons) if course else []
        found[row.pk] = Progress(
            lessons=len(lessons),
            read=sum((row.round_key, lesson.translation_key) in done for lesson in lessons),
            papers=len(asked),
            passed=sum((one.for_key(row), one.paper_key) in passed for one in asked),
            waiting=waiting[row.round_key],
        )
    return found


def _waiting(rows: list[Refresher]) -> Counter[str]:
    """By round how many papers were sat whose result is not there."""
    sat = Attempt.objects.filter(
        admission__person__in=[row.person_id for row in rows],
        admission__for_key__startswith="refresher:",
        admission__withdrawn=None,
        state__in=(Attempt.State.SUBMITTED, Attempt.State.MARKED),
    )
    return Counter(key.partition("/")[0] for key in sat.values_list("admission__for_key", flat=True))
