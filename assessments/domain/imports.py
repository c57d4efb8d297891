"""Questions from a file into a bank: read, held against the bank, shown, and only then written, all or nothing.

What comes in is a draft in the one language of its file; another trainer reviews it like any other question.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.domain import import_files, import_rows, likeness
from assessments.domain.bank import BankError
from assessments.domain.exchange import drafts, formats, into_bank, sheet
from assessments.domain.exchange.drafts import Draft
from assessments.domain.exchange.items import Problem, Reading
from assessments.domain.exchange.sentences import Sentence
from assessments.domain.kinds.shared import Content
from assessments.models import Bank, Question, QuestionVersion
from people.domain import journal
from people.models import User

KEY_LENGTH = 100
FORMATS = sorted([*formats.READERS, sheet.NAME])


@dataclass(frozen=True)
class Line:
    """What becomes of one question of the file. `there` names the question that says the same already."""

    draft: Draft
    key: str = ""
    there: str = ""
    alike: str = ""  # asks in the same words, with other answers


@dataclass
class Plan:
    """What an import would do. With a problem nothing is written, unless those questions are left out on purpose."""

    bank: Bank
    format: str
    language: str
    sha256: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    loose: list[Problem] = field(default_factory=list)  # losses of no one question

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if not line.there]


def in_words(sentence: str) -> str:
    """A sentence of the pure readers in the language of whoever reads it now."""
    if not isinstance(sentence, Sentence):
        return sentence
    words = _(sentence.template)
    values = {
        name: in_words(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return words % values if values else words


def plan(file_bytes: bytes, name: str, *, bank: Bank, language: str = "", rubric: str = "") -> Plan:
    """Reads the file and holds it against the bank; writes nothing. `name` is a key of formats.READERS."""
    made = Plan(bank, name, language, sha256(file_bytes).hexdigest())
    if name == sheet.NAME:
        made.language = ""  # both stand side by side
        taken, made.problems = sheet.read(file_bytes)
    else:
        found = formats.read(file_bytes, name)
        made.language = language = language or into_bank.language_of(found.items)
        taken = drafts.of_items(found.items, found.losses, language, rubric=rubric)
        made.problems, made.loose = found.problems, _loose(found, taken)
    made.problems += taken.refused
    language = made.language
    made.lines = list(_lines(list(import_files.settled(taken.taken, made.problems)), bank, language))
    return made


def _loose(found: Reading, taken: drafts.Drafts) -> list[Problem]:
    known = {draft.where for draft in taken.taken}
    return [loss for loss in found.losses if loss.where not in known]


def _lines(found: list[Draft], bank: Bank, language: str) -> Iterator[Line]:
    """Each question with its key, or with the one that is there already: in the bank, or earlier in this file."""
    prints, stems = _known(bank, language)
    keys = set(Question.objects.values_list("key", flat=True)) if found else set()
    for draft in found:
        print_ = drafts.fingerprint(draft.kind, draft.content, language)
        if print_ in prints:
            yield Line(draft, there=prints[print_])
            continue
        key = _key(draft, bank, print_, keys)
        keys.add(key)
        prints[print_] = key
        plain = _stems(draft.content, language)
        yield Line(draft, key=key, alike=next((stems[words] for words in plain if words in stems), ""))
        for words in plain:
            stems.setdefault(words, key)


def _known(bank: Bank, language: str) -> tuple[dict[str, str], dict[str, str]]:
    """All that the bank ever said, by its fingerprint and by the plain words of its stems: an old version counts too,
    so that a file taken in twice doubles nothing that was edited since."""
    prints: dict[str, str] = {}
    stems: dict[str, str] = {}
    rows = QuestionVersion.objects.filter(question__topic__bank=bank).order_by("question", "-number")
    for key, kind, content in rows.values_list("question__key", "question__kind", "content").iterator(chunk_size=200):
        prints.setdefault(drafts.fingerprint(kind, content, language), key)
        for words in _stems(content, language):
            stems.setdefault(words, key)
    return prints, stems


def _stems(content: Content, language: str) -> list[str]:
    return [
        plain for code, words in content["stem"].items() if language in ("", code) and (plain := likeness.plain(words))
    ]


def _key(draft: Draft, bank: Bank, print_: str, taken: set[str]) -> str:
    """From the name in the file, else from the words themselves; always the same for the same file and bank."""
    words = slugify(draft.name)[:KEY_LENGTH].strip("-_").replace("_", "-")
    if not words.startswith(f"{bank.key}-"):
        words = f"{bank.key}-{words}"[:KEY_LENGTH].strip("-") if words else f"{bank.key}-{print_[:10]}"
    key, number = words, 2
    while key in taken:
        key, number = f"{words}-{number}", number + 1
    return key


@transaction.atomic
def take_in(made: Plan, *, by: User | None, now: datetime, leave_out: bool = False) -> list[Question]:
    """Write every new question of the plan as a draft, with its topics, tags and files.

    Raises BankError, with nothing written, when the plan has problems; with `leave_out` those questions are left out.
    """
    if made.problems and not leave_out:
        first = made.problems[0]
        where, what = in_words(first.where), in_words(first.what)
        raise BankError(
            _("Nothing was taken in. %(where)s: %(what)s") % {"where": where[:1].upper() + where[1:], "what": what}
        )
    written = import_rows.write(made.bank, [(line.key, line.draft) for line in made.new], by=by, now=now)
    values: dict[str, Any] = {"format": made.format, "sha256": made.sha256, "language": made.language}
    values |= {"questions": [question.key for question in written]}
    journal.record("questions-imported", by=by, about=made.bank, now=now, values=values)
    return written
