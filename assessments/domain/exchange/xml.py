"""XML from outside, read without doors (hazards 68, 69): no DTD, so no entities; no network; size and depth bounded."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from assessments.domain.exchange.sentences import SentenceError, gettext_noop

# A bank of 5,000 questions has about 200,000 elements; questions nest less than twenty deep. Each costs some 300 bytes.
MOST_ELEMENTS = 400_000
DEEPEST = 60


class XmlRefusedError(SentenceError):
    """The file is not read: a sentence that says why."""


def parse(file_bytes: bytes) -> Element:
    """The root of the document. Raises XmlRefusedError when it is damaged, declares a DTD, or is huge or deep."""
    builder, parser = TreeBuilder(), ParserCreate(namespace_separator="}")
    depth = seen = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, seen
        depth, seen = depth + 1, seen + 1
        if depth > DEEPEST or seen > MOST_ELEMENTS:
            raise XmlRefusedError(gettext_noop("The XML is nested too deep or has too many elements."))
        builder.start(local(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(local(name))

    def doctype(*_declared: object) -> None:
        raise XmlRefusedError(
            gettext_noop("The XML declares a document type (DTD). Nothing of it was read; save it without one.")
        )

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    parser.buffer_text = True
    try:
        parser.Parse(file_bytes, True)
    except ExpatError as odd:
        raise XmlRefusedError(
            gettext_noop(
                "The XML is damaged at line %(lineno)s, column %(offset)s.", lineno=odd.lineno, offset=odd.offset + 1
            )
        ) from None
    return builder.close()


def local(name: str) -> str:
    """A name without its namespace: the formats read here never mix two meanings of one name."""
    return name.rpartition("}")[2]
