"""Mentorships that outlive go-live by policy end here (RULES 3)."""

from datetime import date, datetime

from courses.models import Enrolment
from kernel.jobs.rounds import each
from people.domain.calendars import calendar_for, today_for
from people.domain.mentorships import MentorshipError, end_mentorship
from people.models import Mentorship
from policies.domain.editions import figures
from policies.models import Subject


def last_day(enrolment: Enrolment) -> date:
    """The last day of the mentorship of someone who is live, by the figures that were in force on that day."""
    days = figures(Subject.MENTORING, enrolment.live_on).mentorship_days_after_go_live
    return calendar_for(enrolment.person).nth_day(enrolment.live_on, days + 1) if days else enrolment.live_on


def end_mentorships(now: datetime) -> int:
    """End every mentorship whose last day is over, the place free from then; how many. Safe to repeat.

    One that fails keeps nobody else's place; the round fails in the end.
    """
    live = Enrolment.objects.filter(state=Enrolment.State.LIVE, person__mentorships_received__ended_on=None)
    found = live.filter(person__mentorships_received__isnull=False).select_related("person").distinct()
    ended: list[Mentorship] = []
    each(found, lambda enrolment: ended.extend(_end(enrolment, now)))
    return len(ended)


def _end(enrolment: Enrolment, now: datetime) -> list[Mentorship]:
    on = last_day(enrolment)
    if on >= today_for(enrolment.person, now):
        return []
    given_before = Mentorship.objects.filter(hire=enrolment.person, ended_on=None, started_on__lte=enrolment.live_on)
    return [mentorship for mentorship in given_before if _is_ended_by_us(mentorship, on, now)]


def _is_ended_by_us(mentorship: Mentorship, on: date, now: datetime) -> bool:
    try:
        end_mentorship(mentorship, on=on, reason="went live", by=None, now=now)
    except MentorshipError:
        return False  # a trainer ended it in the same moment
    return True
