"""Newer shipped texts that were left outside because the centre had edited its own: compared, then taken or declined.

Nothing is overwritten by itself. A page that is taken becomes a draft and goes the usual way of a second person; so do
questions, papers and rubrics. A scenario has neither drafts nor an editor on the site: its new version counts from then
on, and the page asks before.
"""

import html
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from assessments.domain import bank, papers, rubrics, word_diff
from assessments.models import Paper, Question, Rubric, Topic
from assessments.models.wording import within
from content.plain_text import WITHIN
from courses.domain.loading import Outside, fingerprints, pages
from courses.domain.loading.rich_text import translation_key
from courses.models import ShippedText
from kernel.errors import Refusal
from people.domain import journal
from people.models import User
from simulations.domain import scenarios
from simulations.models import Scenario

State = ShippedText.State
AT_ONCE = {"scenario"}  # kinds without drafts, nor an editor on the site: what is taken counts from then on
Content = dict[str, Any]


class ShippedError(Refusal):
    """A sentence about a shipped version that a person may read."""


def note(outside: Iterable[Outside], *, now: datetime) -> None:
    """After a load: what was left outside is asked about, once for each new text; what is no longer so, is not."""
    rows = {(row.kind, row.item, row.locale): row for row in ShippedText.objects.all()}
    for one in outside:
        row = rows.pop((one.kind, one.key, one.locale), None)
        if row and row.source_hash == one.source_hash and row.state != State.GONE:
            continue
        asked = {"source_hash": one.source_hash, "content": _as_kept(one.content), "state": State.OPEN, "seen_at": now}
        asked |= {"decided_by": None, "decided_at": None}
        ShippedText.objects.update_or_create(kind=one.kind, item=one.key, locale=one.locale, defaults=asked)
    settled = [row.pk for row in rows.values() if row.state == State.OPEN]
    ShippedText.objects.filter(pk__in=settled).update(state=State.GONE)


def _as_kept(content: Content) -> Content:
    return dict(json.loads(json.dumps(content, default=str)))  # days as texts


@dataclass(frozen=True)
class Ours:
    """The centre's own text beside a shipped one: its words, who wrote the latest of it, and where it is shown."""

    title: str
    content: Content
    author: User | None
    at: datetime | None
    address: str
    row: Any


def ours(shipped: ShippedText) -> Ours | None:
    """None when the centre has deleted its own; the next load then brings the shipped text in as a new one."""
    try:
        return _OURS.get(shipped.kind, _our_page)(shipped)
    except ObjectDoesNotExist:
        return None


def _our_page(shipped: ShippedText) -> Ours:
    key = translation_key(shipped.kind, shipped.item)
    page = Page.objects.get(translation_key=key, locale__language_code=shipped.locale).specific
    latest, revision = page.get_latest_revision_as_object(), page.latest_revision
    held = {name: getattr(latest, name) for name in shipped.content if name != "body"}
    if "body" in shipped.content:
        held["body"] = fingerprints.without_ids(latest.body.get_prep_value())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return Ours(latest.title, held, revision.user, revision.created_at, address, page)


def _our_question(shipped: ShippedText) -> Ours:
    question = Question.objects.select_related("topic").get(key=shipped.item)
    version = question.versions.select_related("author").latest("number")
    figures = {"kind": question.kind, "topic": question.topic.key}
    figures |= {"points": version.points, "difficulty": version.difficulty}
    figures = {name: value for name, value in figures.items() if name in shipped.content["figures"]}
    address = reverse("assessments:question", args=[question.key])
    held = version.content | {"figures": figures}
    return Ours(version.stem, held, version.author, version.created, address, question)


def _our_paper(shipped: ShippedText) -> Ours:
    paper = Paper.objects.get(key=shipped.item)
    version = paper.versions.select_related("author").order_by("-number").first()
    held = {name: value for name, value in papers.newest_content(paper).items() if name in shipped.content}
    author, at = (version.author, version.created) if version else (None, paper.published)
    return Ours(paper.title, held, author, at, reverse("assessments:paper", args=[paper.key]), paper)


def _our_rubric(shipped: ShippedText) -> Ours:
    rubric = Rubric.objects.get(key=shipped.item)
    version = rubric.versions.select_related("author").latest("number")
    address = reverse("assessments:rubric", args=[rubric.key])
    return Ours(version.title, version.content, version.author, version.created, address, rubric)


def _our_scenario(shipped: ShippedText) -> Ours:
    scenario = Scenario.objects.get(key=shipped.item)
    version = scenario.current
    return Ours(within(version.content["title"]), version.content, None, version.created, "", scenario)


_OURS: dict[str, Callable[[ShippedText], Ours]] = {
    "question": _our_question,
    "paper": _our_paper,
    "rubric": _our_rubric,
    "scenario": _our_scenario,
}


def changes(shipped: ShippedText, held: Ours) -> list[word_diff.Change]:
    """What would change if the shipped version were taken, text by text."""
    return word_diff.changes(_plain(held.content), _plain(shipped.content))


def _plain(value: Any) -> Any:
    """The same content with its rich text as words: tags would hide what was really written."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, str) and "<" in value:
        return html.unescape(strip_tags(WITHIN.sub("", value).replace("<", " <"))).strip()
    return value if value is None or isinstance(value, str | int | bool) else str(value)


@transaction.atomic
def take(shipped: ShippedText, *, by: User, now: datetime) -> str:
    """Write the shipped version as the next draft of the centre's text. Returns where it is finished.

    Raises ShippedError when it was decided meanwhile, when the page is under review, or when it cannot be taken.
    """
    held = ours(shipped)
    if held is None:
        raise ShippedError(_("Your own text is gone. The next load brings the shipped one in."))
    _decide(shipped, State.TAKEN, by=by, now=now)
    try:
        _TAKE.get(shipped.kind, _take_page)(shipped, held, by, now)
    except Refusal as refused:
        raise ShippedError(str(refused)) from refused
    journal.record("shipped-text-taken", by=by, about=shipped, now=now, values=_named(shipped))
    return held.address


@transaction.atomic
def keep_ours(shipped: ShippedText, *, by: User, now: datetime) -> None:
    """The centre's text stays; it is not asked again until the shipped one changes again. Raises as `take`."""
    _decide(shipped, State.OURS, by=by, now=now)
    journal.record("shipped-text-declined", by=by, about=shipped, now=now, values=_named(shipped))


def _decide(shipped: ShippedText, state: str, *, by: User, now: datetime) -> None:
    waiting = ShippedText.objects.filter(pk=shipped.pk, state=State.OPEN, source_hash=shipped.source_hash)
    if not waiting.update(state=state, decided_by=by, decided_at=now):
        raise ShippedError(_("This was decided meanwhile, or a newer version came. You have changed nothing."))


def _named(shipped: ShippedText) -> dict[str, str]:
    return {"kind": shipped.kind, "item": shipped.item, "locale": shipped.locale, "source": shipped.source_hash}


def _take_page(shipped: ShippedText, held: Ours, by: User, now: datetime) -> None:
    if held.row.workflow_in_progress:
        raise ShippedError(_("This page is being reviewed. Decide the review first, or take it back."))
    draft = held.row.get_latest_revision_as_object()
    pages.fill(draft, shipped.content)
    saved = draft.save_revision(user=by, changed=True, log_action=True).as_object()
    written = fingerprints.written(saved, shipped.content)
    pages.remember(shipped.kind, shipped.item, shipped.locale, shipped.source_hash, written, now=now)


def _take_question(shipped: ShippedText, held: Ours, by: User, now: datetime) -> None:
    content = dict(shipped.content)
    figures = content.pop("figures")
    if figures["kind"] != held.row.kind:
        raise ShippedError(_("It comes as another kind of question. Copy yours and write it anew instead."))
    points, difficulty = figures["points"], figures["difficulty"]
    bank.write_version(held.row, content=content, points=points, difficulty=difficulty, by=by, now=now)
    if topic := Topic.objects.filter(key=figures.get("topic")).first():
        bank.move_question(held.row, topic, by=by, now=now)


def _take_paper(shipped: ShippedText, held: Ours, by: User, now: datetime) -> None:
    papers.write_version(held.row, content=papers.newest_content(held.row) | shipped.content, by=by, now=now)


def _take_rubric(shipped: ShippedText, held: Ours, by: User, now: datetime) -> None:
    rubrics.write_version(held.row, content=shipped.content, by=by, now=now)


def _take_scenario(shipped: ShippedText, held: Ours, by: User, now: datetime) -> None:
    scenarios.write_version(held.row, content=shipped.content, by=by, now=now, source_hash=shipped.source_hash)


_TAKE: dict[str, Callable[[ShippedText, Ours, User, datetime], None]] = {
    "question": _take_question,
    "paper": _take_paper,
    "rubric": _take_rubric,
    "scenario": _take_scenario,
}
