"""Papers as trainers write them: versions, what stands in their way, and publishing by a second person."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain import blueprints
from assessments.domain.bank import BankError, Loaded
from assessments.domain.draw import TooFewError, Trial, trial
from assessments.domain.kinds import KINDS, is_by_person
from assessments.domain.kinds.shared import LANGUAGES
from assessments.domain.pools import Pools, RowFill
from assessments.domain.texts import both
from assessments.models import Paper, PaperVersion, Topic
from assessments.permissions import names_any, not_kept_by
from kernel.errors import Refusal
from kernel.exact import shown
from people.domain import journal
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures

Content = dict[str, Any]


class PaperError(Refusal):
    """A sentence about a paper that a person may read."""


# Who uses a paper is known further up: each takes the keys and the day, and returns by key the places in words.
UsedBy = Callable[[Iterable[str], date], dict[str, list[str]]]
_used_by: list[UsedBy] = []


def tell_use(ask: UsedBy) -> None:
    """An app above says by this where it uses papers."""
    _used_by.append(ask)


def where_used(keys: Iterable[str], on: date) -> dict[str, list[str]]:
    keys = list(keys)
    found: dict[str, list[str]] = {key: [] for key in keys}
    for ask in _used_by:
        for key, places in ask(keys, on).items():
            found[key] += places
    return found


def scored_by_person(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Those that hold, or draw from a topic with, questions whose answers a person scores."""
    kinds = [key for key in KINDS if is_by_person(key)]
    drawn, fixed = Q(rows__topic__questions__kind__in=kinds), Q(fixed__question__kind__in=kinds)
    return papers.filter(drawn | fixed).distinct()


@transaction.atomic
def load_paper(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped paper, published, by key and fingerprint; safe to repeat. One the centre edited stays."""
    paper = Paper.objects.filter(key=item.key).first()
    if paper and paper.source_hash == source_hash:
        return Loaded.UNCHANGED
    if paper and not paper.source_hash:
        return Loaded.KEPT
    topics = set(Topic.objects.filter(key__in=[row.topic for row in item.draw]).values_list("key", flat=True))
    unknown = sorted({row.topic for row in item.draw} - topics)
    if unknown:
        raise BankError(_("Paper %(key)s names the unknown topic %(topic)s.") % {"key": item.key, "topic": unknown[0]})
    titles = {"title_en": item.title.en, "title_zh": item.title.zh_hans}
    shipped = titles | {"minutes": item.minutes, "source_hash": source_hash, "published": now}
    kept, added = Paper.objects.update_or_create(key=item.key, defaults=shipped)
    blueprints.apply(kept, blueprints.content_of(kept) | {"parts": content_of(item)["parts"]})
    journal.record("paper-loaded", by=None, about=kept, now=now, values={"minutes": item.minutes})
    return Loaded.ADDED if added else Loaded.CHANGED


def content_of(item: Any) -> Content:
    """What a shipped paper says; everything else (release, review, browser) stays as it stands here."""
    rows = [{"topic": row.topic, "difficulty": None, "count": row.count, "points": None} for row in item.draw]
    part = {"title": no_words(), "words": no_words(), "rows": rows, "questions": []}
    return {"title": both(item.title), "minutes": item.minutes, "parts": [part]}


def no_words() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


@transaction.atomic
def write_paper(*, key: str, content: Content, by: User, now: datetime) -> Paper:
    """A new paper with its first version; nobody may start it until a second person has published it."""
    title = {"title_en": content["title"]["en"], "title_zh": content["title"]["zh-hans"]}
    paper, added = Paper.objects.get_or_create(key=key, defaults=title | {"minutes": content["minutes"]})
    if not added:
        raise PaperError(_("There is a paper with the key %(key)s already.") % {"key": key})
    _append(paper, content, by, now)
    return paper


@transaction.atomic
def write_version(paper: Paper, *, content: Content, by: User, now: datetime) -> PaperVersion:
    """Keep what a trainer wrote as a new version. Exams are drawn as before until a second person publishes it.

    It may be unfinished; `problems` stand beside it. Raises PaperError when nothing was changed.
    """
    Paper.objects.select_for_update().get(pk=paper.pk)
    if content == newest_content(paper):
        raise PaperError(_("Nothing was changed, so no version was written."))
    return _append(paper, content, by, now)


def _append(paper: Paper, content: Content, by: User, now: datetime) -> PaperVersion:
    if names_any(content, not_kept_by(by)):
        raise PaperError(_("A paper asks only from topics that you keep."))
    newest = paper.versions.order_by("-number").first()
    number = newest.number + 1 if newest else 1
    version = PaperVersion.objects.create(paper=paper, number=number, content=content, author=by, created=now)
    journal.record("paper-version-written", by=by, about=paper, now=now, values={"version": number})
    return version


def newest_content(paper: Paper) -> Content:
    """What a trainer goes on from: the newest version, or the paper as it was loaded."""
    newest = waiting(paper)
    return newest.content if newest else blueprints.content_of(paper)


def waiting(paper: Paper) -> PaperVersion | None:
    """The newest version, unless it is published."""
    newest = paper.versions.select_related("author").order_by("-number").first()
    return newest if newest and newest.pk != paper.live_version_id else None


def problems(content: Content, pools: Pools) -> list[str]:
    """What stands between this content and its publication, in words; first of all what the bank lacks."""
    found = [sentence for fill in pools.fills(content) for sentence in _row_problems(fill)]
    for placement in pools.placements(content):
        if placement.version is None:
            found.append(
                _("Question %(key)s cannot be asked: it is not live, or not in that version, or not for exams.")
                % {"key": placement.key}
            )
    if not _asks(content):
        found.append(_("A paper asks at least one question."))
    if any(not any(part["title"].values()) for part in content["parts"][1:]):
        found.append(_("Every section after the first has a title."))
    one_sided = [
        text[language]
        for part in [{"title": content["title"], "words": no_words()}, *content["parts"]]
        for text in (part["title"], part["words"])
        for language in LANGUAGES
        if text[language] and not all(text.values())
    ]
    if one_sided:
        found.append(_("Write these in both languages: %(parts)s.") % {"parts": ", ".join(one_sided)})
    return found


def _asks(content: Content) -> bool:
    return any(part["questions" if content["is_fixed"] else "rows"] for part in content["parts"])


def _row_problems(fill: RowFill) -> Iterable[str]:
    name = row_name(fill)
    if fill.missing:
        yield ngettext(
            "%(row)s: %(count)s needed, %(live)s live; once every row has its own, %(missing)s is missing.",
            "%(row)s: %(count)s needed, %(live)s live; once every row has its own, %(missing)s are missing.",
            fill.missing,
        ) % {"row": name, "count": fill.count, "live": fill.live, "missing": fill.missing}
    if fill.is_unequal:
        yield _(
            "%(row)s: its questions are worth different points (%(points)s), so learners would get different totals. "
            "Give the row its points."
        ) % {"row": name, "points": ", ".join(map(str, fill.points))}


def row_name(fill: RowFill) -> str:
    if fill.difficulty is None:
        return fill.title
    return _("%(topic)s, difficulty %(level)s") % {"topic": fill.title, "level": fill.difficulty}


def try_out(content: Content, pools: Pools) -> Trial | None:
    """How equally hard papers drawn now would be; None for a fixed paper and one that cannot be drawn."""
    rows = pools.rows(content)
    try:
        return trial(rows, content["tolerance"]) if rows else None
    except TooFewError:
        return None


def warnings(content: Content, tried: Trial | None) -> list[str]:
    """What a publisher should know though it may stand: figures of 100, as far as they are known today."""
    if tried is None or not tried.outside:
        return []
    return [
        _(
            "Of %(papers)s papers drawn for a trial %(outside)s lie further than half of %(tolerance)s points of 100 "
            "from the expected %(target)s: they reach from %(low)s to %(high)s. Allow more, or add questions that are "
            "easier or harder."
        )
        % {
            "papers": tried.papers,
            "outside": tried.outside,
            "tolerance": content["tolerance"],
            "target": shown(tried.target),
            "low": shown(tried.low),
            "high": shown(tried.high),
        }
    ]


def has_part(version: PaperVersion, person: User) -> bool:
    """Whether the person wrote this version or one between it and the published one."""
    live = version.paper.live_version
    open_versions = version.paper.versions.filter(number__gt=live.number if live else 0, number__lte=version.number)
    return open_versions.filter(author=person).exists()


def may_publish(version: PaperVersion, *, by: User, now: datetime) -> bool:
    return not has_part(version, by) or figures("second_person", today_for(by, now)).relaxed


@transaction.atomic
def publish(version: PaperVersion, *, by: User, now: datetime) -> Paper:
    """Exams are drawn from this version from now on; attempts keep what they drew. Journalled with before and after.

    A second person publishes (RULES 6): nobody who wrote any of what changed since the published version, unless that
    is relaxed, and the journal says so. Raises PaperError for them, for a version that a newer one has overtaken, and
    while there are problems (`problems` names the rows that lack questions).
    """
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=version.paper_id)
    if paper.versions.order_by("-number").first() != version:
        raise PaperError(_("A newer version of this paper has been written. Please look at that one."))
    if paper.live_version_id == version.pk and paper.published:
        raise PaperError(_("This version is published already."))
    own = has_part(version, by)
    if not may_publish(version, by=by, now=now):
        raise PaperError(_("You wrote part of this version. A second trainer publishes it."))
    found = problems(version.content, Pools([version.content]))
    if found:
        raise PaperError(" ".join(found))
    before = blueprints.content_of(paper) if paper.published else None
    blueprints.apply(paper, version.content)
    # What the centre has written is no longer replaced by a newer shipped text.
    Paper.objects.filter(pk=paper.pk).update(published=now, live_version=version, source_hash="")
    values = {"version": version.number, "before": before, "after": version.content}
    journal.record(
        "paper-published", by=by, about=paper, now=now, values=values | ({"second_person": "relaxed"} if own else {})
    )
    paper.refresh_from_db()
    return paper


@transaction.atomic
def withdraw(paper: Paper, *, by: User, now: datetime) -> None:
    """Nobody may start the paper any more; attempts that run go on. Raises PaperError when it is not published."""
    if not Paper.objects.filter(pk=paper.pk, published__isnull=False).update(published=None):
        raise PaperError(_("This paper is not published, so nobody can start it."))
    journal.record("paper-withdrawn", by=by, about=paper, now=now)
