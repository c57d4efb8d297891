"""What a page held when it was loaded, told by its fingerprint: whether the centre has edited it since."""

import hashlib
import json
from itertools import product
from typing import Any

from content.models import LoadedItem

Values = dict[str, Any]

# Left out of a page's values where the files name none; what the page holds then is the centre's own.
OPTIONAL: dict[str, Any] = {"valid_months": None, "paper_key": "", "case_key": ""}
LEFT_OUT = object()


def written(page: Any, values: Values) -> str:
    """The fingerprint of what a page holds now, in the fields the loader writes."""
    return fingerprint(held_in(page, values))


def held_in(page: Any, values: Values) -> Values:
    held = {name: getattr(page, name) for name in values if name != "body"}
    if "body" in values:
        held["body"] = without_ids(page.body.get_prep_value())
    return held


def withdrawn(page: Any, values: Values, loaded: LoadedItem, before: Values) -> Values | None:
    """None where somebody has edited the page since it was loaded; else the optional fields to empty now: those that
    were shipped then and are not any more.

    `before` is what the page in the other language held before this run, which took this one along.
    """
    held = held_in(page, values)
    names = [name for name in OPTIONAL if hasattr(page, name)]
    fixed = {name: value for name, value in held.items() if name not in names}
    for choice in product(*(_maybe(name, getattr(page, name), values, before) for name in names)):
        then = {name: value for name, value in zip(names, choice, strict=True) if value is not LEFT_OUT}
        if fingerprint(fixed | then) == loaded.written_hash:
            return {name: OPTIONAL[name] for name in then.keys() - values.keys()}
    return None


def _maybe(name: str, held: Any, values: Values, before: Values) -> list[Any]:
    """What an optional field may have been when the page was loaded, if nobody but the loader has changed it."""
    is_empty = held == OPTIONAL[name]
    found = [] if is_empty else [held]
    if name not in values or is_empty or held == values[name]:
        found.append(LEFT_OUT)
    if name in before and held == values.get(name, OPTIONAL[name]):
        found.append(before[name])
    return found


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_ids(inner) for name, inner in value.items() if name != "id"}
    return [without_ids(inner) for inner in value] if isinstance(value, list) else value


def fingerprint(values: Values) -> str:
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
