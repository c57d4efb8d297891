"""What trainers read of papers: the list with its filters, what a paper asks, what a version changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.domain import blueprints, papers
from assessments.domain.pools import Placement, Pools, RowFill
from assessments.models import Paper, PaperVersion
from assessments.models.wording import within

Content = dict[str, Any]

STATES = ("published", "waiting", "unpublished", "short")
NOTHING = "–"


@dataclass(frozen=True)
class Wanted:
    text: str = ""
    state: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        state = query.get("state", "")
        text = query.get("q", "").strip().replace("\0", "")[:100]
        return cls(text, state if state in STATES else "")

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in {"q": self.text, "state": self.state}.items() if value})


@dataclass(frozen=True)
class Listed:
    paper: Paper
    content: Content
    questions: int
    points: int
    is_full: bool
    waits: bool  # a version is not published yet
    used: list[str]

    @property
    def states(self) -> set[str]:
        found = {"published" if self.paper.published else "unpublished"}
        return found | ({"waiting"} if self.waits else set()) | (set() if self.is_full else {"short"})

    def matches(self, text: str) -> bool:
        words = [self.paper.key, self.paper.title_en, self.paper.title_zh, *self.used]
        return all(part in " ".join(words).casefold() for part in text.casefold().split())


def listed(wanted: Wanted, kept: QuerySet[Paper], on: date) -> tuple[list[Listed], list[dict[str, Any]]]:
    """The papers of those kept that match, and the state filter with its counts among those of the search."""
    newest = PaperVersion.objects.filter(paper=OuterRef("pk")).order_by("-number")
    found = kept.annotate(newest_id=Subquery(newest.values("pk")[:1]), newest=Subquery(newest.values("content")[:1]))
    rows = blueprints.read(found)
    contents = [row.newest if row.newest and not row.published else blueprints.content_of(row) for row in rows]
    pools, used = Pools(contents), papers.where_used([row.key for row in rows], on)
    searched = [
        one
        for row, content in zip(rows, contents, strict=True)
        if (one := _listed(row, content, pools, used[row.key])).matches(wanted.text)
    ]
    names = {
        "": _("all"),
        "published": _("published"),
        "waiting": _("version waits"),
        "unpublished": _("not published"),
        "short": _("cannot be drawn"),
    }
    states = [
        {"key": key, "name": name, "chosen": key == wanted.state, "count": sum(_has(one, key) for one in searched)}
        for key, name in names.items()
    ]
    return [one for one in searched if _has(one, wanted.state)], states


def _has(one: Listed, state: str) -> bool:
    return not state or state in one.states


def _listed(paper: Paper, content: Content, pools: Pools, used: list[str]) -> Listed:
    return Listed(
        paper=paper,
        content=content,
        questions=blueprints.count(content),
        points=pools.points(content),
        is_full=pools.can_fill(content) and blueprints.count(content) > 0,
        waits=paper.newest_id is not None and paper.newest_id != paper.live_version_id,
        used=used,
    )


@dataclass(frozen=True)
class PartShown:
    title: str
    words: str
    fills: list[RowFill]
    placements: list[Placement]


def parts_shown(content: Content, pools: Pools) -> list[PartShown]:
    fills, placements = pools.fills(content), pools.placements(content)
    return [
        PartShown(
            within(part["title"]),
            within(part["words"]),
            [fill for fill in fills if fill.part == number],
            [placement for placement in placements if placement.part == number],
        )
        for number, part in enumerate(content["parts"])
    ]


def settings_shown(content: Content) -> list[tuple[str, str]]:
    """How the paper is sat and what it shows, each with its value in words."""
    yes_no = {True: _("yes"), False: _("no")}
    figures = Paper(**{name: content[name] for name in blueprints.FIGURES})
    return [
        (_("Minutes"), str(content["minutes"])),
        (_("Questions chosen"), _("the same for everybody") if content["is_fixed"] else _("drawn for each learner")),
        (_("Moving"), figures.get_navigation_display()),
        (_("Shuffled"), yes_no[content["shuffle"]]),
        (_("Result shown"), figures.get_release_display()),
        (_("Afterwards shown"), figures.get_review_display()),
        (_("Password at the start"), yes_no[content["step_up"]]),
        (_("Exam browser"), _keys_shown(content.get("browser_keys", []))),
        (_("Difficulty may differ by"), _("%(points)s of 100") % {"points": content["tolerance"]}),
    ]


def _keys_shown(keys: list[str]) -> str:
    """By their ends: enough to tell them apart."""
    return ", ".join(f"…{key[-8:]}" for key in keys) or _("any browser")


def changes(before: Content, after: Content, pools: Pools) -> list[tuple[str, str, str]]:
    """What publishing would change: what, how it stands, how it would. `pools` names the topics of both."""
    old, new = dict(_flat(before, pools)), dict(_flat(after, pools))
    names = list(new) + [name for name in old if name not in new]
    return [(name, old.get(name, NOTHING), new.get(name, NOTHING)) for name in names if old.get(name) != new.get(name)]


def _flat(content: Content, pools: Pools) -> Iterator[tuple[str, str]]:
    yield _("Title, English"), content["title"]["en"]
    yield _("Title, Chinese"), content["title"]["zh-hans"]
    yield from settings_shown(content)
    for number, part in enumerate(content["parts"], 1):
        where = within(part["title"]) or (_("Section %(number)s") % {"number": number} if number > 1 else "")
        if where:
            yield where, " / ".join(words for words in part["words"].values() if words) or _("without instructions")
        yield from _flat_rows(content, part, where, pools)


def _flat_rows(content: Content, part: Content, where: str, pools: Pools) -> Iterator[tuple[str, str]]:
    if content["is_fixed"]:
        for item in part["questions"]:
            version = (
                _("version %(number)s") % {"number": item["version"]} if item["version"] else _("the latest version")
            )
            yield _name(where, item["question"]), f"{version}, {_worth(item['points'])}"
        return
    for row in part["rows"]:
        topic = pools.topics.get(row["topic"])
        name = topic.title if topic else row["topic"]
        if row["difficulty"]:
            name = _("%(topic)s, difficulty %(level)s") % {"topic": name, "level": row["difficulty"]}
        yield (
            _name(where, name),
            _("%(count)s drawn, %(points)s") % {"count": row["count"], "points": _worth(row["points"])},
        )


def _name(where: str, what: str) -> str:
    return f"{where}: {what}" if where else what


def _worth(points: int | None) -> str:
    return _("%(points)s points each") % {"points": points} if points else _("their own points")
