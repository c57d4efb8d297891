"""One person's reading of one lesson: where they are, what is locked, what opens it, what the last screen brings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from courses.domain import completions, refreshers
from courses.domain.course_papers.standing import CourseStanding, standing
from courses.domain.outline import lessons_beside, lessons_of
from courses.models import CourseCompletion, CoursePage, LessonPage, LessonProgress, Refresher
from courses.models.progress import FIRST
from courses.permissions import reads_everything
from people.models import User


@dataclass(frozen=True)
class Reading:
    """A lesson read for the first time, or again in the round of a refresher; the way through it is the same."""

    person: User
    lesson: LessonPage
    language: str
    refresher: Refresher | None = None

    @property
    def round_key(self) -> str:
        return refreshers.round_key(self.refresher) if self.refresher else FIRST

    @cached_property
    def done(self) -> set[UUID]:
        return {lesson for lesson, round_key in self._completed if round_key == self.round_key}

    @cached_property
    def _completed(self) -> set[tuple[UUID, str]]:
        return completions.completed_rounds(self.person)

    @property
    def is_done(self) -> bool:
        return self.lesson.translation_key in self.done

    @cached_property
    def place(self) -> LessonProgress | None:
        return completions.place_of(self.person, self.lesson.translation_key, self.round_key)

    @property
    def furthest(self) -> int:
        """The last screen that was shown: all of them once the lesson is done, whether or not a place was kept."""
        if self.is_done:
            return len(self.lesson.body)
        return self.place.furthest if self.place else 1

    @property
    def locked(self) -> str:
        """What was read for an assignment is read: it locks nothing for who comes back to it."""
        done = self.done if self.refresher else {lesson for lesson, _round_key in self._completed}
        return what_opens(self.lesson, self.person, self.language, done=done)

    def go_to(self, screen: int, *, on: date, now: datetime) -> CourseCompletion | None:
        """Keep the place; one past the last screen is the end of the lesson, and of the course when it was the last
        one. Raises ReadingError for a screen that was skipped to."""
        round_key, furthest = self.round_key, self.furthest
        completions.keep_place(self.person, self.lesson, screen=screen, furthest=furthest, now=now, round_key=round_key)
        if screen <= len(self.lesson.body):
            return None
        completions.complete(self.person, self.lesson, now=now, round_key=round_key)
        if self.refresher:
            return refreshers.meet(self.refresher, self.lesson.course, on=on, now=now)
        return completions.complete_course(self.person, self.lesson.course, on=on, now=now)

    def papers(self, now: datetime) -> CourseStanding | None:
        """Where the papers of the course stand, what was read just now counted; None where it is no refresher."""
        if self.refresher is None:
            return None
        course = self.lesson.course
        return standing(self.refresher, course, lessons_of(course.key, self.language), now)


def what_opens(lesson: LessonPage, person: User, language: str, *, done: Collection[UUID] | None = None) -> str:
    """The sentence that says what opens a locked lesson; empty when it is open.

    Lessons of a module are read in order where the course says so; every module's first lesson is open (RULES 2: the
    next week stays locked for scored work, its lessons stay readable). `done` saves asking for what was read.
    """
    if lesson.course.order == CoursePage.Order.FREE:
        return ""
    done = completions.completed_lessons(person) if done is None else done
    earlier = _first_unread(lesson, language, done)
    if earlier is None or reads_everything(person):
        return ""
    return _("Opens when you have read “%(title)s” to its end.") % {"title": earlier.title}


def _first_unread(lesson: LessonPage, language: str, done: Collection[UUID]) -> LessonPage | None:
    """The first lesson of the module before this one that is not read."""
    for earlier in lessons_beside(lesson, language):
        if earlier.translation_key == lesson.translation_key:
            return None
        if earlier.translation_key not in done:
            return earlier
    return None
