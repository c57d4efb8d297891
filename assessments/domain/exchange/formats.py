"""The formats by the name that people choose them by. Pure."""

from collections.abc import Callable

from assessments.domain.exchange import aiken, gift, moodle_xml, qti
from assessments.domain.exchange.encodings import NotTextError, decode
from assessments.domain.exchange.items import MOST_QUESTIONS, Problem, Reading
from assessments.domain.exchange.sentences import gettext_noop

# Of a file, as it comes: many times a bank of 5,000 questions with pictures.
LARGEST_FILE = 50 * 1024 * 1024


def _of_text(read: Callable[[str], Reading]) -> Callable[[bytes], Reading]:
    return lambda file_bytes: read(decode(file_bytes))


READERS: dict[str, Callable[[bytes], Reading]] = {
    gift.NAME: _of_text(gift.read),
    aiken.NAME: _of_text(aiken.read),
    moodle_xml.NAME: moodle_xml.read,
    qti.NAME: qti.read,
}


def read(file_bytes: bytes, name: str) -> Reading:
    """What the file holds, in the format `name` (a key of READERS); a file that cannot be read is one problem."""
    if len(file_bytes) > LARGEST_FILE:
        return Reading(
            problems=[
                Problem(
                    gettext_noop("file"),
                    gettext_noop("The file is larger than %(largest_file)s MB.", largest_file=LARGEST_FILE // 1024**2),
                )
            ]
        )
    try:
        found = READERS[name](file_bytes)
    except NotTextError as odd:
        return Reading(problems=[Problem(gettext_noop("file"), odd.sentence)])
    if found.is_full:
        most = gettext_noop(
            "The file holds more than %(most)s questions. Split it into several files.", most=MOST_QUESTIONS
        )
        found.problems.insert(0, Problem(gettext_noop("file"), most))
    if not found.items and not found.problems:
        found.problems.append(Problem(gettext_noop("file"), gettext_noop("There is no question in this file.")))
    return found
