from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from courses.models import LessonCompletion, LessonPage, LessonProgress
from courses.signals import lesson_completed
from people.domain import journal
from people.models import User

FIRST = "first"


def keep_place(person: User, lesson: LessonPage, *, screen: int, now: datetime) -> None:
    """Remember the screen someone is on, so that another browser or another day goes on from there."""
    screen = max(1, min(screen, len(lesson.body)))
    place, created = LessonProgress.objects.get_or_create(
        person=person,
        lesson=lesson.translation_key,
        defaults={"locale": lesson.locale.language_code, "screen": screen, "furthest": screen, "updated": now},
    )
    if not created:
        LessonProgress.objects.filter(pk=place.pk).update(
            screen=screen,
            furthest=Greatest(F("furthest"), screen),
            locale=lesson.locale.language_code,
            updated=now,
        )


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


def completed_lessons(person: User, *, round_key: str = FIRST) -> set[UUID]:
    """Translation keys of the lessons the person has read in that round."""
    rows = LessonCompletion.objects.filter(person=person, round_key=round_key)
    return set(rows.values_list("lesson", flat=True))
