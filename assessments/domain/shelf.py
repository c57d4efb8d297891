"""Finding questions: search, filters, counts and the table for export. Always among those a person keeps."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from taggit.models import TaggedItem

from assessments.domain import files, topics
from assessments.domain.bank import asked_for
from assessments.domain.kinds import KINDS, kind_of, languages
from assessments.domain.kinds.shared import LANGUAGES, Asked
from assessments.models import Question, QuestionVersion, Topic
from assessments.models.wording import within
from assessments.rich_text import bare

STATES = ("live", "waiting", "reviewed", "draft", "retired")
# By what a list may be sorted; a leading - turns it round.
SORTS = {
    "key": ("key",),
    "topic": ("topic__key", "key"),
    "kind": ("kind", "key"),
    "difficulty": ("newest_difficulty", "key"),
    "points": ("newest_points", "key"),
    "status": ("status", "key"),
    "written": ("newest_created", "key"),
}
HOUSE = "house"  # the topics that stand in no bank


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as it stands in the address; whatever is not known there is left out."""

    q: str = ""
    bank: str = ""
    topic: str = ""
    kind: str = ""
    state: str = ""
    difficulty: str = ""
    competency: str = ""
    tag: str = ""
    lacks: str = ""
    point: str = ""
    sort: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Wanted":
        words = {name: query.get(name, "").strip().replace("\0", "")[:120] for name in cls.__dataclass_fields__}
        known = {
            "kind": KINDS,
            "state": STATES,
            "difficulty": ("1", "2", "3"),
            "lacks": LANGUAGES,
            "sort": [*SORTS, *(f"-{name}" for name in SORTS)],
        }
        return cls(**{name: word if word in known.get(name, [word]) else "" for name, word in words.items()})

    @property
    def given(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def query_without_state(self) -> str:
        return replace(self, state="").query

    @property
    def query_without_sort(self) -> str:
        return replace(self, sort="").query

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter beside the state and the words is set."""
        return any((self.bank, self.difficulty, self.competency, self.tag, self.lacks, self.point))


def find(kept: QuerySet[Question], wanted: Wanted) -> QuerySet[Question]:
    """Questions with their newest version (`newest_number`, `newest_id` and so on), and whether it waits for review."""
    return narrow(with_newest(kept), wanted).order_by(*_order(wanted.sort))


def with_newest(kept: QuerySet[Question]) -> QuerySet[Question]:
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    return kept.annotate(
        newest_number=Subquery(newest.values("number")[:1]),
        newest_content=Subquery(newest.values("content")[:1]),
        newest_points=Subquery(newest.values("points")[:1]),
        newest_difficulty=Subquery(newest.values("difficulty")[:1]),
        newest_created=Subquery(newest.values("created")[:1]),
        newest_review=Subquery(newest.values("review__pk")[:1]),
        newest_id=Subquery(newest.values("pk")[:1]),
    ).select_related("topic__bank", "live_version")


def narrow(found: QuerySet[Question], wanted: Wanted) -> QuerySet[Question]:
    """Those that fit; `found` bears its newest version."""
    found = _in_state(_narrowed(_with_words(found, wanted.q), wanted), wanted.state)
    return found.filter(pk__in=lacking(found, wanted.lacks)) if wanted.lacks else found


def _order(sort: str) -> list[Any]:
    fields = SORTS[sort.removeprefix("-") or "topic"]
    if not sort.startswith("-"):
        return list(fields)
    return [F(fields[0]).desc(nulls_last=True), *fields[1:]] if fields[0] != "key" else ["-key"]


def _with_words(found: QuerySet[Question], words: str) -> QuerySet[Question]:
    if not words:
        return found
    stems = Q(content__stem__en__icontains=words) | Q(**{"content__stem__zh-hans__icontains": words})
    versions = QuestionVersion.objects.filter(stems, question=OuterRef("pk"))
    return found.filter(Q(key__icontains=words) | Exists(versions))


def _narrowed(found: QuerySet[Question], wanted: Wanted) -> QuerySet[Question]:
    if wanted.bank:
        found = found.filter(topic__bank=None) if wanted.bank == HOUSE else found.filter(topic__bank__key=wanted.bank)
    if wanted.topic:
        found = found.filter(topic__in=topics.with_below(wanted.topic, Topic.objects.all()))
    if wanted.difficulty:
        found = found.filter(newest_difficulty=int(wanted.difficulty))
    if wanted.tag:
        found = found.filter(pk__in=_taggings().filter(tag__name=wanted.tag).values("object_id"))
    exact = {name: getattr(wanted, name) for name in ("kind", "competency", "point") if getattr(wanted, name)}
    return found.filter(**exact)


def lacking(found: Iterable[Question], language: str) -> list[int]:
    """The ids of those whose bank asks for this language while their newest version is not whole in it."""
    return [
        question.pk
        for question in found
        if question.newest_content is not None
        and language in asked_for(question.topic)
        and language not in languages(question.kind, question.newest_content)
    ]


WAITS = Q(newest_review=None) & Q(newest_id__isnull=False) & ~Q(newest_id=F("live_version"))
WAITS_NEW = Q(newest_review=None) & Q(newest_id__isnull=False) & Q(live_version=None)


def _in_state(found: QuerySet[Question], state: str) -> QuerySet[Question]:
    if state == "waiting":
        return found.filter(WAITS | WAITS_NEW)
    return found.filter(status=state) if state else found


def states(kept: QuerySet[Question], wanted: Wanted) -> list[dict[str, Any]]:
    """The state filter with its counts under the other filters."""
    others = find(kept, replace(wanted, state=""))
    by_status = dict(
        Question.objects.filter(pk__in=others.order_by().values("pk"))
        .values_list("status")
        .annotate(Count("pk"))
        .order_by()
    )
    waiting = _in_state(others, "waiting").count()
    names = {
        "": _("all"),
        "live": _("live"),
        "waiting": _("waiting for review"),
        "reviewed": _("reviewed"),
        "draft": _("draft"),
        "retired": _("retired"),
    }
    numbers = by_status | {"": sum(by_status.values()), "waiting": waiting}
    return [
        {"key": key, "name": name, "count": numbers.get(key, 0), "chosen": key == wanted.state}
        for key, name in names.items()
    ]


def heading(question: Question) -> str:
    """The newest stem in one line; its key while nothing is written."""
    content = question.newest_content
    return bare(within(content["stem"]), content.get("format", "plain")) if content else question.key


def headers(wanted: Wanted) -> list[dict[str, Any]]:
    """The columns of the list, each with the sort its heading leads to."""
    names = {
        "key": _("Question"),
        "topic": _("Topic"),
        "kind": _("Kind"),
        "difficulty": _("Difficulty"),
        "points": _("Points"),
        "status": _("State"),
    }
    now = wanted.sort or "topic"
    return [
        {
            "key": key,
            "name": name,
            "to": f"-{key}" if now == key else key,
            "way": {key: "ascending", f"-{key}": "descending"}.get(now, ""),
        }
        for key, name in names.items()
    ]


def tags(kept: QuerySet[Question]) -> list[str]:
    """The tags these questions bear, and no others."""
    return sorted(set(_taggings().filter(object_id__in=kept.values("pk")).values_list("tag__name", flat=True)))


def tags_begun(begun: str, kept: QuerySet[Question], most: int = 10) -> list[str]:
    """The first tags that begin so: those of pages' pictures and files, and of these questions; no others."""
    if not begun:
        return []
    hidden = _taggings().exclude(object_id__in=kept.values("pk"))
    found = TaggedItem.objects.filter(tag__name__istartswith=begun).exclude(pk__in=hidden.values("pk"))
    return list(found.order_by("tag__name").values_list("tag__name", flat=True).distinct()[:most])


def _taggings() -> QuerySet[TaggedItem]:
    """The tags of questions, read from their own table: taggit's joins are not ready for this Django."""
    return TaggedItem.objects.filter(content_type=ContentType.objects.get_for_model(Question))


def competencies(kept: QuerySet[Question]) -> list[str]:
    return sorted(set(kept.exclude(competency="").order_by().values_list("competency", flat=True)))


def words_in_use(kept: QuerySet[Question]) -> dict[str, list[str]]:
    """What others were described by, to be chosen again rather than written a second way."""
    points = sorted(set(kept.exclude(point="").order_by().values_list("point", flat=True)))
    return {"tags": tags(kept), "competency": competencies(kept), "point": points}


def table(found: QuerySet[Question]) -> tuple[list[str], list[list[object]]]:
    headers = [_("Key"), _("Bank"), _("Topic"), _("Kind"), _("State"), _("Version"), _("Points"), _("Difficulty")]
    headers += [_("Competency"), _("Point asked about"), _("Tags"), _("Used"), "English", "中文"]
    rows = [_row(question) for question in found.prefetch_related("tags")]
    return headers, rows


def _row(question: Question) -> list[object]:
    stem = (question.newest_content or {"stem": {}})["stem"]
    return [
        question.key,
        question.topic.bank.title if question.topic.bank else "",
        question.topic.title,
        _(kind_of(question.kind).NAME),
        question.get_status_display(),
        question.newest_number or "",
        question.newest_points or "",
        question.newest_difficulty or "",
        question.competency,
        question.point,
        ", ".join(sorted(tag.name for tag in question.tags.all())),
        question.get_use_display(),
        stem.get("en", ""),
        stem.get("zh-hans", ""),
    ]


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
