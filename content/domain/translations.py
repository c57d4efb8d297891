"""Which language version of a page a person gets: their own, otherwise the other one with a note."""

from collections.abc import Iterable

from wagtail.models import Page


def pick_language[AnyPage: Page](pages: Iterable[AnyPage], language: str) -> list[AnyPage]:
    """One page a translation key, in the order in which the keys first appear; `language` wins where it exists."""
    chosen: dict[object, AnyPage] = {}
    for page in pages:
        held = chosen.get(page.translation_key)
        if held is None or (page.locale.language_code == language and held.locale.language_code != language):
            chosen[page.translation_key] = page
    return list(chosen.values())
