"""Pictures and sounds of questions: taking one in, naming it in words, and who may have it."""

import re
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.domain.kinds import kind_of
from assessments.domain.kinds.shared import Content, Text
from assessments.models import Question, QuestionFile, QuestionVersion
from assessments.rich_text import Source, Words, media
from content.uploads import PICTURES, RECORDINGS, content_matches
from kernel.errors import Refusal
from people.domain import journal
from people.models import User

# A page of thirty pictures must open on a call centre's line; a sound of five minutes at 128 kbit/s is under 5 MB.
MB = 1024 * 1024
LARGEST_PICTURE, LARGEST_SOUND = 2 * MB, 5 * MB
MOST_FILES = 20
TYPES = {ending: (PICTURES | RECORDINGS)[ending] for ending in "png jpg gif webp mp3 ogg wav m4a".split()}


class FileError(Refusal):
    """A sentence about a picture or sound that a person may read."""


def too_large(limit: int) -> FileError:
    return FileError(_("The file is larger than %(limit)s. Make it smaller first.") % {"limit": filesizeformat(limit)})


def ending_of(content: bytes) -> str:
    """What the bytes are, whatever the file is called; empty for anything that is not taken (an SVG can run code)."""
    return next((ending for ending in TYPES if content_matches(BytesIO(content), ending)), "")


def name_of(wished: str, ending: str) -> str:
    stem = re.sub(r"[^a-z0-9]+", "-", wished.lower().rpartition(".")[0] or wished.lower()).strip("-")
    return f"{stem[:80] or 'file'}.{ending}"


@transaction.atomic
def add_file(question: Question, *, name: str, content: bytes, by: User | None, now: datetime) -> QuestionFile:
    """Take in a picture or sound under a name made of `name`; the same bytes under the same name again change nothing.

    Raises FileError for what is no picture or sound, too large, one too many, or would replace another: versions that
    were sat rely on their files.
    """
    ending = ending_of(content)
    if not ending:
        raise FileError(_("Taken are PNG, JPEG, GIF and WebP pictures, and MP3, OGG, WAV and M4A sounds."))
    limit = LARGEST_PICTURE if ending in PICTURES else LARGEST_SOUND
    if len(content) > limit:
        raise too_large(limit)
    stored, digest = name_of(name, ending), sha256(content).hexdigest()
    Question.objects.select_for_update().get(pk=question.pk)
    before = question.files.filter(name=stored).first()
    if before and before.sha256 == digest:
        return before
    if before:
        raise FileError(
            _("There is another file called %(name)s. Give the new one a name of its own.") % {"name": stored}
        )
    if question.files.count() >= MOST_FILES:
        raise FileError(_("A question holds at most %(number)d files.") % {"number": MOST_FILES})
    added = QuestionFile.objects.create(
        question=question, name=stored, kind=TYPES[ending], sha256=digest, content=content, added=now
    )
    journal.record("question-file-added", by=by, about=question, now=now, values={"file": stored, "sha256": digest})
    return added


def texts_before(kind: str, content: Content) -> list[Text]:
    """The words a learner reads while answering."""
    return [content["stem"], *kind_of(kind).texts(content)]


def texts_after(kind: str, content: Content) -> list[Text]:
    """Those they read afterwards."""
    return [content["explanation"], *kind_of(kind).remarks(content)]


def names_in(content: Content, texts: Iterable[Text]) -> set[str]:
    form = content.get("format", "plain")
    return {named.name for text in texts for words in text.values() for named in media(words, form)}


def problems(question: Question, content: Content) -> list[str]:
    """What is wrong with the pictures and sounds of a content that is about to be kept."""
    form = content.get("format", "plain")
    if form == "plain":
        return []
    texts = [*texts_before(question.kind, content), *texts_after(question.kind, content)]
    named = [one for text in texts for words in text.values() for one in media(words, form)]
    known = set(question.files.values_list("name", flat=True))
    said = []
    if any(not one.name for one in named):
        said.append(_("Pictures and sounds from elsewhere are not shown: add them to the question's files first."))
    if unknown := sorted({one.name for one in named if one.name} - known):
        said.append(_("This question has no file called %(name)s.") % {"name": ", ".join(unknown)})
    if any(not one.description.strip() for one in named):
        said.append(_("Every picture and sound needs its description in words, for those who cannot see or hear it."))
    return said


def words_of(versions: Iterable[QuestionVersion]) -> dict[int, Words]:
    """How to show the words of these versions, by their ids. Asks for files only where words can name some."""
    forms = {version.pk: (version.question_id, version.content.get("format", "plain")) for version in versions}
    rich = {question for question, form in forms.values() if form != "plain"}
    files: dict[int, dict[str, Source]] = {}
    found = QuestionFile.objects.filter(question__in=rich).only("key", "name", "kind", "question") if rich else []
    for file in found:
        address = reverse("assessments:question-file", args=[file.key])
        files.setdefault(file.question_id, {})[file.name] = Source(address, file.kind.startswith("audio/"))
    return {pk: Words(form, files.get(question, {})) for pk, (question, form) in forms.items()}
