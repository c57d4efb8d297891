"""A question from a file as the bank keeps it: its kind and content, in the one language of the file. Pure.

What the bank cannot hold of it is named (a loss), or the question is refused in a sentence (NotTakenError). For what
the bank holds, `out_of_bank.item_of` is the way back.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval, Item, number_text
from assessments.domain.exchange.sentences import Sentence, SentenceError, gettext_noop, marked
from assessments.domain.kinds import KINDS, languages
from assessments.domain.kinds.shared import LANGUAGES, Content, Text, decimal_text

MOST_POINTS = 100
TRUTH = {True: {"en": "True", "zh-hans": "正确"}, False: {"en": "False", "zh-hans": "错误"}}
ESSAY_LONGEST = 5000
_CHINESE = re.compile("[\u3400-\u9fff]")


class NotTakenError(SentenceError):
    """The bank cannot hold this question: a sentence that says why."""


@dataclass(frozen=True)
class Made:
    """A question ready for the bank, and what of the item it leaves out."""

    kind: str
    content: Content
    points: int
    losses: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Within:
    """The language of the file, and what was left out on the way."""

    language: str
    losses: list[str]

    def text(self, words: str) -> Text:
        return {language: words if language == self.language else "" for language in LANGUAGES}

    def list(self, words: Sequence[str]) -> dict[str, list[str]]:
        return {language: list(words) if language == self.language else [] for language in LANGUAGES}

    def lose(self, sentence: Sentence) -> None:
        if sentence not in self.losses:
            self.losses.append(sentence)


def made_of(item: Item, language: str, *, rubric: str = "") -> Made:
    """The item as a content of its kind. Raises NotTakenError. `rubric` scores essays, for which no file names one."""
    within = _Within(language, [])
    maker = _MAKERS.get(item.kind)
    if maker is None or item.kind not in KINDS:
        raise NotTakenError(gettext_noop("The bank has no questions of the kind %(kind)s.", kind=item.kind))
    kind, own = maker(item, within)
    form = {} if item.text_format == "plain" else {"format": item.text_format}
    content = {"stem": within.text(item.stem), "explanation": within.text(item.feedback)} | own | form
    if kind == "essay":
        content["rubric"] = rubric
        if not rubric:
            raise NotTakenError(gettext_noop("An essay is scored on a rubric; say which one these essays have."))
    if odd := KINDS[kind].problems(content):
        raise NotTakenError(marked(odd[0]))
    if language not in languages(kind, content):
        raise NotTakenError(gettext_noop("Something a learner must read is empty."))
    return Made(kind, content, _points(item, within), tuple(within.losses))


def _points(item: Item, within: _Within) -> int:
    """Whole points from 1 on; anything else is rounded up, and told."""
    points = -(-item.points.numerator // item.points.denominator)
    if points > MOST_POINTS:
        raise NotTakenError(gettext_noop("A question has at most %(most)s points.", most=MOST_POINTS))
    points = max(points, 1)
    if points != item.points:
        within.lose(
            gettext_noop(
                "Points are whole here: %(given)s become %(made)s.", given=number_text(item.points), made=points
            )
        )
    return points


def _option(choice: Choice, within: _Within, *, right: bool, share: Fraction | None = None) -> dict[str, Any]:
    option: dict[str, Any] = {
        "text": within.text(choice.text),
        "right": right,
        "feedback": within.text(choice.feedback),
    }
    return option if share is None else option | {"share": str(share)}


def _single(item: Item, within: _Within) -> tuple[str, Content]:
    whole = sum(choice.share == WHOLE for choice in item.choices)
    if not whole:
        raise NotTakenError(gettext_noop("No option earns all the points."))
    if whole > 1:
        within.lose(
            gettext_noop("Several options earn all the points, so it becomes a situational judgement, marked the same.")
        )
    return ("single" if whole == 1 else "judgement"), {"options": list(_weighed(item.choices, within, whole > 1))}


def _weighed(choices: Sequence[Choice], within: _Within, judged: bool) -> list[dict[str, Any]]:
    """Options of which one is chosen; those that are not right keep their part of the points."""
    if any(choice.share < 0 for choice in choices):
        within.lose(gettext_noop("A single wrong choice takes nothing away here: penalties become nought."))
    options = []
    for choice in choices:
        part = max(Fraction(0), choice.share)
        right = part == WHOLE
        named = part if judged or (part and not right) else None
        options.append(_option(choice, within, right=right, share=named))
    return options


def _multiple(item: Item, within: _Within) -> tuple[str, Content]:
    right = [choice.share > 0 for choice in item.choices]
    if item.all_or_nothing:
        options = [
            _option(choice, within, right=is_right) for choice, is_right in zip(item.choices, right, strict=True)
        ]
        return "multiple", {"options": options, "credit": "all"}
    part = Fraction(1, sum(right) or 1)
    options = []
    for choice, is_right in zip(item.choices, right, strict=True):
        usual = choice.share == (part if is_right else -part)
        options.append(_option(choice, within, right=is_right, share=None if usual else choice.share))
    return "multiple", {"options": options, "credit": "partial"}


def _true_false(item: Item, within: _Within) -> tuple[str, Content]:
    options = [
        _option(choice, within, right=choice.share == WHOLE) | {"text": dict(TRUTH[choice.text == "true"])}
        for choice in item.choices
    ]
    return "true_false", {"options": options}


def _short(item: Item, within: _Within) -> tuple[str, Content]:
    return "short", _accepted(item.choices, within)


def _accepted(choices: Sequence[Choice], within: _Within) -> Content:
    """Answers are accepted whole or not at all, and say nothing of their own."""
    if any(choice.share != WHOLE for choice in choices):
        within.lose(gettext_noop("Typed answers that earn less than all the points are left out."))
    if any(choice.feedback for choice in choices):
        within.lose(gettext_noop("The feedback of typed answers is left out."))
    return {"accepted": within.list([choice.text for choice in choices if choice.share == WHOLE])}


def _numeric(item: Item, within: _Within) -> tuple[str, Content]:
    return "numeric", _numbers(item.intervals, within)


def _numbers(intervals: Sequence[Interval], within: _Within) -> Content:
    earning = [interval for interval in intervals if interval.share > 0]
    if len(earning) < len(intervals):
        within.lose(gettext_noop("Ranges of numbers that earn nothing are left out."))
    return {
        "intervals": [
            {
                "low": decimal_text(interval.low),
                "high": decimal_text(interval.high),
                "share": str(interval.share),
                "feedback": within.text(interval.feedback),
            }
            for interval in earning
        ]
    }


def _credit(item: Item) -> Content:
    return {"credit": "all" if item.all_or_nothing else "partial"}


def _matching(item: Item, within: _Within) -> tuple[str, Content]:
    pairs = [{"left": within.text(pair.left), "right": within.text(pair.right)} for pair in item.pairs]
    return "matching", {"pairs": pairs} | _credit(item)


def _ordering(item: Item, within: _Within) -> tuple[str, Content]:
    if any(choice.feedback for choice in item.choices):
        within.lose(gettext_noop("The feedback of steps is left out."))
    return "ordering", {"items": [within.text(choice.text) for choice in item.choices]} | _credit(item)


def _cloze(item: Item, within: _Within) -> tuple[str, Content]:
    return "cloze", {"gaps": [_gap(gap, within) for gap in item.gaps]} | _credit(item)


def _gap(gap: Gap, within: _Within) -> Content:
    if gap.kind == "multiple":
        raise NotTakenError(gettext_noop("A gap with several right answers at once is not supported."))
    if gap.kind == "single" and sum(choice.share == WHOLE for choice in gap.choices) != 1:
        raise NotTakenError(gettext_noop("In each gap's list exactly one option earns all the points."))
    if gap.kind == "single":
        own: Content = {"options": _weighed(gap.choices, within, judged=False)}
    else:
        own = _accepted(gap.choices, within) if gap.kind == "short" else _numbers(gap.intervals, within)
    if gap.feedback:
        own |= {"feedback": within.text(gap.feedback)}
    return {"kind": gap.kind, **own, "points": str(gap.points)}


def _essay(item: Item, within: _Within) -> tuple[str, Content]:
    return "essay", {"longest": ESSAY_LONGEST, "least": {}}


def language_of(items: Iterable[Item]) -> str:
    """The language of a file by its share of Chinese signs."""
    words = "".join(part for item in items for part in (item.stem, *(choice.text for choice in item.choices)))
    return "zh-hans" if is_chinese(words) else "en"


def is_chinese(words: str) -> bool:
    """Whether a quarter of the letters are Chinese: one of them says as much as a few Latin ones."""
    return 4 * len(_CHINESE.findall(words)) > sum(sign.isalpha() for sign in words)


_MAKERS: dict[str, Callable[[Item, _Within], tuple[str, Content]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "short": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
}
