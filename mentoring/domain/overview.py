"""What the pages of mentoring show together."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from kernel.verdict import Verdict, all_met
from mentoring.domain import check_ins, sign_offs
from mentoring.domain.fitness import candidates, fitness
from mentoring.models import CheckIn, CoachingPlan, PairingProposal, SignOff
from people.domain import mentorships
from people.models import Employment, Mentorship, User
from policies.domain.editions import figures


def reason_words() -> dict[str, str]:
    return {
        "team": _("same team"),
        "line": _("same business line"),
        "shift": _("same shift"),
        "language": _("same language"),
    }


@dataclass(frozen=True)
class ProposalRow:
    proposal: PairingProposal
    reasons: str
    employment: Employment | None


@dataclass(frozen=True)
class QueueRow:
    person: User
    employment: Employment | None


@dataclass(frozen=True)
class MentorRow:
    person: User
    fit: Verdict
    free: int
    hires: list[Mentorship]


@dataclass(frozen=True)
class HireRow:
    mentorship: Mentorship
    check_in: CheckIn | None
    is_overdue: bool
    parts: list[Verdict]
    sign_off: SignOff | None
    plan: CoachingPlan | None

    @property
    def is_ready(self) -> bool:
        return all_met(self.parts)


def employment_of(person: User) -> Employment | None:
    return person.employments.filter(ended_on=None).select_related("team").first()


def proposals() -> list[ProposalRow]:
    words = reason_words()
    found = PairingProposal.objects.filter(state=PairingProposal.State.PROPOSED).select_related("hire", "mentor")
    return [
        ProposalRow(
            proposal,
            ", ".join(words[reason] for reason in proposal.reasons if reason in words) or _("a free place"),
            employment_of(proposal.hire),
        )
        for proposal in found.order_by("hire__employments__started_on", "pk").distinct()
    ]


def queue(waiting: list[User]) -> list[QueueRow]:
    return [QueueRow(person, employment_of(person)) for person in waiting]


def mentors(on: date) -> list[MentorRow]:
    limit = figures("mentoring", on).hires_per_mentor
    open_ones = Mentorship.objects.filter(ended_on=None).select_related("hire").order_by("place")
    of_mentor: dict[int, list[Mentorship]] = {}
    for mentorship in open_ones:
        of_mentor.setdefault(mentorship.mentor_id, []).append(mentorship)
    return [
        MentorRow(
            person, fitness(person, on), mentorships.free_places(person, places=limit), of_mentor.get(person.pk, [])
        )
        for person in candidates(on).order_by("name")
    ]


def hires_of(mentor: User, on: date) -> list[HireRow]:
    rows = []
    for mentorship in mentor.mentorships_given.filter(ended_on=None).select_related("hire").order_by("place"):
        due = check_ins.next_due(mentorship)
        rows.append(
            HireRow(
                mentorship,
                due,
                bool(due and due.due_on < on),
                sign_offs.readiness(mentorship.hire, on),
                sign_offs.of_this_employment().filter(hire=mentorship.hire).select_related("given_by").first(),
                CoachingPlan.objects.filter(person=mentorship.hire, state=CoachingPlan.State.OPEN).first(),
            )
        )
    return rows
