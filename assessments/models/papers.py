from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.bank import Question, QuestionVersion, Topic
from assessments.models.wording import within
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Paper(models.Model):
    """What a theory exam draws, how long it lasts and what it shows. Pass mark and retakes are policy, not paper."""

    class Navigation(models.TextChoices):
        FREE = "free", _("back and forth")
        ONE_WAY = "one-way", _("forward only")

    class Release(models.TextChoices):
        AT_ONCE = "at-once", _("at once")
        BY_PERSON = "by-person", _("by a trainer")

    class Review(models.TextChoices):
        SCORE = "score", _("the score only")
        LOST = "lost", _("the score; once no attempt is left, which questions lost points")
        KEY = "key", _("right answers and feedback, once no attempt is left")

    key = models.SlugField(unique=True, max_length=80)
    title_en = models.CharField(_("title, English"), max_length=160)
    title_zh = models.CharField(_("title, Chinese"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    shuffle = models.BooleanField(_("shuffle questions and options"), default=True)
    is_fixed = models.BooleanField(_("the same questions for everybody"), default=False)
    navigation = models.CharField(_("moving"), max_length=10, choices=Navigation.choices, default=Navigation.FREE)
    release = models.CharField(_("result shown"), max_length=10, choices=Release.choices, default=Release.AT_ONCE)
    review = models.CharField(_("afterwards shown"), max_length=10, choices=Review.choices, default=Review.KEY)
    step_up = models.BooleanField(_("ask for the password at the start"), default=False)
    # Safe Exam Browser's keys, configuration or browser, each 64 hex digits; with none any browser may sit it.
    browser_keys = models.JSONField(default=list, blank=True)
    # How far the expected difficulty of two drawn papers may lie apart, in points of 100.
    tolerance = models.PositiveSmallIntegerField(_("difficulty may differ by"), default=5)
    # None: nobody may start it. Its rows are what was published; what is being written stands in versions.
    published = models.DateTimeField(null=True)
    live_version = models.OneToOneField(
        "PaperVersion", on_delete=models.PROTECT, related_name="live_for", null=True, editable=False
    )
    source_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 600)), name="a_paper_lasts_minutes"),
            models.CheckConstraint(condition=models.Q(tolerance__range=(1, 50)), name="papers_are_about_equally_hard"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return within({"en": self.title_en, "zh-hans": self.title_zh})


class PaperSection(models.Model):
    """A part of a paper with instructions of its own."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("title, English"), max_length=160)
    title_zh = models.CharField(_("title, Chinese"), max_length=160)
    words_en = models.TextField(_("instructions, English"), max_length=1000, blank=True)
    words_zh = models.TextField(_("instructions, Chinese"), max_length=1000, blank=True)

    class Meta:
        ordering = ["paper", "position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_section_per_position"),
        ]

    @property
    def title(self) -> str:
        return within({"en": self.title_en, "zh-hans": self.title_zh})

    @property
    def words(self) -> str:
        return within({"en": self.words_en, "zh-hans": self.words_zh})


class PaperRow(models.Model):
    """So many questions of one topic, of one difficulty or any, each for so many points or its own."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="rows")
    section = models.ForeignKey(PaperSection, on_delete=models.CASCADE, related_name="rows", null=True, blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    count = models.PositiveSmallIntegerField(_("questions"))
    difficulty = models.PositiveSmallIntegerField(_("difficulty"), null=True, blank=True)
    points = models.PositiveSmallIntegerField(_("points each"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_row_per_position"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="a_row_draws_something"),
            models.CheckConstraint(
                condition=models.Q(difficulty=None) | models.Q(difficulty__range=(1, 3)),
                name="a_row_names_one_of_three_difficulties",
            ),
            models.CheckConstraint(
                condition=models.Q(points=None) | models.Q(points__gte=1), name="a_row_is_worth_something"
            ),
        ]


class PaperQuestion(models.Model):
    """A question of a fixed paper: the version pinned, or (None) the live one at each start."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="fixed")
    section = models.ForeignKey(PaperSection, on_delete=models.CASCADE, related_name="fixed", null=True, blank=True)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="placed")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="pinned", null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField(_("points"), null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "position"], name="one_fixed_question_per_position"),
            models.UniqueConstraint(fields=["paper", "question"], name="no_question_twice_in_a_paper"),
            models.CheckConstraint(
                condition=models.Q(points=None) | models.Q(points__gte=1), name="a_fixed_question_is_worth_something"
            ),
        ]


class PaperVersion(models.Model):
    """A paper as a trainer wrote it. Never changed; a second person publishes it, and its rows become the paper's."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField()

    class Meta:
        ordering = ["paper", "number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="paper_versions_are_numbered")]
