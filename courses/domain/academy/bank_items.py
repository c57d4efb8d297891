"""What stands in the bank: questions, papers, scenarios and rubrics, as `curriculum/FORMAT-bank.md` describes them."""

from dataclasses import dataclass, field

from courses.domain.academy.fields import Hashed, Place, Text

QUESTION_KINDS = ("single", "multiple", "true_false", "short", "judgement", "ordering", "matching", "numeric", "essay")
WITH_OPTIONS = ("single", "multiple", "true_false", "judgement")
CALL_TYPES = ("consultation", "complaint", "transaction")
QUESTION_USES = ("exam", "practice")
USES = ("mock", "practice", "alternate")
CHANNELS = ("phone",)
TICKET_TYPES = ("consultation", "complaint", "suggestion", "transaction")
URGENCIES = ("general", "urgent", "suggestion")
RUBRIC_KINDS = ("scorecard", "checklist")


@dataclass(frozen=True)
class Topic(Hashed):
    key: str
    title: Text
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Option:
    text: Text
    right: bool
    feedback: Text


@dataclass(frozen=True)
class Accepted:
    """Answers that count as right in a short text, compared by the exam engine's `plain_form`."""

    en: tuple[str, ...] = ()
    zh_hans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """What belongs together; without a left one more wrong choice on the right."""

    left: Text | None
    right: Text


@dataclass(frozen=True)
class Number:
    """The right number and how far off still counts, as digits; the spellings of its unit may stay unsaid."""

    value: str
    tolerance: str
    unit: Accepted


@dataclass(frozen=True)
class Essay:
    """A text that a person scores on a rubric: at most so many characters, and a hint at how much is expected."""

    rubric: str
    longest: int
    least_en: int  # words
    least_zh: int  # characters


@dataclass(frozen=True)
class Question(Hashed):
    key: str
    topic: str
    kind: str
    difficulty: int
    points: int
    stem: Text
    options: tuple[Option, ...]
    accepted: Accepted
    explanation: Text
    place: Place = field(compare=False)
    use: str = field(default="exam", metadata={"optional": True})
    point: str = field(default="", metadata={"optional": True})
    # Of one kind each: shares of judged options, steps of an ordering, pairs of a matching, a number, an essay.
    shares: tuple[str, ...] = field(default=(), metadata={"optional": True})
    items: tuple[Text, ...] = field(default=(), metadata={"optional": True})
    pairs: tuple[Pair, ...] = field(default=(), metadata={"optional": True})
    number: Number | None = field(default=None, metadata={"optional": True})
    essay: Essay | None = field(default=None, metadata={"optional": True})
    partial: bool = field(default=False, metadata={"optional": True})


@dataclass(frozen=True)
class Draw:
    topic: str
    count: int


@dataclass(frozen=True)
class Paper(Hashed):
    key: str
    title: Text
    minutes: int
    draw: tuple[Draw, ...]
    place: Place = field(compare=False)

    @property
    def question_count(self) -> int:
        return sum(row.count for row in self.draw)


@dataclass(frozen=True)
class Brief:
    """All that the hire may see before and during the call."""

    line_played_notice: bool
    situation: Text
    system: tuple[Text, ...]


@dataclass(frozen=True)
class Order:
    number: str
    facts: tuple[Text, ...]


@dataclass(frozen=True)
class Customer:
    name: Text
    number: str
    member_level: Text
    labels: tuple[Text, ...]
    orders: tuple[Order, ...]


@dataclass(frozen=True)
class Reveal:
    ask: Text
    reveal: Text


@dataclass(frozen=True)
class Hidden:
    """Only for whoever plays the customer and for QA."""

    mood: Text
    wants: Text
    behind: Text
    if_asked: tuple[Reveal, ...]


@dataclass(frozen=True)
class Step:
    customer: Text
    agent: Text
    why: Text


@dataclass(frozen=True)
class ExpectedRecord:
    ticket_type: str
    urgency: str
    facts: tuple[Text, ...]


@dataclass(frozen=True)
class Scenario(Hashed):
    key: str
    type: str
    level: int
    use: str
    channel: str
    title: Text
    brief: Brief
    customer: Customer
    hidden: Hidden
    opening: Text
    path: tuple[Step, ...]
    mistakes: tuple[Text, ...]
    record: ExpectedRecord
    place: Place = field(compare=False)


@dataclass(frozen=True)
class Line:
    """One thing that is scored: level 0 earns nothing, the last level earns the whole weight."""

    key: str
    title: Text
    weight: int
    anchors: tuple[Text, ...]
    may_not_apply: bool
    reasons: tuple[Text, ...]

    @property
    def top_level(self) -> int:
        return len(self.anchors) - 1


@dataclass(frozen=True)
class Category:
    key: str
    title: Text
    lines: tuple[Line, ...]

    @property
    def weight(self) -> int:
        return sum(line.weight for line in self.lines)


@dataclass(frozen=True)
class CriticalError:
    key: str
    title: Text
    means: Text
    only_without_notice: bool


@dataclass(frozen=True)
class Rubric(Hashed):
    key: str
    kind: str
    title: Text
    categories: tuple[Category, ...]
    critical_errors: tuple[CriticalError, ...]
    place: Place = field(compare=False)

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for category in self.categories for line in category.lines)

    @property
    def weight(self) -> int:
        return sum(line.weight for line in self.lines)


@dataclass(frozen=True)
class Bank:
    topics: tuple[Topic, ...]
    questions: tuple[Question, ...]
    papers: tuple[Paper, ...]
    scenarios: tuple[Scenario, ...]
    rubrics: tuple[Rubric, ...]

    @property
    def scored_by_person(self) -> set[str]:
        """The keys of papers that may ask for a text."""
        texts = {question.topic for question in self.questions if question.essay}
        return {paper.key for paper in self.papers if any(row.topic in texts for row in paper.draw)}
