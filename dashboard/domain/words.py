"""Titles kept in two columns, and what a gate asks for, in the reader's language."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.models import ProgrammeWeek

Gate = ProgrammeWeek.Gate


def sentences(*parts: object) -> str:
    """One after the other: English puts a space between them, Chinese does not."""
    return ("" if (get_language() or "").startswith("zh") else " ").join(str(part) for part in parts if part)


def title_of(row: Any) -> str:
    return row.title_zh if (get_language() or "").startswith("zh") else row.title_en


def calls_mark(rules: Any) -> str:
    """What the ten calls must reach, by the rule that HR chose."""
    words = _("every call ≥ %(mark)s") if rules.rule == "every_call" else _("mean of ten ≥ %(mark)s")
    return words % {"mark": rules.pass_mark}


def gate_marks(gates: Any, calls: Any) -> dict[str, str]:
    return {
        Gate.THEORY_AND_PRACTICAL: _("theory and practical, %(mark)s") % {"mark": gates.pass_mark},
        Gate.THEORY: _("product theory, %(mark)s") % {"mark": gates.pass_mark},
        Gate.SIGN_OFF: _("mentor sign-off"),
        Gate.MOCK_CALLS: calls_mark(calls),
    }
