from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.domain.course_papers.asked import asked_of
from courses.domain.outline import lessons_of
from courses.models import CourseCompletion, CoursePage, LessonCompletion, LessonPage, LessonProgress, Programme
from courses.models.progress import FIRST
from courses.signals import course_completed, lesson_completed
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class ReadingError(Refusal):
    pass


def keep_place(
    person: User, lesson: LessonPage, *, screen: int, furthest: int, now: datetime, round_key: str = FIRST
) -> None:
    """Remember the screen someone is on, so that another browser or another day goes on from there.

    One screen at a time: raises ReadingError for a screen beyond the one after `furthest`, the last one shown, so that
    nobody is counted as having read what was never shown. `screen` one past the last means the end.
    """
    if screen > furthest + 1:
        raise ReadingError(_("Screens are read one after the other. You are back where you were."))
    shown = max(1, min(screen, len(lesson.body)))
    LessonProgress.objects.update_or_create(
        person=person,
        lesson=lesson.translation_key,
        round_key=round_key,
        defaults={
            "locale": lesson.locale.language_code,
            "screen": shown,
            "furthest": max(furthest, shown),
            "updated": now,
        },
    )


def place_of(person: User, lesson: UUID, round_key: str = FIRST) -> LessonProgress | None:
    return LessonProgress.objects.filter(person=person, lesson=lesson, round_key=round_key).first()


@transaction.atomic
def complete(person: User, lesson: LessonPage, *, now: datetime, round_key: str = FIRST) -> LessonCompletion:
    """Record that the lesson was read to its end, with the language and the live revision it was read in.

    Completing it twice keeps the first record.
    """
    completion, created = LessonCompletion.objects.get_or_create(
        person=person,
        lesson=lesson.translation_key,
        round_key=round_key,
        defaults={
            "lesson_key": lesson.key,
            "locale": lesson.locale.language_code,
            "revision": lesson.live_revision,
            "title": lesson.title,
            "completed_at": now,
        },
    )
    if created:
        journal.record(
            "lesson-completed",
            by=person,
            subject=person,
            about=completion,
            now=now,
            values={"lesson": lesson.key, "revision": lesson.live_revision_id},
        )
        lesson_completed.send(sender=LessonCompletion, completion=completion)
    return completion


@transaction.atomic
def complete_course(person: User, course: CoursePage, *, on: date, now: datetime) -> CourseCompletion | None:
    """Record the course once all its lessons are read. A programme's course is not completed by reading: its gates
    and the go-live licence say how far someone is (RULES 2); nor is one that asks for papers."""
    lessons = lessons_of(course.key, person.language)
    if asked_of(course, lessons) or Programme.objects.filter(course_key=course.key).exists():
        return None
    if not all_read(person, lessons):
        return None
    return record_completion(person, course, on=on, now=now)


def all_read(person: User, lessons: Collection[LessonPage], *, round_key: str = FIRST) -> bool:
    """Whether the person has read every lesson in that round; False where there is none."""
    done = completed_lessons(person, round_key=round_key)
    return bool(lessons) and all(lesson.translation_key in done for lesson in lessons)


@transaction.atomic
def record_completion(
    person: User,
    course: CoursePage,
    *,
    on: date,
    now: datetime,
    round_key: str = FIRST,
    evidence: list[list[str]] | None = None,
) -> CourseCompletion:
    """Keep that the course is done, with how long it holds as the course says today; doing it twice keeps the first."""
    completion, created = CourseCompletion.objects.get_or_create(
        person=person,
        course_key=course.key,
        round_key=round_key,
        defaults={
            "title": course.title,
            "completed_on": on,
            "valid_months": course.valid_months,
            "evidence": evidence or [],
            "created": now,
        },
    )
    if created:
        values = {"course": course.key}
        journal.record("course-completed", by=person, subject=person, about=completion, now=now, values=values)
        course_completed.send(sender=CourseCompletion, completion=completion)
    return completion


def completed_lessons(person: User, *, round_key: str = FIRST) -> set[UUID]:
    """Translation keys of the lessons the person has read in that round."""
    rows = LessonCompletion.objects.filter(person=person, round_key=round_key)
    return set(rows.values_list("lesson", flat=True))


def completed_rounds(person: User) -> set[tuple[UUID, str]]:
    """The same for every round, with the key of the round."""
    return set(LessonCompletion.objects.filter(person=person).values_list("lesson", "round_key"))
