"""Whether a learner may have a file of a question: one their own attempt shows, and no sooner than its words."""

from datetime import datetime

from assessments.domain import files, marks, practice, withheld
from assessments.domain.openings import Rules
from assessments.domain.outlook import may_review
from assessments.domain.steps import is_open
from assessments.models import AttemptQuestion, PracticeReview, Question, QuestionFile
from people.models import User


def may_read(file: QuestionFile, *, by: User, now: datetime) -> bool:
    """In an attempt of theirs: what question and options show at once, feedback only with the review (hazard 30).

    Files of practice questions are read by whoever practises their point; they stand in no exam.
    """
    if practice.practises(by, file.question) and file.name in _names_in_practice(file, by):
        return True
    drawn = AttemptQuestion.objects.filter(
        attempt__admission__person=by, question_version__question=file.question_id
    ).select_related("question_version__question", "attempt__admission__paper", "attempt__admission__person")
    return any(file.name in _names(item, now) for item in drawn)


def _names_in_practice(file: QuestionFile, by: User) -> set[str]:
    """What the live words name, and of the feedback what was shown after an answer."""
    live = file.question.live_version
    if live is None or file.question.status != Question.Status.LIVE:
        return set()
    texts = files.texts_before(file.question.kind, live.content)
    if PracticeReview.objects.filter(card__person=by, question_version=live).exists():
        texts += files.texts_after(file.question.kind, live.content)
    return files.names_in(live.content, texts)


def _names(item: AttemptQuestion, now: datetime) -> set[str]:
    if item.attempt.is_running(now) and not is_open(item.attempt, item.position):
        return set()
    content, kind = item.question_version.content, item.question_version.question.kind
    texts = files.texts_before(kind, content)
    if _is_open(item, now):
        texts += files.texts_after(kind, content)
    return files.names_in(content, texts)


def _is_open(item: AttemptQuestion, now: datetime) -> bool:
    attempt, rules = item.attempt, Rules(item.attempt.admission.person, now)
    if marks.result_of(attempt, now) is None or not may_review(attempt, rules):
        return False
    return item.question_version.question_id not in withheld.waits_for(attempt, rules)
