"""The centre's own words for the tokens of the curriculum ("Make it yours"), and the loads that bring them in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from courses.domain.academy import house
from courses.domain.academy.facts import TokenUse, token_uses
from courses.models import AcademyLoad, HouseWord
from kernel.errors import Refusal
from kernel.jobs import queue
from people.domain import journal
from people.models import User

JOB = "courses.tasks.load_words"
# A job that was not lost has begun by then.
LOST_AFTER = timedelta(minutes=2)

Rows = dict[str, dict[str, str]]  # by token, then by language


class WordsError(Refusal):
    """A sentence about the centre's own words."""


def rows() -> Rows:
    return {row.token: {"en": row.en, "zh-Hans": row.zh} for row in HouseWord.objects.all()}


def house_now(folder: Path | None = None) -> house.House:
    """What each token stands for here: the centre's words, else the shipped ones."""
    return house.own(house.read_house(folder or settings.CURRICULUM), rows())


def newest_load() -> AcademyLoad | None:
    return AcademyLoad.objects.order_by("-pk").first()


@transaction.atomic
def save(words: Rows, *, by: User, now: datetime) -> AcademyLoad:
    """Keep the words and have the loader run again: what nobody edited is renewed, what was edited is kept and named.

    Raises WordsError when nothing was changed, or when a text would be read as markup.
    """
    shipped, before = house.read_house(settings.CURRICULUM), rows()
    after = {token: _differing(words.get(token, {}), token, shipped) for token in house.TOKENS}
    changed = {token: texts for token, texts in after.items() if texts != before.get(token, _nothing())}
    if not changed:
        raise WordsError(_("Nothing was changed, so nothing is loaded."))
    for token, texts in changed.items():
        values = {"en": texts["en"], "zh": texts["zh-Hans"], "by": by, "at": now}
        HouseWord.objects.update_or_create(token=token, defaults=values)
    load = AcademyLoad.objects.create(asked_by=by, asked_at=now)
    journal.record("own-words-saved", by=by, about=load, now=now, values={"words": changed})
    queue(JOB, load.pk)
    return load


def fault_of(token: str, text: str) -> object:
    """Why this text cannot stand for the token, in a sentence; empty when it can."""
    if house.MARKUP.search(house.fill(text, dict.fromkeys(house.INSIDE.get(token, ()), ""))):
        return _("Leave out signs such as * _ < > [ ] { }: they would be read as markup.")
    return ""


def _nothing() -> dict[str, str]:
    return {"en": "", "zh-Hans": ""}


def _differing(texts: Mapping[str, str], token: str, shipped: house.House) -> dict[str, str]:
    """Empty where the centre says what is shipped: a later shipped wording then reaches it."""
    kept = {}
    for language in _nothing():
        text = " ".join(texts.get(language, "").split())
        if fault := fault_of(token, text):
            raise WordsError(fault)
        kept[language] = "" if text == shipped.get(language, {}).get(token) else text
    return kept


def would_change(words: Rows) -> list[TokenUse]:
    """The shipped texts that read differently with these words; several languages of one text count singly."""
    shipped = house.read_house(settings.CURRICULUM)
    now, then = house.whole(house.own(shipped, rows())), house.whole(house.own(shipped, words))
    changed = {
        language: {token for token, text in now[language].items() if then[language][token] != text} for language in now
    }
    return [
        use
        for use in token_uses(settings.CURRICULUM)
        if use.tokens & (changed[use.language] if use.language else set[str]().union(*changed.values()))
    ]


def still_to_load(now: datetime) -> QuerySet[AcademyLoad]:
    """Asked for and not begun: what a lost job left undone."""
    return AcademyLoad.objects.filter(state=AcademyLoad.State.RUNNING, asked_at__lt=now - LOST_AFTER)
