"""Why an exam cannot be started now, in words."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.domain.openings import Opening, Stand
from assessments.models import Admission
from kernel.errors import Refusal
from kernel.templatetags.dates import moment_in_words


class AttemptError(Refusal):
    """A sentence about an attempt that a person may read."""


def refusal(opening: Opening, admission: Admission) -> AttemptError:
    when = moment(opening.opens, admission) if opening.opens else ""
    sentences = {
        Stand.LATER: _("This exam opens on %(when)s."),
        Stand.RETAKE_LATER: _(
            "The retake opens on %(when)s: the next working day, at least 24 hours after the result."
        ),
        Stand.AWAITS_PARTS: awaits_parts(),
        Stand.USED_UP: _("All attempts are used. Please ask your trainer to release another."),
        Stand.CLOSED: _("This exam is closed. Please ask your trainer."),
        Stand.WITHDRAWN: _("This exam is no longer open to you. Please ask your trainer."),
    }
    return AttemptError(sentences[opening.stand] % {"when": when})


def awaits_parts() -> str:
    """Why neither a paper nor a practical may be retaken yet: nobody knows whether the gate has failed."""
    return _("The gate is judged once every part of it has a result; a retake opens only if it fails.")


def moment(at: datetime, admission: Admission) -> str:
    return moment_in_words(localtime(at, admission.person.zone), with_year=True)
