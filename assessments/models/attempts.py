from datetime import datetime, timedelta
from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.admissions import Admission
from assessments.models.bank import QuestionVersion
from kernel.exact import percent
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Attempt(models.Model):
    """One sitting of a paper. Limits are pinned at the start; what is true now follows from them and the time."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")
        MARKED = "marked", _("marked")
        RELEASED = "released", _("released")

    class Finish(models.TextChoices):
        SUBMITTED = "submitted", _("submitted by the person")
        TIME = "time", _("time was up")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    started = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    extra_percent = models.PositiveSmallIntegerField(default=0)
    grace_seconds = models.PositiveSmallIntegerField()
    deadline = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    finish_reason = models.CharField(max_length=10, choices=Finish.choices, blank=True)
    released_at = models.DateTimeField(null=True)
    seed = models.CharField(max_length=64)
    one_way = models.BooleanField(default=False)
    # The paper's keys of Safe Exam Browser at the start: new ones lock nobody out who sits already.
    browser_keys = models.JSONField(default=list, blank=True)
    # Where questions are asked one way only: the furthest position seen; what lies before it is closed (hazard 35).
    reached = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["started"]
        constraints = [
            models.UniqueConstraint(fields=["admission", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["admission"], condition=models.Q(state="open"), name="one_open_attempt_per_admission"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="attempts_count_from_one"),
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("started")), name="an_attempt_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", submitted_at=None)
                | (~models.Q(state="open") & models.Q(submitted_at__isnull=False)),
                name="a_finished_attempt_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(submitted_at=None) | models.Q(submitted_at__lte=models.F("deadline")),
                name="no_attempt_finishes_past_its_limit",
            ),
        ]
        indexes = [models.Index(fields=["state", "deadline"], name="attempt_due_to_close")]

    @property
    def last_call(self) -> datetime:
        """Until when an answer that arrives still counts: the limit and the grace for the line (hazard 22)."""
        return self.deadline + timedelta(seconds=self.grace_seconds)

    def is_running(self, now: datetime) -> bool:
        """Whether answers may still be given: derived from the time, whether or not the sweep has come by."""
        return self.state == self.State.OPEN and now <= self.deadline


class AttemptQuestion(models.Model):
    """A drawn question with the version and the order of options this person sees, pinned (hazards 32, 33)."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="questions")
    position = models.PositiveSmallIntegerField()
    question_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="drawn")
    option_order = models.JSONField()
    # What the question is worth in this paper.
    points = models.PositiveSmallIntegerField()
    section = models.JSONField(null=True)  # {"title": text, "words": text} of the paper's section at the start
    flagged = models.BooleanField(default=False)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_question_per_position"),
            models.UniqueConstraint(fields=["attempt", "question_version"], name="no_question_twice_in_an_attempt"),
        ]


class AnswerSave(models.Model):
    """One save of an answer as it arrived. Kept saves are versioned; late and stale ones stay as evidence only."""

    class Standing(models.TextChoices):
        KEPT = "kept", _("kept")
        LATE = "late", _("late, not scored")
        STALE = "stale", _("refused: a newer answer existed")

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="saves")
    attempt_question = models.ForeignKey(AttemptQuestion, on_delete=models.PROTECT, related_name="saves")
    version = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=64)
    value = models.JSONField()
    received_at = models.DateTimeField()
    standing = models.CharField(max_length=5, choices=Standing.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt_question", "version"], name="one_save_per_version"),
            models.UniqueConstraint(fields=["attempt", "key"], name="one_save_per_idempotency_key"),
            models.CheckConstraint(
                condition=models.Q(standing="kept", version__gte=1)
                | (~models.Q(standing="kept") & models.Q(version=None)),
                name="only_kept_saves_have_a_version",
            ),
        ]

    @property
    def late(self) -> bool:
        return self.standing == self.Standing.LATE


class Mark(models.Model):
    """The points of an attempt, in all and per topic. A correction is a new row that supersedes, with its reason.

    Points are whole numbers of 1/`scale` of a point, so that partial credit stays exact: 4/3 of 5 is 4 of 15, scale 3.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="marks")
    points = models.PositiveBigIntegerField()
    maximum = models.PositiveBigIntegerField()
    scale = models.PositiveBigIntegerField(default=1)
    per_topic = models.JSONField()  # [{"topic": key, "points": int, "maximum": int}], on the same scale
    marked_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="superseded_by", null=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    regrade = models.ForeignKey("Regrade", on_delete=models.PROTECT, related_name="marks", null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(points__gte=0, maximum__gte=1, scale__gte=1, points__lte=models.F("maximum")),
                name="points_within_the_maximum",
            ),
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(supersedes=None), name="one_first_mark_per_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes=None) | (~models.Q(reason="") & models.Q(by__isnull=False)),
                name="a_corrected_mark_names_reason_and_author",
            ),
        ]

    @property
    def score(self) -> Fraction:
        """In percent, exact."""
        return percent(self.points, self.maximum)


class MarkLine(models.Model):
    """What one question earned in one mark, on the mark's scale. Dropped by a regrade: it counts on neither side."""

    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="lines")
    question = models.ForeignKey(AttemptQuestion, on_delete=models.PROTECT, related_name="lines")
    points = models.PositiveBigIntegerField()
    maximum = models.PositiveBigIntegerField()
    answered = models.BooleanField()
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["mark", "question"]
        constraints = [
            models.UniqueConstraint(fields=["mark", "question"], name="one_line_per_question_and_mark"),
            models.CheckConstraint(condition=models.Q(points__lte=models.F("maximum")), name="line_within_its_maximum"),
        ]
