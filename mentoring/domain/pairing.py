"""Pairing mentors and hires: the best whole assignment over the free places, confirmed by a trainer (RULES 3)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring.domain import check_ins
from mentoring.domain.assignment import best_assignment
from mentoring.domain.fitness import candidates, fitness
from mentoring.domain.refusals import PairingError
from mentoring.models import PairingProposal
from people.domain import journal, mentorships
from people.domain.calendars import today_for
from people.domain.roles import HIRE
from people.models import Employment, Mentorship, User
from policies.domain.editions import figures

# What makes a pair good, the first weighing more than all later ones together (RULES 3).
WEIGHTS = {"team": 16, "line": 8, "shift": 4, "language": 2}
SECOND_PLACE = 1  # all else being equal, a mentor without a hire comes first


@dataclass(frozen=True)
class Worker:
    """A person with what pairing looks at."""

    person: User
    team: object = None
    line: object = None
    shift: str = ""
    language: str = ""
    started_on: date | None = None


@dataclass(frozen=True)
class OpenPlace:
    worker: Worker
    is_second: bool


def worker_of(person: User) -> Worker:
    work = Employment.objects.filter(person=person, ended_on=None).select_related("team__business_line").first()
    if work is None:
        return Worker(person, language=person.language)
    team = work.team
    line = team.business_line_id if team else None
    return Worker(person, team and team.pk, line, work.shift, person.language, work.started_on)


def waiting(on: date) -> list[User]:
    """Hires without a mentor, by start date: the queue that everyone in charge can see."""
    hires = User.objects.filter(is_active=True, groups__name=HIRE, employments__ended_on=None).exclude(
        mentorships_received__ended_on=None, mentorships_received__isnull=False
    )
    return list(hires.order_by("employments__started_on", "staff_number").distinct())


def open_places(on: date) -> list[OpenPlace]:
    """The free places of everyone who may mentor, within the ratio."""
    limit = figures("mentoring", on).hires_per_mentor
    places = []
    for person in candidates(on).order_by("staff_number"):
        free = mentorships.free_places(person, places=limit)
        if free and fitness(person, on):
            worker = worker_of(person)
            places += [OpenPlace(worker, is_second=n < free or free < limit) for n in range(free, 0, -1)]
    return places


def shared(hire: Worker, mentor: Worker) -> list[str]:
    """What the two have in common, the weightiest first."""
    return [
        name
        for name in WEIGHTS
        if (of_hire := getattr(hire, name)) not in (None, "") and of_hire == getattr(mentor, name)
    ]


def cost(hire: Worker, place: OpenPlace) -> int:
    return SECOND_PLACE * place.is_second - sum(WEIGHTS[name] for name in shared(hire, place.worker))


@transaction.atomic
def propose(*, on: date, now: datetime) -> list[PairingProposal]:
    """Work out the best whole assignment anew; earlier proposals nobody decided are outdated.

    Where places are short, those who started first get one and the others stay in the queue.
    """
    PairingProposal.objects.filter(state=PairingProposal.State.PROPOSED).update(
        state=PairingProposal.State.OUTDATED, decided_at=now
    )
    places = open_places(on)
    hires = [worker_of(person) for person in waiting(on)][: len(places)]
    if not hires:
        return []
    found = best_assignment([[cost(hire, place) for place in places] for hire in hires])
    return [
        PairingProposal.objects.create(
            hire=hire.person,
            mentor=places[column].worker.person,
            reasons=shared(hire, places[column].worker),
            proposed_at=now,
        )
        for hire, column in zip(hires, found, strict=True)
    ]


def confirm(proposal: PairingProposal, *, by: User, now: datetime) -> Mentorship:
    """Open the proposed mentorship and plan its first check-in. Raises PairingError when it was decided meanwhile,
    MentorshipError at the third hire."""
    with transaction.atomic():
        _decide(proposal, PairingProposal.State.CONFIRMED, by, now)
        return _open(proposal.mentor, proposal.hire, by=by, now=now)


def override(hire: User, mentor: User, *, reason: str, by: User, now: datetime) -> Mentorship:
    """Give the hire another mentor than proposed, within the ratio. Raises PairingError without a reason or for
    someone who may not mentor, MentorshipError at the third hire."""
    if not reason.strip():
        raise PairingError(_("Write why you choose another mentor."))
    with transaction.atomic():
        for proposal in PairingProposal.objects.filter(hire=hire, state=PairingProposal.State.PROPOSED):
            _decide(proposal, PairingProposal.State.OVERRIDDEN, by, now)
        return _open(mentor, hire, by=by, now=now, reason=reason.strip())


def _decide(proposal: PairingProposal, state: str, by: User, now: datetime) -> None:
    open_ones = PairingProposal.objects.filter(pk=proposal.pk, state=PairingProposal.State.PROPOSED)
    if open_ones.update(state=state, decided_by=by, decided_at=now) != 1:
        raise PairingError(_("This proposal was decided meanwhile. Look at the new list."))
    values = {"mentor": proposal.mentor.key, "state": state}
    journal.record("pairing-decided", by=by, about=proposal, subject=proposal.hire, now=now, values=values)


def _open(mentor: User, hire: User, *, by: User, now: datetime, reason: str = "") -> Mentorship:
    on = today_for(hire, now)
    if by.pk in (mentor.pk, hire.pk):
        raise PairingError(_("Nobody confirms their own pairing. Ask another trainer."))
    fit = fitness(mentor, on)
    if not fit:
        raise PairingError(
            _("%(name)s may not take a hire now: %(because)s.") % {"name": mentor.name, "because": fit.because}
        )
    mentorship = mentorships.open_mentorship(
        mentor, hire, by=by, on=on, now=now, override_reason=reason, places=figures("mentoring", on).hires_per_mentor
    )
    check_ins.schedule_first(mentorship, now=now)
    return mentorship
