"""The question bank: loading the shipped questions, writing versions, review by another trainer."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain import files
from assessments.domain.kinds import KINDS, kind_of, languages
from assessments.domain.kinds.shared import LANGUAGES
from assessments.domain.texts import both
from assessments.models import Question, QuestionReview, QuestionVersion, Topic
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class BankError(Refusal):
    """A sentence about a question that a person may read."""


class Loaded(StrEnum):
    """What a loader did with one item. KEPT: the centre has edited it, so the shipped text stays outside."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@transaction.atomic
def load_topic(item: Any, *, now: datetime) -> Loaded:
    titles = {"title_en": item.title.en, "title_zh": item.title.zh_hans}
    topic, added = Topic.objects.get_or_create(key=item.key, defaults=titles)
    if added:
        return Loaded.ADDED
    changed = Topic.objects.filter(pk=topic.pk).exclude(**titles).update(**titles)
    return Loaded.CHANGED if changed else Loaded.UNCHANGED


@transaction.atomic
def load_question(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped question by key and fingerprint; safe to repeat.

    A text that changed becomes a new live version. A question whose newest version was written here is left alone.
    """
    topic = Topic.objects.filter(key=item.topic).first()
    if topic is None:
        raise BankError(
            _("Question %(key)s names the unknown topic %(topic)s.") % {"key": item.key, "topic": item.topic}
        )
    question, added = Question.objects.get_or_create(key=item.key, defaults={"topic": topic, "kind": item.kind})
    newest = question.versions.order_by("-number").first()
    if newest and question.versions.filter(source_hash=source_hash).exists():
        return Loaded.UNCHANGED
    if newest and not newest.source_hash:
        return Loaded.KEPT
    check(item.kind, content := content_of(item))
    version = QuestionVersion.objects.create(
        question=question,
        number=newest.number + 1 if newest else 1,
        content=content,
        points=item.points,
        difficulty=item.difficulty,
        source_hash=source_hash,
        created=now,
    )
    status = question.status if question.status == Question.Status.RETIRED else Question.Status.LIVE
    Question.objects.filter(pk=question.pk).update(topic=topic, kind=item.kind, live_version=version, status=status)
    journal.record("question-loaded", by=None, about=question, now=now, values={"version": version.number})
    return Loaded.ADDED if added else Loaded.CHANGED


def content_of(item: Any) -> dict[str, Any]:
    """A parsed question as the JSON of a version."""
    return {
        "stem": both(item.stem),
        "options": [
            {"text": both(option.text), "right": option.right, "feedback": both(option.feedback)}
            for option in item.options
        ],
        "accepted": {"en": list(item.accepted.en), "zh-hans": list(item.accepted.zh_hans)},
        "explanation": both(item.explanation),
    }


def check(kind: str, content: dict[str, Any]) -> None:
    """Raises BankError in words when the content does not suit its kind or a language is missing."""
    if kind not in KINDS:
        raise BankError(_("There is no kind of question called %(kind)s.") % {"kind": kind})
    if set(languages(kind, content)) != set(LANGUAGES):
        raise BankError(_("Write the question and every option in both languages."))
    problems = kind_of(kind).problems(content)
    if problems:
        raise BankError(" ".join(_(problem) for problem in problems))


@transaction.atomic
def write_question(*, key: str, topic: Topic, kind: str, by: User, now: datetime) -> Question:
    """A new question, a draft until a version of it is approved. Raises BankError when the key is taken."""
    question, added = Question.objects.get_or_create(key=key, defaults={"topic": topic, "kind": kind})
    if not added:
        raise BankError(_("There is a question with the key %(key)s already.") % {"key": key})
    journal.record("question-written", by=by, about=question, now=now)
    return question


@transaction.atomic
def write_version(
    question: Question, *, content: dict[str, Any], points: int, difficulty: int, by: User, now: datetime
) -> QuestionVersion:
    """A new version, not live until another trainer approves it. Attempts keep the version they drew (hazard 33)."""
    check(question.kind, content)
    if odd := files.problems(question, content):
        raise BankError(" ".join(odd))
    newest = question.versions.select_for_update().order_by("-number").first()
    version = QuestionVersion.objects.create(
        question=question,
        number=newest.number + 1 if newest else 1,
        content=content,
        points=points,
        difficulty=difficulty,
        author=by,
        created=now,
    )
    journal.record("question-version-written", by=by, about=question, now=now, values={"version": version.number})
    return version


@transaction.atomic
def review_version(
    version: QuestionVersion, *, approved: bool, comment: str, by: User, now: datetime
) -> QuestionReview:
    """Another trainer's judgement (RULES 6: never of one's own); the yes makes the version live at once.

    Raises BankError for one's own version, one reviewed before or one that a newer one has overtaken.
    """
    if version.author_id == by.pk:
        raise BankError(_("Another trainer reviews this: nobody reviews their own question."))
    if QuestionReview.objects.filter(version=version).exists():
        raise BankError(_("This version has been reviewed already."))
    if version.question.versions.filter(number__gt=version.number).exists():
        raise BankError(_("A newer version of this question has been written. Please review that one."))
    if not approved and not comment.strip():
        raise BankError(_("Say what should change, so that the author can mend it."))
    review = QuestionReview.objects.create(version=version, by=by, approved=approved, comment=comment, at=now)
    if approved:
        Question.objects.filter(pk=version.question_id).update(live_version=version, status=Question.Status.LIVE)
    values = {"version": version.number, "approved": approved}
    journal.record("question-version-reviewed", by=by, about=version.question, now=now, values=values)
    return review


@transaction.atomic
def retire_question(question: Question, *, by: User, now: datetime) -> None:
    """Leave the question out of papers drawn from now on; attempts that drew it keep it."""
    changed = Question.objects.filter(pk=question.pk, status=Question.Status.LIVE).update(
        status=Question.Status.RETIRED
    )
    if not changed:
        raise BankError(_("Only a live question can be retired."))
    journal.record("question-retired", by=by, about=question, now=now)


@transaction.atomic
def bring_back(question: Question, *, by: User, now: datetime) -> None:
    changed = Question.objects.filter(
        pk=question.pk, status=Question.Status.RETIRED, live_version__isnull=False
    ).update(status=Question.Status.LIVE)
    if not changed:
        raise BankError(_("Only a retired question can be brought back."))
    journal.record("question-brought-back", by=by, about=question, now=now)
