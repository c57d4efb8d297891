"""QTI 1.2: each shape by an item of our own; banks and sections become topics."""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.domain.exchange import qti
from assessments.domain.exchange.into_bank import made_of
from assessments.domain.exchange.items import Choice, Interval, Item, Pair, Reading

ONE, NONE, HALF = Fraction(1), Fraction(0), Fraction(1, 2)


def words(text: str, kind: str = "text/plain") -> str:
    return f'<material><mattext texttype="{kind}">{text}</mattext></material>'


def file_of(*items: str) -> bytes:
    inside = "".join(items)
    section = f'<section title="Tone">{inside}</section>'
    return f'<questestinterop><assessment title="Week 1">{section}</assessment></questestinterop>'.encode()


def item_of(asked: str, *conditions: str, more: str = "") -> str:
    return (
        f'<item ident="i" title="T">{more}<presentation>{words("What &amp; why?")}{asked}</presentation>'
        f'<resprocessing><outcomes><decvar varname="SCORE" maxvalue="100"/></outcomes>{"".join(conditions)}'
        '</resprocessing><itemfeedback ident="f"><flow_mat><material><mattext>Good.</mattext></material></flow_mat>'
        "</itemfeedback></item>"
    )


def choice(*options: str, cardinality: str = "Single", ident: str = "r") -> str:
    labels = "".join(f'<response_label ident="{at}">{words(text)}</response_label>' for at, text in enumerate(options))
    shown = f"<render_choice>{labels}</render_choice>"
    return f'<response_lid ident="{ident}" rcardinality="{cardinality}">{shown}</response_lid>'


def equal(value: object, ident: str = "r") -> str:
    return f'<varequal respident="{ident}">{value}</varequal>'


def condition(test: str, points: object = 100, shown: str = "") -> str:
    return (
        f'<respcondition><conditionvar>{test}</conditionvar><setvar action="Set" varname="SCORE">{points}</setvar>'
        f"{shown}</respcondition>"
    )


def only(*items: str) -> Item:
    found = qti.read(file_of(*items))
    assert found.problems == []
    (item,) = found.items
    return item


def test_read_single_choice_with_points_feedback_and_topic():
    shown = '<displayfeedback linkrefid="f"/>'
    metadata = (
        "<itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>points_possible</fieldlabel>"
        "<fieldentry>2.5</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>"
    )

    item = only(item_of(choice("a", "b"), condition(equal(0), 100, shown), condition(equal(1), 50), more=metadata))

    assert item == Item(
        "single",
        "What &amp; why?",
        choices=(Choice("a", ONE, "Good."), Choice("b", HALF)),
        points=Fraction(5, 2),
        name="T",
        topic=("Week 1", "Tone"),
        text_format="html",
    )


def test_read_true_false():
    item = only(item_of(choice("False", "True"), condition(equal(1))))

    assert item.kind == "true_false"
    assert [choice.share for choice in item.choices] == [ONE, NONE]


@pytest.mark.parametrize(
    "conditions",
    [
        [condition(f"<and>{equal(0)}{equal(1)}<not>{equal(2)}</not></and>")],
        [condition(equal(0), 50), condition(equal(1), 50)],
    ],
    ids=["all at once", "one by one"],
)
def test_read_multiple_choice(conditions):
    item = only(item_of(choice("a", "b", "c", cardinality="Multiple"), *conditions))

    assert (item.kind, [choice.share for choice in item.choices]) == ("multiple", [HALF, HALF, NONE])


def all_of(*right: int, wrong: tuple[int, ...] = ()) -> str:
    return f"<and>{''.join(map(equal, right))}{''.join(f'<not>{equal(at)}</not>' for at in wrong)}</and>"


def multiple_of(*conditions: str) -> Reading:
    return qti.read(file_of(item_of(choice("a", "b", "c", "d", cardinality="Multiple"), *conditions)))


def test_what_earns_points_only_together_is_all_or_nothing():
    """As Canvas writes every question with several answers."""
    found = multiple_of(condition(all_of(0, 2, wrong=(1, 3))))

    (item,) = found.items
    made = made_of(item, "en")
    assert (item.all_or_nothing, made.content["credit"], found.losses) == (True, "all", [])
    assert [option["right"] for option in made.content["options"]] == [True, False, True, False]


def test_one_right_answer_of_several_is_all_or_nothing_too():
    (item,) = multiple_of(condition(all_of(2, wrong=(0, 1, 3)))).items

    assert item.all_or_nothing


def test_wrong_options_that_did_not_matter_are_told():
    found = multiple_of(condition(all_of(0, 2, wrong=(1,))))

    assert found.items[0].all_or_nothing
    assert "Wrong options" in found.losses[0].what


def test_options_that_earn_one_by_one_stay_in_parts():
    found = multiple_of(condition(all_of(0), 50), condition(all_of(2), 50))

    (item,) = found.items
    assert (item.all_or_nothing, [choice.share for choice in item.choices]) == (False, [HALF, NONE, HALF, NONE])


def test_read_order():
    test = f"<and>{equal(1)}{equal(0)}</and>"

    item = only(item_of(choice("close", "greet", cardinality="Ordered"), condition(test)))

    assert [choice.text for choice in item.choices] == ["greet", "close"]


def test_read_pairs_from_the_same_options():
    parts = "".join(
        choice("x", "y", "z", ident=ident).replace("<render_choice>", f"{words(left)}<render_choice>")
        for ident, left in (("p", "A"), ("q", "B"))
    )

    item = only(item_of(parts, condition(equal(1, "p"), 50), condition(equal(0, "q"), 50)))

    assert item.pairs == (Pair("A", "y"), Pair("B", "x"), Pair("", "z"))


FIB = '<response_str ident="r"><render_fib/></response_str>'


def test_read_short_text():
    item = only(item_of(FIB, condition(f"<or>{equal('80')}{equal('eighty')}</or>")))

    assert item.choices == (Choice("80", ONE), Choice("eighty", ONE))


def test_a_star_is_a_sign_like_any_other():
    assert only(item_of(FIB, condition(equal("3*4")))).choices == (Choice(r"3\*4", ONE),)


def test_read_number_by_range():
    within = '<and><vargte respident="r">4.5</vargte><varlte respident="r">5.5</varlte></and>'
    test = f"<or>{equal(5)}{within}</or>"

    assert only(item_of(FIB, condition(test))).intervals == (Interval(Decimal("4.5"), Decimal("5.5")),)


def test_read_words_without_a_right_answer_as_essay():
    assert only(item_of(FIB, condition("<other/>", 0))).kind == "essay"


@pytest.mark.parametrize(
    ("item", "what"),
    [
        ('<item ident="i"/>', "no presentation"),
        (item_of(""), "asks nothing"),
        (item_of(choice("a", "b")), "No answer earns points"),
        (item_of(choice("a", ""), condition(equal(0))), "An option has no words"),
        (item_of(choice("a", "b") + FIB, condition(equal(0))), "Several kinds"),
        (item_of(FIB, condition('<vargte respident="r">4</vargte>')), "open at one end"),
        (item_of(FIB, condition('<varsubset respident="r">4</varsubset>')), "varsubset is not supported"),
    ],
)
def test_what_cannot_be_read_is_told(item, what):
    found = qti.read(file_of(item, item_of(FIB, condition(equal("80")))))

    assert len(found.items) == 1
    assert found.problems[0].where.startswith("file, item 1")
    assert what in found.problems[0].what
