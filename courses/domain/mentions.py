"""Which texts rest on a fact of the house: what a centre reads through when its own rule is another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from assessments.permissions import questions_kept_by
from content.domain.due import reviewed_types
from content.plain_text import words_of
from courses.domain.academy.facts import HouseFact
from courses.models import CoursePage, ModulePage
from people.domain.roles import TRAINER, has_role
from people.models import User
from simulations.models import Scenario, ScenarioVersion

# Their titles and summaries hold no rule of the house.
FRAMES = (CoursePage, ModulePage)
_NOT_WORDS = {"title", "body", "kind", "minutes", "review_by", "key", "slug"}


@dataclass
class MentionedText:
    """One text in all its languages; `words` in small letters. `edits`: the editor's address for each language."""

    kind: str
    title: str
    words: str
    address: str = ""
    edits: list[tuple[str, str]] = field(default_factory=list)


def texts_for(person: User, language: str) -> list[MentionedText]:
    """Every text this person may read here, with its words. Questions: those of the banks they keep."""
    return [
        *_pages(language),
        *_questions(person, language),
        *(_scenarios(language) if has_role(person, TRAINER) else ()),
    ]


def mentions(fact: HouseFact, texts: list[MentionedText]) -> list[MentionedText]:
    return [text for text in texts if fact.stands_in(text.words)]


def counts(fact: HouseFact, texts: list[MentionedText]) -> list[tuple[str, int]]:
    """How many texts of each kind mention it, in the order of the kinds; kinds without any left out."""
    found: dict[str, int] = {}
    for text in mentions(fact, texts):
        found[text.kind] = found.get(text.kind, 0) + 1
    return list(found.items())


def _pages(language: str) -> Iterator[MentionedText]:
    for model in reviewed_types():
        if issubclass(model, FRAMES):
            continue
        twins: dict[Any, MentionedText] = {}
        for page in model.objects.live().select_related("locale").order_by("path"):
            code = page.locale.language_code
            words = " ".join([page.title, *map(str, _fields(page)), words_of(list(page.body.raw_data))]).lower()
            text = twins.setdefault(page.translation_key, MentionedText(str(model._meta.verbose_name), page.title, ""))
            text.words += f"{words} "
            text.edits.append((page.locale.get_display_name(), reverse("wagtailadmin_pages:edit", args=[page.pk])))
            if code == language:
                text.title = page.title
            parts = page.get_url_parts()
            text.address = parts[2] if parts else ""
        yield from twins.values()


def _fields(page: Any) -> Iterator[str]:
    for panel in page.content_panels:
        name = getattr(panel, "field_name", "title")
        if name not in _NOT_WORDS and isinstance(value := getattr(page, name), str):
            yield value


def _questions(person: User, language: str) -> Iterator[MentionedText]:
    kept = questions_kept_by(person).exclude(live_version=None).order_by("topic__key", "key")
    for key, content in kept.values_list("key", "live_version__content"):
        address = reverse("assessments:question", args=[key])
        yield MentionedText(
            str(_("question")), content["stem"].get(language) or key, words_of(content).lower(), address
        )


def _scenarios(language: str) -> Iterator[MentionedText]:
    newest = ScenarioVersion.objects.filter(scenario=OuterRef("pk")).order_by("-number").values("content")[:1]
    rows = Scenario.objects.filter(is_retired=False, versions__isnull=False).distinct()
    for content in rows.annotate(content=Subquery(newest)).order_by("key").values_list("content", flat=True):
        yield MentionedText(str(_("scenario")), content["title"].get(language) or "", words_of(content).lower())
