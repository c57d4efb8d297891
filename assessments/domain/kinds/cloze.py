"""Gaps inside a running text: words to type, a list to choose from, or a number. The stem holds [[1]], [[2]] and so on.

Languages put their words in different orders, so the gaps may too: an answer names the order it was given in (the
first of the posted values, such as "2 1"), and is kept by the numbers of the gaps.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from types import ModuleType
from typing import Any

from assessments.domain.kinds import gap_lines, numeric, short, single
from assessments.domain.kinds.shared import (
    LANGUAGES,
    LONGEST,
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    both,
    credit,
    earned,
    gettext_noop,
    is_partial,
    is_written,
    line,
    lines,
    one,
    pair,
    places,
    share,
)

KEY = "cloze"
LABEL = gettext_noop("fill in the gaps")
NAME = gettext_noop("text with gaps")
HEADING = gettext_noop("Fill in the gaps.")  # the stem itself is shown with the gaps in it
INPUT = "fields"
TEMPLATES = "cloze"
MOST_GAPS = 15
EMPTY_ROWS = 2
GAPS: dict[str, ModuleType] = {"short": short, "single": single, "numeric": numeric}
MARK = re.compile(r"\[\[(\d{1,2})\]\]")


def marks(words: str) -> list[int]:
    """The gaps of a text in their order, counted from 1."""
    return [int(number) for number in MARK.findall(words)]


def _in_words(content: Content, language: str) -> list[int]:
    """The gaps in the order of the text that this reader sees (the other language's where theirs is missing)."""
    words = [content["stem"].get(code, "") for code in (language, *LANGUAGES)]
    return marks(next((text for text in words if text.strip()), ""))


def texts(content: Content) -> list[Text]:
    return [text for gap in content["gaps"] for text in GAPS[gap["kind"]].texts(gap)]


def remarks(content: Content) -> list[Text]:
    own = [gap["feedback"] for gap in content["gaps"] if is_written(gap.get("feedback", {}))]
    return own + [text for gap in content["gaps"] for text in GAPS[gap["kind"]].remarks(gap)]


def orders(content: Content) -> int:
    """The options of all lists together, counted through: each list stands in the order drawn for it."""
    return sum(len(gap.get("options", [])) for gap in content["gaps"])


def _ranges(content: Content) -> list[range]:
    """For each gap, the numbers of its options."""
    found, start = [], 0
    for gap in content["gaps"]:
        found.append(range(start, start + len(gap.get("options", []))))
        start = found[-1].stop
    return found


def missing(content: Content, language: str) -> bool:
    """A text must hold every gap once, and typed gaps need accepted words in its language."""
    if sorted(marks(content["stem"].get(language, ""))) != list(range(1, len(content["gaps"]) + 1)):
        return True
    checks = [(gap, getattr(GAPS[gap["kind"]], "missing", None)) for gap in content["gaps"]]
    return any(check(gap, language) for gap, check in checks if check)


def problems(content: Content) -> list[str]:
    found, gaps = [], content["gaps"]
    if not 1 <= len(gaps) <= MOST_GAPS:
        found.append(gettext_noop("A text with gaps has one to fifteen gaps."))
    wanted = list(range(1, len(gaps) + 1))
    if any(sorted(marks(words)) != wanted for words in content["stem"].values() if words.strip()):
        found.append(gettext_noop("Each language's text holds every gap once: [[1]], [[2]] and so on."))
    for gap in gaps:
        found += [problem for problem in GAPS[gap["kind"]].problems(gap) if problem not in found]
    if any(weight is None or weight <= 0 for weight in map(_weight, gaps)):
        found.append(gettext_noop("A gap's weight is a number above 0."))
    return found


def _weight(gap: Content) -> Fraction | None:
    try:
        return share(gap.get("points") or "1")
    except ValueError:
        return None


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    """First the order of the gaps on that screen ("2 1"), then what stands in each; nothing at all takes it back."""
    gaps = content["gaps"]
    if not any(posted[1:]):
        return {"gaps": [], "sequence": _in_words(content, asked.language)}
    if sorted(marks_of(posted[0])) != list(range(1, len(gaps) + 1)) or len(posted) != len(gaps) + 1:
        raise NotAnAnswerError
    sequence, ranges = marks_of(posted[0]), _ranges(content)
    given: list[str | int | None] = [None] * len(gaps)
    for number, text in zip(sequence, posted[1:], strict=True):
        given[number - 1] = _read(text, gaps[number - 1], ranges[number - 1], asked)
    return {"gaps": given, "sequence": sequence}


def marks_of(text: str) -> list[int]:
    parts = text.split(" ")
    if len(parts) > MOST_GAPS or not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in parts):
        raise NotAnAnswerError
    return [int(part) for part in parts]


def _read(text: str, gap: Content, numbers: range, asked: Asked) -> str | int | None:
    if gap["kind"] != "single":
        return line([text], LONGEST) or None
    if not text:
        return None
    number = places([text], asked.order)[0]
    if number not in numbers:
        raise NotAnAnswerError
    return number


def shown(value: Value, asked: Asked) -> list[str]:
    if not value:
        return []
    sequence: list[int] = value["sequence"]
    given = value["gaps"] or [None] * len(sequence)
    return [" ".join(map(str, sequence)), *(_shown(given[number - 1], asked) for number in sequence)]


def _shown(given: str | int | None, asked: Asked) -> str:
    return str(asked.order.index(given)) if isinstance(given, int) else given or ""


def is_answered(value: Value) -> bool:
    return any(given is not None for given in value.get("gaps", []))


def _shares(content: Content, value: Value) -> list[Fraction]:
    """What each gap earns of its weight, by the rules of its own kind."""
    given = value.get("gaps") or [None] * len(content["gaps"])
    return [
        GAPS[gap["kind"]].points(gap, _own_value(answer, numbers), 1)
        for gap, answer, numbers in zip(content["gaps"], given, _ranges(content), strict=True)
    ]


def _own_value(given: str | int | None, numbers: range) -> Value:
    if isinstance(given, int):
        return {"chosen": [given - numbers.start]}
    return {"text": given} if given else {}


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """With partial credit the mean of the gaps' shares, each by its weight; else all for every gap right."""
    weights = [share(gap.get("points") or "1") for gap in content["gaps"]]
    parts = sum((weight * part for weight, part in zip(weights, _shares(content, value), strict=True)), Fraction(0))
    return earned(parts / sum(weights, Fraction(0)), content, maximum)


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    sequence, ranges = _in_words(content, asked.language), _ranges(content)
    given = value.get("gaps") or [None] * len(content["gaps"])
    gaps = []
    for number, (gap, answer, numbers) in enumerate(zip(content["gaps"], given, ranges, strict=True), 1):
        options = [
            {"place": str(place), "text": within(gap["options"][option - numbers.start]["text"])}
            for place, option in enumerate(asked.order)
            if option in numbers
        ]
        with_unit = bool(gap.get("unit", {}).get("required"))
        shown_gap = {"number": number, "kind": gap["kind"], "value": _shown(answer, asked), "options": options}
        gaps.append(shown_gap | {"unit_required": with_unit})
    return {"stem": within(content["stem"]), "sequence": " ".join(map(str, sequence)), "gaps": gaps, "longest": LONGEST}


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    given = value.get("gaps") or [None] * len(content["gaps"])
    rows = zip(content["gaps"], given, _ranges(content), _shares(content, value), strict=True)
    return {
        "stem": within(content["stem"]),
        "gaps": [
            {
                "number": number,
                "kind": gap["kind"],
                "given": _words(answer, gap, numbers, within),
                "right": _right(gap, within),
                "is_right": part == 1,
                "feedback": _feedback(answer, gap, numbers, within),
                "remark": within(gap.get("feedback", {})),
            }
            for number, (gap, answer, numbers, part) in enumerate(rows, 1)
        ],
    }


def _words(given: str | int | None, gap: Content, numbers: range, within: Within) -> str:
    return within(gap["options"][given - numbers.start]["text"]) if isinstance(given, int) else given or ""


def _right(gap: Content, within: Within) -> str:
    if gap["kind"] == "single":
        return next((within(option["text"]) for option in gap["options"] if option["right"]), "")
    if gap["kind"] == "short":
        return within({language: words[0] for language, words in gap["accepted"].items() if words})
    row = next((row for row in gap["intervals"] if share(row.get("share") or "1") == 1), None)
    if row is None:
        return ""
    value, tolerance = numeric.around(row)
    units = {language: words[0] for language, words in gap.get("unit", {}).get("words", {}).items() if words}
    return " ".join(filter(None, (f"{value} ± {tolerance}" if tolerance else value, within(units))))


def _feedback(given: str | int | None, gap: Content, numbers: range, within: Within) -> str:
    if isinstance(given, int):
        return within(gap["options"][given - numbers.start]["feedback"])
    if gap["kind"] == "numeric" and given:
        hit = numeric.best(gap, {"text": given})
        return within(gap["intervals"][hit[0]].get("feedback", {})) if hit else ""
    return ""


def written(posted: Posted) -> Content:
    """The rows gap-N (its kind), answers_*-N (one a line, see gap_lines), weight-N, feedback_*-N and, for a number,
    unit_*-N (a spelling a line) and unit_required-N; none without answers."""
    gaps = []
    for n in range(1, MOST_GAPS + 1):
        kind = one(posted, f"gap-{n}")
        words = {"en": one(posted, f"answers_en-{n}", 4000), "zh-hans": one(posted, f"answers_zh-{n}", 4000)}
        if kind in GAPS and any(words.values()):
            weight = one(posted, f"weight-{n}", 20) or "1"
            own = gap_lines.written(kind, words) | _said(posted, n) | (_unit(posted, n) if kind == "numeric" else {})
            gaps.append({"kind": kind, **own, "points": weight})
    return {"gaps": gaps} | credit(posted)


def _said(posted: Posted, n: int) -> Content:
    said = both(posted, "feedback", f"-{n}")
    return {"feedback": said} if is_written(said) else {}


def _unit(posted: Posted, n: int) -> Content:
    words = lines(posted, "unit", f"-{n}")
    return {"unit": {"words": words, "required": f"unit_required-{n}" in posted}} if any(words.values()) else {}


def editor(content: Content) -> dict[str, Any]:
    gaps = content.get("gaps", [])
    rows = []
    for n in range(1, min(max(3, len(gaps) + EMPTY_ROWS), MOST_GAPS) + 1):
        gap: Content = gaps[n - 1] if n <= len(gaps) else {"kind": "short"}
        words = gap_lines.lines_of(gap)
        unit = gap.get("unit", {})
        spelt = {language: "\n".join(unit.get("words", {}).get(language, [])) for language in LANGUAGES}
        row = {"number": n, "kind": gap["kind"], "weight": gap.get("points", ""), "answers": pair(words)}
        row |= {"feedback": pair(gap.get("feedback", {})), "unit": pair(spelt)}
        rows.append(row | {"unit_required": bool(unit.get("required"))})
    kinds = [{"key": key, "name": module.LABEL} for key, module in GAPS.items()]
    return {"rows": rows, "kinds": kinds, "partial": is_partial(content)}
