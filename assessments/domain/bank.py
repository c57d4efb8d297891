"""The question bank: loading the shipped questions, writing versions, review by another trainer, states.

draft -> reviewed (another trainer approved a version) -> live (papers draw it) -> retired -> live. Whoever approves may
put it live in the same step; an approved newer version of a live question replaces the live one at once.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from assessments.domain import files
from assessments.domain.kinds import KINDS, is_by_person, kind_of, languages
from assessments.domain.kinds.shared import LANGUAGES
from assessments.domain.shipped import content_of
from assessments.models import Mark, PaperVersion, Question, QuestionReview, QuestionVersion, Rubric, Topic
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class BankError(Refusal):
    """A sentence about a question that a person may read."""


class Loaded(StrEnum):
    """What a loader did with one item. KEPT: edited here, or met as another kind: the shipped text stays outside."""

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
def drop_topic(topic: Topic, *, now: datetime) -> bool:
    """Remove a topic unless a question, paper, card or topic below it stands on it, or a draft or result names it."""
    named = f'"{topic.key}"'
    drafts = PaperVersion.objects.annotate(words=Cast("content", TextField()))
    results = Mark.objects.annotate(words=Cast("per_topic", TextField()))
    if topic.questions.exists() or any(rows.filter(words__contains=named).exists() for rows in (drafts, results)):
        return False
    try:
        with transaction.atomic():
            topic.delete()
    except ProtectedError:
        return False
    journal.record("topic-dropped", by=None, about=topic, now=now)
    return True


def loaded() -> dict[str, str]:
    """The fingerprint of the newest shipped version of each question: a loader spares itself what it knows."""
    shipped = QuestionVersion.objects.exclude(source_hash="").order_by("number")
    return dict(shipped.values_list("question__key", "source_hash"))


@transaction.atomic
def load_question(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped question by key and fingerprint; safe to repeat.

    A text that changed becomes a new live version. A question whose newest version was written here is left alone, and
    so is one that people have met when it comes with another kind: their answers are read and marked by its kind.
    """
    topic = Topic.objects.filter(key=item.topic).first()
    if topic is None:
        raise BankError(
            _("Question %(key)s names the unknown topic %(topic)s.") % {"key": item.key, "topic": item.topic}
        )
    used = {"use": item.use, "point": item.point}
    question, added = Question.objects.get_or_create(key=item.key, defaults={"topic": topic, "kind": item.kind})
    newest = question.versions.order_by("-number").first()
    shipped = question.versions.exclude(source_hash="").order_by("-number").first()
    if shipped and shipped.source_hash == source_hash:
        return Loaded.UNCHANGED
    if newest and (not newest.source_hash or (item.kind != question.kind and _was_met(question))):
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
    Question.objects.filter(pk=question.pk).update(
        topic=topic, kind=item.kind, live_version=version, status=status, **used
    )
    journal.record("question-loaded", by=None, about=question, now=now, values={"version": version.number})
    return Loaded.ADDED if added else Loaded.CHANGED


def check(kind: str, content: dict[str, Any]) -> None:
    """Raises BankError in words when the content does not suit its kind or no language of it is whole."""
    if kind not in KINDS:
        raise BankError(_("There is no kind of question called %(kind)s.") % {"kind": kind})
    problems = kind_of(kind).problems(content)
    if problems:
        raise BankError(" ".join(_(problem) for problem in problems))
    if not languages(kind, content):
        raise BankError(_("Write the question and every option in at least one language."))
    if is_by_person(kind) and not Rubric.objects.filter(key=content["rubric"]).exclude(live_version=None).exists():
        raise BankError(_("There is no published rubric called %(key)s.") % {"key": content["rubric"]})


def asked_for(topic: Topic) -> list[str]:
    """The languages a question of this topic must be whole in before it is approved: its bank's, or the house's."""
    return list(topic.bank.languages) if topic.bank else list(LANGUAGES)


def gaps(kind: str, content: dict[str, Any], language: str) -> list[str]:
    """What a learner would not read in this language, each named by its words in another one."""
    others = [text for text in (content["stem"], *kind_of(kind).texts(content)) if not text.get(language, "").strip()]
    return [next((word for word in text.values() if word.strip()), "…") for text in others]


def missing(version: QuestionVersion) -> list[str]:
    """The languages of the bank in which this version is not whole yet."""
    whole = languages(version.question.kind, version.content)
    return [language for language in asked_for(version.question.topic) if language not in whole]


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
def describe(
    question: Question, *, tags: Iterable[str], competency: str, point: str, use: str, by: User, now: datetime
) -> None:
    """What the question is found by and drawn for; its words, topic and kind stay. Attempts are not touched.

    Raises BankError when an exam's question would become one of practice, or the other way round: people have read it.
    """
    if use != question.use:
        _refuse_other_use(question)
    question.competency, question.point, question.use = competency, point, use
    question.save(update_fields=["competency", "point", "use"])
    question.tags.set(sorted(set(tags)))
    values = {"tags": sorted(set(tags)), "competency": competency, "point": point, "use": use}
    journal.record("question-described", by=by, about=question, now=now, values=values)


def _refuse_other_use(question: Question) -> None:
    """Who practises a question reads its key, so what was in one of the two can never be in the other."""
    if _was_met(question):
        raise BankError(_("People have met this question already, so its use cannot change. Copy it instead."))


def _was_met(question: Question) -> bool:
    """Whether it was drawn, stands in a fixed paper or was practised."""
    met = Q(drawn__isnull=False) | Q(practised__isnull=False)
    return question.placed.exists() or question.versions.filter(met).exists()


@transaction.atomic
def move_question(question: Question, topic: Topic, *, by: User, now: datetime) -> None:
    """Ask it under another topic from now on; the results so far stay as they were broken down."""
    if Question.objects.filter(pk=question.pk).exclude(topic=topic).update(topic=topic):
        journal.record("question-moved", by=by, about=question, now=now, values={"topic": topic.key})


@transaction.atomic
def tag(question: Question, names: Iterable[str], *, by: User, now: datetime) -> None:
    """Add tags to those it has."""
    question.tags.add(*names)
    journal.record("question-tagged", by=by, about=question, now=now, values={"tags": sorted(names)})


@transaction.atomic
def copy_question(question: Question, *, key: str, topic: Topic, by: User, now: datetime) -> Question:
    """A new draft with the newest words of another question, on the same point. Raises BankError as writing does."""
    newest = question.versions.order_by("-number").first()
    made = write_question(key=key, topic=topic, kind=question.kind, by=by, now=now)
    describe(
        made,
        tags=question.tags.names(),
        competency=question.competency,
        point=question.point,
        use=question.use,
        by=by,
        now=now,
    )
    for file in question.files.all():
        made.files.create(name=file.name, kind=file.kind, sha256=file.sha256, content=file.content, added=now)
    if newest:
        version = {"content": newest.content, "points": newest.points, "difficulty": newest.difficulty}
        write_version(made, **version, by=by, now=now)
    return made


@transaction.atomic
def review_version(
    version: QuestionVersion, *, approved: bool, comment: str, by: User, now: datetime, live: bool = True
) -> QuestionReview:
    """Another trainer's judgement (RULES 6: never of one's own). A yes with `live` puts the version live at once.

    Without `live` a draft becomes reviewed; a live question still takes its approved newer version over at once.
    Raises BankError for one's own version, one reviewed before or overtaken, or one that lacks a language of its bank.
    """
    question = (
        Question.objects.select_for_update(of=("self",)).select_related("topic__bank").get(pk=version.question_id)
    )
    version.question = question
    _refuse_review(version, approved=approved, comment=comment, by=by)
    review = QuestionReview.objects.create(version=version, by=by, approved=approved, comment=comment, at=now)
    if approved:
        _approve(version, live=live or question.status == Question.Status.LIVE)
    values = {"version": version.number, "approved": approved, "live": approved and live}
    journal.record("question-version-reviewed", by=by, about=question, now=now, values=values)
    return review


def _refuse_review(version: QuestionVersion, *, approved: bool, comment: str, by: User) -> None:
    if by.pk in _authors_of(version):
        raise BankError(_("Another trainer reviews this: nobody reviews their own question."))
    if QuestionReview.objects.filter(version=version).exists():
        raise BankError(_("This version has been reviewed already."))
    if version.question.versions.filter(number__gt=version.number).exists():
        raise BankError(_("A newer version of this question has been written. Please review that one."))
    if not approved and not comment.strip():
        raise BankError(_("Say what should change, so that the author can mend it."))
    if approved and (lacking := missing(version)):
        raise BankError(lacks(version, lacking))


def _authors_of(version: QuestionVersion) -> set[int | None]:
    """Who wrote any of it since the version that is live: a comma by somebody else makes nobody a second person."""
    live = version.question.live_version
    since = version.question.versions.filter(number__gt=live.number if live else 0, number__lte=version.number)
    return set(since.values_list("author", flat=True))


def lacks(version: QuestionVersion, lacking: Iterable[str]) -> str:
    """The sentence that names the languages a version is not whole in, and what is missing there."""
    names = {"en": _("English"), "zh-hans": _("Chinese")}
    sentences = []
    for language in lacking:
        words = [f"“{word[:40]}”" for word in gaps(version.question.kind, version.content, language)][:3]
        text = _("%(language)s is missing: %(words)s.") if words else _("%(language)s is missing.")
        sentences.append(text % {"language": names[language], "words": ", ".join(words)})
    return " ".join(sentences)


def _approve(version: QuestionVersion, *, live: bool) -> None:
    rows = Question.objects.filter(pk=version.question_id)
    if live:
        rows.update(live_version=version, status=Question.Status.LIVE)
    else:
        rows.filter(status=Question.Status.DRAFT).update(status=Question.Status.REVIEWED)


def approved_version(question: Question) -> QuestionVersion | None:
    """The newest version that another trainer approved or that was shipped."""
    fit = Q(review__approved=True) | ~Q(source_hash="")
    return question.versions.filter(fit).order_by("-number").first()


@transaction.atomic
def put_live(question: Question, *, by: User, now: datetime) -> None:
    """From now on papers draw the newest approved version. Raises BankError for a draft or one that is live."""
    version = approved_version(question)
    waiting = Question.objects.filter(pk=question.pk, status__in=[Question.Status.REVIEWED, Question.Status.RETIRED])
    if version is None or not waiting.update(status=Question.Status.LIVE, live_version=version):
        raise BankError(_("Only a question that was approved or retired can be put live."))
    journal.record("question-put-live", by=by, about=question, now=now, values={"version": version.number})


@transaction.atomic
def retire_question(question: Question, *, by: User, now: datetime) -> None:
    """Leave the question out of papers drawn from now on; attempts that drew it keep it."""
    changed = Question.objects.filter(pk=question.pk, status=Question.Status.LIVE).update(
        status=Question.Status.RETIRED
    )
    if not changed:
        raise BankError(_("Only a live question can be retired."))
    journal.record("question-retired", by=by, about=question, now=now)
