from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from assessments.models.wording import within
from assessments.rich_text import bare
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


def both_languages() -> list[str]:
    return ["en", "zh-hans"]


class Bank(models.Model):
    """The questions of one programme, kept by its trainers (hazard 11), in the languages they must be written in.

    A topic without a bank is of the house: every trainer keeps it, in both languages.
    """

    key = models.SlugField(_("key"), unique=True, max_length=80)
    title_en = models.CharField(_("title, English"), max_length=120)
    title_zh = models.CharField(_("title, Chinese"), max_length=120)
    languages = models.JSONField(default=both_languages)
    # Nobody named: every trainer keeps it.
    keepers = models.ManyToManyField(PERSON, related_name="banks", blank=True, verbose_name=_("kept by"))

    class Meta:
        verbose_name = _("bank")
        verbose_name_plural = _("banks")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return within({"en": self.title_en, "zh-hans": self.title_zh})


class Topic(models.Model):
    """What a result is broken down by; a paper draws so many questions from each. Topics form a tree in their bank."""

    key = models.SlugField(unique=True, max_length=80)
    bank = models.ForeignKey(Bank, on_delete=models.PROTECT, related_name="topics", null=True, verbose_name=_("bank"))
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="children", null=True, blank=True, verbose_name=_("part of")
    )
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
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
        REVIEWED = "reviewed", _("reviewed")
        LIVE = "live", _("live")
        RETIRED = "retired", _("retired")

    class Use(models.TextChoices):
        EXAM = "exam", _("in exams")
        PRACTICE = "practice", _("in daily practice only")

    key = models.SlugField(unique=True, max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="questions", verbose_name=_("topic"))
    # Names a module of assessments.domain.kinds; no choices here, so that a new kind needs no migration.
    kind = models.CharField(_("kind"), max_length=20)
    status = models.CharField(_("state"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    # Never both: what people practise on is not what they are examined by.
    use = models.CharField(_("used"), max_length=10, choices=Use.choices, default=Use.EXAM)
    competency = models.SlugField(_("competency"), max_length=80, blank=True)
    # Questions on the same point are siblings: after a wrong answer another of them is practised.
    point = models.SlugField(_("point asked about"), max_length=120, blank=True, db_index=True)
    tags = TaggableManager(_("tags"), blank=True)
    live_version = models.OneToOneField(
        "QuestionVersion", on_delete=models.PROTECT, related_name="live_for", null=True, editable=False
    )

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
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

    `content` holds `stem`, `explanation`, `format` ("plain" when missing, "markdown" or "html") and what its kind
    needs; every text in the languages of its bank.
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
        return self.stem

    @property
    def stem(self) -> str:
        """The question in one line, for lists and summaries."""
        return bare(within(self.content["stem"]), self.content.get("format", "plain"))


class QuestionReview(models.Model):
    """Another trainer's yes or no to one version; the yes makes it live."""

    version = models.OneToOneField(QuestionVersion, on_delete=models.PROTECT, related_name="review")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    comment = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()


class QuestionFile(models.Model):
    """A picture or sound that a question's words name as `file:NAME`. Never replaced: versions rely on it."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)  # its media type, found from its bytes
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added = models.DateTimeField()

    class Meta:
        ordering = ["question", "name"]
        constraints = [models.UniqueConstraint(fields=["question", "name"], name="one_file_per_name_and_question")]
