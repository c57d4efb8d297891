"""GIFT: each feature of the format by an example of our own, and whatever is written reads back the same."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.exchange import gift, gift_writer
from assessments.domain.exchange.items import Choice, Interval, Item, Pair, Problem
from tests.assessments.exchange_items import items

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)


def only(text: str) -> Item:
    found = gift.read(text)
    assert found.problems == []
    (item,) = found.items
    return item


def test_read_single_choice_with_feedback_and_name():
    item = only("::Rings:: Within how many rings is a call answered? {\n=three#Right.\n~five#Too late.\n~ten}")

    assert item == Item(
        "single",
        "Within how many rings is a call answered?",
        name="Rings",
        choices=(
            Choice("three", Fraction(1), "Right."),
            Choice("five", Fraction(0), "Too late."),
            Choice("ten", Fraction(0)),
        ),
    )


def test_read_multiple_choice_by_weights():
    item = only("Which count? {~%50%email ~%50%chat ~%-100%rumour ~%33.33333%phone}")

    assert item.kind == "multiple"
    assert [choice.share for choice in item.choices] == [HALF, HALF, Fraction(-1), THIRD]


@pytest.mark.parametrize(
    ("inside", "is_true", "feedbacks"),
    [
        ("T", True, ("", "")),
        ("false", False, ("", "")),
        ("TRUE#wrong#right", True, ("right", "wrong")),
        ("F#wrong#right", False, ("wrong", "right")),
        (" true # only wrong ", True, ("", "only wrong")),
    ],
)
def test_read_true_false_with_feedback_for_wrong_then_right(inside, is_true, feedbacks):
    item = only(f"The customer is called back.{{{inside}}}")

    assert item.kind == "true_false"
    assert item.as_json()["answer"] is is_true
    assert tuple(choice.feedback for choice in item.choices) == feedbacks


def test_read_short_text_with_part_of_the_points():
    item = only("The mark to pass? {=80 =%50%eighty percent#Digits, please. =80 %}")

    assert item.kind == "short"
    assert item.choices == (
        Choice("80", Fraction(1)),
        Choice("eighty percent", HALF, "Digits, please."),
        Choice("80 %", Fraction(1)),
    )


def test_read_matching_pairs_and_one_answer_too_many():
    found = gift.read("Who does what? {=QA -> scores =HR -> confirms#dropped = -> sells}")

    assert found.items[0].pairs == (Pair("QA", "scores"), Pair("HR", "confirms"), Pair("", "sells"))
    assert found.losses == [Problem("line 1", "The feedback of single pairs is left out.")]


@pytest.mark.parametrize(
    ("inside", "low", "high"),
    [
        ("#3", "3", "3"),
        ("#3:0.5", "2.5", "3.5"),
        ("#1..5", "1", "5"),
        ("#-2.5..-1", "-2.5", "-1"),
        ("# .5 : 0", "0.5", "0.5"),
    ],
)
def test_read_number_with_tolerance_or_range(inside, low, high):
    assert only(f"How many?{{{inside}}}").intervals == (Interval(Decimal(low), Decimal(high)),)


def test_read_several_numbers_with_weights():
    item = only("When was it? {#=1822:0#Exactly. =%50%1822:2#Nearly.}")

    assert item.intervals == (
        Interval(Decimal(1822), Decimal(1822), Fraction(1), "Exactly."),
        Interval(Decimal(1820), Decimal(1824), HALF, "Nearly."),
    )


def test_read_essay_with_general_feedback():
    item = only("Describe the call. {####Name the three layers.}")

    assert (item.kind, item.feedback) == ("essay", "Name the three layers.")


def test_read_missing_word_as_a_gap():
    assert only("A complaint is {=registered ~ignored} at once.").stem == "A complaint is _____ at once."


def test_read_protected_signs_as_text():
    item = only(r"What is 2 \= 1 \+ 1, with \{braces\}\: yes? {=a \~ b \# c\nd =C:\\temp}")

    assert item.stem == r"What is 2 = 1 \+ 1, with {braces}: yes?"
    assert [choice.text for choice in item.choices] == ["a ~ b # c\nd", "C:\\temp"]


def test_read_comments_tags_and_categories():
    found = gift.read(
        "// a comment [id:7] [tag:week 1] [tag:tone]\n$CATEGORY: $course$/top/Wording/Yes//No\n\n"
        "// [tag:soft]\nOne? {T}\n\nTwo? {F}\n\n$CATEGORY: top\n\nThree? {T}"
    )

    assert [(item.stem, item.topic, item.tags) for item in found.items] == [
        ("One?", ("Wording", "Yes/No"), ("week 1", "tone", "soft")),
        ("Two?", ("Wording", "Yes/No"), ()),
        ("Three?", (), ()),
    ]


@pytest.mark.parametrize(
    ("mark", "expected"), [("html", "html"), ("markdown", "markdown"), ("moodle", "html"), ("plain", "plain")]
)
def test_read_formats_of_text(mark, expected):
    item = only(f"[{mark}]A <b>bold</b> word? {{=[html]yes ~no}}")

    assert (item.text_format, item.stem, item.choices[0].text) == (expected, "A <b>bold</b> word?", "yes")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_read_any_line_end_and_a_mark_of_byte_order(line_end):
    found = gift.read("\ufeff" + line_end.join(["第一题？{=对 ~错}", "", "第二题？{T}"]))

    assert [item.stem for item in found.items] == ["第一题？", "第二题？"]


@pytest.mark.parametrize(
    ("block", "what"),
    [
        ("Just a text.", "asks nothing"),
        ("Open {=a ~b", "do not match"),
        ("Closed =a}", "do not match"),
        ("Two {=a ~b} of them {=c ~d}", "do not match"),
        ("{=a ~b}", "has no words"),
        ("None right? {~a ~b}", "No option is right"),
        ("One? {=a ~}", "An answer is empty"),
        ("One? {~%100%a}", "at least two options"),
        ("First? {a =b}", "starts with ="),
        ("Heavy? {=a ~%200%b}", "not between -100 and 100"),
        ("Number? {#three}", "is not a number"),
        ("Range? {#5..1}", "ends before it starts"),
        ("Number? {#" + "9" * 30 + "}", "is not a number"),
        ("Pair? {=a -> }", "nothing on its right side"),
        ("Odd \ufdd0 sign? {T}", "noncharacter"),
    ],
)
def test_odd_blocks_are_problems_with_their_line(block, what):
    found = gift.read(f"Fine? {{T}}\n\n{block}\n\nFine too? {{F}}")

    assert [item.stem for item in found.items] == ["Fine?", "Fine too?"]
    assert [problem.where for problem in found.problems] == ["line 3"]
    assert what in found.problems[0].what


@given(st.lists(items(gift_writer._WRITERS), max_size=4))
def test_what_is_written_reads_back_the_same(given_items):
    text, losses = gift_writer.write(given_items)
    found = gift.read(text)

    left_out = {int(loss.where.split()[1]) for loss in losses}
    kept = [item for number, item in enumerate(given_items, start=1) if number not in left_out]
    assert found.problems == []
    assert found.items == kept


@given(st.text(st.sampled_from("~=#{}:\\%[]->/ \nTaF1."), max_size=200))
def test_any_text_is_read_or_told(text):
    found = gift.read(text)

    assert all(item.stem for item in found.items)


def test_kinds_and_points_that_gift_cannot_say_are_told():
    _text, losses = gift_writer.write([Item("ordering", "First?"), Item("essay", "Why?", points=Fraction(5))])

    assert losses == [
        Problem("question 1", "Left out: GIFT has no questions of the kind ordering."),
        Problem("question 2", "GIFT has no points; 5 are left out."),
    ]
