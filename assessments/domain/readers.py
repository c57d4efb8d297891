"""Who may read a text that a person scores, and who may read it again: without its name, and not after oneself."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from assessments.models import Appeal, AttemptQuestion, Scorecard
from assessments.permissions import SCORERS, topics_kept_by
from people.domain.roles import QA, has_role
from people.models import Mentorship, User
from people.permissions import leads, mentors

ESSAY = Scorecard.Purpose.ESSAY
# What a scorecard names the answer by that it scores: see marking.subject_key.
SUBJECT = Concat("attempt__key", Value("-"), Cast("position", CharField()))


def attempt_key_of(card: Scorecard) -> str:
    return card.subject_key.rpartition("-")[0]


def not_for(user: User) -> set[int]:
    """Whose texts this person never scores: their own and those of the hires they mentor."""
    hires = Mentorship.objects.filter(mentor=user, ended_on=None).values_list("hire", flat=True)
    return {user.pk, *hires}


def texts_read_by(user: User) -> QuerySet[Scorecard]:
    """The scorecards of texts that this person may read.

    QA reads those of every programme, a trainer those of the banks they keep (hazard 11).
    """
    cards = Scorecard.objects.filter(purpose=ESSAY).exclude(person__in=not_for(user))
    if has_role(user, QA):
        return cards
    kept = AttemptQuestion.objects.filter(question_version__question__topic__in=topics_kept_by(user))
    kept = kept.filter(attempt__admission__person=OuterRef("person")).annotate(subject=SUBJECT)
    return cards.filter(Exists(kept.filter(subject=OuterRef("subject_key"))))


def scored_by(user: User) -> QuerySet[Scorecard]:
    """What they scored of texts themselves, also where it was corrected since."""
    return Scorecard.objects.filter(purpose=ESSAY, scorer=user).exclude(state=Scorecard.State.DRAFT)


def answerers(cards: Iterable[Scorecard]) -> set[tuple[str, int | None]]:
    """Who saw whose exams these are by answering an appeal, as (attempt, person)."""
    answered = Appeal.objects.filter(attempt__key__in={attempt_key_of(card) for card in cards})
    return set(answered.exclude(decided_by=None).values_list("attempt__key", "decided_by"))


def can_reread(user: User, card: Scorecard) -> bool:
    """A scorer who may read the text, has not scored it before and has not learnt whose it is from an appeal."""
    if not has_role(user, *SCORERS[ESSAY]) or (attempt_key_of(card), user.pk) in answerers([card]):
        return False
    if scored_by(user).filter(subject_key=card.subject_key).exists():
        return False
    return texts_read_by(user).filter(pk=card.pk).exists()


def can_ask_again(user: User, card: Scorecard) -> bool:
    """Whoever upheld an appeal about the exam, or about this text of it, since the score that stands was given."""
    attempt, _sep, position = card.subject_key.rpartition("-")
    upheld = Appeal.objects.filter(attempt__key=attempt, state=Appeal.State.UPHELD, decided_by=user)
    if card.released_at is None or card.person_id == user.pk or scored_by(user).filter(subject_key=card.subject_key):
        return False
    return any(row.position in (None, int(position)) for row in upheld.filter(decided_at__gte=card.released_at))


def is_named_to(user: User, card: Scorecard) -> bool:
    """Whether they read whose work it is; of a text only its writer, their mentor and leader do."""
    if card.purpose != ESSAY or user.pk == card.person_id:
        return True
    return mentors(user, card.person) or leads(user, card.person)
