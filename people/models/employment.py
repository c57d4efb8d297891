from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.organisation import Team

PERSON = settings.AUTH_USER_MODEL


class Employment(models.Model):
    """A period of work. Leaving ends it (`ended_on` is the last day); a return is a new row."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="employments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="employments", null=True)
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    shift = models.CharField(_("shift"), max_length=40, blank=True)
    started_on = models.DateField(_("first day"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    leaving_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_on=None), name="one_current_employment_per_person"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="employment_ends_after_start",
            ),
        ]


class Absence(models.Model):
    """Leave that pauses the clock of working days (both dates inclusive)."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="absences")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=200)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="absence_ends_after_start"
            )
        ]


class Leadership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="leaderships")
    leader = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="leaderships")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "leader"], condition=models.Q(ended_on=None), name="one_open_leadership_per_team"
            )
        ]


class Mentorship(models.Model):
    """One mentor for at most two hires (RULES 3): two places, each taken once while open. The figure is fixed."""

    mentor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="mentorships_given")
    hire = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="mentorships_received")
    place = models.PositiveSmallIntegerField()
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    ending_reason = models.CharField(max_length=200, blank=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    override_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(place__in=(1, 2)), name="mentor_has_two_places"),
            models.UniqueConstraint(
                fields=["mentor", "place"], condition=models.Q(ended_on=None), name="one_hire_per_place"
            ),
            models.UniqueConstraint(fields=["hire"], condition=models.Q(ended_on=None), name="one_mentor_per_hire"),
            models.CheckConstraint(condition=~models.Q(mentor=models.F("hire")), name="nobody_mentors_themselves"),
        ]


class LevelHeld(models.Model):
    """A ladder level a person holds. Written by certification, HR's recognition and import; lower apps read it."""

    class Level(models.TextChoices):
        JUNIOR = "junior", _("junior")
        INTERMEDIATE = "intermediate", _("intermediate")
        SENIOR = "senior", _("senior")

    class Source(models.TextChoices):
        AWARD = "award", _("awarded here")
        RECOGNISED = "recognised", _("recognised")

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="levels_held")
    level = models.CharField(max_length=20, choices=Level.choices)
    from_day = models.DateField()
    until_day = models.DateField(null=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    reason = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "level", "source"],
                condition=models.Q(until_day=None),
                name="one_open_level_per_source",
            )
        ]
