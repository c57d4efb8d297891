import re
from collections.abc import Callable, Iterable

import structlog
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from kernel.jobs.delivery import take
from kernel.jobs.hooks import beat, leases

_NUMBER = re.compile(r"\d+")

log = structlog.get_logger("readyline.worker")


def each[Row](rows: Iterable[Row], work: Callable[[Row], object]) -> int:
    """Do the work for every row; how many. One that fails keeps nobody else waiting; the round fails in the end.

    Raises what the first of them raised. `work` does its own transaction.
    """
    done, first = 0, None
    for row in rows:
        try:
            work(row)
        except Exception as error:
            log.exception("a row was left out", kind=type(row).__name__, pk=getattr(row, "pk", ""))
            first = first or error
        else:
            done += 1
    if first is not None:
        raise first
    return done


def in_words(found: str) -> str:
    """What a round wrote down, in the reader's language: it was written in English, with its numbers filled in."""
    pattern = _NUMBER.sub("{}", found)
    said = gettext(pattern) if pattern else ""
    return found if said == pattern else said.format(*_NUMBER.findall(found))


def run(task: str) -> None:
    """One round of a scheduled task, and the heartbeat that says it came through.

    A round that is still going on elsewhere is left to it: rounds compute from the rows, and the next one comes anyway.
    """
    if take(task) != "mine":
        return
    try:
        found = import_string(task)()
    finally:
        leases().give_back(task)
    beat(task, timezone.now(), detail="" if found is None else str(found)[:300])
