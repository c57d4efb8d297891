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
        **line_words(),
        "stale": _("Answered in another window at {0}"),
        "stale_text": _("The newer answer is shown. Choose again here if you want to replace it."),
        "refused": _("This answer could not be saved."),
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
        "is_kept": _("not saved yet"),
    }


def line_words() -> dict[str, str]:
    """What the page says while answers wait on the computer: what is the matter, what is safe, what happens next."""
    return {
        "unsaved": _("{0} not saved yet"),
        "unsaved_one": _("1 not saved yet"),
        "kept": _("{0} answers are not saved yet."),
        "kept_one": _("1 answer is not saved yet."),
        "again": _("Trying again in {0} s"),
        "trying": _("Trying now…"),
        "offline": _("You have been offline since {0}. Nothing is lost."),
        "offline_text": _(
            "Your answers are kept on this computer, even if this window closes, and are sent when the line is back. "
            "The clock runs on the server, so carry on."
        ),
        "offline_only": _("You have been offline since {0}. Leave this window open."),
        "memory_text": _(
            "This browser keeps your answers only as long as this window is open; they are sent when the line is back. "
            "The clock runs on the server, so carry on."
        ),
        "signed_out": _("You have been signed out. Nothing is lost."),
        "signed_out_text": _("Sign in again in another tab. Your answers are kept here and are sent then."),
        "time_up_kept": _(
            "They are still being sent. What the server receives after the end is kept as evidence, but not scored."
        ),
        "submit_waits": _("Submitting waits until every answer is saved."),
        "over": _("The exam is over."),
        "late": _("{0} answers arrived after the end: they are kept as evidence, but not scored."),
        "late_one": _("1 answer arrived after the end: it is kept as evidence, but not scored."),
    }
