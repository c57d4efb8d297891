from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.bank import BankError, Loaded
from assessments.models import Paper, PaperRow, Question, Topic
from people.domain import journal


@transaction.atomic
def load_paper(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped paper by key and fingerprint; safe to repeat. One that the centre edited is left alone."""
    paper = Paper.objects.filter(key=item.key).first()
    if paper and paper.source_hash == source_hash:
        return Loaded.UNCHANGED
    if paper and not paper.source_hash:
        return Loaded.KEPT
    topics = {topic.key: topic for topic in Topic.objects.filter(key__in=[row.topic for row in item.draw])}
    unknown = sorted({row.topic for row in item.draw} - topics.keys())
    if unknown:
        raise BankError(_("Paper %(key)s names the unknown topic %(topic)s.") % {"key": item.key, "topic": unknown[0]})
    kept, added = Paper.objects.update_or_create(
        key=item.key,
        defaults={
            "title_en": item.title.en,
            "title_zh": item.title.zh_hans,
            "minutes": item.minutes,
            "source_hash": source_hash,
        },
    )
    kept.rows.all().delete()
    PaperRow.objects.bulk_create(
        PaperRow(paper=kept, topic=topics[row.topic], position=position, count=row.count)
        for position, row in enumerate(item.draw, 1)
    )
    journal.record("paper-loaded", by=None, about=kept, now=now, values={"minutes": item.minutes})
    return Loaded.ADDED if added else Loaded.CHANGED


@dataclass(frozen=True)
class RowFill:
    row: PaperRow
    live: int
    points: tuple[int, ...]  # the different points its live questions carry

    @property
    def missing(self) -> int:
        return max(0, self.row.count - self.live)

    @property
    def is_full(self) -> bool:
        return not self.missing and len(self.points) <= 1


def fill(paper: Paper) -> list[RowFill]:
    """Row by row, whether the bank can fill the paper and with questions of equal points."""
    rows = list(paper.rows.select_related("topic"))
    live: dict[int, list[int]] = {row.topic_id: [] for row in rows}
    questions = Question.objects.filter(status=Question.Status.LIVE, topic__in=live)
    for topic, points in questions.values_list("topic", "live_version__points"):
        live[topic].append(points)
    return [RowFill(row, len(live[row.topic_id]), tuple(sorted(set(live[row.topic_id])))) for row in rows]
