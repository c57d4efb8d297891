"""Ten thousand finished attempts at a paper, written as rows in a few seconds: what statistics are measured on.

Everybody gets thirty of sixty questions; those who know more answer right more often, wrong options are chosen by
taste. The same seed gives the same results.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

QUESTIONS, BANK, OPTIONS, POINTS, CHUNK = 30, 60, 4, 5, 1000


def make(attempts: int, now, *, seed: int = 1):
    """The paper with its results, none of them counted yet."""
    from assessments.models import Paper

    paper = Paper.objects.create(key=f"bench-{attempts}", title_en="Bench", title_zh="压测", minutes=60, published=now)
    for number in range(BANK):
        _question(number, now)
    make_more(paper, attempts, now, seed=seed)
    return paper


def make_more(paper, attempts: int, now, *, seed: int = 1) -> None:
    from assessments.models import Admission, QuestionVersion

    random = Random(seed)  # noqa: S311 - a measurement, not a secret
    versions = list(QuestionVersion.objects.filter(question__topic__key="bench").order_by("pk"))
    there = Admission.objects.filter(paper=paper).count()
    for first in range(there, there + attempts, CHUNK):
        _chunk(paper, _person(), versions, range(first, min(first + CHUNK, there + attempts)), random, now)


def _person():
    from people.models import User

    return User.objects.get_or_create(username="bench", defaults={"staff_number": "B-0", "name": "Bench"})[0]


def _question(number: int, now):
    from assessments.models import Question, QuestionVersion, Topic

    topic, _added = Topic.objects.get_or_create(key="bench", defaults={"title_en": "Bench", "title_zh": "压测"})
    question = Question.objects.create(key=f"bench-{number}", topic=topic, kind="single")
    words = {"en": f"Question {number}?", "zh-hans": f"第 {number} 题？"}
    options = [
        {"text": {"en": f"Option {at}", "zh-hans": f"选项 {at}"}, "right": at == 0, "feedback": {}}
        for at in range(OPTIONS)
    ]
    content = {"stem": words, "options": options, "explanation": words}
    version = QuestionVersion.objects.create(
        question=question, number=1, content=content, points=POINTS, difficulty=1, created=now
    )
    Question.objects.filter(pk=question.pk).update(live_version=version, status="live")
    return version


def _answers(versions: list, random: Random) -> Iterator[tuple[object, int]]:
    """A version with the option that somebody of some ability chooses."""
    ability = random.gauss(0, 0.15)
    for at in random.sample(range(BANK), QUESTIONS):
        is_known = random.random() < min(max(0.35 + at / 100 + ability, 0.02), 0.98)
        yield versions[at], 0 if is_known else random.choices((0, 1, 2, 3), (1, 5, 3, 0.2))[0]


def _chunk(paper, person, versions: list, numbers: range, random: Random, now) -> None:
    from django.db import transaction

    began, ended = now - timedelta(hours=2), now - timedelta(hours=1)
    with transaction.atomic():
        attempts = _attempts(paper, person, numbers, began, ended)
        chosen = [list(_answers(versions, random)) for _attempt in attempts]
        asked = _asked(attempts, chosen, ended)
        _marked(attempts, chosen, asked, ended)


def _attempts(paper, person, numbers: range, began, ended) -> list:
    from assessments.models import Admission, Attempt

    right = {"person": person, "paper": paper, "opens": began, "attempts_allowed": 1, "admitted_at": began}
    admissions = Admission.objects.bulk_create(
        Admission(for_key=f"{paper.key}-{number}", **right) for number in numbers
    )
    over = {"deadline": ended, "submitted_at": ended, "released_at": ended, "state": "released"}
    return Attempt.objects.bulk_create(
        Attempt(admission=admission, number=1, started=began, minutes=60, grace_seconds=20, seed="bench", **over)
        for admission in admissions
    )


def _asked(attempts: list, chosen: list, ended) -> list:
    """The questions of every attempt, each with its one kept answer."""
    from assessments.models import AnswerSave, AttemptQuestion

    asked = AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt, position=position, question_version=version, option_order=[0, 1, 2, 3], points=POINTS
        )
        for attempt, answers in zip(attempts, chosen, strict=True)
        for position, (version, _option) in enumerate(answers, start=1)
    )
    AnswerSave.objects.bulk_create(
        AnswerSave(
            attempt_id=question.attempt_id,
            attempt_question=question,
            version=1,
            key=str(question.position),
            value={"chosen": [option]},
            received_at=ended,
            standing="kept",
        )
        for question, option in zip(asked, _options(chosen), strict=True)
    )
    return asked


def _marked(attempts: list, chosen: list, asked: list, ended) -> None:
    from assessments.models import Mark, MarkLine

    marks = Mark.objects.bulk_create(
        Mark(
            attempt=attempt,
            points=POINTS * sum(option == 0 for _version, option in answers),
            maximum=POINTS * QUESTIONS,
            per_topic=[],
            marked_at=ended,
        )
        for attempt, answers in zip(attempts, chosen, strict=True)
    )
    MarkLine.objects.bulk_create(
        MarkLine(
            mark=marks[at // QUESTIONS],
            question=question,
            points=POINTS if option == 0 else 0,
            maximum=POINTS,
            answered=True,
        )
        for at, (question, option) in enumerate(zip(asked, _options(chosen), strict=True))
    )


def _options(chosen: list) -> list[int]:
    return [option for answers in chosen for _version, option in answers]
