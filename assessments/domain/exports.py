"""Questions of a bank on their way out: a file in one of the formats, and what of them it cannot say, question by
question. What is written is read again, so that no loss stays unsaid."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain import import_files, sheet_words
from assessments.domain.exchange import formats, gift, moodle_xml, qti, qti2_writer, sheet
from assessments.domain.exchange.drafts import Draft, fingerprint
from assessments.domain.exchange.items import Attachment, Item, Problem
from assessments.domain.exchange.out_of_bank import NotSayableError, item_of
from assessments.domain.exchange.sentences import gettext_noop
from assessments.models import Bank, Question, QuestionVersion, Topic

AT_ONCE = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """How a file of this format is called and sent."""

    ending: str
    media_type: str
    name: str


FORMATS = {
    "gift": Format("gift.txt", "text/plain; charset=utf-8", "GIFT"),
    "moodle-xml": Format("xml", "application/xml", "Moodle XML"),
    "qti": Format("zip", "application/zip", "QTI 2.2"),
    "xlsx": Format("xlsx", XLSX, "XLSX"),
}
WRITERS: dict[str, Callable[[list[Item]], tuple[str | bytes, list[Problem]]]] = {
    gift.NAME: gift.write,
    moodle_xml.NAME: moodle_xml.write,
    qti.NAME: qti2_writer.write,
}


@dataclass
class Exported:
    content: bytes
    held: int  # questions in the file
    losses: list[Problem] = field(default_factory=list)


def export(questions: QuerySet[Question], name: str, *, language: str = "en") -> Exported:
    """The newest words of these questions as a file. `language` counts for all formats but the workbook."""
    rows = list(_rows(questions))
    return _workbook(rows) if name == sheet.NAME else _filed(rows, name, language)


def of_bank(bank: Bank) -> QuerySet[Question]:
    return Question.objects.filter(topic__bank=bank)


def _rows(questions: QuerySet[Question]) -> Iterator[tuple[Question, QuestionVersion]]:
    """Each question with its newest version, by topic, so that a topic is named once; none without words."""
    found = questions.select_related("topic").order_by("topic__key", "key").prefetch_related("tags")
    for some in batched(found.iterator(chunk_size=AT_ONCE), AT_ONCE, strict=False):
        newest: dict[int, QuestionVersion] = {}
        versions = QuestionVersion.objects.filter(question__in=[question.pk for question in some])
        for version in versions.order_by("question", "number"):
            newest[version.question_id] = version
        yield from ((question, newest[question.pk]) for question in some if question.pk in newest)


def _filed(rows: list[tuple[Question, QuestionVersion]], name: str, language: str) -> Exported:
    paths = Paths(language)
    items, losses = list[Item](), list[Problem]()
    for question, version in rows:
        try:
            item, lost = item_of(question.kind, version.content, language)
        except NotSayableError as refused:
            losses.append(Problem(question.key, refused.sentence))
            continue
        losses += [Problem(question.key, loss) for loss in [*lost, *_undescribed(question, version)]]
        items.append(
            replace(
                _with_files(item, question, version),
                name=question.key,
                where=question.key,
                topic=paths.of(question.topic),
                tags=tuple(sorted(tag.name for tag in question.tags.all())),
                points=Fraction(version.points),
            )
        )
    written, lost = WRITERS[name](items)
    content = written.encode() if isinstance(written, str) else written
    losses += lost
    again = {item.name: item for item in formats.read(content, name).items}
    told = {loss.where for loss in losses}
    losses += [
        Problem(item.where, gettext_noop("Something of it changes when the file is read again."))
        for item in items
        if item.where not in told and again.get(item.name) != item
    ]
    return Exported(content, len(again), losses)


def _undescribed(question: Question, version: QuestionVersion) -> Iterator[str]:
    if version.difficulty != 1:
        yield gettext_noop("Its difficulty is left out.")
    if question.competency or question.point:
        yield gettext_noop("Its competency and the point asked about are left out.")


def _with_files(item: Item, question: Question, version: QuestionVersion) -> Item:
    if version.content.get("format", "plain") == "plain":
        return item
    found = [file for file in question.files.all() if f"file:{file.name}" in str(version.content)]
    if not found:
        return item
    attachments = tuple(Attachment(file.name, bytes(file.content)) for file in found)
    return replace(import_files.placed(item, {file.name for file in found}), attachments=attachments)


class Paths:
    """The topics as paths of titles, in the language of the file where there is one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.topics = {topic.pk: topic for topic in Topic.objects.select_related("bank")}

    def of(self, topic: Topic) -> tuple[str, ...]:
        """Without the topic named like the bank: that one holds what has no topic."""
        here: Topic | None = self.topics[topic.pk]
        path: list[str] = []
        while here is not None and len(path) < 50:
            is_top = here.parent_id is None and here.bank is not None and here.key == here.bank.key
            if not is_top:
                path.append(self._title(here))
            here = self.topics.get(here.parent_id) if here.parent_id else None
        return tuple(reversed(path))

    def _title(self, topic: Topic) -> str:
        first, second = (topic.title_en, topic.title_zh) if self.language == "en" else (topic.title_zh, topic.title_en)
        return first or second


def _workbook(rows: list[tuple[Question, QuestionVersion]]) -> Exported:
    chinese = (get_language() or "").startswith("zh")
    paths, drafts, losses = Paths("zh-hans" if chinese else "en"), list[Draft](), list[Problem]()
    for question, version in rows:
        if version.content.get("format", "plain") != "plain" and question.files.exists():
            losses.append(Problem(question.key, gettext_noop("Files are left out.")))
        drafts.append(_draft(question, version, paths))
    content = sheet.write(drafts, _("Questions"), sheet_words.notes(), place=int(chinese))
    again = {draft.name: draft for draft in sheet.read(content)[0].taken}
    told = {loss.where for loss in losses}
    for draft in drafts:
        if draft.name not in again:
            losses.append(Problem(draft.name, gettext_noop("It cannot be read again from the workbook.")))
        elif draft.name not in told and _print(again[draft.name]) != _print(draft):
            losses.append(Problem(draft.name, gettext_noop("Something of it changes when the file is read again.")))
    return Exported(content, len(drafts), losses)


def _print(draft: Draft) -> tuple[Any, ...]:
    content = {name: part for name, part in draft.content.items() if name != "accepted" or part}
    described = (draft.points, draft.difficulty, draft.topic, draft.tags, draft.competency, draft.point, draft.use)
    return fingerprint(draft.kind, content, ""), described


def _draft(question: Question, version: QuestionVersion, paths: Paths) -> Draft:
    return Draft(
        where=question.key,
        kind=question.kind,
        content=version.content,
        points=version.points,
        difficulty=version.difficulty,
        name=question.key,
        topic=paths.of(question.topic),
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
        competency=question.competency,
        point=question.point,
        use=question.use,
    )


def report(losses: Iterable[Problem], in_words: Callable[[str], str]) -> str:
    """The losses as a text beside the file, one a line."""
    return "".join(f"{in_words(loss.where)}: {in_words(loss.what)}\n" for loss in losses)
