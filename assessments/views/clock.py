from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Attempt


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def clock(attempt: Attempt, exams: Any, now: datetime) -> dict[str, object]:
    """What the one clock of the exam page runs on: the server's time and the server's limit (hazard 21)."""
    return {
        "now": milliseconds(now),
        "deadline": milliseconds(attempt.deadline),
        "low": list(exams.low_time_minutes),
        "autosubmit": exams.autosubmit,
        "zone": timezone.get_current_timezone_name(),
        "words": words(),
    }


def words() -> dict[str, str]:
    """The sentences that exam.js says; {0} is filled in by the page."""
    return {
        "saved": _("Saved {0}"),
        "saving": _("Saving…"),
        "kept": _("{0} kept here"),
        "offline": _("You have been offline since {0}. Nothing is lost."),
        "offline_text": _(
            "Your latest answers are kept in this window and are sent when the line is back. "
            "The clock runs on the server, so carry on and leave this window open."
        ),
        "signed_out": _("You have been signed out. Nothing is lost."),
        "signed_out_text": _(
            "Sign in again in another window and come back to this one: "
            "your latest answers are kept here and are sent then."
        ),
        "stale": _("Answered in another window at {0}"),
        "stale_text": _("The newer answer is shown. Choose again here if you want to replace it."),
        "refused": _("This answer could not be saved."),
        "late": _("Time was up when this answer arrived, so it is kept but not scored."),
        "left": _("{0} minutes left"),
        "left_one": _("1 minute left"),
        "time_up": _("Time is up."),
        "time_up_text": _("Every answer that shows as saved counts. Please submit the exam."),
        "handing_in": _("Time is up. Handing in what you have saved."),
        "moved": _("Your end time has changed to {0}."),
        "show_clock": _("Show"),
        "hide_clock": _("Hide"),
        "flag": _("Flag"),
        "unflag": _("Flagged"),
        "answered": _("{0} of {1} answered"),
        "is_answered": _("answered"),
        "is_flagged": _("flagged"),
    }
