"""A plan as the rows of its preview, in the words of whoever looks at it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.exchange.items import Problem
from assessments.domain.imports import Line, Plan, in_words
from assessments.domain.kinds import kind_of
from assessments.models.wording import within
from assessments.rich_text import bare


def losses_in_words(found: Iterable[Problem]) -> list[dict[str, str]]:
    return [{"where": in_words(one.where), "what": in_words(one.what)} for one in found]


def rows_of(plan: Plan) -> list[dict[str, Any]]:
    return [_row(line) for line in plan.lines]


def _row(line: Line) -> dict[str, Any]:
    draft = line.draft
    return {
        "where": in_words(draft.where),
        "kind": _(kind_of(draft.kind).NAME),
        "stem": bare(within(draft.content["stem"]), draft.content.get("format", "plain")),
        "topic": " › ".join(draft.topic),
        "key": line.key,
        "there": line.there,
        "alike": line.alike,
        "losses": [in_words(loss) for loss in draft.losses],
    }
