from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.bank import Topic
from assessments.models.wording import within


class Paper(models.Model):
    """What a theory exam draws and how long it lasts. Pass mark and retakes are policy, not paper."""

    key = models.SlugField(unique=True, max_length=80)
    title_en = models.CharField(max_length=160)
    title_zh = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 600)), name="a_paper_lasts_minutes")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return within({"en": self.title_en, "zh-hans": self.title_zh})


class PaperRow(models.Model):
    """So many questions of one topic."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="rows")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "topic"], name="one_row_per_topic"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_row_draws_something"),
        ]
