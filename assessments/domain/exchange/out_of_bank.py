"""A question of the bank on its way out in one language: as the neutral item that all writers take. Pure.

What no item can say is named (a loss), or the question stays here, with a sentence (NotSayableError).
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from assessments.domain.exchange.into_bank import ESSAY_LONGEST, TRUTH
from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval, Item, Pair
from assessments.domain.exchange.sentences import Sentence, SentenceError, gettext_noop
from assessments.domain.kinds import cloze, languages, multiple
from assessments.domain.kinds.numeric import bound
from assessments.domain.kinds.shared import Content, is_partial, share


class NotSayableError(SentenceError):
    """No file but a workbook of our own can hold this question."""


class _Within:
    def __init__(self, language: str) -> None:
        self.language, self.losses = language, list[Sentence]()

    def __call__(self, text: dict[str, str]) -> str:
        return text.get(self.language, "").strip()

    def lose(self, sentence: Sentence) -> None:
        if sentence not in self.losses:
            self.losses.append(sentence)


def item_of(kind: str, content: Content, language: str) -> tuple[Item, list[Sentence]]:
    """The words, key and feedback in this language, and what is left out. Raises NotSayableError."""
    if kind not in _MAKERS:
        raise NotSayableError(
            gettext_noop("Left out: only the workbook can hold questions of the kind %(kind)s.", kind=kind)
        )
    if language not in languages(kind, content):
        raise NotSayableError(gettext_noop("Left out: it is not whole in this language."))
    within = _Within(language)
    parts = _MAKERS[kind](content, within)
    item = Item(
        parts.pop("kind", kind),
        parts.pop("stem", within(content["stem"])),
        feedback=within(content.get("explanation", {})),
        text_format=content.get("format", "plain"),
        **parts,
    )
    return item, within.losses


def _choice(option: dict[str, Any], within: _Within, part: Fraction) -> Choice:
    return Choice(within(option["text"]), part, within(option["feedback"]))


def _part(option: dict[str, Any]) -> Fraction:
    return WHOLE if option["right"] else share(option.get("share") or "0")


def _options(content: Content, within: _Within) -> tuple[Choice, ...]:
    return tuple(_choice(option, within, _part(option)) for option in content["options"])


def _single(content: Content, within: _Within) -> dict[str, Any]:
    return {"choices": _options(content, within)}


def _judgement(content: Content, within: _Within) -> dict[str, Any]:
    within.lose(gettext_noop("A situational judgement goes out as a single choice with weights."))
    return {"kind": "single", "choices": _options(content, within)}


def _multiple(content: Content, within: _Within) -> dict[str, Any]:
    rows = content["options"]
    if is_partial(content):
        parts = multiple.shares(content)
    else:
        right = Fraction(1, sum(row["right"] for row in rows))
        parts = [right if row["right"] else Fraction(0) for row in rows]
    choices = tuple(_choice(row, within, part) for row, part in zip(rows, parts, strict=True))
    return {"choices": choices, "all_or_nothing": not is_partial(content)}


def _true_false(content: Content, within: _Within) -> dict[str, Any]:
    choices = []
    for word, option in zip(("true", "false"), content["options"], strict=True):
        if within(option["text"]) != TRUTH[word == "true"][within.language]:
            within.lose(gettext_noop("The words of its two options are left out: they become true and false."))
        choices.append(Choice(word, Fraction(option["right"]), within(option["feedback"])))
    return {"choices": tuple(choices)}


def _short(content: Content, within: _Within) -> dict[str, Any]:
    return {"choices": _accepted(content, within)}


def _accepted(content: Content, within: _Within) -> tuple[Choice, ...]:
    return tuple(Choice(answer, WHOLE) for answer in content["accepted"][within.language])


def _numeric(content: Content, within: _Within) -> dict[str, Any]:
    if any(content.get("unit", {}).get("words", {}).values()):
        within.lose(gettext_noop("Units are left out."))
    return {"intervals": _intervals(content, within)}


def _intervals(content: Content, within: _Within) -> tuple[Interval, ...]:
    return tuple(
        Interval(bound(row["low"]), bound(row["high"]), share(row.get("share") or "1"), within(row.get("feedback", {})))
        for row in content["intervals"]
    )


def _matching(content: Content, within: _Within) -> dict[str, Any]:
    pairs = tuple(Pair(within(row["left"]), within(row["right"])) for row in content["pairs"])
    return {"pairs": pairs, "all_or_nothing": not is_partial(content)}


def _ordering(content: Content, within: _Within) -> dict[str, Any]:
    steps = tuple(Choice(within(step), WHOLE) for step in content["items"])
    return {"choices": steps, "all_or_nothing": not is_partial(content)}


def _cloze(content: Content, within: _Within) -> dict[str, Any]:
    """Counted in the order of this language's text."""
    numbers = cloze.marks(within(content["stem"]))
    places = iter(range(1, len(numbers) + 1))
    stem = cloze.MARK.sub(lambda _found: f"[[{next(places)}]]", within(content["stem"]))
    gaps = tuple(_gap(content["gaps"][number - 1], within) for number in numbers)
    return {"stem": stem, "gaps": gaps, "all_or_nothing": not is_partial(content)}


def _gap(gap: Content, within: _Within) -> Gap:
    worth, said = share(gap.get("points") or "1"), within(gap.get("feedback", {}))
    if gap["kind"] == "numeric":
        return Gap("numeric", points=worth, feedback=said, **_numeric(gap, within))
    choices = _options(gap, within) if gap["kind"] == "single" else _accepted(gap, within)
    return Gap(gap["kind"], choices=choices, points=worth, feedback=said)


def _essay(content: Content, within: _Within) -> dict[str, Any]:
    within.lose(gettext_noop("The rubric of an essay is left out; name one when the file is taken in again."))
    if content["longest"] != ESSAY_LONGEST or any(content["least"].values()):
        within.lose(gettext_noop("The least and the greatest length of an essay are left out."))
    return {}


_MAKERS: dict[str, Callable[[Content, _Within], dict[str, Any]]] = {
    "single": _single,
    "judgement": _judgement,
    "multiple": _multiple,
    "true_false": _true_false,
    "short": _short,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "cloze": _cloze,
    "essay": _essay,
}
