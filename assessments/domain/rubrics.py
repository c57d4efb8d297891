from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from assessments.domain.bank import Loaded
from assessments.domain.scoring import WHOLE_WEIGHT
from assessments.domain.texts import both
from assessments.models import Rubric, RubricVersion
from assessments.models.wording import within
from kernel.errors import Refusal
from people.domain import journal
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures

# A line that has one level only tells nobody apart.
LEAST_LEVELS = 2


class RubricError(Refusal):
    """A sentence about a rubric that a person may read."""


@transaction.atomic
def load_rubric(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped rubric by key and fingerprint; safe to repeat. One that QA edited is left alone."""
    rubric, added = Rubric.objects.get_or_create(key=item.key, defaults={"kind": item.kind})
    newest = rubric.versions.order_by("-number").first()
    shipped = rubric.versions.exclude(source_hash="").order_by("-number").first()
    if shipped and shipped.source_hash == source_hash:
        return Loaded.UNCHANGED
    if newest and not newest.source_hash:
        return Loaded.KEPT
    publish_version(rubric, content=content_of(item), by=None, now=now, source_hash=source_hash)
    return Loaded.ADDED if added else Loaded.CHANGED


def content_of(item: Any) -> dict[str, Any]:
    """A parsed rubric as the JSON of a version."""
    return {
        "title": both(item.title),
        "categories": [
            {
                "key": category.key,
                "title": both(category.title),
                "lines": [
                    {
                        "key": line.key,
                        "title": both(line.title),
                        "weight": line.weight,
                        "anchors": [both(anchor) for anchor in line.anchors],
                        "reasons": [both(reason) for reason in line.reasons],
                    }
                    for line in category.lines
                ],
            }
            for category in item.categories
        ],
        "critical_errors": [
            {
                "key": error.key,
                "title": both(error.title),
                "means": both(error.means),
                "only_without_notice": error.only_without_notice,
            }
            for error in item.critical_errors
        ],
    }


def check(content: dict[str, Any]) -> None:
    """Raises RubricError unless the rubric can be published: `problems` says what is left to do."""
    found = problems(content)
    if found:
        raise RubricError(" ".join(found))


def problems(content: dict[str, Any]) -> list[str]:
    """What stands between this content and its publication, in words (RULES 2: exactly 100)."""
    lines = [line for category in content["categories"] for line in category["lines"]]
    total = sum(line["weight"] for line in lines)
    found = []
    if total != WHOLE_WEIGHT:
        found.append(
            _("The weights total %(total)s, not 100. A rubric is published at exactly 100.") % {"total": total}
        )
    weak = [_name(line) for line in lines if line["weight"] < 1 or len(line["anchors"]) < LEAST_LEVELS]
    if weak:
        found.append(
            _("Every line needs a weight above 0 and words for at least two levels: %(lines)s.")
            % {"lines": ", ".join(weak)}
        )
    empty = [_name(category) for category in content["categories"] if not category["lines"]]
    if empty:
        found.append(
            _("Write a line in these categories, or empty their titles to leave them out: %(parts)s.")
            % {"parts": ", ".join(empty)}
        )
    keys = [line["key"] for line in lines]
    if len(set(keys)) < len(keys):
        found.append(_("Two lines have the same key."))
    parts = [*content["categories"], *lines, *content["critical_errors"]]
    one_sided = [words for part in parts if (words := _one_sided(part))]
    if not all(content["title"].values()):
        one_sided.insert(0, _("the title"))
    if one_sided:
        found.append(_("Write these in both languages: %(parts)s.") % {"parts": ", ".join(one_sided)})
    return found


def _one_sided(part: dict[str, Any]) -> str:
    """The name of a category, line or critical error of which some words stand in one language only."""
    texts = [part["title"], *part.get("anchors", []), *part.get("reasons", []), part.get("means", {"en": "-"})]
    if all(words.strip() for text in texts for words in text.values()):
        return ""
    return _name(part)


def _name(part: dict[str, Any]) -> str:
    """What a category, line or critical error is called; without a title, by the first words that stand in it."""
    title = within(part["title"]) or next((words for words in part["title"].values() if words), "")
    if title:
        return title
    inside = [*part.get("anchors", []), *part.get("reasons", []), part.get("means", {})]
    inside += [line["title"] for line in part.get("lines", [])]
    first = next((words for text in inside for words in text.values() if words), part["key"])
    return _("without a title: “%(words)s”") % {"words": first}


@transaction.atomic
def write_version(rubric: Rubric, *, content: dict[str, Any], by: User, now: datetime) -> RubricVersion:
    """Keep what QA wrote as a new version. Nothing is scored on it until a second person publishes it.

    A draft may be unfinished; `problems` stand beside it. Raises RubricError when nothing was changed or left.
    """
    if not content["categories"]:
        raise RubricError(_("A rubric has at least one line. Nothing was changed."))
    newest = rubric.versions.select_for_update().order_by("-number").first()
    if newest and newest.content == content:
        raise RubricError(_("Nothing was changed, so no version was written."))
    version = _append(rubric, content=content, by=by, now=now)
    journal.record("rubric-version-written", by=by, about=rubric, now=now, values={"version": version.number})
    return version


def has_part(version: RubricVersion, person: User) -> bool:
    """Whether the person wrote this version or one between it and the live one: all of it would be published."""
    live = RubricVersion.objects.filter(live_for=version.rubric_id).first()
    waiting = RubricVersion.objects.filter(rubric=version.rubric_id, number__gt=live.number if live else 0)
    return waiting.filter(number__lte=version.number, author=person).exists()


def may_publish(version: RubricVersion, *, by: User, now: datetime) -> bool:
    return not has_part(version, by) or figures("second_person", today_for(by, now)).relaxed


@transaction.atomic
def publish(version: RubricVersion, *, by: User, now: datetime) -> None:
    """Scoring starts with this version from now on; cards already begun keep theirs.

    A second person publishes (RULES 6): nobody who wrote any of what changed since the live version, unless that is
    relaxed, and the journal says so. Raises RubricError for them, for a version that a newer one has overtaken, and
    while there are problems.
    """
    rubric = Rubric.objects.select_for_update(of=("self",)).select_related("live_version").get(pk=version.rubric_id)
    newest = rubric.versions.order_by("-number").first()
    if newest != version:
        raise RubricError(_("A newer version of this rubric has been written. Please look at that one."))
    if rubric.live_version_id == version.pk:
        raise RubricError(_("This version is published already."))
    own = has_part(version, by)
    if not may_publish(version, by=by, now=now):
        raise RubricError(_("You wrote part of this version. A second person of your role, or HR, publishes it."))
    check(version.content)
    Rubric.objects.filter(pk=rubric.pk).update(live_version=version)
    values = {"version": version.number} | ({"second_person": "relaxed"} if own else {})
    journal.record("rubric-published", by=by, about=rubric, now=now, values=values)


@transaction.atomic
def publish_version(
    rubric: Rubric, *, content: dict[str, Any], by: User | None, now: datetime, source_hash: str = ""
) -> RubricVersion:
    """A shipped version, published as it comes."""
    check(content)
    version = _append(rubric, content=content, by=by, now=now, source_hash=source_hash)
    Rubric.objects.filter(pk=rubric.pk).update(live_version=version)
    journal.record("rubric-published", by=by, about=rubric, now=now, values={"version": version.number})
    return version


def _append(
    rubric: Rubric, *, content: dict[str, Any], by: User | None, now: datetime, source_hash: str = ""
) -> RubricVersion:
    last = rubric.versions.aggregate(last=Max("number"))["last"] or 0
    return RubricVersion.objects.create(
        rubric=rubric, number=last + 1, content=content, source_hash=source_hash, author=by, created=now
    )
