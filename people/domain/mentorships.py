"""Mentor and hire: two places a mentor, never three, whatever happens at once (RULES 3)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import journal
from people.models import Mentorship, User
from people.signals import mentorship_ended, mentorship_opened

# The ratio is fixed by the rule book and by a database constraint; a policy passes a smaller one, never a larger.
PLACES = 2


class MentorshipError(Refusal):
    pass


def free_places(mentor: User, *, places: int = PLACES) -> int:
    """How many hires the mentor may still take."""
    return max(0, min(places, PLACES) - mentor.mentorships_given.filter(ended_on=None).count())


def open_mentorship(
    mentor: User,
    hire: User,
    *,
    by: User,
    on: date,
    now: datetime,
    override_reason: str = "",
    places: int = PLACES,
) -> Mentorship:
    """Give the hire the mentor's lowest free place from `on` (RULES 3).

    Two openings at the same moment are decided by the database: the loser takes the other place or is refused.
    Raises MentorshipError when no place is free, the hire has a mentor, or either may not work here now.
    """
    refuse_unfit(mentor, hire)
    for _attempt in range(PLACES + 1):
        place = lowest_free_place(mentor, hire, min(places, PLACES))
        try:
            with transaction.atomic():
                mentorship = Mentorship.objects.create(
                    mentor=mentor,
                    hire=hire,
                    place=place,
                    started_on=on,
                    confirmed_by=by,
                    override_reason=override_reason,
                )
                journal.record(
                    "mentorship-opened",
                    by=by,
                    about=mentorship,
                    subject=hire,
                    now=now,
                    values={"mentor": mentor.key, "place": place, "on": on, "override": override_reason},
                )
                mentorship_opened.send(Mentorship, mentorship=mentorship)
        except IntegrityError:
            continue  # someone took the place in between: look again
        return mentorship
    raise MentorshipError(_("%(mentor)s’s places changed while you confirmed. Look again.") % {"mentor": mentor.name})


def refuse_unfit(mentor: User, hire: User) -> None:
    if mentor.pk == hire.pk:
        raise MentorshipError(_("Nobody mentors themselves."))
    for person in (mentor, hire):
        if not User.objects.filter(pk=person.pk, is_active=True).exists():
            raise MentorshipError(_("%(name)s no longer works here.") % {"name": person.name})


def lowest_free_place(mentor: User, hire: User, places: int) -> int:
    current = Mentorship.objects.filter(hire=hire, ended_on=None).select_related("mentor").first()
    if current:
        raise MentorshipError(
            _("%(hire)s already has %(mentor)s as mentor. End that first.")
            % {"hire": hire.name, "mentor": current.mentor.name}
        )
    taken = set(mentor.mentorships_given.filter(ended_on=None).values_list("place", flat=True))
    free = [place for place in range(1, PLACES + 1) if place not in taken]
    if len(taken) >= places or not free:
        raise MentorshipError(
            _("%(mentor)s already mentors as many hires as allowed at once (%(places)d). Choose another mentor.")
            % {"mentor": mentor.name, "places": places}
        )
    return free[0]


def end_mentorship(mentorship: Mentorship, *, on: date, reason: str, by: User | None, now: datetime) -> Mentorship:
    """End it on `on` (inclusive); the place is free from then, the history stays. Raises MentorshipError if ended."""
    last_day = max(on, mentorship.started_on)
    with transaction.atomic():
        changed = Mentorship.objects.filter(pk=mentorship.pk, ended_on=None).update(
            ended_on=last_day, ending_reason=reason
        )
        if changed != 1:
            raise MentorshipError(_("This mentorship has already ended."))
        mentorship.refresh_from_db()
        journal.record(
            "mentorship-ended",
            by=by,
            about=mentorship,
            subject=mentorship.hire,
            now=now,
            values={"on": last_day, "reason": reason},
        )
        mentorship_ended.send(Mentorship, mentorship=mentorship)
    return mentorship
