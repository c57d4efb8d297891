from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.bank import Loaded
from assessments.domain.scoring import WHOLE_WEIGHT, sheet_of
from assessments.domain.texts import both
from assessments.models import Rubric, RubricVersion
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class RubricError(Refusal):
    """A sentence about a rubric that a person may read."""


@transaction.atomic
def load_rubric(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped rubric by key and fingerprint; safe to repeat. One that QA edited is left alone."""
    rubric, added = Rubric.objects.get_or_create(key=item.key, defaults={"kind": item.kind})
    newest = rubric.versions.order_by("-number").first()
    if newest and rubric.versions.filter(source_hash=source_hash).exists():
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
    """Raises RubricError unless the weights total exactly 100 and every line can be scored (RULES 2)."""
    sheet = sheet_of(content)
    total = sum(line.weight for line in sheet.lines)
    if total != WHOLE_WEIGHT:
        raise RubricError(
            _("The weights total %(total)s, not 100. A rubric is published at exactly 100.") % {"total": total}
        )
    if any(line.weight < 1 or line.top_level < 1 for line in sheet.lines):
        raise RubricError(_("Every line needs a weight above 0 and words for at least two levels."))
    if len({line.key for line in sheet.lines}) < len(sheet.lines):
        raise RubricError(_("Two lines have the same key."))


@transaction.atomic
def publish_version(
    rubric: Rubric, *, content: dict[str, Any], by: User | None, now: datetime, source_hash: str = ""
) -> RubricVersion:
    """The rubric that scoring starts with from now on; cards already begun keep their version."""
    check(content)
    newest = rubric.versions.order_by("-number").first()
    version = RubricVersion.objects.create(
        rubric=rubric,
        number=newest.number + 1 if newest else 1,
        content=content,
        source_hash=source_hash,
        author=by,
        created=now,
    )
    Rubric.objects.filter(pk=rubric.pk).update(live_version=version)
    journal.record("rubric-published", by=by, about=rubric, now=now, values={"version": version.number})
    return version
