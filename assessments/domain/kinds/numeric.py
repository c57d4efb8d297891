"""A number, right within a tolerance, with a unit where the question asks for one. Exact: no float anywhere.

How a typed number is read: full-width signs are as good as half-width ones; a stop is the decimal sign; commas or
spaces may part groups of exactly three digits (1,234.5 and 1 234.5 are 1234.5). A comma anywhere else is no decimal
sign and the text is no number: 1,5 could be meant for either, so it is refused rather than guessed.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from assessments.domain.kinds.shared import (
    Asked,
    Content,
    Posted,
    Text,
    Value,
    Within,
    both,
    decimal_text,
    gettext_noop,
    is_written,
    line,
    lines,
    one,
    pair,
    share,
)
from assessments.domain.kinds.short import plain_form

KEY = "numeric"
LABEL = gettext_noop("a number")
NAME = gettext_noop("number")
INPUT = "text"
TEMPLATES = "numeric"
LONGEST_NUMBER = 60
MOST_INTERVALS = 8
EMPTY_ROWS = 2

_WHOLE = r"(?:[0-9]{1,3}(?:[, ][0-9]{3}){1,5}(?![0-9])|[0-9]{1,18})"
_NUMBER = re.compile(rf"[+-]?(?:{_WHOLE}(?:\.[0-9]{{0,12}})?|\.[0-9]{{1,12}})(?![0-9.,])")
_DIGIT = re.compile("[0-9]")
# Full-width signs and their likes, sign by sign: a general folding would read 5² as 52.
_FOLDED = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLDED |= {0x2212: "-", 0x2013: "-", 0x3002: ".", 0xFFE5: "\u00a5"}
_FOLDED |= dict.fromkeys((0x3000, 0x00A0, 0x202F, 0x2009), " ")
_ENOUGH = 60  # digits: half of a sum of two numbers of a content stays exact


def texts(content: Content) -> list[Text]:
    return []


def remarks(content: Content) -> list[Text]:
    return [row["feedback"] for row in content["intervals"] if is_written(row.get("feedback", {}))]


def orders(content: Content) -> int:
    return 0


def number(text: str) -> tuple[Decimal, str] | None:
    """A typed number and the words before or after it; None where no number can be read."""
    plain = text.translate(_FOLDED).strip()
    found = _NUMBER.search(plain)
    if found is None:
        return None
    before, after = plain[: found.start()].strip(), plain[found.end() :].strip()
    if (before and after) or _DIGIT.search(before + after):
        return None
    return Decimal(found[0].replace(",", "").replace(" ", "")), before or after


def bound(text: str) -> Decimal:
    """A number of a content. Raises ValueError for anything else."""
    read_as = number(text)
    if read_as is None or read_as[1]:
        raise ValueError(text)
    return read_as[0]


def units(content: Content) -> set[str]:
    return {plain_form(word) for words in content.get("unit", {}).get("words", {}).values() for word in words}


def value_of(content: Content, text: str) -> Decimal | None:
    """The number that an answer gives, with a unit that is allowed here; None where it gives none."""
    read_as = number(text)
    if read_as is None:
        return None
    given = plain_form(read_as[1])
    if given in units(content) or (not given and not content.get("unit", {}).get("required")):
        return read_as[0]
    return None


def _intervals(content: Content) -> Iterator[tuple[Decimal, Decimal, Fraction]]:
    for row in content["intervals"]:
        yield bound(row["low"]), bound(row["high"]), share(row.get("share") or "1")


def problems(content: Content) -> list[str]:
    try:
        found = list(_intervals(content))
    except ValueError:
        return [gettext_noop("Write numbers as digits with a point, and shares such as 1 or 1/2.")]
    said = []
    if not 1 <= len(found) <= MOST_INTERVALS or all(given != 1 for _low, _high, given in found):
        said.append(gettext_noop("Name at least one number that earns all the points."))
    if any(low > high for low, high, _given in found):
        said.append(gettext_noop("A tolerance is 0 or more."))
    if any(not 0 < given <= 1 for _low, _high, given in found):
        said.append(gettext_noop("A number's share is above 0 and at most 1."))
    words = content.get("unit", {}).get("words", {}).values()
    if any(_DIGIT.search(unit) for spellings in words for unit in spellings):
        said.append(gettext_noop("A unit holds no digits."))
    return said


def missing(content: Content, language: str) -> bool:
    """A unit that must be written is named in the reader's language."""
    unit = content.get("unit", {})
    return bool(unit.get("required")) and not unit.get("words", {}).get(language)


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    """The text as typed: what is no number earns nothing, and is still there to be mended."""
    return {"text": line(posted, LONGEST_NUMBER)}


def shown(value: Value, asked: Asked) -> list[str]:
    return [value.get("text", "")]


def is_answered(value: Value) -> bool:
    return bool(value.get("text"))


def best(content: Content, value: Value) -> tuple[int, Fraction] | None:
    """The interval that earns most of those the number lies in (both ends included), and its share."""
    given = value_of(content, value.get("text", ""))
    if given is None:
        return None
    hits = [(n, part) for n, (low, high, part) in enumerate(_intervals(content)) if low <= given <= high]
    return max(hits, key=lambda hit: hit[1], default=None)


def points(content: Content, value: Value, maximum: int) -> Fraction:
    hit = best(content, value)
    return maximum * hit[1] if hit else Fraction(0)


def guess(content: Content) -> Fraction:
    """Nobody hits a number by chance."""
    return Fraction(0)


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    is_required = bool(content.get("unit", {}).get("required"))
    return {"text": value.get("text", ""), "longest": LONGEST_NUMBER, "unit_required": is_required}


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    unit = content.get("unit", {})
    first_units = {language: words[0] for language, words in unit.get("words", {}).items() if words}
    hit = best(content, value)
    read_as = value_of(content, value.get("text", ""))
    rows = [_row(row, share(row.get("share") or "1"), within) for row in content["intervals"]]
    return {
        "text": value.get("text", ""),
        "read_as": "" if read_as is None else decimal_text(read_as),
        "is_right": bool(hit and hit[1] == 1),
        "rows": rows,
        "unit": within(first_units),
        "feedback": rows[hit[0]]["feedback"] if hit else "",
    }


def _row(row: dict[str, Any], part: Fraction, within: Within) -> dict[str, Any]:
    value, tolerance = around(row)
    return {"value": value, "tolerance": tolerance, "share": str(part), "feedback": within(row.get("feedback", {}))}


def around(row: dict[str, Any]) -> tuple[str, str]:
    """An interval as value ± tolerance; as it stands where it is none yet."""
    try:
        low, high = bound(row["low"]), bound(row["high"])
    except ValueError:
        return row["low"], row.get("tolerance", "")
    with localcontext(prec=_ENOUGH):
        return decimal_text((low + high) / 2), decimal_text((high - low) / 2) if high != low else ""


def interval(value: str, tolerance: str) -> dict[str, str]:
    """Value ± tolerance as the interval of a content; what cannot be read stays, so that its author sees it again."""
    try:
        middle, width = bound(value), bound(tolerance or "0")
    except ValueError:
        return {"low": value, "high": value, "tolerance": tolerance} if tolerance else {"low": value, "high": value}
    with localcontext(prec=_ENOUGH):
        return {"low": decimal_text(middle - width), "high": decimal_text(middle + width)}


def written(posted: Posted) -> Content:
    """The rows value-N, tolerance-N, share-N, feedback_*-N, and the unit: one spelling a line."""
    rows = []
    for n in range(MOST_INTERVALS):
        if value := one(posted, f"value-{n}", 40):
            row: dict[str, Any] = interval(value, one(posted, f"tolerance-{n}", 40))
            row["share"] = one(posted, f"share-{n}", 20) or "1"
            row["feedback"] = both(posted, "feedback", f"-{n}")
            rows.append(row)
    words = lines(posted, "unit")
    content: Content = {"intervals": rows}
    if any(words.values()):
        content["unit"] = {"words": words, "required": "unit_required" in posted}
    return content


def editor(content: Content) -> dict[str, Any]:
    found = content.get("intervals", [])
    rows = []
    for n in range(min(max(3, len(found) + EMPTY_ROWS), MOST_INTERVALS)):
        row: dict[str, Any] = found[n] if n < len(found) else {"low": "", "high": ""}
        value, tolerance = around(row)
        rows.append(
            {
                "number": n,
                "value": value,
                "tolerance": tolerance,
                "share": row.get("share") or "",
                "feedback": pair(row.get("feedback", {})),
            }
        )
    unit = content.get("unit", {})
    words = unit.get("words", {})
    return {
        "rows": rows,
        "unit_en": "\n".join(words.get("en", [])),
        "unit_zh": "\n".join(words.get("zh-hans", [])),
        "unit_required": bool(unit.get("required")),
    }
