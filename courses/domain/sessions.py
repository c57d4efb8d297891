"""Classroom sessions and their attendance."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from courses.models import Attendance, ClassroomSession, Enrolment
from courses.signals import attendance_marked
from kernel.errors import Refusal
from kernel.templatetags.dates import moment_in_words
from people.domain import journal
from people.domain.notices import notify
from people.models import User


class SessionError(Refusal):
    pass


@transaction.atomic
def plan(
    *,
    session_key: str,
    title_en: str,
    title_zh: str,
    starts: datetime,
    minutes: int,
    place: str,
    leader_name: str,
    by: User,
    now: datetime,
) -> ClassroomSession:
    """Put a session on the calendar. Everyone whose programme asks for it and who has not attended sees it."""
    if starts <= now:
        raise SessionError(_("A session is planned for a time to come. Choose a later start."))
    session = ClassroomSession.objects.create(
        session_key=session_key,
        title_en=title_en,
        title_zh=title_zh,
        starts=starts,
        minutes=minutes,
        place=place,
        leader_name=leader_name,
        created_by=by,
    )
    journal.record("session-planned", by=by, about=session, now=now, values={"starts": starts, "place": place})
    for person in expected(session):
        with translation.override(person.language), timezone.override(person.zone):
            where = " · ".join(filter(None, [moment_in_words(starts, with_year=False), place, leader_name]))
            subject = _("Session planned: %(title)s") % {"title": session.title}
            _tell(person, "session-planned", session, subject=subject, body=where, now=now)
    return session


@transaction.atomic
def mark_attendance(
    session: ClassroomSession, person: User, *, was_present: bool, by: User, now: datetime
) -> Attendance:
    """Mark someone present or absent. Marking again supersedes; the earlier mark stays on record.

    Raises SessionError before the session has begun, when it was cancelled, and for marking oneself.
    """
    if _held(session).cancelled:
        raise SessionError(_("This session was cancelled, so there is no attendance to mark."))
    if now < session.starts:
        raise SessionError(_("Attendance can be marked once the session has begun."))
    if person.pk == by.pk:
        raise SessionError(_("Nobody marks their own attendance. Please ask another trainer."))
    last = Attendance.objects.filter(session=session, person=person, superseded_by=None).first()
    if last and last.was_present == was_present:
        return last
    try:
        with transaction.atomic():
            attendance = Attendance.objects.create(
                session=session, person=person, was_present=was_present, marked_by=by, marked_at=now, supersedes=last
            )
    except IntegrityError:
        raise SessionError(_("Someone marked this at the same moment. Reload the page to see it.")) from None
    values = {"session": session.key, "present": was_present}
    journal.record("attendance-marked", by=by, subject=person, about=attendance, now=now, values=values)
    attendance_marked.send(sender=Attendance, attendance=attendance)
    return attendance


@transaction.atomic
def cancel(session: ClassroomSession, *, by: User, now: datetime) -> None:
    """Call a session off; those who were to come are told. Refused once attendance has been marked."""
    if _held(session).attendances.exists():
        raise SessionError(
            _("Attendance has been marked, so the session stands. Plan another one if it is to be repeated.")
        )
    changed = ClassroomSession.objects.filter(pk=session.pk, cancelled=None).update(cancelled=now)
    if not changed:
        return
    journal.record("session-cancelled", by=by, about=session, now=now)
    for person in expected(session):
        with translation.override(person.language):
            subject = _("Session called off: %(title)s") % {"title": session.title}
            body = _("Another one will be planned; you are told as soon as it is.")
            _tell(person, "session-cancelled", session, subject=subject, body=body, now=now)


def _held(session: ClassroomSession) -> ClassroomSession:
    """As it stands now and until the transaction ends, so that nobody is marked at a session being called off."""
    return ClassroomSession.objects.select_for_update().get(pk=session.pk)


def _tell(person: User, kind: str, session: ClassroomSession, *, subject: str, body: str, now: datetime) -> None:
    address = reverse("courses:programme")
    notify(person, kind, dedupe_key=f"{kind}:{session.key}", subject=subject, body=body, url=address, now=now)


def next_session(session_key: str, now: datetime) -> ClassroomSession | None:
    """The one that is still to come, or that is being held: it is shown until it ends."""
    planned = ClassroomSession.objects.filter(
        session_key=session_key, cancelled=None, starts__gt=now - timedelta(days=1)
    )
    return next((row for row in planned.order_by("starts") if row.ends > now), None)


def unmarked(session: ClassroomSession) -> list[User]:
    """Whom it is for and whose attendance nobody has marked yet, present or absent."""
    marked = set(session.attendances.values_list("person", flat=True))
    return [person for person in expected(session) if person.pk not in marked]


def expected(session: ClassroomSession) -> list[User]:
    """Whom the session is for: people under way whose programme asks for it and who were not at one yet."""
    people = User.objects.filter(
        is_active=True,
        enrolments__state=Enrolment.State.ACTIVE,
        enrolments__programme__weeks__session_key=session.session_key,
    )
    been = Attendance.objects.filter(
        session__session_key=session.session_key, was_present=True, superseded_by=None
    ).exclude(session=session)
    return list(people.exclude(pk__in=been.values("person")).distinct().order_by("staff_number"))
