"""The duplicate finder over a bank: its newest words, held against one question, one another or a file's questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Max, QuerySet

from assessments.domain import likeness, shelf
from assessments.models import Question, QuestionVersion


@dataclass(frozen=True)
class Found:
    """A question that is like another: how alike, in whole percent rounded down (100 means word for word)."""

    question: Question
    percent: int

    @property
    def is_same(self) -> bool:
        return self.percent == 100


@dataclass(frozen=True)
class FoundPair:
    one: Question
    other: Question
    percent: int

    @property
    def is_same(self) -> bool:
        return self.percent == 100


def words_of(kept: QuerySet[Question]) -> list[likeness.Asked]:
    """The newest stems of these questions, ready to be compared; one read for the whole bank."""
    newest = QuestionVersion.objects.filter(question__in=kept).values("question").annotate(last=Max("number"))
    last = {row["question"]: row["last"] for row in newest.order_by()}
    rows = QuestionVersion.objects.filter(question__in=kept).order_by("question")
    return [
        likeness.asked(key, stem)
        for question, number, key, stem in rows.values_list("question", "number", "question__key", "content__stem")
        if last[question] == number
    ]


def like(key: str, stem: Mapping[str, str], kept: QuerySet[Question], *, most: int = 10) -> list[Found]:
    """The kept questions like these words, word-for-word ones first; `key` names the question itself, left out."""
    rows = likeness.like(likeness.asked(key, stem), words_of(kept), most=most)
    questions = _by_key(kept, [row.key for row in rows])
    return [Found(questions[row.key], percent(row.likeness)) for row in rows]


def like_many(stems: Mapping[str, Mapping[str, str]], kept: QuerySet[Question]) -> dict[str, str]:
    """For an import: by the name of each new question the key of the kept or earlier new one that it repeats word
    for word in some language. One pass, so thousands of questions cost no more than reading the bank."""
    seen: dict[str, str] = {}
    for row in words_of(kept):
        seen |= dict.fromkeys(filter(None, row.plain), row.key)
    repeats: dict[str, str] = {}
    for name, stem in stems.items():
        plain = [text for text in map(likeness.plain, stem.values()) if text]
        first = next((seen[text] for text in plain if text in seen), None)
        if first is not None:
            repeats[name] = first
        for text in plain:
            seen.setdefault(text, name)
    return repeats


def pairs(kept: QuerySet[Question], *, most: int = 100) -> list[FoundPair]:
    """Pairs of questions that are nearly the same, word-for-word ones first; retired ones left out."""
    rows = likeness.pairs(words_of(kept.exclude(status=Question.Status.RETIRED)), most=most)
    questions = _by_key(kept, [key for row in rows for key in (row.one, row.other)])
    return [FoundPair(questions[row.one], questions[row.other], percent(row.likeness)) for row in rows]


def percent(alike: Fraction) -> int:
    return int(alike * 100)


def _by_key(kept: QuerySet[Question], keys: Iterable[str]) -> dict[str, Question]:
    """Each with `heading`, its newest stem, so that drafts read as words too."""
    rows = {row.key: row for row in shelf.with_newest(kept.filter(key__in=set(keys)))}
    for row in rows.values():
        row.heading = shelf.heading(row)
    return rows
