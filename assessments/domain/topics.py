"""The topic tree of a bank: write, rename, move. A topic stays in its bank; results are broken down by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.bank import BankError
from assessments.models import Bank, Topic
from people.domain import journal
from people.models import User


@dataclass(frozen=True)
class Placed:
    """A topic where it stands in the tree: how deep, and the topics above it."""

    topic: Topic
    depth: int

    @property
    def indent(self) -> str:
        """Blanks before its title in a list of choices."""
        return "\u2003" * self.depth

    @property
    def step(self) -> int:
        """How far a page moves it in; a deeper one moves no further."""
        return min(self.depth, 3)


def tree(topics: Iterable[Topic]) -> list[Placed]:
    """Parents before their children, each level by title; a topic whose parent is not among them stands at the top."""
    rows = sorted(topics, key=lambda topic: (topic.bank_id or 0, topic.title, topic.pk))
    known = {topic.pk for topic in rows}
    below: dict[int | None, list[Topic]] = {}
    for topic in rows:
        below.setdefault(topic.parent_id if topic.parent_id in known else None, []).append(topic)
    placed: list[Placed] = []
    waiting = [Placed(topic, 0) for topic in reversed(below.get(None, []))]
    while waiting:
        here = waiting.pop()
        placed.append(here)
        waiting += [Placed(child, here.depth + 1) for child in reversed(below.get(here.topic.pk, []))]
    return placed


def with_below(key: str, topics: Iterable[Topic]) -> list[int]:
    """The ids of a topic and of all topics below it; none when it is not among them."""
    ids: list[int] = []
    top = 0
    for place in tree(topics):
        if ids and place.depth <= top:
            break
        if ids or place.topic.key == key:
            top = top if ids else place.depth
            ids.append(place.topic.pk)
    return ids


@transaction.atomic
def write_topic(
    *, key: str, bank: Bank | None, parent: Topic | None, title_en: str, title_zh: str, by: User, now: datetime
) -> Topic:
    """A new topic of a bank (None: of the house). Raises BankError when its key is taken or the parent is elsewhere."""
    if parent and parent.bank_id != (bank.pk if bank else None):
        raise BankError(_("A topic and the one it is part of stand in the same bank."))
    titles = {"title_en": title_en, "title_zh": title_zh}
    topic, added = Topic.objects.get_or_create(key=key, defaults=titles | {"bank": bank, "parent": parent})
    if not added:
        raise BankError(_("There is a topic with the key %(key)s already.") % {"key": key})
    journal.record("topic-written", by=by, about=topic, now=now, values=titles)
    return topic


@transaction.atomic
def change_topic(topic: Topic, *, parent: Topic | None, title_en: str, title_zh: str, by: User, now: datetime) -> None:
    """Rename a topic or move it below another of its bank. Raises BankError where that would make a circle."""
    # One move at a time in a bank, so that two that cross cannot close a circle together.
    rows = {row.pk: row for row in Topic.objects.select_for_update().filter(bank=topic.bank_id)}
    if parent and parent.pk not in rows:
        raise BankError(_("A topic and the one it is part of stand in the same bank."))
    above = parent.pk if parent else None
    while above is not None:
        if above == topic.pk:
            raise BankError(_("A topic cannot be part of itself or of one that is part of it."))
        above = rows[above].parent_id
    topic.parent, topic.title_en, topic.title_zh = parent, title_en, title_zh
    topic.save(update_fields=["parent", "title_en", "title_zh"])
    values = {"title_en": title_en, "title_zh": title_zh, "parent": parent.key if parent else ""}
    journal.record("topic-changed", by=by, about=topic, now=now, values=values)
