"""The typing test: type a given text; the server measures characters a minute and accuracy.

The page sends the text so far about every two seconds; `read` stamps each arrival, so no clock of the browser counts.
A value is {"text", "language", "began", "batches": [[milliseconds since the first, characters so far], …]}.

- Speed: the characters added after the first arrival, a minute, from the first arrival to the last one that changed
  the text. What arrives faster than anyone types (a paste, or a text that first arrives whole) adds nothing to the
  speed and is shown as such to whoever looks; it never voids the answer.
- Accuracy: 100 * (1 - distance / characters of the given text), never below 0, by the exact edit distance.
- Points: all of them at the target of the language and the target accuracy; else the share of the best step reached,
  a step asking for a part of the target speed and an accuracy; else none. Before hiring, RULES 1 (S3 2.2.1, 4.1.2)
  asks for 60 characters a minute: the figure a new question starts with.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from assessments.domain.kinds.distance import distance
from assessments.domain.kinds.shared import (
    LANGUAGES,
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    both,
    gettext_noop,
    one,
    pair,
    share,
)

KEY = "typing"
LABEL = gettext_noop("type the text")
NAME = gettext_noop("typing test")
INPUT = "text"
TEMPLATES = "typing"

LONGEST = 1000  # of the given text
LONGEST_TYPED = 2 * LONGEST
TARGET = 60  # characters a minute
ACCURACY = 95  # percent
STEPS = 4  # rows of the editor

# Faster than anyone types: so many characters a second, and a few at once by an input method.
QUICKEST_A_SECOND = 20
AT_ONCE = 40

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})


def texts(content: Content) -> list[Text]:
    return [content["text"]]


def remarks(content: Content) -> list[Text]:
    return []


def orders(content: Content) -> int:
    return 0


def problems(content: Content) -> list[str]:
    found = []
    given = [text for text in content["text"].values() if text.strip()]
    if any(not 20 <= len(plain(text)) <= LONGEST for text in given):
        found.append(gettext_noop("The text to type has 20 to 1,000 characters."))
    targets = [content["target"].get(language) for language, text in content["text"].items() if text.strip()]
    if not all(_is_whole(target, 1, 1000) for target in targets) or not _is_whole(content["accuracy"], 1, 100):
        found.append(gettext_noop("The target speed is 1 to 1,000 characters a minute, the accuracy 1 to 100 %."))
    if not all(_is_step(step) for step in content["steps"]):
        found.append(
            gettext_noop(
                "A step names a part of the target speed and an accuracy, each up to 100 %, and a share below 1."
            )
        )
    return found


def _is_whole(number: object, least: int, most: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= most


def _is_step(step: dict[str, Any]) -> bool:
    try:
        earned = share(step["share"])
    except ValueError:
        return False
    return _is_whole(step["speed"], 0, 100) and _is_whole(step["accuracy"], 0, 100) and 0 < earned < 1


def plain(text: str) -> str:
    """What is compared: line breaks and rows of spaces are one space, curly quotes straight ones."""
    return " ".join(text.translate(_PLAIN).split())


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    """The text so far with the time it arrived; an emptied field begins anew."""
    text = posted[0] if posted else ""
    if len(posted) > 1 or len(text) > LONGEST_TYPED or "\0" in text:
        raise NotAnAnswerError
    if not text.strip():
        return {"text": ""}
    before, now = asked.before, asked.now
    if text == before.get("text") or now is None:
        return {**before, "text": text}
    if not before.get("batches"):
        texts = content["text"]
        language = asked.language if texts.get(asked.language) else next(name for name in texts if texts[name])
        return {"text": text, "language": language, "began": now.isoformat(), "batches": [[0, len(text)]]}
    since = (now - datetime.fromisoformat(before["began"])) // timedelta(milliseconds=1)
    at = max(since, before["batches"][-1][0])  # the server's clock may have been set back
    return {**before, "text": text, "batches": [*before["batches"], [at, len(text)]]}


def shown(value: Value, asked: Asked) -> list[str]:
    return [value.get("text", "")]


def is_answered(value: Value) -> bool:
    return bool(value.get("text", "").strip())


def impossible(value: Value) -> list[tuple[int, int]]:
    """Batches that nobody can have typed: when (milliseconds) and how many characters came at once."""
    batches = [[0, 0], *value.get("batches", [])]
    steps = [(at, at - then, long - short) for (then, short), (at, long) in pairwise(batches)]
    return [(at, added) for at, took, added in steps if added > AT_ONCE + QUICKEST_A_SECOND * took // 1000]


def speed(value: Value) -> Fraction:
    """Characters a minute by the server's clock, exact; 0 where nothing could be measured."""
    batches = value.get("batches", [])
    lasted = batches[-1][0] if batches else 0
    if not lasted:
        return Fraction(0)
    pasted = sum(added for _at, added in impossible(value))
    first = 0 if batches[0][1] > AT_ONCE else batches[0][1]  # it was no typing, or came before the clock
    typed = batches[-1][1] - first - pasted
    return Fraction(max(0, typed) * 60_000, lasted)


def accuracy(content: Content, value: Value) -> Fraction:
    """Percent of the given text, exact."""
    given = plain(_given(content, value))
    wrong = distance(given, plain(value.get("text", "")))
    return Fraction(100 * max(0, len(given) - wrong), len(given))


def _given(content: Content, value: Value) -> str:
    """The text in the language in which the typing began."""
    text: str = content["text"][value["language"]]
    return text


def points(content: Content, value: Value, maximum: int) -> Fraction:
    if not is_answered(value):
        return Fraction(0)
    reached, right = speed(value) * 100 / content["target"][value["language"]], accuracy(content, value)
    if reached >= 100 and right >= content["accuracy"]:
        return Fraction(maximum)
    earned = [
        share(step["share"]) for step in content["steps"] if reached >= step["speed"] and right >= step["accuracy"]
    ]
    return maximum * max(earned, default=Fraction(0))


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    given = _given(content, value) if is_answered(value) else within(content["text"])
    return {"given": given, "text": value.get("text", ""), "longest": LONGEST_TYPED}


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    typed = is_answered(value)
    return {
        "given": _given(content, value) if typed else within(content["text"]),
        "text": value.get("text", ""),
        "speed": speed(value) if typed else None,
        "accuracy": accuracy(content, value) if typed else None,
        "target": content["target"].get(value.get("language", "")),
        "targets": [(LANGUAGE_NAMES[key], target) for key, target in content["target"].items()],
        "least": content["accuracy"],
        "steps": content["steps"],
        "impossible": [(at // 1000, added) for at, added in impossible(value)],
    }


LANGUAGE_NAMES = {"en": "English", "zh-hans": "中文"}


def written(posted: Posted) -> Content:
    """From text_en, text_zh, target_en, target_zh, accuracy and rows of speed-N, accuracy-N, share-N."""
    target = {
        language: _whole(one(posted, f"target_{end}")) for language, end in zip(LANGUAGES, ("en", "zh"), strict=True)
    }
    rows = [
        {name: one(posted, f"{name}-{number}") for name in ("speed", "accuracy", "share")} for number in range(STEPS)
    ]
    return {
        "text": both(posted, "text"),
        "target": {language: figure for language, figure in target.items() if figure is not None},
        "accuracy": _whole(one(posted, "accuracy")),
        "steps": [
            row | {name: _whole(row[name]) for name in ("speed", "accuracy")} for row in rows if any(row.values())
        ],
    }


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else None


def editor(content: Content) -> dict[str, Any]:
    steps = content.get("steps", [{"speed": 80, "accuracy": 90, "share": "1/2"}])
    target = content.get("target", dict.fromkeys(LANGUAGES, TARGET))
    empty = {"speed": "", "accuracy": "", "share": ""}
    return {
        "text": pair(content.get("text", {})),
        "target": {"en": target.get("en", ""), "zh": target.get("zh-hans", "")},
        "accuracy": content.get("accuracy", ACCURACY) or "",
        "steps": [{"number": n, **(steps[n] if n < len(steps) else empty)} for n in range(max(STEPS, len(steps)))],
        "longest": LONGEST,
    }
