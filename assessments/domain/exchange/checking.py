"""What `import_questions --check` prints: every question of a file, and all that speaks against it. Pure."""

from typing import Any

from assessments.domain.exchange import drafts, formats, into_bank, sheet
from assessments.domain.exchange.drafts import Draft, Drafts
from assessments.domain.exchange.items import Item, Problem
from assessments.domain.exchange.out_of_bank import NotSayableError, item_of
from assessments.domain.kinds import languages


def told(file_bytes: bytes, name: str, *, language: str = "", rubric: str = "") -> dict[str, Any]:
    """`problems` could not be read; `not_supported` could be read, and the bank cannot hold them."""
    losses: list[Problem] = []
    if name == sheet.NAME:
        taken, problems = sheet.read(file_bytes)
        questions = [_of_draft(draft, language) for draft in taken.taken]
    else:
        found = formats.read(file_bytes, name)
        language = language or into_bank.language_of(found.items)
        taken = drafts.of_items(found.items, [], language, rubric=rubric or "…")
        questions, problems, losses = [item.as_json() for item in found.items], found.problems, found.losses
    return {
        "questions": questions,
        "problems": _as_json(problems),
        "losses": _as_json([*losses, *_lost(taken)]),
        "not_supported": _as_json(taken.refused),
        "language": language,
    }


def _lost(taken: Drafts) -> list[Problem]:
    return [Problem(draft.where, loss) for draft in taken.taken for loss in draft.losses]


def _as_json(problems: list[Problem]) -> list[dict[str, str]]:
    return [{"where": problem.where, "what": problem.what} for problem in problems]


def _of_draft(draft: Draft, language: str) -> dict[str, Any]:
    """A row of a workbook in one of its languages; a kind that no item can say shows its stem alone."""
    whole = languages(draft.kind, draft.content)
    shown = language if language in whole else whole[0]
    try:
        item, _lost = item_of(draft.kind, draft.content, shown)
    except NotSayableError:
        item = Item(draft.kind, draft.content["stem"][shown])
    told = item.as_json() | {"kind": draft.kind, "points": str(draft.points), "name": draft.name}
    return told | {"topic": list(draft.topic), "tags": list(draft.tags)}
