from datetime import datetime

from django.utils.translation import gettext as _

from assessments.domain.openings import Rules
from assessments.models import PracticalSitting, Scorecard
from people.domain.calendars import today_for
from policies.domain.editions import figures


def marks_for(scorecard: Scorecard, now: datetime) -> list[tuple[int, str]]:
    """The figures a score is held against: go-live and coaching for calls, the gate's mark for a practical.

    Where theory and practical are weighed together, the mark is for both.
    """
    on = today_for(scorecard.person, now)
    if scorecard.purpose == Scorecard.Purpose.PRACTICAL:
        mark = figures("gates", on).pass_mark
        sitting = PracticalSitting.objects.filter(key=scorecard.subject_key).first()
        is_weighed = sitting is not None and sitting.for_key in Rules(scorecard.person, now).weighed
        label = _("Mark %(mark)s for both together") if is_weighed else _("Mark %(mark)s")
        return [(mark, label % {"mark": mark})]
    if scorecard.purpose == Scorecard.Purpose.ESSAY:
        mark = figures("gates", on).pass_mark
        return [(mark, _("Mark %(mark)s of the whole exam") % {"mark": mark})]
    calls = figures("mock_calls", on)
    return [
        (calls.pass_mark, _("Go-live mark %(mark)s") % {"mark": calls.pass_mark}),
        (calls.coaching_mark, _("Coaching below %(mark)s") % {"mark": calls.coaching_mark}),
    ]
