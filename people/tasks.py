"""Sweeps: each computes from the rows what is still to do, so it may run twice, late or side by side."""

from django.utils import timezone

from kernel.jobs import Schedule
from people import mails
from people.domain import calendars, heartbeats, invitations, journal_chain, notices, throttle


def sweep_mail() -> None:
    now = timezone.now()
    sent, failed = notices.mail_unsent(now, send=mails.send_notice)
    more, lost = invitations.mail_unsent(now, send=mails.send_invitation)
    heartbeats.beat("mail", f"{sent + more} sent, {failed + lost} to try again", now=now)


def seal_journal() -> None:
    now = timezone.now()
    heartbeats.beat("journal", f"{journal_chain.seal(now)} sealed", now=now)


def sweep_calendar() -> None:
    now = timezone.now()
    heartbeats.beat("calendar", f"{calendars.announce_missing_years(now)} announced", now=now)


def sweep_sign_ins() -> None:
    now = timezone.now()
    heartbeats.beat("sign-ins", f"{throttle.sweep(now)} dropped", now=now)


SCHEDULES = [
    Schedule("people.tasks.sweep_mail", every_minutes=1),
    Schedule("people.tasks.seal_journal", every_minutes=1),
    Schedule("people.tasks.sweep_calendar", cron="20 2 * * *"),
    Schedule("people.tasks.sweep_sign_ins", cron="50 2 * * *"),
]
