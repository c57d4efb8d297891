from datetime import datetime

from django.utils.translation import gettext as _

from assessments.models import Scorecard
from people.domain.calendars import today_for
from policies.domain.editions import figures


def marks_for(scorecard: Scorecard, now: datetime) -> list[tuple[int, str]]:
    """The figures a score is held against: go-live and coaching for calls, the gate's mark for a practical."""
    on = today_for(scorecard.person, now)
    if scorecard.purpose == Scorecard.Purpose.PRACTICAL:
        mark = figures("gates", on).pass_mark
        return [(mark, _("Mark %(mark)s") % {"mark": mark})]
    calls = figures("mock_calls", on)
    return [
        (calls.pass_mark, _("Go-live mark %(mark)s") % {"mark": calls.pass_mark}),
        (calls.coaching_mark, _("Coaching below %(mark)s") % {"mark": calls.coaching_mark}),
    ]
