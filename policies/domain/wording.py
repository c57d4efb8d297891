"""Figures in words: each with its meaning, its value and what it was before; texts side by side."""

import dataclasses
import difflib
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from policies import schema
from policies.schema.reading import Figure, Problem

UNITS = {
    "%": "%",
    "days": gettext_lazy("days"),
    "months": gettext_lazy("months"),
    "hours": gettext_lazy("hours"),
    "minutes": pgettext_lazy("unit", "minutes"),
    "seconds": gettext_lazy("seconds"),
}
CHOICES = {
    "mean": gettext_lazy("the mean"),
    "every_call": gettext_lazy("every call"),
    "floor_to_target": gettext_lazy("straight from floor to target"),
    "ratio_to_target": gettext_lazy("ratio to the target"),
    "last_valid_day": gettext_lazy("on the last valid day"),
    "notice_day": gettext_lazy("on the day after the notice"),
}


@dataclass(frozen=True)
class FigureRow:
    """One line of the table of figures. `group` heads the rows of an inner table; `before` only where it changes."""

    group: str
    words: str
    value: str
    before: str | None = None


@dataclass(frozen=True)
class KeyRow:
    """One key of the text: its table, its meaning and what may stand behind it."""

    group: str
    key: str
    words: str
    allowed: str


@dataclass(frozen=True)
class DiffLine:
    kind: str  # same, added, removed
    text: str


def sentence(problem: Problem, text: str = "") -> str:
    """A problem in the reader's language, with its line where the text is given."""
    words = gettext(problem.message) % dict(problem.params)
    line = schema.line_of(text, problem.path) if text else None
    return _("Line %(line)s: %(words)s") % {"line": line, "words": words} if line else words


def rows(figures: Any, before: Any = None) -> list[FigureRow]:
    """Every figure in words; with `before`, what it was where it differs."""
    return list(_rows(figures, before, ""))


def _rows(figures: Any, before: Any, group: str) -> Iterator[FigureRow]:
    for field in dataclasses.fields(figures):
        said: Figure = field.metadata["figure"]
        now, was = getattr(figures, field.name), getattr(before, field.name, None)
        if dataclasses.is_dataclass(now):
            yield from _rows(now, was, gettext(said.words))
            continue
        changed = was is not None and was != now
        yield FigureRow(group, gettext(said.words), shown(now, said), shown(was, said) if changed else None)


def keys(subject: str) -> list[KeyRow]:
    """Every key of a subject's text in the reader's language, for whoever writes it."""
    return list(_keys(schema.SHAPES[subject], ""))


def _keys(shape: type, group: str) -> Iterator[KeyRow]:
    hints = typing.get_type_hints(shape)
    for field in dataclasses.fields(shape):
        said: Figure = field.metadata["figure"]
        if dataclasses.is_dataclass(hints[field.name]):
            yield from _keys(hints[field.name], f"[{field.name}] {gettext(said.words)}")
        else:
            yield KeyRow(group, field.name, gettext(said.words), allowed(hints[field.name], said))


def allowed(hint: Any, said: Figure) -> str:
    """What may stand behind a key, as it is typed."""
    if hint is bool:
        return "true, false"
    if said.choices:
        return ", ".join(f'"{choice}"' for choice in said.choices)
    if hint is str:
        return _("a key in quotation marks")
    if typing.get_origin(hint) is dict:
        return _("pairs of keys in quotation marks")
    between = _("%(low)s to %(high)s") % {"low": said.low, "high": f"{said.high:,}"}
    words = _with_unit(between, said)
    return _("[list], each %(between)s") % {"between": words} if typing.get_origin(hint) is tuple else words


def shown(value: Any, said: Figure) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return _with_unit(", ".join(str(item) for item in value), said) if value else _("none")
    if isinstance(value, dict):
        return ", ".join(f"{key} → {other}" for key, other in value.items()) or _("none")
    if isinstance(value, str):
        return str(CHOICES.get(value, value)) or _("none")
    return _with_unit(f"{value:,}", said)


def _with_unit(words: str, said: Figure) -> str:
    return f"{words} {UNITS[said.unit]}" if said.unit else words


def difference(old: str, new: str) -> list[DiffLine]:
    """The new text line by line against the old one; nothing where they are equal."""
    if old == new:
        return []
    kinds = {"  ": "same", "+ ": "added", "- ": "removed"}
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [DiffLine(kinds[line[:2]], line[2:]) for line in lines if line[:2] in kinds]
