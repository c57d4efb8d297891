from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.wording import within

PERSON = settings.AUTH_USER_MODEL


class Topic(models.Model):
    """What a result is broken down by; a paper draws so many questions from each."""

    key = models.SlugField(unique=True, max_length=80)
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return within({"en": self.title_en, "zh-hans": self.title_zh})


class Question(models.Model):
    """One point asked about. Its words stand in versions; papers draw the live one of each live question."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        LIVE = "live", _("live")
        RETIRED = "retired", _("retired")

    key = models.SlugField(unique=True, max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic"))
    # Names a module of assessments.domain.kinds; no choices here, so that a new kind needs no migration.
    kind = models.CharField(_("kind"), max_length=20)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    live_version = models.OneToOneField(
        "QuestionVersion", on_delete=models.PROTECT, related_name="live_for", null=True, editable=False
    )

    class Meta:
        ordering = ["key"]
        permissions = [("edit_bank", "Write and review questions")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="live") | models.Q(live_version__isnull=False),
                name="a_live_question_has_a_live_version",
            )
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """The words, key and points of a question at one time. Never changed: attempts point at it (hazard 33).

    `content` holds `stem`, `options` (`text`, `right`, `feedback`), `accepted` and `explanation`, both languages.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    points = models.PositiveSmallIntegerField()
    difficulty = models.PositiveSmallIntegerField()
    # The fingerprint of the shipped text it was loaded from; empty when written here.
    source_hash = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    created = models.DateTimeField()

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_versions_are_numbered"),
            models.CheckConstraint(condition=models.Q(points__gte=1), name="a_question_is_worth_something"),
            models.CheckConstraint(condition=models.Q(difficulty__range=(1, 3)), name="three_difficulties"),
        ]

    def __str__(self) -> str:
        return within(self.content["stem"])

    @property
    def stem(self) -> str:
        return within(self.content["stem"])


class QuestionReview(models.Model):
    """Another trainer's yes or no to one version; the yes makes it live."""

    version = models.OneToOneField(QuestionVersion, on_delete=models.PROTECT, related_name="review")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
