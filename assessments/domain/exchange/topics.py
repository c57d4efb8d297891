"""Moodle's paths of categories: a slash parts the names, two stand for one inside a name. Pure."""

import re

_PART = re.compile(r"(?<!/)/(?!/)")
# Where a category hangs in a course says nothing here.
_PLACE = re.compile(r"\$(course|system|module|cat\w*)\$")


def topic_of(path: str) -> tuple[str, ...]:
    parts = [part.replace("//", "/").strip() for part in _PART.split(path)]
    parts = [part for part in parts if part and not _PLACE.fullmatch(part)]
    return tuple(parts[1:] if parts[:1] == ["top"] else parts)


def path_of(topic: tuple[str, ...]) -> str:
    """A slash at the edge of a name is held off from those that part the path."""
    return "/".join(["top", *(f" {part.replace('/', '//')} " if "/" in part else part for part in topic)])
