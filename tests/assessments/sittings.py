"""Finished attempts written as rows: many people, quickly, with exactly these points."""

from datetime import timedelta
from fractions import Fraction
from math import lcm

from assessments.models import Admission, AnswerSave, Attempt, AttemptQuestion, Mark, MarkLine, Paper, QuestionVersion
from people.models import User


def sit(paper: Paper, person: User, earned: dict[QuestionVersion, object], *, now, chosen=None) -> Mark:
    """A released attempt: points of five for each version, and the options chosen."""
    number = Admission.objects.filter(person=person).count()
    admission = Admission.objects.create(
        person=person,
        paper=paper,
        opens=now - timedelta(hours=2),
        attempts_allowed=1,
        reason="sat",
        for_key=f"sat-{number}",
        admitted_at=now,
    )
    attempt = Attempt.objects.create(
        admission=admission,
        number=1,
        state=Attempt.State.RELEASED,
        started=now - timedelta(hours=1),
        minutes=30,
        grace_seconds=20,
        deadline=now,
        submitted_at=now,
        finish_reason=Attempt.Finish.SUBMITTED,
        released_at=now,
        seed="0",
    )
    for position, version in enumerate(earned, start=1):
        asked = AttemptQuestion.objects.create(
            attempt=attempt, position=position, question_version=version, option_order=[0, 1, 2], points=5
        )
        value = {"chosen": (chosen or {}).get(version, [])}
        AnswerSave.objects.create(
            attempt=attempt,
            attempt_question=asked,
            version=1,
            key=str(position),
            value=value,
            received_at=now,
            standing="kept",
        )
    return mark_again(attempt, earned, now=now)


def mark_again(attempt: Attempt, earned: dict[QuestionVersion, object], *, now, by=None, dropped=()) -> Mark:
    """The attempt's mark with these points; a second one supersedes the first."""
    last = attempt.marks.order_by("-pk").first()
    points = {version: Fraction(given) for version, given in earned.items()}
    scale = lcm(*(given.denominator for given in points.values()))
    kept = [given for version, given in points.items() if version not in dropped]
    mark = Mark.objects.create(
        attempt=attempt,
        points=int(sum(kept) * scale),
        maximum=5 * len(kept) * scale,
        scale=scale,
        per_topic=[],
        marked_at=now,
        supersedes=last,
        reason="regraded" if last else "",
        by=by,
    )
    asked = {question.question_version_id: question for question in attempt.questions.all()}
    MarkLine.objects.bulk_create(
        MarkLine(
            mark=mark,
            question=asked[version.pk],
            points=int(given * scale),
            maximum=5 * scale,
            answered=True,
            dropped=version in dropped,
        )
        for version, given in points.items()
    )
    return mark
