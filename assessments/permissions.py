"""Who may see and do what here. Fetch and permission in one call: 404 where a person may not know that it exists."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from assessments.models import (
    Accommodation,
    Admission,
    Appeal,
    Attempt,
    Bank,
    Paper,
    PaperVersion,
    PracticalSitting,
    PracticeCard,
    PracticeReview,
    Question,
    QuestionAlert,
    Rubric,
    Scorecard,
    Topic,
)
from people.domain.roles import has_role
from people.models import User
from people.permissions import leads, mentors

EDIT_BANK = "assessments.edit_bank"
RUN_SITE = "people.run_site"
GRANT_ACCOMMODATION = "assessments.grant_accommodation"
RELEASE_RETAKE = "assessments.release_retake"
SCORE_PRACTICAL = "assessments.score_practical"
EDIT_RUBRICS = "assessments.edit_rubrics"
PUBLISH_FIGURES = "policies.publish_any_figures"

# Who scores what (RULES 1 and 3); a self-rating is for oneself.
SCORERS = {
    Scorecard.Purpose.MOCK_CALL: ("qa",),
    Scorecard.Purpose.PRACTICE_CALL: ("mentor", "qa", "trainer"),
    Scorecard.Purpose.PRACTICAL: ("qa", "trainer"),
    Scorecard.Purpose.SPOT_CHECK: ("leader", "qa"),
    Scorecard.Purpose.ESSAY: ("qa", "trainer"),
}

# What decides about a hire is not scored by their own mentor.
NOT_BY_MENTOR = {Scorecard.Purpose.PRACTICAL, Scorecard.Purpose.ESSAY}


def require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def found_or_404[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found


class SittingError(Exception):
    """What somebody who sits an exam reads at a door of the bank, with 403 (`views.refused_looks`).

    No PermissionDenied: the editors' admin would answer that one itself, with a redirect and words of its own.
    """

    def __init__(self, attempt: str) -> None:
        self.attempt = attempt  # its key
        super().__init__(
            _(
                "You are sitting an exam. Questions, papers, figures and other people’s answers open to you again once "
                "it is handed in. Nothing was changed."
            )
        )


def refuse_sitting(user: User) -> None:
    """Nobody reads questions, keys, figures or others' answers while they sit an exam, whatever their role.

    By the attempt's state, not the clock: until it is closed its last answers may still be on their way.
    """
    sat = Attempt.objects.filter(admission__person=user, state=Attempt.State.OPEN).values_list("key", flat=True).first()
    if sat:
        raise SittingError(sat)


def require_bank(user: User) -> None:
    require(user, EDIT_BANK)
    refuse_sitting(user)


def through_door[T](user: User, found: T | None) -> T:
    """What was found for them; 404 where there is nothing, 403 in the middle of an exam."""
    there = found_or_404(found)
    refuse_sitting(user)
    return there


def get_own_attempt(user: User, key: str) -> Attempt:
    """The attempt of the person themselves, and of nobody else."""
    attempts = Attempt.objects.select_related("admission__paper", "admission__person")
    attempt = attempts.filter(key=key, admission__person=user).first()
    return found_or_404(attempt)


def get_own_attempt_to_answer(user: User, key: str) -> Attempt:
    """The same for a save, with no more of it than its receipt needs."""
    needed = ("key", "deadline", "browser_keys", "admission__key")
    attempts = Attempt.objects.select_related("admission").only(*needed).order_by()
    attempt = attempts.filter(key=key, admission__person=user).first()
    return found_or_404(attempt)


def get_own_admission(user: User, key: str) -> Admission:
    admission = Admission.objects.select_related("paper", "person").filter(key=key, person=user).first()
    return found_or_404(admission)


def can_see_attempt_log(user: User, attempt: Attempt) -> bool:
    """Trainers see every attempt's trail; nobody sees the trail of their own as a trainer."""
    return user.has_perm(RELEASE_RETAKE) and attempt.admission.person_id != user.pk


def get_attempt_for_log(user: User, key: str) -> Attempt:
    attempt = Attempt.objects.select_related("admission__paper", "admission__person").filter(key=key).first()
    return through_door(user, attempt if attempt and can_see_attempt_log(user, attempt) else None)


def get_admission_for_release(user: User, key: str) -> Admission:
    admission = Admission.objects.select_related("paper", "person").filter(key=key).first()
    if admission is None or not user.has_perm(RELEASE_RETAKE):
        raise Http404
    if admission.person_id == user.pk:
        raise PermissionDenied
    return admission


def banks_kept_by(user: User) -> QuerySet[Bank]:
    """The banks whose questions this person writes and reads (hazard 11): those that name them, or nobody."""
    return banks_of_trainer(user) if user.has_perm(EDIT_BANK) else Bank.objects.none()


def banks_of_trainer(user: User) -> QuerySet[Bank]:
    """The same for somebody known to be a trainer."""
    keepers = Bank.keepers.through.objects.filter(bank=OuterRef("pk"))
    return Bank.objects.filter(~Exists(keepers) | Exists(keepers.filter(user=user)))


def topics_kept_by(user: User) -> QuerySet[Topic]:
    """The topics of those banks and, for every trainer, the house's own."""
    return topics_of_trainer(user) if user.has_perm(EDIT_BANK) else Topic.objects.none()


def topics_of_trainer(user: User) -> QuerySet[Topic]:
    """The same for somebody known to be a trainer: a home asks no question twice."""
    return Topic.objects.filter(Q(bank=None) | Q(bank__in=banks_of_trainer(user)))


def questions_kept_by(user: User) -> QuerySet[Question]:
    """What any list, export, search or choice of questions may hold for this person."""
    return Question.objects.filter(topic__in=topics_kept_by(user))


def get_question_for(user: User, key: str) -> Question:
    """The one door to a question, its versions, history, comparison, copy and key."""
    found = questions_kept_by(user).select_related("topic__bank", "live_version").filter(key=key).first()
    return through_door(user, found)


def get_topic_for(user: User, key: str) -> Topic:
    topic = topics_kept_by(user).select_related("bank", "parent").filter(key=key).first()
    return through_door(user, topic)


def can_see_banks(user: User) -> bool:
    """Trainers; and the administrator, who names the keepers and sees no question."""
    return user.has_perm(EDIT_BANK) or user.has_perm(RUN_SITE)


def require_banks(user: User) -> None:
    if not can_see_banks(user):
        raise PermissionDenied
    refuse_sitting(user)


def banks_seen_by(user: User) -> QuerySet[Bank]:
    return Bank.objects.all() if user.has_perm(RUN_SITE) else banks_kept_by(user)


def get_bank_for(user: User, key: str) -> Bank:
    bank = banks_seen_by(user).filter(key=key).first()
    return through_door(user, bank)


def papers_kept_by(user: User) -> QuerySet[Paper]:
    """Papers all of whose topics, in what is published and in every version, this person keeps (hazard 11)."""
    if not user.has_perm(EDIT_BANK):
        return Paper.objects.none()
    others = Topic.objects.exclude(pk__in=topics_kept_by(user))
    keys = not_kept_by(user)
    if not any(keys):
        return Paper.objects.all()
    versions = PaperVersion.objects.values_list("paper", "content")
    named = {paper for paper, content in versions if names_any(content, keys)}
    rows = Q(rows__topic__in=others) | Q(fixed__question__topic__in=others) | Q(pk__in=named)
    return Paper.objects.exclude(pk__in=Paper.objects.filter(rows).values("pk"))


def not_kept_by(user: User) -> tuple[set[str], set[str]]:
    """The keys of the topics that others keep, and of their questions."""
    others = Topic.objects.exclude(pk__in=topics_kept_by(user))
    topics = set(others.values_list("key", flat=True))
    questions = Question.objects.filter(topic__in=others).values_list("key", flat=True) if topics else ()
    return topics, set(questions)


def names_any(content: dict[str, Any], keys: tuple[set[str], set[str]]) -> bool:
    """Whether a paper's content draws from one of these topics or asks one of these questions."""
    topics, questions = keys
    rows = {row["topic"] for part in content["parts"] for row in part["rows"]}
    asked = {item["question"] for part in content["parts"] for item in part["questions"]}
    return not rows.isdisjoint(topics) or not asked.isdisjoint(questions)


def get_paper_for(user: User, key: str) -> Paper:
    """The one door to a paper, its versions, copy and print."""
    paper = papers_kept_by(user).select_related("live_version").filter(key=key).first()
    return through_door(user, paper)


def get_attempt_to_print(user: User, key: str) -> Attempt:
    """Somebody else's attempt, with its questions and key: for those who keep all of them."""
    attempt = get_attempt_for_log(user, key)
    asked = Topic.objects.filter(questions__versions__drawn__attempt=attempt)
    if not user.has_perm(EDIT_BANK) or asked.exclude(pk__in=topics_kept_by(user)).exists():
        raise Http404
    return attempt


def get_paper_for_figures(user: User, key: str) -> Paper:
    """A paper with a question in a bank this person keeps; never for learners (hazard 31)."""
    paper = Paper.objects.filter(key=key).first()
    if paper is None or not user.has_perm(EDIT_BANK):
        raise Http404
    topics = Topic.objects.filter(
        Q(pk__in=paper.rows.values("topic"))
        | Q(questions__placed__paper=paper)
        | Q(questions__versions__figures__paper=paper)
    )
    if topics.exists() and not topics.filter(pk__in=topics_kept_by(user)).exists():
        raise Http404
    refuse_sitting(user)
    return paper


def get_alert_to_close(user: User, key: str) -> QuestionAlert:
    alerts = QuestionAlert.objects.select_related("version__question")
    alert = alerts.filter(key=key, version__question__topic__in=topics_kept_by(user)).first()
    return through_door(user, alert)


def can_see_rubrics(user: User) -> bool:
    """QA writes and publishes rubrics; HR may be the second person (RULES 6)."""
    return user.has_perm(EDIT_RUBRICS) or user.has_perm(PUBLISH_FIGURES)


def get_rubric_for(user: User, key: str) -> Rubric:
    rubric = Rubric.objects.select_related("live_version").filter(key=key).first()
    if rubric is None or not can_see_rubrics(user):
        raise Http404
    return rubric


def get_rubric_to_write(user: User, key: str) -> Rubric:
    rubric = get_rubric_for(user, key)
    require(user, EDIT_RUBRICS)
    return rubric


def can_examine(user: User, sitting: PracticalSitting) -> bool:
    """QA or a trainer, never the hire's own mentor, never oneself (RULES 2)."""
    return user.has_perm(SCORE_PRACTICAL) and user.pk != sitting.person_id and not mentors(user, sitting.person)


def get_sitting_for(user: User, key: str) -> PracticalSitting:
    sitting = PracticalSitting.objects.select_related("person", "rubric__live_version").filter(key=key).first()
    if sitting is None or not user.has_perm(SCORE_PRACTICAL):
        raise Http404
    if not can_examine(user, sitting):
        raise PermissionDenied
    return sitting


def can_see_scorecard(user: User, scorecard: Scorecard) -> bool:
    """A released one: the person, their mentor, their leader, QA and trainers. A draft: those who score.

    A draft of a text is seen at its desk only, where no name stands; its person, their mentor
    and leader see it once the exam's result is out.
    """
    if scorecard.purpose == Scorecard.Purpose.ESSAY and not is_essay_open_to(user, scorecard):
        return False
    if user.has_perm(SCORE_PRACTICAL):
        return user.pk != scorecard.person_id or scorecard.state != Scorecard.State.DRAFT
    if scorecard.state == Scorecard.State.DRAFT:
        return False
    return user.pk == scorecard.person_id or mentors(user, scorecard.person) or leads(user, scorecard.person)


def is_essay_open_to(user: User, scorecard: Scorecard) -> bool:
    if scorecard.state == Scorecard.State.DRAFT:
        return False
    if user.has_perm(SCORE_PRACTICAL) and user.pk != scorecard.person_id:
        return True
    attempts = Attempt.objects.filter(key=scorecard.subject_key.rpartition("-")[0])
    return attempts.filter(state=Attempt.State.RELEASED).exists()


def get_essay_to_score(user: User, key: str) -> Scorecard:
    """The draft of a text that this person has begun or may go on with; the domain says who holds it."""
    cards = Scorecard.objects.select_related("rubric_version__rubric", "person", "scorer")
    scorecard = cards.filter(key=key, purpose=Scorecard.Purpose.ESSAY, state=Scorecard.State.DRAFT).first()
    return through_door(user, scorecard if scorecard and can_score(user, scorecard) else None)


def get_scorecard_for(user: User, key: str) -> Scorecard:
    cards = Scorecard.objects.select_related("rubric_version__rubric", "person", "scorer")
    scorecard = cards.filter(key=key).first()
    if scorecard is None or not can_see_scorecard(user, scorecard):
        raise Http404
    if scorecard.purpose == Scorecard.Purpose.ESSAY and scorecard.person_id != user.pk:
        refuse_sitting(user)
    return scorecard


def get_scorecard_to_score(user: User, key: str) -> Scorecard:
    """A scorecard that this person may fill in: their role scores it and it is not about themselves."""
    cards = Scorecard.objects.select_related("rubric_version__rubric", "person", "scorer")
    scorecard = cards.filter(key=key).first()
    if scorecard is None or not can_score(user, scorecard):
        raise Http404
    if scorecard.purpose == Scorecard.Purpose.ESSAY:
        refuse_sitting(user)
    return scorecard


def can_score(user: User, scorecard: Scorecard) -> bool:
    if scorecard.purpose == Scorecard.Purpose.SELF:
        return user.pk == scorecard.person_id
    if user.pk == scorecard.person_id or not has_role(user, *SCORERS[Scorecard.Purpose(scorecard.purpose)]):
        return False
    return scorecard.purpose not in NOT_BY_MENTOR or not mentors(user, scorecard.person)


def get_sitting_for_retake(user: User, key: str) -> PracticalSitting:
    """One's own sitting, or a trainer's view of another's."""
    sittings = PracticalSitting.objects.select_related("person", "rubric__live_version")
    sitting = sittings.filter(key=key).first()
    if sitting is None or not (sitting.person_id == user.pk or user.has_perm(RELEASE_RETAKE)):
        raise Http404
    return sitting


def get_accommodation_for(user: User, key: str) -> Accommodation:
    accommodation = Accommodation.objects.select_related("person", "paper").filter(key=key).first()
    if accommodation is None or not user.has_perm(GRANT_ACCOMMODATION):
        raise Http404
    if accommodation.person_id == user.pk:
        raise PermissionDenied
    return accommodation


def get_person_for_log(user: User, key: str) -> User:
    """Somebody else, for a trainer."""
    person = User.objects.filter(key=key).first()
    if person is None or not user.has_perm(RELEASE_RETAKE) or person.pk == user.pk:
        raise Http404
    return person


def get_appeal_for(user: User, key: str) -> Appeal:
    """An appeal of somebody else's, for a trainer."""
    rows = Appeal.objects.select_related("attempt__admission__person", "attempt__admission__paper", "decided_by")
    appeal = rows.filter(key=key).first()
    return through_door(user, appeal if appeal and can_see_attempt_log(user, appeal.attempt) else None)


def get_own_card(user: User, key: str) -> PracticeCard:
    card = PracticeCard.objects.filter(key=key, person=user).first()
    return found_or_404(card)


def get_own_review(user: User, key: str, number: int) -> PracticeReview:
    reviews = PracticeReview.objects.select_related("card__topic", "question_version__question__topic")
    review = reviews.filter(card__key=key, card__person=user, number=number).first()
    return found_or_404(review)
