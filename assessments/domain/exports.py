"""Questions of a bank on their way out: a file in one of the formats, bit by bit, and what of them it cannot say,
question by question. What is written is read again, so that no loss stays unsaid. Some questions at a time are held
in memory, however many there are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import batched, chain
from tempfile import TemporaryFile
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain import import_files, sheet_words
from assessments.domain.exchange import formats, gift, gift_writer, moodle_xml, qti, qti2_writer, sheet
from assessments.domain.exchange.drafts import Draft, fingerprint
from assessments.domain.exchange.items import Attachment, Item, Problem
from assessments.domain.exchange.out_of_bank import NotSayableError, item_of
from assessments.domain.exchange.sentences import gettext_noop
from assessments.models import Bank, Question, QuestionVersion, Topic

type Row = tuple[Question, QuestionVersion]
type Pieces = Callable[[Iterable[Item], list[Problem]], Iterator[str] | Iterator[bytes]]

# So many are held at once, or fewer that bring so many bytes of files.
AT_ONCE, HEAVY = 200, 4 * 1024 * 1024
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
WRITERS: dict[str, Pieces] = {
    gift.NAME: gift_writer.pieces,
    moodle_xml.NAME: moodle_xml.pieces,
    qti.NAME: qti2_writer.pieces,
}
PIECE = 64 * 1024


@dataclass
class Report:
    held: int = 0  # questions in the file
    losses: list[Problem] = field(default_factory=list)


def pieces(questions: QuerySet[Question], name: str, *, language: str = "en") -> Iterator[bytes]:
    """The newest words of these questions as a file, to be sent on bit by bit.

    `language` counts for all formats but the workbook, which holds both; its headings are in the reader's.
    """
    rows = chain.from_iterable(_rows(questions))
    return _workbook(rows) if name == sheet.NAME else _filed(rows, name, language)


def report(questions: QuerySet[Question], name: str, *, language: str = "en") -> Report:
    """How many questions that file holds, and what of which question it cannot say."""
    made = Report()
    if name == sheet.NAME:
        for rows in _rows(questions):
            _look_at_sheet(rows, made)
    else:
        for items in _in_hand(_items(chain.from_iterable(_rows(questions)), language, made.losses)):
            _look_at_file(items, name, made)
    return made


def of_bank(bank: Bank) -> QuerySet[Question]:
    return Question.objects.filter(topic__bank=bank)


def _rows(questions: QuerySet[Question]) -> Iterator[list[Row]]:
    """Each question with its newest version, by topic, so that a topic is named once; none without words."""
    for some in batched(questions.order_by("topic__key", "key").values_list("pk", flat=True), AT_ONCE, strict=False):
        found = Question.objects.select_related("topic").prefetch_related("tags").in_bulk(some)
        versions = QuestionVersion.objects.filter(question__in=some).order_by("question", "number")
        newest = {version.question_id: version for version in versions}
        yield [(found[number], newest[number]) for number in some if number in newest]


def _filed(rows: Iterable[Row], name: str, language: str) -> Iterator[bytes]:
    return _as_bytes(WRITERS[name](_items(rows, language, []), []))


def _as_bytes(written: Iterable[str] | Iterable[bytes]) -> Iterator[bytes]:
    return (piece.encode() if isinstance(piece, str) else piece for piece in written)


def _items(rows: Iterable[Row], language: str, losses: list[Problem]) -> Iterator[Item]:
    paths = Paths(language)
    for question, version in rows:
        try:
            item, lost = item_of(question.kind, version.content, language)
        except NotSayableError as refused:
            losses.append(Problem(question.key, refused.sentence))
            continue
        losses += [Problem(question.key, loss) for loss in [*lost, *_undescribed(question, version)]]
        yield replace(
            _with_files(item, question, version),
            name=question.key,
            where=question.key,
            topic=paths.of(question.topic),
            tags=tuple(sorted(tag.name for tag in question.tags.all())),
            points=Fraction(version.points),
        )


def _in_hand(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Some at a time, fewer where they bring pictures and sounds."""
    held, weight = list[Item](), 0
    for item in items:
        held.append(item)
        weight += sum(len(attachment.content) for attachment in item.attachments)
        if len(held) >= AT_ONCE or weight >= HEAVY:
            yield held
            held, weight = [], 0
    yield held


def _look_at_file(items: list[Item], name: str, made: Report) -> None:
    written = b"".join(_as_bytes(WRITERS[name](items, made.losses)))
    again = {item.name: item for item in formats.read(written, name).items}
    told = {loss.where for loss in made.losses}
    made.losses += [
        Problem(item.where, gettext_noop("Something of it changes when the file is read again."))
        for item in items
        if item.where not in told and again.get(item.name) != item
    ]
    made.held += len(again)


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


def _drafts(rows: Iterable[Row], place: int) -> Iterator[Draft]:
    paths = Paths("zh-hans" if place else "en")
    return (_draft(question, version, paths) for question, version in rows)


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _workbook(rows: Iterable[Row]) -> Iterator[bytes]:
    """A workbook goes out once it is whole; until then it lies on the disk. Its words are taken now, not later."""
    place, title, notes = int(_is_chinese()), _("Questions"), sheet_words.notes()

    def sent() -> Iterator[bytes]:
        with TemporaryFile() as book:
            sheet.write_to(book, _drafts(rows, place), title, notes, place=place)
            book.seek(0)
            while piece := book.read(PIECE):
                yield piece

    return sent()


def _look_at_sheet(rows: list[Row], made: Report) -> None:
    place, losses = int(_is_chinese()), list[Problem]()
    for question, version in rows:
        if version.content.get("format", "plain") != "plain" and question.files.exists():
            losses.append(Problem(question.key, gettext_noop("Files are left out.")))
    drafts = list(_drafts(rows, place))
    again = {draft.name: draft for draft in sheet.read(sheet.write(drafts, "Questions", (), place=place))[0].taken}
    told = {loss.where for loss in losses}
    for draft in drafts:
        if draft.name not in again:
            losses.append(Problem(draft.name, gettext_noop("It cannot be read again from the workbook.")))
        elif draft.name not in told and _print(again[draft.name]) != _print(draft):
            losses.append(Problem(draft.name, gettext_noop("Something of it changes when the file is read again.")))
    made.held += len(drafts)
    made.losses += losses


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


def in_lines(losses: Iterable[Problem], in_words: Callable[[str], str]) -> str:
    """The losses as a text beside the file, one a line."""
    return "".join(f"{in_words(loss.where)}: {in_words(loss.what)}\n" for loss in losses)
