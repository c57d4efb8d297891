"""The rows of an import, many at a time: topics of the file as the bank's tree, questions, versions, files and tags."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from taggit.models import Tag, TaggedItem

from assessments.domain import files
from assessments.domain.exchange.drafts import Draft
from assessments.domain.exchange.into_bank import is_chinese
from assessments.models import Bank, Question, QuestionFile, QuestionVersion, Topic
from people.models import User

AT_ONCE = 500
LONGEST_TITLE = 120
LONGEST_KEY = 72  # of a topic, with room for a number
LONGEST_TAG = 50
DEEPEST = 8


def write(bank: Bank, found: Sequence[tuple[str, Draft]], *, by: User | None, now: datetime) -> list[Question]:
    """The questions with their first versions. Belongs inside a transaction."""
    tree = Tree(bank)
    questions = Question.objects.bulk_create(
        [
            Question(
                key=key,
                topic=tree.at(draft.topic),
                kind=draft.kind,
                competency=draft.competency,
                point=draft.point,
                use=draft.use,
            )
            for key, draft in found
        ],
        batch_size=AT_ONCE,
    )
    rows = [(question, draft) for question, (_key, draft) in zip(questions, found, strict=True)]
    QuestionVersion.objects.bulk_create(
        [
            QuestionVersion(
                question=question,
                number=1,
                content=draft.content,
                points=draft.points,
                difficulty=draft.difficulty,
                author=by,
                created=now,
            )
            for question, draft in rows
        ],
        batch_size=AT_ONCE,
    )
    _add_files(rows, now)
    _add_tags(rows)
    return questions


class Tree:
    """The topics of a bank by their titles; what is missing on a path is added, in the language of its words."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.keys = set(Topic.objects.values_list("key", flat=True))
        self.known: dict[tuple[int | None, str], Topic] = {}
        for topic in Topic.objects.filter(bank=bank).order_by("pk"):
            for title in (topic.title_en, topic.title_zh):
                if title:
                    self.known.setdefault((topic.parent_id, _plain(title)), topic)
        self.root = Topic.objects.filter(bank=bank, parent=None, key=bank.key).first()

    def at(self, path: tuple[str, ...]) -> Topic:
        """The topic at the end of the path; one named like the bank for questions without any."""
        topic = None
        for title in path[:DEEPEST]:
            topic = self._below(topic, title[:LONGEST_TITLE])
        return topic or self._top()

    def _below(self, parent: Topic | None, title: str) -> Topic:
        place = (parent.pk if parent else None, _plain(title))
        if place not in self.known:
            chinese = is_chinese(title)
            titles = {"title_en": "" if chinese else title, "title_zh": title if chinese else ""}
            words = slugify(title).replace("_", "-") or sha256(title.encode()).hexdigest()[:8]
            above = parent.key if parent else self.bank.key
            self.known[place] = self._added(f"{above}-{words}", parent, titles)
        return self.known[place]

    def _top(self) -> Topic:
        if self.root is None:
            titles = {"title_en": self.bank.title_en, "title_zh": self.bank.title_zh}
            self.root = self._added(self.bank.key, None, titles)
        return self.root

    def _added(self, wished: str, parent: Topic | None, titles: dict[str, str]) -> Topic:
        key = start = wished[:LONGEST_KEY].strip("-")
        number = 2
        while key in self.keys:
            key, number = f"{start}-{number}", number + 1
        self.keys.add(key)
        return Topic.objects.create(key=key, bank=self.bank, parent=parent, **titles)


def _plain(title: str) -> str:
    return " ".join(title.casefold().split())


def _add_files(rows: Sequence[tuple[Question, Draft]], now: datetime) -> None:
    QuestionFile.objects.bulk_create(
        [
            QuestionFile(
                question=question,
                name=attachment.name,
                kind=files.TYPES[attachment.name.rpartition(".")[2]],
                sha256=sha256(attachment.content).hexdigest(),
                content=attachment.content,
                added=now,
            )
            for question, draft in rows
            for attachment in draft.attachments
        ],
        batch_size=20,
    )


def _add_tags(rows: Sequence[tuple[Question, Draft]]) -> None:
    wanted = {tag[:LONGEST_TAG] for _question, draft in rows for tag in draft.tags}
    if not wanted:
        return
    tags = {tag.name: tag for tag in Tag.objects.filter(name__in=wanted)} if len(wanted) < AT_ONCE else {}
    for name in sorted(wanted - set(tags)):
        tags[name] = Tag.objects.get_or_create(name=name)[0]
    kind = ContentType.objects.get_for_model(Question)
    TaggedItem.objects.bulk_create(
        [
            TaggedItem(tag=tags[name], content_type=kind, object_id=question.pk)
            for question, draft in rows
            for name in dict.fromkeys(tag[:LONGEST_TAG] for tag in draft.tags)
        ],
        batch_size=AT_ONCE,
    )
