from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.admissions import Admission
from assessments.models.attempts import Attempt


class AttemptEvent(models.Model):
    """What else happened around an attempt: facts the server saw itself, and hints a browser sent about itself.

    Nothing is decided by either. A hint can be missing or made up, and the constraint keeps it from passing as a fact
    (hazards 38, 39). Addresses and browsers are kept coarse, and as keyed marks that can be compared, not read back.
    """

    class Kind(models.TextChoices):
        BEGAN = "began", _("Begun here")
        ELSEWHERE = "elsewhere", _("Went on from somewhere else")
        PASSWORD = "password", _("Password at the start was wrong")
        BROWSER = "browser", _("Refused: not the exam browser")
        CUT = "cut", _("The browser sent more hints than are kept")
        OPENED = "opened", _("Exam page opened")
        LEFT = "left", _("Another window in front")
        BACK = "back", _("Back in the exam")
        HIDDEN = "hidden", _("Exam page out of sight")
        SHOWN = "shown", _("Exam page in sight again")
        OFFLINE = "offline", _("Line down")
        ONLINE = "online", _("Line back")
        PASTED = "pasted", _("Text pasted")

    HINTS = (Kind.OPENED, Kind.LEFT, Kind.BACK, Kind.HIDDEN, Kind.SHOWN, Kind.OFFLINE, Kind.ONLINE, Kind.PASTED)

    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="events")
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="events", null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()  # when it reached the server, whatever the browser's clock says
    detail = models.JSONField(default=dict)
    trusted = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(trusted=False, kind__in=["opened", "left", "back", "hidden", "shown"])
                | models.Q(trusted=False, kind__in=["offline", "online", "pasted"])
                | models.Q(trusted=True, kind__in=["began", "elsewhere", "password", "browser", "cut"]),
                name="a_hint_never_passes_as_a_fact",
            ),
        ]
        indexes = [models.Index(fields=["attempt", "trusted", "at"], name="attempt_events_by_time")]
