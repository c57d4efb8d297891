"""QTI 2.1 and 2.2: each interaction by an item of our own, with points by template and by rule."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain.exchange import qti
from assessments.domain.exchange.items import Choice, Gap, Interval, Item, Pair

ONE, NONE, HALF = Fraction(1), Fraction(0), Fraction(1, 2)
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
MATCH = f'<responseProcessing template="{TEMPLATES}/match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}/map_response"/>'
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'


def item_of(declared: str, body: str, processing: str = MATCH, *, version: str = "v2p1", attributes: str = "") -> bytes:
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_{version}" identifier="i" title="T" {attributes}>'
        f"{declared}{SCORE}<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    ).encode()


def declare(*correct: str, kind: str = "single", base: str = "identifier", name: str = "R", mapping: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in correct)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{kind}" baseType="{base}">'
        f"<correctResponse>{values}</correctResponse>{mapping}</responseDeclaration>"
    )


def mapping(**entries: object) -> str:
    inside = "".join(f'<mapEntry mapKey="{key}" mappedValue="{points}"/>' for key, points in entries.items())
    return f'<mapping defaultValue="0">{inside}</mapping>'


def only(file: bytes) -> Item:
    found = qti.read(file)
    assert found.problems == []
    (item,) = found.items
    return item


CHOICES = (
    '<p>A caller waits.</p><choiceInteraction responseIdentifier="R" maxChoices="1"><prompt>What now?</prompt>'
    '<simpleChoice identifier="A">Pick <em>up</em>'
    '<feedbackInline outcomeIdentifier="F" identifier="A">Right.</feedbackInline></simpleChoice>'
    '<simpleChoice identifier="B">Wait</simpleChoice></choiceInteraction>'
)


@pytest.mark.parametrize("version", ["v2p1", "v2p2"])
def test_read_single_choice_with_inline_feedback(version):
    item = only(item_of(declare("A"), CHOICES, version=version))

    assert item == Item(
        "single",
        "<p>A caller waits.</p>\nWhat now?",
        choices=(Choice("Pick <em>up</em>", ONE, "Right."), Choice("Wait", NONE)),
        name="T",
        text_format="html",
    )


def test_read_multiple_choice_by_mapped_points():
    declared = declare("A", kind="multiple", mapping=mapping(A=2, B=-1))

    item = only(item_of(declared, CHOICES, MAP))

    assert (item.kind, item.points) == ("multiple", Fraction(2))
    assert [choice.share for choice in item.choices] == [ONE, -HALF]


def test_read_multiple_choice_all_or_nothing_in_equal_parts():
    item = only(item_of(declare("A", "B", kind="multiple"), CHOICES))

    assert [choice.share for choice in item.choices] == [HALF, HALF]


RULE = (
    "<responseProcessing><responseCondition>"
    "<responseIf><match><variable identifier='R'/><correct identifier='R'/></match>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>5</baseValue></setOutcomeValue></responseIf>"
    "<responseElse><setOutcomeValue identifier='SCORE'><baseValue baseType='float'>0</baseValue></setOutcomeValue>"
    "</responseElse></responseCondition></responseProcessing>"
)
NAMED = (
    "<responseProcessing><responseCondition>"
    "<responseIf><match><variable identifier='R'/><baseValue baseType='identifier'>A</baseValue></match>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>4</baseValue></setOutcomeValue></responseIf>"
    "<responseElseIf><match><variable identifier='R'/><baseValue baseType='identifier'>B</baseValue></match>"
    "<setOutcomeValue identifier='SCORE'><baseValue baseType='float'>1</baseValue></setOutcomeValue></responseElseIf>"
    "</responseCondition></responseProcessing>"
)


@pytest.mark.parametrize(
    ("processing", "points", "shares"), [(RULE, 5, [ONE, NONE]), (NAMED, 4, [ONE, Fraction(1, 4)])]
)
def test_read_points_set_by_rule(processing, points, shares):
    item = only(item_of(declare("A"), CHOICES, processing))

    assert item.points == points
    assert [choice.share for choice in item.choices] == shares


def test_read_order():
    body = (
        '<orderInteraction responseIdentifier="R"><prompt>In which order?</prompt>'
        '<simpleChoice identifier="A">Close</simpleChoice><simpleChoice identifier="B">Greet</simpleChoice>'
        "</orderInteraction>"
    )

    item = only(item_of(declare("B", "A", kind="ordered"), body))

    assert (item.kind, [choice.text for choice in item.choices]) == ("ordering", ["Greet", "Close"])


def test_read_match_with_one_part_too_many():
    left = "".join(f'<simpleAssociableChoice identifier="{key}">{key}!</simpleAssociableChoice>' for key in "AB")
    right = "".join(f'<simpleAssociableChoice identifier="{key}">{key}?</simpleAssociableChoice>' for key in "XYZ")
    body = (
        '<matchInteraction responseIdentifier="R"><prompt>Who?</prompt>'
        f"<simpleMatchSet>{left}</simpleMatchSet><simpleMatchSet>{right}</simpleMatchSet></matchInteraction>"
    )

    item = only(item_of(declare("A X", "B Y", kind="multiple", base="directedPair"), body))

    assert item.pairs == (Pair("A!", "X?"), Pair("B!", "Y?"), Pair("", "Z?"))


def test_read_text_entry_as_short_text():
    body = '<p>The mark is <textEntryInteraction responseIdentifier="R"/>.</p>'

    item = only(item_of(declare("80", base="string", mapping=mapping(**{"80": 1, "eighty": 0.5})), body, MAP))

    assert (item.kind, item.stem) == ("short", "<p>The mark is .</p>")
    assert item.choices == (Choice("80", ONE), Choice("eighty", HALF))


@pytest.mark.parametrize(
    ("equal", "low", "high"),
    [
        ('toleranceMode="absolute" tolerance="0.5 1"', "2.5", "4.0"),
        ('toleranceMode="absolute" tolerance="0.5"', "2.5", "3.5"),
        ('toleranceMode="exact"', "3.0", "3.0"),
    ],
)
def test_read_number_with_absolute_tolerance(equal, low, high):
    processing = (
        f"<responseProcessing><responseCondition><responseIf><equal {equal}><variable identifier='R'/>"
        "<correct identifier='R'/></equal><setOutcomeValue identifier='SCORE'><baseValue>1</baseValue>"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    body = '<p>How long?</p><textEntryInteraction responseIdentifier="R"/>'

    item = only(item_of(declare("3.0", base="float"), body, processing))

    assert item.intervals == (Interval(Decimal(low), Decimal(high)),)


def test_read_gaps_in_a_text():
    body = (
        '<p>Say <inlineChoiceInteraction responseIdentifier="R"><inlineChoice identifier="A">hello</inlineChoice>'
        '<inlineChoice identifier="B">bye</inlineChoice></inlineChoiceInteraction> to '
        '<textEntryInteraction responseIdentifier="S"/>.</p>'
    )

    item = only(item_of(declare("A") + declare("customers", base="string", name="S"), body))

    assert (item.kind, item.stem) == ("cloze", "<p>Say [[1]] to [[2]].</p>")
    assert item.gaps == (
        Gap("single", (Choice("hello", ONE), Choice("bye", NONE))),
        Gap("short", (Choice("customers", ONE),)),
    )


def test_read_extended_text_as_essay():
    body = '<extendedTextInteraction responseIdentifier="R"><prompt>Why?</prompt></extendedTextInteraction>'

    assert only(item_of(declare(base="string"), body, "")).kind == "essay"


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (item_of(declare("A"), "<p>Only words.</p>"), "asks nothing"),
        (item_of("", CHOICES), "not declared"),
        (item_of(declare("C"), CHOICES), "No option is right"),
        (item_of(declare("A"), '<p>x</p><hotspotInteraction responseIdentifier="R"/>'), "hotspotInteraction is not"),
        (item_of(declare("A"), CHOICES + CHOICES), "Several interactions"),
        (item_of(declare("A"), CHOICES, attributes='adaptive="true"'), "Adaptive"),
        (item_of(declare("A"), CHOICES, MATCH.replace("match_correct", "map_response_point")), "map_response_point is"),
        (
            item_of(declare("A"), CHOICES, "<responseProcessing><customOperator/></responseProcessing>"),
            "customOperator",
        ),
        (b'<assessmentItem xmlns="x"/>', "has no body"),
    ],
)
def test_what_cannot_be_read_is_told(file, what):
    found = qti.read(file)

    assert found.items == []
    assert what in found.problems[0].what
