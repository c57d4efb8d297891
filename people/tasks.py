"""Sweeps: each computes from the rows what is still to do, so it may run twice, late or side by side."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kernel.jobs import Schedule
from people import mails
from people.domain import calendars, invitations, journal_chain, notices, throttle


def sweep_mail() -> str:
    now = timezone.now()
    sent, failed = notices.mail_unsent(now, send=mails.send_notice)
    more, lost = invitations.mail_unsent(now, send=mails.send_invitation)
    return gettext_noop("{} sent, {} to try again").format(sent + more, failed + lost)


def seal_journal() -> str:
    return gettext_noop("{} chained").format(journal_chain.seal(timezone.now()))


def sweep_calendar() -> str:
    return gettext_noop("{} announced").format(calendars.announce_missing_years(timezone.now()))


def sweep_sign_ins() -> str:
    return gettext_noop("{} dropped").format(throttle.sweep(timezone.now()))


SCHEDULES = [
    Schedule("people.tasks.sweep_mail", _("Notices and invitations are mailed"), every_minutes=1),
    Schedule("people.tasks.seal_journal", _("Events are chained in the journal"), every_minutes=1),
    Schedule("people.tasks.sweep_calendar", _("Years without a calendar are announced"), cron="20 2 * * *"),
    Schedule("people.tasks.sweep_sign_ins", _("Old sign-in attempts are dropped"), cron="50 2 * * *"),
]
