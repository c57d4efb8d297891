"""The shipped questions, papers, scenarios and rubrics (`curriculum/FORMAT-bank.md`), read and checked."""

from collections.abc import Callable
from pathlib import Path

from assessments.domain.kinds import essay
from courses.domain.academy import bank_items as items
from courses.domain.academy.bank_checks import findings
from courses.domain.academy.bank_items import Bank
from courses.domain.academy.fields import Node, open_file, read_each
from courses.domain.academy.house import House, read_house, whole
from courses.domain.academy.problems import CurriculumError, Problem
from courses.domain.academy.wording import LANGUAGES

__all__ = ["Bank", "CurriculumError", "items", "read_bank"]

# A guard against slips of the pen, not a rule of the business.
MOST_POINTS = 100
LONGEST_PAPER_MINUTES = 240


def read_bank(folder: Path, house: House | None = None) -> Bank:
    """Everything under `folder`, in the words of `house` (none: the shipped ones).

    Raises CurriculumError with all problems when anything is amiss.
    """
    problems: list[Problem] = []
    house = whole(house or read_house(folder))

    def opened(*paths: Path) -> list[Node]:
        nodes = (open_file(path, folder, problems, house) for path in paths)
        return [node for node in nodes if node is not None]

    papers = opened(folder / "papers.yaml")
    bank = Bank(
        topics=_listed(papers, "topics", _topic),
        questions=_listed(opened(*sorted(folder.glob("questions/*.yaml"))), "questions", _question),
        papers=_listed(papers, "papers", _paper),
        scenarios=read_each(opened(*sorted(folder.glob("scenarios/*.yaml"))), _scenario),
        rubrics=read_each(opened(*sorted(folder.glob("rubrics/*.yaml"))), _rubric),
    )
    for node in papers:
        node.finish()
    if not problems:
        problems += [Problem(place.path, place.line, sentence) for place, sentence in findings(bank)]
    if problems:
        raise CurriculumError(problems)
    return bank


def _listed[T](files: list[Node], name: str, read: Callable[[Node], T]) -> tuple[T, ...]:
    return tuple(item for file in files for item in read_each(file.nodes(name), read))


def _topic(node: Node) -> items.Topic:
    return items.Topic(key=node.key(), title=node.text("title"), place=node.place)


def _question(node: Node) -> items.Question:
    kind = node.choice("kind", items.QUESTION_KINDS)
    options, shares = _options(node, kind)
    in_parts = kind in ("ordering", "matching")
    return items.Question(
        key=node.key(),
        topic=node.key("topic"),
        kind=kind,
        difficulty=node.whole("difficulty", 1, 3),
        points=node.whole("points", 1, MOST_POINTS),
        stem=node.text("stem"),
        options=options,
        accepted=_accepted(node.one("accepted")) if kind == "short" else items.Accepted(),
        explanation=node.text("explanation"),
        place=node.place,
        use=node.choice("use", items.QUESTION_USES) if "use" in node.content else "exam",
        point=node.key("point") if "point" in node.content else "",
        shares=shares,
        items=node.texts("items", at_least=3) if kind == "ordering" else (),
        pairs=read_each(node.nodes("pairs", at_least=3), _pair) if kind == "matching" else (),
        number=_part(node, "number", _number) if kind == "numeric" else None,
        essay=_essay(node) if kind == essay.KEY else None,
        partial=node.flag("partial", default=False) if in_parts else False,
    )


def _options(node: Node, kind: str) -> tuple[tuple[items.Option, ...], tuple[str, ...]]:
    """The options; of judged ones beside them the share of the points that each earns, a share of 1 being right."""
    if kind not in items.WITH_OPTIONS:
        return (), ()
    if kind != "judgement":
        return read_each(node.nodes("options", at_least=2), _option), ()
    rows = read_each(node.nodes("options", at_least=2), _judged)
    return tuple(option for option, _share in rows), tuple(share for _option, share in rows)


def _option(node: Node) -> items.Option:
    return items.Option(text=node.text("text"), right=node.flag("right"), feedback=node.text("feedback"))


def _judged(node: Node) -> tuple[items.Option, str]:
    share = node.sentence("share")
    return items.Option(text=node.text("text"), right=share == "1", feedback=node.text("feedback")), share


def _pair(node: Node) -> items.Pair:
    return items.Pair(left=node.text("left") if "left" in node.content else None, right=node.text("right"))


def _number(node: Node) -> items.Number:
    return items.Number(
        value=node.sentence("value"),
        tolerance=node.sentence("tolerance") if "tolerance" in node.content else "0",
        unit=_accepted(node.one("unit")) if "unit" in node.content else items.Accepted(),
    )


def _essay(node: Node) -> items.Essay:
    longest, least = node.whole("longest", essay.SHORTEST, essay.LONGEST), node.one("least")
    words, signs = (least.whole(language, 0, essay.LONGEST) for language in LANGUAGES)
    least.finish()
    return items.Essay(rubric=node.key("rubric"), longest=longest, least_en=words, least_zh=signs)


def _accepted(node: Node) -> items.Accepted:
    accepted = items.Accepted(en=node.words("en"), zh_hans=node.words("zh-Hans"))
    node.finish()
    return accepted


def _paper(node: Node) -> items.Paper:
    return items.Paper(
        key=node.key(),
        title=node.text("title"),
        minutes=node.whole("minutes", 1, LONGEST_PAPER_MINUTES),
        draw=read_each(node.nodes("draw"), _draw),
        place=node.place,
    )


def _draw(node: Node) -> items.Draw:
    return items.Draw(topic=node.key("topic"), count=node.whole("count", 1, 200))


def _scenario(node: Node) -> items.Scenario:
    return items.Scenario(
        key=node.key(),
        type=node.choice("type", items.CALL_TYPES),
        level=node.whole("level", 1, 3),
        use=node.choice("use", items.USES),
        channel=node.choice("channel", items.CHANNELS),
        title=node.text("title"),
        brief=_part(node, "brief", _brief),
        customer=_part(node, "customer", _customer),
        hidden=_part(node, "hidden", _hidden),
        opening=node.text("opening"),
        path=read_each(node.nodes("path", at_least=4), _step),
        mistakes=node.texts("mistakes", at_least=2),
        record=_part(node, "record", _record),
        place=node.place,
    )


def _part[T](node: Node, name: str, read: Callable[[Node], T]) -> T:
    return read_each([node.one(name)], read)[0]


def _brief(node: Node) -> items.Brief:
    return items.Brief(
        line_played_notice=node.flag("line_played_notice"),
        situation=node.text("situation"),
        system=node.texts("system", at_least=2),
    )


def _customer(node: Node) -> items.Customer:
    return items.Customer(
        name=node.text("name"),
        number=node.sentence("number"),
        member_level=node.text("member_level"),
        labels=node.texts("labels", at_least=0),
        orders=read_each(node.nodes("orders", at_least=0), _order),
    )


def _order(node: Node) -> items.Order:
    return items.Order(number=node.sentence("number"), facts=node.texts("facts"))


def _hidden(node: Node) -> items.Hidden:
    return items.Hidden(
        mood=node.text("mood"),
        wants=node.text("wants"),
        behind=node.text("behind"),
        if_asked=read_each(node.nodes("if_asked", at_least=2), _reveal),
    )


def _reveal(node: Node) -> items.Reveal:
    return items.Reveal(ask=node.text("ask"), reveal=node.text("reveal"))


def _step(node: Node) -> items.Step:
    return items.Step(customer=node.text("customer"), agent=node.text("agent"), why=node.text("why"))


def _record(node: Node) -> items.ExpectedRecord:
    return items.ExpectedRecord(
        ticket_type=node.choice("ticket_type", items.TICKET_TYPES),
        urgency=node.choice("urgency", items.URGENCIES),
        facts=node.texts("facts", at_least=3),
    )


def _rubric(node: Node) -> items.Rubric:
    return items.Rubric(
        key=node.key(),
        kind=node.choice("kind", items.RUBRIC_KINDS),
        title=node.text("title"),
        categories=read_each(node.nodes("categories"), _category),
        critical_errors=read_each(node.nodes("critical_errors", at_least=0), _critical_error),
        place=node.place,
    )


def _category(node: Node) -> items.Category:
    return items.Category(key=node.key(), title=node.text("title"), lines=read_each(node.nodes("lines"), _line))


def _line(node: Node) -> items.Line:
    may_not_apply = node.flag("may_not_apply", default=False)
    return items.Line(
        key=node.key(),
        title=node.text("title"),
        weight=node.whole("weight", 1, 100),
        anchors=node.texts("anchors", at_least=2),
        may_not_apply=may_not_apply,
        reasons=node.texts("reasons") if may_not_apply else (),
    )


def _critical_error(node: Node) -> items.CriticalError:
    return items.CriticalError(
        key=node.key(),
        title=node.text("title"),
        means=node.text("means"),
        only_without_notice=node.flag("only_without_notice", default=False),
    )
