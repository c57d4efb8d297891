"""Mentorships that outlive go-live by policy end here (RULES 3)."""

from datetime import date, datetime

from courses.models import Enrolment
from people.domain.calendars import calendar_for, today_for
from people.domain.mentorships import end_mentorship
from people.models import Mentorship
from policies.domain.editions import figures
from policies.models import Subject


def last_day(enrolment: Enrolment) -> date:
    """The last day of the mentorship of someone who is live, by the figures that were in force on that day."""
    days = figures(Subject.MENTORING, enrolment.live_on).mentorship_days_after_go_live
    return calendar_for(enrolment.person).nth_day(enrolment.live_on, days + 1) if days else enrolment.live_on


def end_mentorships(now: datetime) -> int:
    """End every mentorship whose last day is over, the place free from then; how many. Safe to repeat."""
    live = Enrolment.objects.filter(state=Enrolment.State.LIVE, person__mentorships_received__ended_on=None)
    ended = 0
    for enrolment in live.filter(person__mentorships_received__isnull=False).select_related("person").distinct():
        on = last_day(enrolment)
        if on >= today_for(enrolment.person, now):
            continue
        given_before = Mentorship.objects.filter(
            hire=enrolment.person, ended_on=None, started_on__lte=enrolment.live_on
        )
        for mentorship in given_before:
            end_mentorship(mentorship, on=on, reason="went live", by=None, now=now)
            ended += 1
    return ended
