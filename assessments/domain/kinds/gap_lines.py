"""What fills one gap of a text, as lines of an editor's field. Not a kind: it has no KEY.

One answer a line, in the same order in both languages. In a list the right one starts with *, and an option that earns
a part starts with it, such as %1/2% (the whole is 1); what follows # is the feedback. A number may have a tolerance:
12.5 ± 0.5. Words to type are written as they are. A \\ before %, *, # or \\ means the sign itself.
"""

import re
from itertools import zip_longest
from typing import Any

from assessments.domain.kinds.numeric import around, interval
from assessments.domain.kinds.shared import Content, Text

_START = re.compile(r"\*|%([^%\s]{1,20})%")
_FEEDBACK = re.compile(r"(?<!\\)(?:\\\\)*#")
_SIGN = re.compile(r"\\([\\%*#])")


def written(kind: str, words: Text) -> Content:
    """The part of a gap that its kind needs. A line missing in one language stays empty there, and is told about."""
    lines = {language: [part.strip() for part in text.splitlines() if part.strip()] for language, text in words.items()}
    if kind == "short":
        return {"accepted": lines}
    rows = list(zip_longest(lines["en"], lines["zh-hans"], fillvalue=""))
    if kind == "single":
        return {"options": [_option(_parts(en), _parts(zh)) for en, zh in rows]}
    return {"intervals": [_interval(_parts(en), _parts(zh)) for en, zh in rows]}


def _parts(line: str) -> tuple[str, str, str]:
    """What leads a line (* or a share), its words and its feedback."""
    start = _START.match(line)
    lead = (start[1] or "*") if start else ""
    rest = line[start.end() :] if start else line
    cut = _FEEDBACK.search(rest)
    said = rest[cut.end() :] if cut else ""
    return lead, _plain(rest[: cut.end() - 1] if cut else rest), _plain(said)


def _plain(text: str) -> str:
    return _SIGN.sub(r"\1", text).strip()


def _option(en: tuple[str, str, str], zh: tuple[str, str, str]) -> dict[str, Any]:
    lead = en[0] or zh[0]
    part = {"share": lead} if lead not in ("", "*") else {}
    return {
        "text": {"en": en[1], "zh-hans": zh[1]},
        "right": lead == "*",
        "feedback": {"en": en[2], "zh-hans": zh[2]},
    } | part


def _interval(en: tuple[str, str, str], zh: tuple[str, str, str]) -> dict[str, Any]:
    value, _, tolerance = (en[1] or zh[1]).replace("+-", "±").partition("±")
    lead = en[0] or zh[0]
    part = lead if lead not in ("", "*") else "1"
    return interval(value.strip(), tolerance.strip()) | {"share": part, "feedback": {"en": en[2], "zh-hans": zh[2]}}


def lines_of(gap: Content) -> Text:
    """The way back, for an editor's two fields."""
    languages = ("en", "zh-hans")
    if gap["kind"] == "short":
        accepted = gap.get("accepted", {})
        return {language: "\n".join(accepted.get(language, [])) for language in languages}
    if gap["kind"] == "single":
        return {
            language: "\n".join(_option_line(option, language) for option in gap["options"]) for language in languages
        }
    return {language: "\n".join(_interval_line(row, language) for row in gap["intervals"]) for language in languages}


def _lead(share: str, is_right: bool) -> str:
    return "*" if is_right else f"%{share}%" if share else ""


def _option_line(option: dict[str, Any], language: str) -> str:
    share = option.get("share") or ""
    words = _signed(option["text"].get(language, ""))
    return _lead(share, option["right"]) + words + _said(option["feedback"], language)


def _interval_line(row: dict[str, Any], language: str) -> str:
    value, tolerance = around(row)
    share = row.get("share") or "1"
    number = f"{value} ± {tolerance}" if tolerance else value
    return ("" if share == "1" else f"%{share}%") + number + _said(row.get("feedback", {}), language)


def _said(feedback: Text, language: str) -> str:
    words = feedback.get(language, "")
    return f" # {_signed(words)}" if words else ""


def _signed(text: str) -> str:
    return re.sub(r"([\\%*#])", r"\\\1", " ".join(text.split("\n")))
