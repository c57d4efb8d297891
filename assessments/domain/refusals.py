"""Why an exam cannot be started now, in words."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.openings import Opening, Stand
from assessments.domain.retakes import RetakeFigures
from assessments.models import Admission
from kernel.errors import Refusal
from kernel.templatetags.dates import moment_in_words
from people.domain.calendars import today_for
from policies.domain.editions import figures


class AttemptError(Refusal):
    """A sentence about an attempt that a person may read."""


def refusal(
    opening: Opening, admission: Admission, now: datetime, retakes: RetakeFigures | None = None
) -> AttemptError:
    """`retakes`, the figures in force today, save asking again in a list."""
    when = moment(opening.opens, admission) if opening.opens else ""
    rule = waiting_rule(retakes or figures("retakes", today_for(admission.person, now)))
    sentences = {
        Stand.LATER: _("This exam opens on %(when)s."),
        Stand.RETAKE_LATER: _("The retake opens on %(when)s: %(rule)s."),
        Stand.AWAITS_RESULT: _("Your answers are in. What comes next is known once the result is released."),
        Stand.AWAITS_PARTS: awaits_parts(),
        Stand.USED_UP: _("All attempts are used. Please ask your trainer to release another."),
        Stand.CLOSED: _("This exam is closed. Please ask your trainer."),
        Stand.WITHDRAWN: _("This exam is no longer open to you. Please ask your trainer."),
    }
    return AttemptError(sentences[opening.stand] % {"when": when, "rule": rule})


def waiting_rule(rule: RetakeFigures) -> str:
    """From when a retake may be taken (RULES 2), as the rest of a sentence."""
    hours = rule.wait_hours
    if rule.next_working_day:
        words = ngettext(
            "the next working day, at least %(hours)s hour after the result",
            "the next working day, at least %(hours)s hours after the result",
            hours,
        )
    else:
        words = ngettext("%(hours)s hour after the result", "%(hours)s hours after the result", hours)
    return words % {"hours": hours}


def awaits_parts() -> str:
    """Why neither a paper nor a practical may be retaken yet: nobody knows whether the gate has failed."""
    return _("The gate is judged once every part of it has a result; a retake opens only if it fails.")


def moment(at: datetime, admission: Admission) -> str:
    return moment_in_words(localtime(at, admission.person.zone), with_year=True)
