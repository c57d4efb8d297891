import uuid

from django.conf import settings
from django.db import models
from wagtail.models import Revision

PERSON = settings.AUTH_USER_MODEL


FIRST = "first"


class LessonProgress(models.Model):
    """How far someone is in a lesson; survives closing the browser. Not evidence: completion is."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="lesson_progress")
    lesson = models.UUIDField(default=uuid.uuid4)  # the lesson's translation_key, the same in both languages
    locale = models.CharField(max_length=10)
    screen = models.PositiveSmallIntegerField(default=1)
    furthest = models.PositiveSmallIntegerField(default=1)
    updated = models.DateTimeField()
    round_key = models.CharField(max_length=60, default=FIRST)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "lesson", "round_key"], name="one_progress_per_lesson_and_round")
        ]


class LessonCompletion(models.Model):
    """A lesson read to its end, in which language and which revision. A later edit never changes it."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="lesson_completions")
    lesson = models.UUIDField()
    lesson_key = models.CharField(max_length=80)
    locale = models.CharField(max_length=10)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    completed_at = models.DateTimeField()
    # A refresher asks for the lesson again: each round is a row of its own.
    round_key = models.CharField(max_length=60, default=FIRST)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "round_key"], name="one_completion_per_lesson_and_round"
            )
        ]


class CourseCompletion(models.Model):
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="course_completions")
    course_key = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    completed_on = models.DateField()
    # How long it holds, as the course said on that day; empty: as the policy on certificates says.
    valid_months = models.PositiveSmallIntegerField(null=True)
    round_key = models.CharField(max_length=60, default=FIRST)
    evidence = models.JSONField(default=list)
    created = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course_key", "round_key"], name="one_completion_per_course_and_round"
            )
        ]
