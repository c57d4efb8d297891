"""The same text in both languages: read side by side, and compared in what must agree."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from courses.domain.academy.blocks import Block, Callout, Check, Dialogue, Media, Steps
from courses.domain.academy.house import House
from courses.domain.academy.pages import Page, key_of
from courses.domain.academy.problems import CurriculumError, Problem
from courses.domain.academy.wording import LANGUAGES

type Twins[P] = dict[str, dict[str, P]]


def read_pages[P: Page](
    folder: Path, under: str, read: Callable[..., P], problems: list[Problem], house: House
) -> Twins[P]:
    """Every text below a folder: by key, then by language."""
    pages: Twins[P] = {}
    for file in sorted((folder / under).rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        try:
            page = read(file.read_text(encoding="utf-8"), path=path, house=house)
        except CurriculumError as error:
            problems += error.problems
            # Known though unreadable, so that its twin is not reported as missing a translation.
            pages.setdefault(key_of(path), {})
            continue
        except UnicodeDecodeError:
            problems.append(Problem(path, 1, "the file is not UTF-8 text"))
            continue
        if page.language in pages.setdefault(page.key, {}):
            problems.append(
                Problem(path, 1, f"the key {page.key} is already taken by {pages[page.key][page.language].path}")
            )
        pages[page.key][page.language] = page
    return pages


def pair_problems(pages: Twins[Any]) -> list[Problem]:
    """Languages that are missing, and twins that say something else."""
    problems: list[Problem] = []
    for key, twins in pages.items():
        if len(twins) == len(LANGUAGES):
            problems += _shape_problems(*(twins[language] for language in LANGUAGES))
        elif twins:
            (page,) = twins.values()
            missing = next(language for language in LANGUAGES if language not in twins)
            problems.append(Problem(page.path, 1, f"{key} has no readable {missing} text"))
    return problems


def _shape_problems(one: Page, other: Page) -> Iterator[Problem]:
    if Path(one.path).parent != Path(other.path).parent:
        yield Problem(other.path, 1, f"lies in another folder than {one.path}")
    if len(one.screens) != len(other.screens):
        yield Problem(other.path, 1, f"has {len(other.screens)} screens, {one.path} has {len(one.screens)}")
    for here, there in zip(one.screens, other.screens, strict=False):
        kinds = [[block.kind for block in screen.blocks] for screen in (here, there)]
        if kinds[0] != kinds[1]:
            yield Problem(other.path, there.line, f"blocks {', '.join(kinds[1])}; {one.path} has {', '.join(kinds[0])}")
        elif [_parts(block) for block in here.blocks] != [_parts(block) for block in there.blocks]:
            yield Problem(other.path, there.line, f"a block has other parts than in {one.path}, line {here.line}")
    for name in ("review_by", "minutes", "tags", "covers", "article_class", "case_class", "scenes", "see"):
        if getattr(one, name, None) != getattr(other, name, None):
            yield Problem(
                other.path, 1, f"`{name.rpartition('_')[2] if '_class' in name else name}` differs from {one.path}"
            )


def _parts(block: Block) -> tuple[object, ...]:
    """What must agree between the languages inside a block: who speaks, which answers are right, how many steps."""
    match block:
        case Dialogue():
            return tuple((line.who, line.move) for line in block.lines)
        case Check():
            return tuple(option.right for option in block.options)
        case Steps():
            return (len(block.items),)
        case Callout():
            return (block.callout,)
    return ()


def link_problems(pages: Iterable[Page], known: Mapping[str, Container[str]]) -> list[Problem]:
    """Links to a `lesson`, an `article`, a `case` or a `script` that is not there."""
    return [
        Problem(page.path, 1, f"the link {kind}:{key} leads nowhere")
        for page in pages
        for kind, key in page.links
        if key not in known[kind]
    ]


def media_problems(folder: Path, pages: Iterable[Page]) -> list[Problem]:
    return [
        Problem(page.path, 1, f"the file {block.file} is not beside the text")
        for page in pages
        for block in page.blocks
        if isinstance(block, Media) and not _lies_beside(folder / page.path, block.file)
    ]


def _lies_beside(text: Path, name: str) -> bool:
    file = (text.parent / name).resolve()
    return file.is_file() and file.is_relative_to(text.parent.resolve())
