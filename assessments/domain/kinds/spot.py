"""Spot the wording: mark the forbidden phrases in a transcript (RULES 2, wording of S3 5.1.1).

The agent's turns are cut into phrases, the same number in each language and in the same order, and every phrase can
be marked; what the customer says is read only. With r forbidden phrases marked, w harmless ones and f forbidden in
all, an answer earns maximum * max(0, r - w) / f; with `credit` "all" only exactly the forbidden ones earn anything.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import count
from typing import Any

from assessments.domain.kinds import transcripts
from assessments.domain.kinds.shared import (
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    gettext_noop,
    one,
    places,
)

KEY = "spot"
LABEL = gettext_noop("mark every forbidden phrase")
NAME = gettext_noop("spot the wording")
INPUT = "many"
TEMPLATES = "spot"
FIXED_ORDER = True  # a call runs in one direction

LONGEST_TRANSCRIPT = 8000
MOST_TURNS = 40
MOST_PHRASES = 120


def phrases(content: Content) -> list[dict[str, Any]]:
    """What can be marked, in the order of the transcript; a phrase is named by its number here."""
    return [phrase for turn in content["turns"] if turn["speaker"] == "agent" for phrase in turn["segments"]]


def forbidden(content: Content) -> set[int]:
    return {number for number, phrase in enumerate(phrases(content)) if phrase["forbidden"]}


def texts(content: Content) -> list[Text]:
    return [segment["text"] for turn in content["turns"] for segment in turn["segments"]]


def remarks(content: Content) -> list[Text]:
    return [phrase["feedback"] for phrase in phrases(content) if any(phrase["feedback"].values())]


def orders(content: Content) -> int:
    return len(phrases(content))


def problems(content: Content) -> list[str]:
    """What keeps the transcript from being asked; where it could not be read, what to mend in the writing."""
    if "unread" in content:
        return [content["unread"]]
    found = []
    bad, cut = len(forbidden(content)), orders(content)
    if len(content["turns"]) > MOST_TURNS or cut > MOST_PHRASES:
        found.append(gettext_noop("A transcript has at most 40 turns and 120 phrases."))
    if not bad:
        found.append(gettext_noop("Mark at least one forbidden phrase of the agent with [[ and ]]."))
    elif cut - bad < bad:
        found.append(
            gettext_noop(
                "Cut more harmless phrases, with | between them: at least as many as forbidden ones, so that the "
                "cuts give nothing away."
            )
        )
    if len(transcripts.marked(content["turns"])) != bad:
        found.append(gettext_noop("Only what the agent says can be forbidden wording."))
    return found


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    if len(posted) > orders(content):
        raise NotAnAnswerError
    return {"chosen": sorted(set(places(posted, asked.order)))}


def shown(value: Value, asked: Asked) -> list[str]:
    return [str(asked.order.index(number)) for number in value.get("chosen", [])]


def is_answered(value: Value) -> bool:
    return bool(value.get("chosen"))


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """Right marks less wrong ones over all forbidden phrases, never below none; or all or nothing."""
    chosen, bad = set(value.get("chosen", [])), forbidden(content)
    if content.get("credit") == "all":
        return Fraction(maximum if chosen == bad else 0)
    right, wrong = len(chosen & bad), len(chosen - bad)
    return Fraction(maximum * max(0, right - wrong), len(bad))


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    """The running text; a phrase that can be marked has its place, what the customer says has none."""
    taken = set(value.get("chosen", []))
    return {
        "turns": [
            {
                "speaker": turn["speaker"],
                "phrases": [
                    {"place": number, "text": within(phrase["text"]), "chosen": number in taken}
                    for number, phrase in row
                ],
            }
            for turn, row in _numbered(content)
        ]
    }


def _numbered(content: Content) -> Iterator[tuple[dict[str, Any], list[tuple[int | None, dict[str, Any]]]]]:
    """Each turn with its phrases and their numbers; what the customer says has none."""
    number = count()
    for turn in content["turns"]:
        is_agent = turn["speaker"] == "agent"
        yield turn, [(next(number) if is_agent else None, segment) for segment in turn["segments"]]


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    """The running text as it was marked, and what stands for each phrase that is forbidden or was marked."""
    taken = set(value.get("chosen", []))
    turns = [
        {"speaker": turn["speaker"], "phrases": [_judged(phrase, number in taken, within) for number, phrase in row]}
        for turn, row in _numbered(content)
    ]
    judged = [phrase for turn in turns for phrase in turn["phrases"] if phrase["forbidden"] or phrase["chosen"]]
    return {"turns": turns, "judged": judged}


def _judged(phrase: dict[str, Any], chosen: bool, within: Within) -> dict[str, Any]:
    return {
        "text": within(phrase["text"]),
        "forbidden": phrase["forbidden"],
        "chosen": chosen,
        "feedback": within(phrase["feedback"]),
    }


def written(posted: Posted) -> Content:
    """From the fields transcript_en, transcript_zh and better_en, better_zh (a remark a line, one for each mark)."""
    words, remarks = (
        {language: one(posted, f"{name}_{end}", LONGEST_TRANSCRIPT) for language, end in transcripts.FIELDS}
        for name in ("transcript", "better")
    )
    credit = "all" if one(posted, "credit") == "all" else "partial"
    try:
        return {"turns": transcripts.turns(words, remarks), "credit": credit}
    except transcripts.UnreadError as odd:
        return {"turns": [], "credit": credit, "unread": str(odd), "typed": {"transcript": words, "better": remarks}}


def editor(content: Content) -> dict[str, Any]:
    """The transcript as it is written; what could not be read comes back as it was typed."""
    turns, typed = content.get("turns", []), content.get("typed")
    fields: dict[str, Any] = {"all": content.get("credit") == "all"}
    for language, end in transcripts.FIELDS:
        for name, write in (("transcript", transcripts.as_written), ("better", transcripts.remarks_of)):
            fields[f"{name}_{end}"] = typed[name][language] if typed else write(turns, language)
    return fields
