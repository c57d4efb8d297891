"""QTI as a file or as a package: finds the items, whatever the version, and what each belongs to. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from assessments.domain.exchange import package, qti1, qti2
from assessments.domain.exchange.items import Item, Problem, Reading
from assessments.domain.exchange.sentences import gettext_noop
from assessments.domain.exchange.stars import starred
from assessments.domain.exchange.xml import XmlRefusedError, parse

NAME = "qti"
_ZIP = b"PK\x03\x04"
_AROUND_ITEMS = {"assessmentTest", "testPart", "assessmentSection"}


def read(file_bytes: bytes) -> Reading:
    """The items of an XML file, or of every XML file in a zip; one that cannot be read is a problem with its name."""
    found, files = Reading(), dict[str, bytes]()
    try:
        files |= package.unpack(file_bytes) if file_bytes.startswith(_ZIP) else {gettext_noop("file"): file_bytes}
    except package.PackageRefusedError as refused:
        return Reading(problems=[Problem(gettext_noop("file"), refused.sentence)])
    topics, places = dict[str, tuple[str, ...]](), dict[str, int]()
    for name in sorted(files):
        content = files.pop(name)
        if name == "file" or name.lower().endswith(".xml"):
            try:
                root = parse(content)
            except XmlRefusedError as refused:
                found.problems.append(Problem(name, refused.sentence))
                continue
            topics |= dict(_sections(name, root, ()))
            before = len(found.items)
            _read_xml(found, name, root)
            if root.tag == "assessmentItem" and len(found.items) > before:
                places[name] = before
    for name, place in places.items():
        if name in topics:
            found.items[place] = replace(found.items[place], topic=topics[name])
    return found


def _read_xml(found: Reading, where: str, root: Element) -> None:
    if root.tag == "assessmentItem":
        _take(found, where, root, (), qti2.read_item)
    elif root.tag == "questestinterop":
        for number, (item, own_topic) in enumerate(_items_of_1(root, ()), start=1):
            if found.is_full:
                break
            _take(
                found,
                gettext_noop("%(where)s, item %(number)s", where=where, number=number),
                item,
                own_topic,
                qti1.read_item,
            )
    elif root.tag not in {"assessmentTest", "manifest"} and where == "file":
        found.problems.append(Problem(where, gettext_noop("This is not QTI: it starts with <%(tag)s>.", tag=root.tag)))


def _sections(place: str, element: Element, topic: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The item files that a test names, with the titles of the sections around them."""
    for child in element if element.tag in _AROUND_ITEMS else ():
        if child.tag == "assessmentItemRef":
            yield str(PurePosixPath(place).parent / child.get("href", "")), topic
        else:
            title = child.get("title", "").strip() if child.tag == "assessmentSection" else ""
            yield from _sections(place, child, (*topic, title) if title else topic)


def _items_of_1(element: Element, topic: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    """Banks, assessments and sections with a title become topics."""
    for child in element:
        if child.tag == "item":
            yield child, topic
        elif child.tag in {"objectbank", "assessment", "section"}:
            title = child.get("title", "").strip()
            yield from _items_of_1(child, (*topic, title) if title else topic)


def _take(
    found: Reading,
    where: str,
    element: Element,
    topic: tuple[str, ...],
    reader: Callable[[Element], tuple[Item, list[str]]],
) -> None:
    title = element.get("title", "").strip()
    place = gettext_noop("%(where)s “%(title)s”", where=where, title=title[:60]) if title else where
    try:
        item, losses = reader(element)
    except (qti1.NotReadableError, qti2.NotReadableError) as odd:
        found.problems.append(Problem(place, odd.sentence))
        return
    found.items.append(replace(starred(item), topic=topic, where=place))
    found.losses += [Problem(place, loss) for loss in losses]
