from django.db import models
from django.utils.translation import gettext_lazy as _

from mentoring.models.mentoring import CallType


class Scenario(models.Model):
    class Use(models.TextChoices):
        MOCK = "mock", _("scored calls")
        ALTERNATE = "alternate", _("repeats of scored calls")
        PRACTICE = "practice", _("practice calls")

    key = models.SlugField(unique=True, max_length=80)
    call_type = models.CharField(max_length=14, choices=CallType.choices)
    level = models.PositiveSmallIntegerField()
    use = models.CharField(max_length=10, choices=Use.choices, default=Use.MOCK)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    @property
    def current(self) -> "ScenarioVersion":
        return self.versions.latest("number")


class ScenarioVersion(models.Model):
    """Both languages' texts, immutable; a call pins the version it was held on."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    source_hash = models.CharField(max_length=64, blank=True)
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "number"], name="one_scenario_version_per_number")]

    @property
    def line_played_notice(self) -> bool:
        return bool(self.content["brief"]["line_played_notice"])
