"""From a parsed TOML table to a typed value, or every reason why not. Pure: messages are put into the reader's
language by the page (`gettext_noop` only marks them for translation)."""

import dataclasses
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# Whole numbers beyond this are slips of the keyboard, and too long for the pages.
MOST = 1_000_000


def gettext_noop(message: str) -> str:
    return message


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a text of figures: where (`path` of keys) and what, as a message with its values."""

    path: tuple[str, ...]
    message: str
    params: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return self.message % self.params


class FiguresError(Exception):
    """The figures cannot be used; `problems` says everything that is wrong, in the order of the text."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{'.'.join(p.path)}: {p}" for p in problems))
        self.problems = problems


@dataclass(frozen=True)
class Figure:
    """What a field means in words, and what it may be."""

    words: str
    low: int | Decimal = 0
    high: int | Decimal = MOST
    choices: tuple[str, ...] = ()
    unit: str = ""


def figure(
    words: str,
    *,
    low: int | Decimal = 0,
    high: int | Decimal = MOST,
    choices: tuple[str, ...] = (),
    unit: str = "",
) -> Any:
    """A field of a schema: its meaning in words, its bounds (both allowed) and its unit."""
    return dataclasses.field(metadata={"figure": Figure(words, low, high, choices, unit)})


def mark(words: str) -> Any:
    return figure(words, high=100, unit="%")


def read[T](shape: type[T], table: Mapping[str, Any]) -> T:
    """The typed figures of a parsed table; raises `FiguresError` with every problem found."""
    problems: list[Problem] = []
    value = _read_table(shape, table, (), problems)
    if not problems:
        problems.extend(cross_problems(value))
    if problems:
        raise FiguresError(problems)
    return typing.cast(T, value)


def completed(shape: type, table: Mapping[str, Any], shipped: Mapping[str, Any]) -> dict[str, Any]:
    """The table with every key of the shape: what it lacks as shipped, and nothing that the shape no longer knows."""
    hints = typing.get_type_hints(shape)
    whole = {}
    for field in dataclasses.fields(shape):
        given, default = table.get(field.name, shipped[field.name]), shipped[field.name]
        inner = hints[field.name]
        is_table = dataclasses.is_dataclass(inner) and isinstance(given, dict)
        whole[field.name] = completed(inner, given, default) if is_table else given
    return whole


def cross_problems(value: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Problems between fields: each schema may say them in a method `problems`."""
    own: Callable[[], Iterable[Problem]] | None = getattr(value, "problems", None)
    if own is not None:
        for problem in own():
            yield dataclasses.replace(problem, path=path + problem.path)
    for field in dataclasses.fields(value):
        inner = getattr(value, field.name)
        if dataclasses.is_dataclass(inner):
            yield from cross_problems(inner, (*path, field.name))


def _read_table(shape: Any, table: Mapping[str, Any], path: tuple[str, ...], problems: list[Problem]) -> Any:
    hints = typing.get_type_hints(shape)
    fields = {field.name: field for field in dataclasses.fields(shape)}
    for name in table:
        if name not in fields:
            problems.append(Problem((*path, name), gettext_noop("This key is not known here.")))
    values = {}
    for name, field in fields.items():
        here = (*path, name)
        if name not in table:
            problems.append(Problem(here, gettext_noop("The key “%(key)s” is missing."), {"key": name}))
            continue
        values[name] = _read_value(hints[name], table[name], field.metadata.get("figure"), here, problems)
    return shape(**values) if len(values) == len(fields) and not problems else None


def _read_value(hint: Any, raw: Any, said: Figure | None, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if dataclasses.is_dataclass(hint):
        if isinstance(raw, dict):
            return _read_table(hint, raw, path, problems)
        return _wrong(path, gettext_noop("A table of figures is expected here."), problems)
    said = said or Figure("")
    origin = typing.get_origin(hint)
    if origin is tuple:
        return _read_list(typing.get_args(hint)[0], raw, said, path, problems)
    if origin is dict:
        return _read_pairs(raw, path, problems)
    return _read_plain(hint, raw, said, path, problems)


def _read_list(hint: Any, raw: Any, said: Figure, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(raw, list):
        return _wrong(path, gettext_noop("A list in square brackets is expected here."), problems)
    return tuple(_read_plain(hint, item, said, path, problems) for item in raw)


def _read_pairs(raw: Any, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        return _wrong(path, gettext_noop("Pairs of keys in quotation marks are expected here."), problems)
    return dict(raw)


def _read_plain(hint: Any, raw: Any, said: Figure, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if hint is bool:
        return raw if isinstance(raw, bool) else _wrong(path, gettext_noop("Write true or false."), problems)
    if hint is str:
        return _read_text(raw, said, path, problems)
    allowed: tuple[type, ...] = (int, Decimal) if hint is Decimal else (int,)
    if isinstance(raw, bool) or not isinstance(raw, allowed):
        wanted = gettext_noop("Write a number.") if hint is Decimal else gettext_noop("Write a whole number.")
        return _wrong(path, wanted, problems)
    number = Decimal(str(raw))
    if not number.is_finite() or not said.low <= number <= said.high:
        message = gettext_noop("%(value)s is outside %(low)s to %(high)s.")
        problems.append(Problem(path, message, {"value": raw, "low": said.low, "high": said.high}))
        return None
    return hint(raw)


def _read_text(raw: Any, said: Figure, path: tuple[str, ...], problems: list[Problem]) -> Any:
    if not isinstance(raw, str):
        return _wrong(path, gettext_noop("Write a word in quotation marks."), problems)
    if said.choices and raw not in said.choices:
        message = gettext_noop("“%(value)s” is none of %(choices)s.")
        problems.append(Problem(path, message, {"value": raw, "choices": ", ".join(said.choices)}))
    return raw


def _wrong(path: tuple[str, ...], message: str, problems: list[Problem]) -> None:
    problems.append(Problem(path, message))
