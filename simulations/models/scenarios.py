from django.db import models

from mentoring.models.mentoring import CallType


class Scenario(models.Model):
    key = models.SlugField(unique=True, max_length=80)
    call_type = models.CharField(max_length=14, choices=CallType.choices)
    level = models.PositiveSmallIntegerField()
    for_practice = models.BooleanField(default=False)
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
    source_hash = models.CharField(max_length=64)
    created = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scenario", "number"], name="one_scenario_version_per_number")]
