"""A question of a file on its way into the bank, whatever the format, and what makes two of them the same. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from assessments.domain.exchange import into_bank
from assessments.domain.exchange.items import Attachment, Item, Problem
from assessments.domain.kinds import choices, cloze, multiple, single
from assessments.domain.kinds.shared import LANGUAGES, Content, is_partial, share

_USUAL = ("format", "plain")


@dataclass(frozen=True)
class Draft:
    """One question as it would stand in the bank. Words that describe it are those of the file."""

    where: str
    kind: str
    content: Content
    points: int
    difficulty: int = 1
    name: str = ""
    topic: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    competency: str = ""
    point: str = ""
    use: str = "exam"
    attachments: tuple[Attachment, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass
class Drafts:
    """All of a file: what can be taken, and what the bank cannot hold, each with its place."""

    taken: list[Draft] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def of_items(items: Iterable[Item], losses: Iterable[Problem], language: str, *, rubric: str = "") -> Drafts:
    """The items of a file in one language. Losses of the reading are told with the question they belong to."""
    lost: dict[str, list[str]] = {}
    for loss in losses:
        lost.setdefault(loss.where, []).append(loss.what)
    found = Drafts()
    for item in items:
        try:
            made = into_bank.made_of(item, language, rubric=rubric)
        except into_bank.NotTakenError as refused:
            found.refused.append(Problem(item.where, refused.sentence))
            continue
        found.taken.append(
            Draft(
                where=item.where,
                kind=made.kind,
                content=made.content,
                points=made.points,
                name=item.name,
                topic=item.topic,
                tags=item.tags,
                attachments=item.attachments,
                losses=(*lost.get(item.where, ()), *made.losses),
            )
        )
    return found


def fingerprint(kind: str, content: Content, language: str) -> str:
    """The same for questions that ask, accept and say the same in this language, whatever stands in the other one;
    in both languages when none is named."""
    said = _in(_with_shares_that_count(kind, content), language)
    own = {name: part for name, part in said.items() if name not in ("rubric", "longest", "least")}
    text = json.dumps([kind, own], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _with_shares_that_count(kind: str, content: Content) -> Content:
    """Every option with what it earns, written or not: 0 for a wrong one is what nobody has to write."""
    if kind == cloze.KEY:
        return content | {"gaps": [_with_shares_that_count(gap["kind"], gap) for gap in content["gaps"]]}
    if kind == single.KEY:
        earned = [choices.part(option) for option in content["options"]]
    elif kind == multiple.KEY and is_partial(content):
        earned = multiple.shares(content)
    else:
        return content
    options = [option | {"share": str(one)} for option, one in zip(content["options"], earned, strict=True)]
    return content | {"options": options}


def _in(part: Any, language: str) -> Any:
    if isinstance(part, list):
        return [_in(one, language) for one in part]
    if not isinstance(part, dict):
        return part
    if language and part and set(part) <= set(LANGUAGES):
        return part.get(language) or ""
    return {name: _figure(name, _in(inner, language)) for name, inner in part.items() if (name, inner) != _USUAL}


def _figure(name: str, part: Any) -> Any:
    """A share or weight by its value, however it is written: 0.5 is 1/2."""
    if name not in ("share", "points") or not isinstance(part, str):
        return part
    try:
        return str(share(part))
    except ValueError:
        return part
