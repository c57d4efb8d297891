"""The trail of an attempt: journal events and saves in the order they reached the server."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain import watching
from assessments.domain.marks import Result, result_of
from assessments.domain.openings import Opening, Rules, opening
from assessments.models import Admission, AnswerSave, Attempt, AttemptEvent
from people.models import Event, User

WORDS = {
    "attempt-started": gettext_noop("Exam started"),
    "attempt-submitted": gettext_noop("Exam handed in"),
    "attempt-step-refused": gettext_noop("Question asked for out of turn"),
    "attempt-bank-refused": gettext_noop("Question bank asked for during the exam"),
    "attempt-released": gettext_noop("Result released"),
    "attempt-remarked": gettext_noop("Exam result corrected"),
    "attempt-deadline-moved": gettext_noop("End time moved by extra time"),
}


@dataclass(frozen=True)
class Step:
    at: datetime
    words: str
    position: int | None = None
    standing: str = ""
    version: int | None = None
    by: str = ""
    note: str = ""
    flagged: bool = False


@dataclass(frozen=True)
class PersonExam:
    admission: Admission
    opening: Opening
    attempts: list[tuple[Attempt, Result | None]] = field(default_factory=list)


def of_person(person: User, now: datetime) -> list[PersonExam]:
    rules = Rules(person, now)
    admissions = Admission.objects.filter(person=person).select_related("paper", "person")
    return [
        PersonExam(
            admission,
            opening(admission, now, rules),
            [(attempt, result_of(attempt, now)) for attempt in sorted(admission.attempts.all(), key=_number)],
        )
        for admission in admissions.prefetch_related("attempts__marks").order_by("-opens", "-pk")
    ]


def _number(attempt: Attempt) -> int:
    return attempt.number


def of_attempt(attempt: Attempt) -> list[Step]:
    events = Event.objects.filter(object_kind="assessments.attempt", object_key=attempt.key)
    names = dict(User.objects.filter(key__in=events.values("actor_key")).values_list("key", "name"))
    steps = [
        Step(event.at, _(WORDS.get(event.verb, event.verb)), by=names.get(event.actor_key, _("the system")))
        for event in events.order_by("pk")
    ]
    saves = AnswerSave.objects.filter(attempt=attempt).select_related("attempt_question").order_by("pk")
    steps += [
        Step(
            save.received_at,
            _("Answer received"),
            save.attempt_question.position,
            save.standing,
            save.version,
            attempt.admission.person.name,
        )
        for save in saves
    ]
    steps += [
        Step(
            fact.at,
            fact.get_kind_display(),
            by=attempt.admission.person.name,
            note=place_words(fact),
            flagged=is_flag(fact),
        )
        for fact in watching.facts_of(attempt)
    ]
    return sorted(steps, key=lambda step: step.at)


CHANGED = {
    "address": gettext_noop("another network address"),
    "browser": gettext_noop("another browser"),
    "session": gettext_noop("another sign-in"),
}


def place_words(fact: AttemptEvent) -> str:
    """What changed, and what the place is known by: "another browser · Firefox · Linux · 10.2.3.0/24"."""
    changed = [_(CHANGED[name]) for name in fact.detail.get("changed", ()) if name in CHANGED]
    return " · ".join(filter(None, [*changed, fact.detail.get("browser"), fact.detail.get("network")]))


def is_flag(fact: AttemptEvent) -> bool:
    """Whether a person should look; it decides nothing."""
    return fact.kind != AttemptEvent.Kind.BEGAN
