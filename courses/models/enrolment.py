from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models.programme import Programme, ProgrammeWeek
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Enrolment(models.Model):
    """A person's way through a programme. Where they stand is worked out from facts; only the dates are kept."""

    class State(models.TextChoices):
        ACTIVE = "active", _("under way")
        LIVE = "live", _("gone live")
        WITHDRAWN = "withdrawn", _("ended early")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="enrolments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="enrolments")
    started_on = models.DateField(_("first day"))
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    live_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    enrolled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"],
                condition=models.Q(state="active"),
                name="one_active_enrolment_per_programme",
            )
        ]


class GateResult(models.Model):
    """A gate that opened: the verdict as reached, with the figures and edition it was judged by. Appended only."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="gate_results")
    week = models.ForeignKey(ProgrammeWeek, on_delete=models.PROTECT, related_name="+")
    score = models.CharField(max_length=60, blank=True)  # exact, as a fraction "401/5"; empty where a gate has no score
    verdict = models.JSONField()
    edition = models.CharField(max_length=80)
    evidence = models.JSONField(default=list)
    passed_on = models.DateField()
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "week"], name="one_gate_result_per_week")]


class ClassroomSession(models.Model):
    """A session people attend, such as the product manager's in week 2."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    session_key = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)
    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=120, blank=True)
    leader_name = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    cancelled = models.DateTimeField(null=True)

    @property
    def title(self) -> str:
        """In the language of whoever reads it now."""
        return self.title_zh if get_language() == "zh-hans" else self.title_en

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


class Attendance(models.Model):
    session = models.ForeignKey(ClassroomSession, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="attendances")
    was_present = models.BooleanField()
    marked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
