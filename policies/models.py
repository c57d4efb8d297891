from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Subject(models.TextChoices):
    GATES = "gates", _("Week gates")
    RETAKES = "retakes", _("Retakes")
    EXAMS = "exams", _("Exams")
    MOCK_CALLS = "mock_calls", _("Scored calls")
    MENTORING = "mentoring", _("Mentoring")
    COACHING = "coaching", _("Coaching plans")
    LADDER = "ladder", _("Ladder and uplift")
    CERTIFICATES = "certificates", _("Certificates")
    REFRESHERS = "refreshers", _("Refreshers")
    KPI = "kpi", _("KPI")
    ACCOUNTS = "accounts", _("Accounts and sign-in")
    SECOND_PERSON = "second_person", _("Second person")


class Draft(models.Model):
    """Figures being written. Publishing copies them into an edition; one open draft a subject."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waiting for a second person")
        PUBLISHED = "published", _("published")
        DROPPED = "dropped", _("dropped")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    subject = models.CharField(max_length=30, choices=Subject.choices)
    text = models.TextField(_("figures"))
    in_force_from = models.DateField(_("in force from"))
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    # Why the second person sent it back; empty once it is handed in again.
    returned_because = models.CharField(max_length=300, blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"],
                condition=models.Q(state__in=("draft", "submitted")),
                name="one_open_draft_a_subject",
            )
        ]
        permissions = [
            ("edit_people_figures", "Edit the figures of ladder, KPI and certificates"),
            ("edit_training_figures", "Edit the figures of gates, exams, mentoring and refreshers"),
            ("edit_quality_figures", "Edit the figures of scored calls and coaching"),
            ("edit_site_figures", "Edit the figures of accounts and second persons"),
            ("publish_any_figures", "Publish figures of any subject as the second person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.get_state_display()}"


class Edition(models.Model):
    """A published set of figures, in force from a date. Never changed (append-only); an award keeps pointing at it."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    subject = models.CharField(max_length=30, choices=Subject.choices)
    number = models.PositiveIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    in_force_from = models.DateField()
    reason = models.CharField(max_length=300)
    # Without an author and a publisher: the edition that came with the site.
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    publisher = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField()
    # Exceptions a second HR person let through by name: [{"what", "by", "at"}].
    approvals = models.JSONField(default=list)

    class Meta:
        ordering = ["subject", "-in_force_from", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="one_edition_per_number"),
            models.CheckConstraint(
                condition=models.Q(author=None) | ~models.Q(publisher=None), name="edition_of_an_author_has_a_publisher"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.number}"

    @property
    def shipped(self) -> bool:
        return self.author_id is None

    @property
    def retired(self) -> bool:
        return hasattr(self, "retirement")


class Retirement(models.Model):
    """A coming edition taken back before it came into force."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="retirement")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason
