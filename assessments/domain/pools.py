"""What a paper can draw from: the live questions behind each of its rows, and what is known of them.

A paper is read here as its content (`blueprints.content_of`), so that a draft is judged as the published one is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count

from assessments.domain import draw
from assessments.domain.draw import Candidate, Row
from assessments.domain.kinds import kind_of, languages
from assessments.domain.kinds.shared import LANGUAGES
from assessments.models import Attempt, AttemptQuestion, Question, QuestionFigures, QuestionVersion, Topic
from people.models import User

# What is expected of a question nobody has answered, by its author's difficulty, in thousandths of its points: recall,
# use, judge. A rule of thumb of ours; it counts as TRUSTED answers, so that real ones soon outweigh it.
PRIORS = {1: 850, 2: 700, 3: 550}
TRUSTED = 20

Content = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """How often a version was answered, and the shares of its points that it earned in all, in thousandths."""

    answers: int = 0
    earned: int = 0

    def and_of(self, drawn: int, facility: float | None) -> "Known":
        """With the figures of one more paper; their facility is in percent."""
        return Known(self.answers + drawn, self.earned + round((facility or 0) * 10 * drawn))


@dataclass(frozen=True)
class RowFill:
    """A row beside what the bank holds for it."""

    title: str
    topic_key: str
    difficulty: int | None
    count: int
    live: int
    missing: int
    points: tuple[int, ...]  # the different points its questions would be worth
    total: int
    part: int

    @property
    def is_unequal(self) -> bool:
        """Whether one learner's questions could be worth more than another's: not where everybody is asked them all."""
        return len(self.points) > 1 and self.live > self.count

    @property
    def is_full(self) -> bool:
        return not self.missing and not self.is_unequal


@dataclass(frozen=True)
class Placement:
    """A chosen question of a fixed paper; `version` None: there is none to ask."""

    key: str
    version: QuestionVersion | None
    pinned: bool
    points: int
    part: int


class Pools:
    """The live questions for some papers, read once. `person`: whose earlier papers count as seen."""

    def __init__(self, contents: Iterable[Content], person: User | None = None) -> None:
        self.contents, self.person = list(contents), person

    @cached_property
    def topics(self) -> dict[str, Topic]:
        keys = {row["topic"] for content in self.contents for _n, row in rows_of(content)}
        return {topic.key: topic for topic in Topic.objects.filter(key__in=keys).select_related("bank")}

    @cached_property
    def live(self) -> dict[str, list[QuestionVersion]]:
        """By topic: the live versions that an exam may ask, written in every language their bank needs."""
        found = QuestionVersion.objects.filter(
            live_for__status=Question.Status.LIVE,
            live_for__use=Question.Use.EXAM,
            live_for__topic__in=[topic.pk for topic in self.topics.values()],
        )
        by_topic: dict[str, list[QuestionVersion]] = defaultdict(list)
        for version in found.select_related("question__topic__bank").order_by("pk"):
            if is_complete(version):
                by_topic[version.question.topic.key].append(version)
        return by_topic

    @cached_property
    def known(self) -> dict[int, Known]:
        """What the results counted so far say of each version, over all papers that asked it."""
        ids = [version.pk for versions in self.live.values() for version in versions]
        found: dict[int, Known] = {}
        rows = QuestionFigures.objects.filter(version__in=ids).order_by()
        for version, drawn, facility in rows.values_list("version", "drawn", "figures__facility"):
            found[version] = found.get(version, Known()).and_of(drawn, facility)
        return found

    @cached_property
    def running(self) -> dict[int, int]:
        """What is being asked just now and stands in no result yet, so that neighbours do not get the same."""
        asked = AttemptQuestion.objects.filter(attempt__state=Attempt.State.OPEN).order_by()
        return dict(asked.values_list("question_version").annotate(Count("pk")))

    @cached_property
    def seen(self) -> Counter[int]:
        """How often this person was asked each question, in whichever version."""
        if self.person is None:
            return Counter()
        asked = AttemptQuestion.objects.filter(attempt__admission__person=self.person).order_by()
        return Counter(asked.values_list("question_version__question", flat=True))

    def candidate(self, version: QuestionVersion) -> Candidate:
        kind = kind_of(version.question.kind)
        known = self.known.get(version.pk, Known())
        return Candidate(
            version=version.pk,
            options=kind.orders(version.content),
            fixed_order=getattr(kind, "FIXED_ORDER", False),
            always_shuffled=getattr(kind, "ORDER_TELLS", False),
            points=version.points,
            seen=self.seen[version.question_id],
            used=known.answers + self.running.get(version.pk, 0),
            ease=ease(version.difficulty, known),
        )

    def rows(self, content: Content) -> list[Row]:
        return [
            Row(row["count"], [self.candidate(version) for version in self.pool(row)], row["points"], part)
            for part, row in rows_of(content)
        ]

    def pool(self, row: Content) -> list[QuestionVersion]:
        versions = self.live.get(row["topic"], [])
        return [version for version in versions if row["difficulty"] in (None, version.difficulty)]

    def fills(self, content: Content) -> list[RowFill]:
        rows = list(rows_of(content))
        bare = [
            Row(row["count"], [Candidate(version.pk, 0, True) for version in self.pool(row)]) for _part, row in rows
        ]
        return [self._fill(part, row, lacking) for (part, row), lacking in zip(rows, draw.missing(bare), strict=True)]

    def _fill(self, part: int, row: Content, lacking: int) -> RowFill:
        pool, topic = self.pool(row), self.topics.get(row["topic"])
        worth = [row["points"] or version.points for version in pool]
        return RowFill(
            title=topic.title if topic else row["topic"],
            topic_key=row["topic"],
            difficulty=row["difficulty"],
            count=row["count"],
            live=len(pool),
            missing=lacking,
            points=tuple(sorted(set(worth))),
            total=sum(worth) if len(pool) == row["count"] else row["count"] * max(worth, default=0),
            part=part,
        )

    def can_fill(self, content: Content) -> bool:
        """Whether everybody could be asked what the paper says, for the same points."""
        rows_are_full = all(fill.is_full for fill in self.fills(content))
        return rows_are_full and all(placement.version for placement in self.placements(content))

    def points(self, content: Content) -> int:
        """What the paper is worth, as far as the bank fills it."""
        return sum(one.total for one in self.fills(content)) + sum(one.points for one in self.placements(content))

    @cached_property
    def _placed(self) -> dict[str, Question]:
        keys = {item["question"] for content in self.contents for _n, item in placed_of(content)}
        found = Question.objects.filter(key__in=keys).select_related(
            "topic__bank", "live_version__question__topic__bank"
        )
        return {question.key: question for question in found.prefetch_related("versions__question__topic__bank")}

    def placements(self, content: Content) -> list[Placement]:
        return [self._placement(part, item) for part, item in placed_of(content)]

    def _placement(self, part: int, item: Content) -> Placement:
        question = self._placed.get(item["question"])
        version = None
        if question and question.status == Question.Status.LIVE and question.use == Question.Use.EXAM:
            pinned = [found for found in question.versions.all() if found.number == item["version"]]
            version = question.live_version if item["version"] is None else next(iter(pinned), None)
        if version and not is_complete(version):
            version = None
        worth = item["points"] or (version.points if version else 0)
        return Placement(item["question"], version, item["version"] is not None, worth, part)


def is_complete(version: QuestionVersion) -> bool:
    bank = version.question.topic.bank
    needed = set(bank.languages if bank else LANGUAGES)
    return needed <= set(languages(version.question.kind, version.content))


def ease(difficulty: int, known: Known) -> int:
    """The share of the points a question is expected to earn, in thousandths: what it earned so far (the facility of
    classical test theory), held towards the author's word by TRUSTED answers' worth."""
    return (PRIORS[difficulty] * TRUSTED + known.earned) // (TRUSTED + known.answers)


def rows_of(content: Content) -> Iterable[tuple[int, Content]]:
    """The rows of a drawn paper, each with the number of its part."""
    if content["is_fixed"]:
        return []
    return [(number, row) for number, part in enumerate(content["parts"]) for row in part["rows"]]


def placed_of(content: Content) -> Iterable[tuple[int, Content]]:
    """The questions of a fixed paper, each with the number of its part."""
    if not content["is_fixed"]:
        return []
    return [(number, item) for number, part in enumerate(content["parts"]) for item in part["questions"]]
