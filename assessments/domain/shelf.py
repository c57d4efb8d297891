"""Finding questions: search, filters, counts and the table for export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.domain import files
from assessments.domain.kinds import KINDS, kind_of, languages
from assessments.domain.kinds.shared import Asked
from assessments.models import Question, QuestionVersion

STATES = ("live", "waiting", "draft", "retired")


@dataclass(frozen=True)
class Wanted:
    text: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        kind, state = query.get("kind", ""), query.get("state", "")
        return cls(
            text=query.get("q", "").strip().replace("\0", "")[:100],
            topic=query.get("topic", "").replace("\0", "")[:80],
            kind=kind if kind in KINDS else "",
            state=state if state in STATES else "",
        )

    @property
    def query(self) -> str:
        given = {"q": self.text, "topic": self.topic, "kind": self.kind, "state": self.state}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def query_without_state(self) -> str:
        return Wanted(self.text, self.topic, self.kind).query


def find(wanted: Wanted) -> QuerySet[Question]:
    """Questions with their newest version, `newest_number`, and whether it waits for a review."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    found = Question.objects.annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        newest_content=Subquery(newest.values("content")[:1]),
        newest_points=Subquery(newest.values("points")[:1]),
        newest_review=Subquery(newest.values("review__pk")[:1]),
        newest_id=Subquery(newest.values("pk")[:1]),
    ).select_related("topic", "live_version")
    if wanted.text:
        found = found.filter(
            Q(key__icontains=wanted.text)
            | Q(versions__content__stem__en__icontains=wanted.text)
            | Q(**{"versions__content__stem__zh-hans__icontains": wanted.text})
        ).distinct()
    if wanted.topic:
        found = found.filter(topic__key=wanted.topic)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    return _in_state(found, wanted.state).order_by("topic__key", "key")


WAITS = Q(newest_review=None) & Q(newest_id__isnull=False) & ~Q(newest_id=F("live_version"))
WAITS_NEW = Q(newest_review=None) & Q(newest_id__isnull=False) & Q(live_version=None)


def _in_state(found: QuerySet[Question], state: str) -> QuerySet[Question]:
    if state == "waiting":
        return found.filter(WAITS | WAITS_NEW)
    return found.filter(status=state) if state else found


def states(wanted: Wanted) -> list[dict[str, Any]]:
    """The state filter with its counts under the other filters."""
    others = find(Wanted(wanted.text, wanted.topic, wanted.kind))
    by_status = dict(
        Question.objects.filter(pk__in=others.values("pk")).values_list("status").annotate(Count("pk")).order_by()
    )
    waiting = _in_state(others, "waiting").count()
    names = {
        "": _("all"),
        "live": _("live"),
        "waiting": _("waiting for review"),
        "draft": _("draft"),
        "retired": _("retired"),
    }
    numbers = by_status | {"": sum(by_status.values()), "waiting": waiting}
    return [
        {"key": key, "name": name, "count": numbers.get(key, 0), "chosen": key == wanted.state}
        for key, name in names.items()
    ]


def table(found: Iterable[Question]) -> tuple[list[str], list[list[object]]]:
    headers = [_("Key"), _("Topic"), _("Kind"), _("State"), _("Version"), _("Points"), "English", "中文"]
    rows: list[list[object]] = [
        [
            question.key,
            question.topic.title,
            _(kind_of(question.kind).NAME),
            question.get_status_display(),
            question.newest_number or "",
            question.newest_points or "",
            question.newest_content["stem"]["en"] if question.newest_content else "",
            question.newest_content["stem"]["zh-hans"] if question.newest_content else "",
        ]
        for question in found
    ]
    return headers, rows


def sides(version: QuestionVersion) -> list[dict[str, Any]]:
    """A version with its key as its author reads it, in each language it is written in."""
    content, kind = version.content, kind_of(version.question.kind)
    asked = Asked(tuple(range(kind.orders(content))))
    words = files.words_of([version])[version.pk]
    return [
        {
            "code": "zh-Hans" if language == "zh-hans" else language,
            "stem": content["stem"][language],
            "heading": getattr(kind, "HEADING", ""),
            "words": words,
            "shown": kind.review(content, {}, asked, lambda text, language=language: text.get(language, "")),
            "explanation": content["explanation"].get(language, ""),
            "template": f"assessments/kinds/{kind.TEMPLATES}/review.html",
        }
        for language in languages(version.question.kind, content)
    ]
