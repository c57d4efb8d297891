"""Moodle XML: each kind by an example of our own; what is written reads back the same; hostile files are refused."""

import base64
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.domain.exchange import moodle_xml
from assessments.domain.exchange.items import Attachment, Choice, Gap, Interval, Item, Pair, Problem
from tests.assessments.exchange_items import items

HALF = Fraction(1, 2)


def quiz(*questions: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'.encode()


def question(kind: str, inside: str, words: str = "Why &lt;b&gt;?") -> str:
    text = f'<questiontext format="html"><text>{words}</text></questiontext>'
    return f'<question type="{kind}"><name><text>N</text></name>{text}{inside}</question>'


def only(kind: str, inside: str, **words: str) -> Item:
    found = moodle_xml.read(quiz(question(kind, inside, **words)))
    assert found.problems == []
    (item,) = found.items
    return item


def answer(percent: str, text: str, said: str = "", more: str = "") -> str:
    return f'<answer fraction="{percent}"><text>{text}</text><feedback><text>{said}</text></feedback>{more}</answer>'


@pytest.mark.parametrize(
    ("single", "kind"), [("true", "single"), ("1", "single"), ("false", "multiple"), ("", "multiple")]
)
def test_read_choices_of_one_or_several(single, kind):
    inside = f"<single>{single}</single>" + answer("100", "a", "Yes.") + answer("-33.33333", "b")

    item = only("multichoice", inside + "<defaultgrade>2.5</defaultgrade>")

    assert (item.kind, item.stem, item.name, item.points) == (kind, "Why <b>?", "N", Fraction(5, 2))
    assert item.choices == (Choice("a", Fraction(1), "Yes."), Choice("b", Fraction(-1, 3)))


def test_read_true_false_in_either_order():
    item = only("truefalse", answer("0", "false", "No.") + answer("100", "true", "Yes."))

    assert item.choices == (Choice("true", Fraction(1), "Yes."), Choice("false", Fraction(0), "No."))


def test_read_short_answers():
    assert only("shortanswer", answer("100", "80") + answer("50", "eighty*")).choices == (
        Choice("80", Fraction(1)),
        Choice("eighty*", HALF),
    )


def test_read_numbers_with_tolerance():
    item = only("numerical", answer("100", "3.5", more="<tolerance>0.5</tolerance>") + answer("0", "*", "Else."))

    assert item.intervals == (Interval(Decimal("3.0"), Decimal("4.0")),)


def test_read_matching_with_one_answer_too_many():
    parts = [("QA", "scores"), ("HR", "confirms"), ("", "sells")]
    inside = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>" for left, right in parts
    )

    assert only("matching", inside).pairs == tuple(Pair(left, right) for left, right in parts)


def test_read_cloze_with_gaps_of_four_kinds():
    words = (
        "Pass at {2:NUMERICAL:=80:0.5~%50%75:1#Nearly.}; the {1:SHORTANSWER:=mentor~%50%coach} signs; "
        r"{:MC:yes~=no\~never#Right.} and {1:MR:%50%a~%50%b~c}. By {:SA:=tom#The trainer.~%50%t*#The trainer.}."
    )

    item = only("cloze", "", words=words)

    assert item.stem == "Pass at [[1]]; the [[2]] signs; [[3]] and [[4]]. By [[5]]."
    one, none = Fraction(1), Fraction(0)
    assert item.gaps == (
        Gap(
            "numeric",
            intervals=(
                Interval(Decimal("79.5"), Decimal("80.5")),
                Interval(Decimal(74), Decimal(76), HALF, "Nearly."),
            ),
            points=Fraction(2),
        ),
        Gap("short", (Choice("mentor", one), Choice("coach", HALF))),
        Gap("single", (Choice("yes", none), Choice("no~never", one, "Right."))),
        Gap("multiple", (Choice("a", HALF), Choice("b", HALF), Choice("c", none))),
        Gap("short", (Choice("tom", one), Choice("t*", HALF)), feedback="The trainer."),
    )


def test_read_essay_tags_category_and_embedded_file():
    picture = base64.b64encode(b"\x89PNG").decode()
    file = f'<file name="a.png" encoding="base64">{picture}</file>'
    words = f'<questiontext format="markdown"><text>See it.</text>{file}</questiontext>'
    category = '<question type="category"><category><text>$course$/top/Tone/Soft//Hard</text></category></question>'
    tags = "<tags><tag><text>week 1</text></tag></tags>"

    found = moodle_xml.read(quiz(category, f'<question type="essay">{words}{tags}</question>'))

    assert found.items == [
        Item(
            "essay",
            "See it.",
            topic=("Tone", "Soft/Hard"),
            tags=("week 1",),
            text_format="markdown",
            attachments=(Attachment("a.png", b"\x89PNG"),),
        )
    ]


def test_what_cannot_be_kept_is_told():
    inside = (
        answer("100", "a")
        + answer("0", "b")
        + "<hint><text>Look again.</text></hint><penalty>0.3333</penalty>"
        + "<correctfeedback><text>Good.</text></correctfeedback>"
    )

    found = moodle_xml.read(quiz(question("multichoice", inside)))

    assert [loss.what for loss in found.losses] == [
        "Hints for further tries are left out.",
        "The penalty for further tries is left out.",
        "Feedback for the whole answer (correct, partially, incorrect) is left out.",
    ]


@pytest.mark.parametrize(
    ("kind", "inside", "what"),
    [
        ("ddwtos", "", "kind ddwtos is not supported"),
        ("multichoice", answer("100", "a"), "at least two options"),
        ("multichoice", answer("0", "a") + answer("0", "b"), "No option is right"),
        ("multichoice", answer("many", "a") + answer("0", "b"), "not between -100 and 100"),
        ("truefalse", answer("100", "true"), "whether true or false is right"),
        ("shortanswer", "", "No accepted answer"),
        ("numerical", answer("100", "three"), "is not a number"),
        ("matching", "", "at least two pairs"),
        ("cloze", "", "has no gap"),
        ("essay", '<file name="x" encoding="base64">%%%</file>', "is damaged"),
        ("essay", "<defaultgrade>-1</defaultgrade>", "less than nothing"),
    ],
)
def test_odd_questions_are_problems_with_their_number(kind, inside, what):
    fine = question("essay", "")

    found = moodle_xml.read(quiz(fine, question(kind, inside), fine))

    assert len(found.items) == 2
    assert [problem.where for problem in found.problems] == ["question 2 “N”"]
    assert what in found.problems[0].what


LAUGHS = '<!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><quiz>&b;</quiz>'
OUTSIDE = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>'


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (LAUGHS, "document type"),
        (OUTSIDE, "document type"),
        ('<!DOCTYPE quiz SYSTEM "http://127.0.0.1/x.dtd"><quiz/>', "document type"),
        ("<quiz>" + "<a>" * 100_000, "nested too deep"),
        ("<quiz>", "damaged at line 1"),
        ("", "damaged at line 1"),
        ("<items/>", "starts with <quiz>"),
        ("<quiz>\x00</quiz>", "damaged"),
    ],
)
def test_hostile_files_are_refused_whole(file, what):
    found = moodle_xml.read(file.encode())

    assert found.items == []
    assert what in found.problems[0].what


POINTS = st.builds(Fraction, st.integers(0, 200), st.just(4))


@given(st.lists(items(moodle_xml._WRITERS, points=POINTS), max_size=4))
def test_what_is_written_reads_back_the_same(given_items):
    assume(all(sound(item) for item in given_items))

    text, losses = moodle_xml.write(given_items)
    found = moodle_xml.read(text.encode())

    assert losses == []
    assert found.problems == []
    assert found.items == given_items


def sound(item: Item) -> bool:
    """What no bank would hold: no right answer, or less than two pairs."""
    earning = [*item.choices, *item.intervals]
    pairs = [pair for pair in item.pairs if pair.left]
    return (not earning or any(part.share > 0 for part in earning)) and (item.kind != "matching" or len(pairs) > 1)


def test_kinds_that_moodle_xml_cannot_say_are_told():
    spoken = Gap("single", (Choice("a", Fraction(1)), Choice("b", Fraction(0))), feedback="Of both")
    _text, losses = moodle_xml.write([Item("ordering", "First?"), Item("cloze", "[[1]]", gaps=(spoken,))])

    assert losses == [
        Problem("question 1", "Moodle XML has no questions of the kind ordering."),
        Problem("question 2", "The feedback of a gap as a whole is left out."),
    ]
