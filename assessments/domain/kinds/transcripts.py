"""A transcript as its author writes it. Not a kind: it has no KEY.

A line a turn, `Agent: …` or `Customer: …` (客服： and 客户：). In the agent's turns [[…]] marks a forbidden phrase
and | cuts harmless words into phrases; where both languages have as many sentences, these are cut by themselves.
"""

import re
from itertools import zip_longest
from typing import Any

from assessments.domain.kinds.shared import Text, gettext_noop

FIELDS = (("en", "en"), ("zh-hans", "zh"))

_SPEAKERS = {"agent": "agent", "customer": "customer", "客服": "agent", "客户": "customer"}
_STARTS = {"en": {"agent": "Agent: ", "customer": "Customer: "}, "zh-hans": {"agent": "客服：", "customer": "客户："}}
_LINE = re.compile(r"\s*(\w+)\s*[:：]\s*(.*\S)")
_MARK = re.compile(r"\[\[([^\[\]]*)\]\]")
# What closes the words before it, so that a phrase never begins with it.
_CLOSING = re.compile(r"[\s,.;:!?)”’，。；：！？、…）》」]+")
_SENTENCE = re.compile(r"(?<=[。！？；])|(?<=[.!?;])\s")

NO_SPEAKER = gettext_noop("Begin every line of the transcript with Agent: or Customer: (in Chinese 客服： or 客户：).")
BAD_MARKS = gettext_noop(
    "A mark is not closed, stands in another or is empty: write [[the phrase]] in the agent's lines."
)
OTHER_TURNS = gettext_noop("Both transcripts need the same turns: as many lines, with the same speaker in each.")
OTHER_MARKS = gettext_noop("Both transcripts need the same [[…]] and | in each line, in the same order.")
OTHER_REMARKS = gettext_noop("Write one remark a line for each marked phrase in both languages, or none at all.")

EMPTY = {"en": "", "zh-hans": ""}

Piece = tuple[str, bool]  # words, and whether they are marked


class UnreadError(ValueError):
    """A transcript that cannot be read; its text is the sentence for the author."""


def turns(words: Text, remarks: Text) -> list[dict[str, Any]]:
    """The turns of a content. Raises UnreadError where the languages do not fit each other; one may be missing."""
    written = [language for language, _end in FIELDS if words[language].strip()]
    if not written:
        return []
    first, second = written[0], written[-1]
    rows, others = _read(words[first]), _read(words[second])
    if [speaker for speaker, _line in rows] != [speaker for speaker, _line in others]:
        raise UnreadError(OTHER_TURNS)
    found = [
        {"speaker": speaker, "segments": [_segment(pair, first, second) for pair in _cut(speaker, line, other)]}
        for (speaker, line), (_speaker, other) in zip(rows, others, strict=True)
    ]
    _put_remarks(marked(found), [(language, remarks[language]) for language in written])
    return found


def marked(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [segment for turn in found for segment in turn["segments"] if segment["forbidden"]]


def _read(text: str) -> list[tuple[str, str]]:
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.match(line)
        if not match or match[1].casefold() not in _SPEAKERS:
            raise UnreadError(NO_SPEAKER)
        rows.append((_SPEAKERS[match[1].casefold()], match[2]))
    return rows


def _cut(speaker: str, line: str, other: str) -> list[tuple[str, str, bool]]:
    """The phrases of a line beside the same in the other language, and whether they are marked."""
    pieces, others = _pieces(speaker, line), _pieces(speaker, other)
    if [is_marked for _, is_marked in pieces] != [is_marked for _, is_marked in others]:
        raise UnreadError(OTHER_MARKS)
    rows = []
    for (words, is_marked), (same, _) in zip(pieces, others, strict=True):
        whole = is_marked or speaker != "agent"
        rows += [(*pair, is_marked) for pair in ([(words, same)] if whole else _by_sentence(words, same))]
    return rows


def _segment(cut: tuple[str, str, bool], first: str, second: str) -> dict[str, Any]:
    words, same, is_marked = cut
    return {"text": EMPTY | {first: words, second: same}, "forbidden": is_marked, "feedback": dict(EMPTY)}


def _pieces(speaker: str, line: str) -> list[Piece]:
    """The words of a line, cut at its marks; what closes a phrase belongs to it."""
    if speaker != "agent":
        if "[[" in line or "]]" in line:
            raise UnreadError(BAD_MARKS)
        return [(line, False)]
    pieces: list[Piece] = []
    for number, part in enumerate(_MARK.split(line)):
        is_marked = number % 2 == 1
        if "[[" in part or "]]" in part or (is_marked and not part.strip()):
            raise UnreadError(BAD_MARKS)
        for words in [part] if is_marked else part.split("|"):
            _put(pieces, words, is_marked)
    return pieces


def _put(pieces: list[Piece], words: str, is_marked: bool) -> None:
    closing = _CLOSING.match(words)
    if closing and pieces and not is_marked:
        before, was_marked = pieces[-1]
        pieces[-1] = before + closing[0].strip(), was_marked
        words = words[closing.end() :]
    if words.strip():
        pieces.append((words.strip(), is_marked))


def _by_sentence(words: str, same: str) -> list[tuple[str, str]]:
    """Cut at the ends of sentences, if both languages have as many."""
    sentences, others = ([part.strip() for part in _SENTENCE.split(text) if part.strip()] for text in (words, same))
    return list(zip(sentences, others, strict=True)) if len(sentences) == len(others) else [(words, same)]


def _put_remarks(marks: list[dict[str, Any]], remarks: list[tuple[str, str]]) -> None:
    lines = {language: [line.strip() for line in text.splitlines() if line.strip()] for language, text in remarks}
    if not any(lines.values()):
        return
    if any(len(found) != len(marks) for found in lines.values()):
        raise UnreadError(OTHER_REMARKS)
    for number, mark in enumerate(marks):
        mark["feedback"] = EMPTY | {language: found[number] for language, found in lines.items()}


def as_written(found: list[dict[str, Any]], language: str) -> str:
    """The transcript as an author would write it: `turns` reads the same from it."""
    lines = [(turn["speaker"], _line(turn["segments"], language)) for turn in found]
    return "\n".join(_STARTS[language][speaker] + line for speaker, line in lines if line)


def _line(segments: list[dict[str, Any]], language: str) -> str:
    words = ""
    for segment, following in zip_longest(segments, segments[1:]):
        part = segment["text"].get(language, "")
        if not part:
            return ""
        words += f"[[{part}]]" if segment["forbidden"] else part
        if following:
            words += " " if segment["forbidden"] or following["forbidden"] else " | "
    return words


def remarks_of(found: list[dict[str, Any]], language: str) -> str:
    return "\n".join(mark["feedback"].get(language, "") for mark in marked(found)).strip()
