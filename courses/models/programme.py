from django.db import models
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """A path through courses with gates, such as "Onboarding, four weeks" (RULES 2)."""

    key = models.SlugField(unique=True, max_length=60)
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)
    course_key = models.SlugField(max_length=80)

    def __str__(self) -> str:
        return self.title_en


class ProgrammeWeek(models.Model):
    """One week and the gate at its end. What a gate asks for is given by the kind; the figures come from policies."""

    class Gate(models.TextChoices):
        THEORY_AND_PRACTICAL = "theory-and-practical", _("Theory and practical")
        THEORY = "theory", _("Theory")
        SIGN_OFF = "sign-off", _("Mentor sign-off")
        MOCK_CALLS = "mock-calls", _("Mock calls")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="weeks")
    number = models.PositiveSmallIntegerField()
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)
    module_key = models.SlugField(max_length=80)
    gate = models.CharField(max_length=24, choices=Gate.choices)
    paper_key = models.CharField(max_length=80, blank=True)
    practical_key = models.CharField(max_length=80, blank=True)
    session_key = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["programme", "number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="one_week_per_number")]
