"""What a learner is shown of their exams: what is open, why another is not, and what a result means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from assessments.domain import accommodations, files, marks, practicals, results, retakes, withheld
from assessments.domain.kinds import kind_of
from assessments.domain.limits import is_settled, settled_at
from assessments.domain.marking import QuestionPoints, by_question, judge, subject_key
from assessments.domain.marks import Result, TopicResult
from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.domain.screens import asked
from assessments.models import (
    Admission,
    Appeal,
    Attempt,
    AttemptQuestion,
    Paper,
    PracticalSitting,
    PracticeReview,
    Scorecard,
    Topic,
)
from assessments.models.wording import within
from assessments.rich_text import Words
from kernel.exact import lacking
from people.models import User


@dataclass(frozen=True)
class Exam:
    admission: Admission
    opening: Opening
    latest: Attempt | None
    result: Result | None
    is_weighed: bool  # the mark is for this and the practical together

    def order(self) -> tuple[int, datetime, int]:
        """What can be done now first, in the order it opened."""
        first = (
            Stand.RUNNING,
            Stand.OPEN,
            Stand.RETAKE_LATER,
            Stand.LATER,
            Stand.AWAITS_RESULT,
            Stand.AWAITS_PARTS,
            Stand.USED_UP,
        )
        place = first.index(self.opening.stand) if self.opening.stand in first else len(first)
        done = self.opening.stand == Stand.OPEN and self.result is not None
        return place + done, self.admission.opens, self.admission.pk

    @property
    def is_settled(self) -> bool:
        """Nothing more to do here: shown among the results."""
        return self.opening.stand in (Stand.WITHDRAWN, Stand.CLOSED)


@dataclass(frozen=True)
class Practical:
    sitting: PracticalSitting
    scorecard: Scorecard | None
    retake_opens: datetime | None
    needs_release: bool
    is_latest: bool
    is_settled: bool  # nothing more to do here: shown among the results
    is_weighed: bool


def of_person(person: User, now: datetime) -> dict[str, Any]:
    admissions = (
        Admission.objects.filter(person=person)
        .select_related("paper", "person")
        .prefetch_related("attempts__marks")
        .order_by("-opens", "-pk")
    )
    rules = Rules(person, now)
    found = [exam_of(admission, now, rules) for admission in admissions]
    practical = sittings(person, now, rules)
    return {
        "exams": sorted((exam for exam in found if not exam.is_settled), key=Exam.order),
        "past": [exam for exam in found if exam.is_settled and exam.latest],
        "practicals": practical,
        "practicals_open": any(row.is_latest and not row.is_settled for row in practical),
    }


def exam_of(admission: Admission, now: datetime, rules: Rules | None = None) -> Exam:
    finished = [attempt for attempt in admission.attempts.all() if not attempt.is_running(now)]
    latest = max(finished, key=lambda attempt: attempt.number, default=None)
    rules = rules or Rules(admission.person, now)
    result = marks.result_of(latest, now) if latest else None
    return Exam(admission, opening(admission, now, rules), latest, result, admission.for_key in rules.weighed)


def sittings(person: User, now: datetime, rules: Rules) -> list[Practical]:
    rows = list(
        PracticalSitting.objects.filter(person=person, withdrawn=None)
        .select_related("rubric__live_version", "person")
        .order_by("-admitted_at", "-number")
    )
    cards = {
        card.subject_key: card
        for card in Scorecard.objects.filter(
            purpose=Scorecard.Purpose.PRACTICAL,
            subject_key__in=[row.key for row in rows],
            state=Scorecard.State.RELEASED,
        )
    }
    newest: dict[tuple[int, str], int] = {}
    for row in rows:
        group = (row.rubric_id, row.for_key)
        newest[group] = max(newest.get(group, 0), row.number)
    return [_practical(row, cards.get(row.key), newest[row.rubric_id, row.for_key], rules) for row in rows]


def _practical(sitting: PracticalSitting, card: Scorecard | None, newest: int, rules: Rules) -> Practical:
    is_latest = sitting.number == newest
    is_settled = sitting.scored_at is not None and rules.is_over(sitting.for_key)
    may_follow = is_latest and sitting.scored_at is not None and not is_settled
    return Practical(
        sitting,
        card,
        practicals.retake_opens(sitting, rules) if may_follow else None,
        may_follow and not retakes.is_free(sitting.number + 1, rules.figures),
        is_latest,
        is_settled,
        sitting.for_key in rules.weighed,
    )


def minutes_for(admission: Admission) -> tuple[int, int]:
    """The minutes this person has, extra time included (a started minute counts whole), and the extra percent."""
    extra = accommodations.extra_percent(admission.person, admission.paper)
    return -(-admission.paper.minutes * (100 + extra) // 100), extra


@dataclass(frozen=True)
class TopicLine:
    title: str
    result: TopicResult
    met: bool


@dataclass(frozen=True)
class Reviewed:
    """One question with its explanation, shown only once no further attempt may be started."""

    points: QuestionPoints
    title: str  # the question in one line
    stem: str
    heading: str  # instead of the stem, where the kind shows it with the answer
    words: Words
    explanation: str
    shown: dict[str, Any]  # what the kind's template shows
    template: str
    scorecard: str  # the key of the scorecard, where a person scored it


@dataclass(frozen=True)
class Waiting:
    """A question whose right answer waits until the person has finished the exam that may ask it too."""

    title: str
    paper: str


def result_page(attempt: Attempt, mark: int, now: datetime) -> dict[str, Any]:
    result = marks.result_of(attempt, now)
    admission = attempt.admission
    rules = Rules(admission.person, now)
    stand = opening(admission, now, rules)
    context: dict[str, Any] = {"attempt": attempt, "result": result, "opening": stand, "shown_at": settled_at(attempt)}
    context["is_weighed"] = admission.for_key in rules.weighed
    if result is None:
        return context | {"pending": results.pending(attempt)}
    titles = {topic.key: topic.title for topic in Topic.objects.filter(key__in=[row.topic for row in result.per_topic])}
    lines = [TopicLine(titles.get(row.topic, row.topic), row, row.score >= mark) for row in result.per_topic]
    lines.sort(key=lambda line: (line.result.score, line.title))
    latest = admission.attempts.order_by("-number").first()
    context |= {
        "topics": lines,
        "repeat": [line for line in lines if not line.met],
        "met": result.score >= mark,
        "missing": lacking(result.score, mark),
        "is_latest": latest == attempt,
        "corrected": attempt.marks.filter(superseded_by=None)
        .exclude(supersedes=None)
        .select_related("supersedes")
        .first(),
        "appeals": list(attempt.appeals.order_by("opened_at")),
        "may_appeal": attempt.state == Attempt.State.RELEASED
        and not attempt.appeals.filter(state=Appeal.State.OPEN).exists(),
    }
    return context | shown_afterwards(attempt, rules)


def shown_afterwards(attempt: Attempt, rules: Rules) -> dict[str, Any]:
    """What the paper lets its learner see beside score and topics: nothing, what lost points, or the whole key."""
    paper = attempt.admission.paper
    context: dict[str, Any] = {"review": [], "waiting": [], "lost": [], "shows": paper.review}
    if paper.review == Paper.Review.SCORE or not is_over(paper, rules):
        return context
    waits = withheld.waits_for(attempt, rules)
    if paper.review == Paper.Review.KEY:
        return context | {"review": review(attempt, waits), "waiting": waiting(attempt, waits)}
    return context | {"lost": lost(attempt, waits), "waiting": waiting(attempt, waits)}


def may_review(attempt: Attempt, rules: Rules) -> bool:
    """Whether the person may read right answers and feedback, as far as the paper goes."""
    paper = attempt.admission.paper
    return paper.review == Paper.Review.KEY and is_over(paper, rules)


def waiting(attempt: Attempt, waits: Mapping[int, str]) -> list[Waiting]:
    """In the order of the exam. Neither points nor the person's own answer: either may tell what is right."""
    if not waits:
        return []
    drawn = attempt.questions.filter(question_version__question__in=waits).select_related("question_version")
    return [
        Waiting(one.question_version.stem, waits[one.question_version.question_id])
        for one in drawn.order_by("position")
    ]


def is_over(paper: Paper, rules: Rules) -> bool:
    """The key is shown only when no right of the person can start this paper any more: a retake may draw the same
    questions (hazard 31)."""
    if any(one.state == Attempt.State.OPEN and not is_settled(one, rules.now) for one in rules.attempts):
        return False  # an exam of theirs is running, or its last answers may still be on their way
    if paper.key in rules.coming:
        return False
    return not any(one.paper_id == paper.pk and withheld.may_come(one, rules) for one in rules.admissions)


@dataclass(frozen=True)
class Lost:
    """A question that lost points; told once no further attempt may ask it, since it may tell the right answer."""

    position: int
    topic: str
    points: Fraction
    maximum: Fraction
    stem: str


def lost(attempt: Attempt, waits: Mapping[int, str]) -> list[Lost]:
    """By the mark that stands; what a regrade dropped has lost nothing, and what `waits` is left out."""
    newest = attempt.marks.order_by("-pk").first()
    if newest is None:
        judged = [
            (one.question, one.points or Fraction(0), Fraction(one.maximum))
            for one in by_question(attempt)
            if not one.dropped
        ]
    else:
        lines = newest.lines.filter(dropped=False).select_related("question__question_version__question__topic")
        share = [
            (line.question, Fraction(line.points, newest.scale), Fraction(line.maximum, newest.scale)) for line in lines
        ]
        judged = sorted(share, key=lambda one: one[0].position)
    return [
        Lost(
            question.position,
            question.question_version.question.topic.title,
            points,
            maximum,
            question.question_version.stem,
        )
        for question, points, maximum in judged
        if points < maximum and question.question_version.question_id not in waits
    ]


def review(attempt: Attempt, waits: Mapping[int, str]) -> list[Reviewed]:
    cards = Scorecard.objects.filter(
        purpose=Scorecard.Purpose.ESSAY,
        subject_key__startswith=f"{attempt.key}-",
        state=Scorecard.State.RELEASED,
    )
    scorecards = dict(cards.values_list("subject_key", "key"))
    judged = [item for item in by_question(attempt) if item.question.question_version.question_id not in waits]
    words = files.words_of(item.question.question_version for item in judged)
    return [
        _reviewed(
            item, words[item.question.question_version_id], scorecards.get(subject_key(attempt, item.question), "")
        )
        for item in judged
    ]


def practised(given: PracticeReview) -> Reviewed:
    """An answer given in practice, with what is right: practice questions stand in no exam."""
    version = given.question_version
    order = list(range(kind_of(version.question.kind).orders(version.content)))
    drawn = AttemptQuestion(position=1, question_version=version, option_order=order, points=version.points)
    return _reviewed(judge(drawn, given.value, {}), files.words_of([version])[version.pk])


def _reviewed(item: QuestionPoints, words: Words, scorecard: str = "") -> Reviewed:
    version = item.question.question_version
    kind = kind_of(version.question.kind)
    shown = kind.review(version.content, item.value, asked(item.question, item.value), within)
    return Reviewed(
        points=item,
        title=version.stem,
        stem=within(version.content["stem"]),
        heading=getattr(kind, "HEADING", ""),
        words=words,
        explanation=within(version.content["explanation"]),
        shown=shown,
        template=f"assessments/kinds/{kind.TEMPLATES}/review.html",
        scorecard=scorecard,
    )
