"""What of a scenario each side may read, in the reader's language. The hire's side is built from an allow-list."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.models.wording import within
from simulations.models import Call, ScenarioVersion


@dataclass(frozen=True)
class Brief:
    """All that the hire may see before and during the call: not the title, which often gives the matter away."""

    situation: str
    system: list[str]
    line_played_notice: bool


def brief_of(version: ScenarioVersion) -> Brief:
    brief = version.content["brief"]
    return Brief(
        situation=within(brief["situation"]),
        system=[within(line) for line in brief["system"]],
        line_played_notice=brief["line_played_notice"],
    )


def title_of(version: ScenarioVersion) -> str:
    """For the player, QA and mentor; for the hire see `heading`."""
    return within(version.content["title"])


def heading(call: Call) -> str:
    """What a call is called in front of the hire: by its kind until it is over, then by its scenario."""
    if call.state not in (Call.State.BOOKED, Call.State.RUNNING):
        return title_of(call.scenario_version)
    return _("%(kind)s: %(type)s") % {
        "kind": capfirst(call.get_kind_display()),
        "type": call.scenario_version.scenario.get_call_type_display(),
    }


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
