"""What of a scenario each side may read, in the reader's language. The hire's side is built from an allow-list."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.models.wording import within
from simulations.models import ScenarioVersion


@dataclass(frozen=True)
class Brief:
    """All that the hire may see before and during the call."""

    title: str
    situation: str
    system: list[str]
    line_played_notice: bool


def brief_of(version: ScenarioVersion) -> Brief:
    brief = version.content["brief"]
    return Brief(
        title=within(version.content["title"]),
        situation=within(brief["situation"]),
        system=[within(line) for line in brief["system"]],
        line_played_notice=brief["line_played_notice"],
    )


def title_of(version: ScenarioVersion) -> str:
    return within(version.content["title"])


def whole(version: ScenarioVersion) -> dict[str, Any]:
    """Everything, for the console and QA: card, hidden facts, ideal path, mistakes, expected record."""
    found = _spoken(version.content)
    found["record"]["ticket_type"] = ticket_words().get(found["record"]["ticket_type"], found["record"]["ticket_type"])
    found["record"]["urgency"] = urgency_words().get(found["record"]["urgency"], found["record"]["urgency"])
    return found


def _spoken(node: Any) -> Any:
    if isinstance(node, dict):
        if set(node) == {"en", "zh-hans"}:
            return within(node)
        return {key: _spoken(value) for key, value in node.items()}
    return [_spoken(value) for value in node] if isinstance(node, list) else node


def ticket_words() -> dict[str, str]:
    return {
        "consultation": _("consultation"),
        "complaint": _("complaint"),
        "suggestion": _("suggestion"),
        "transaction": _("transaction"),
    }


def urgency_words() -> dict[str, str]:
    return {"general": _("general"), "urgent": _("urgent"), "suggestion": _("suggestion")}
