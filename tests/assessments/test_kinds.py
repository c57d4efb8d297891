"""How each kind of question reads and marks an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.kinds import KINDS, kind_of
from assessments.domain.kinds.choices import NotAnAnswerError
from tests.assessments.made import content

pytestmark = pytest.mark.pure

SINGLE = content("Which?", "no", "*yes", "never")
MULTIPLE = content("Which ones?", "*a", "b", "*c", "d")
TRUE_FALSE = content("So?", "True", "*False")
SHORT = content("How many rings?", accepted=("3", "three rings", "三声"))


def test_each_module_is_a_kind():
    assert sorted(KINDS) == ["multiple", "short", "single", "true_false"]


@pytest.mark.parametrize(
    ("kind", "body", "posted", "points"),
    [
        ("single", SINGLE, ["1"], 5),
        ("single", SINGLE, ["0"], 0),
        ("single", SINGLE, [], 0),
        ("true_false", TRUE_FALSE, ["1"], 5),
        ("true_false", TRUE_FALSE, ["0"], 0),
        ("multiple", MULTIPLE, ["0", "2"], 5),
        ("multiple", MULTIPLE, ["2", "0", "0"], 5),
        ("multiple", MULTIPLE, ["0"], 0),
        ("multiple", MULTIPLE, ["0", "1", "2"], 0),
        ("multiple", MULTIPLE, [], 0),
        ("short", SHORT, ["3"], 5),
        ("short", SHORT, [" Three  Rings. "], 5),
        ("short", SHORT, ["３"], 5),
        ("short", SHORT, ["三声。"], 5),
        ("short", SHORT, ["4"], 0),
        ("short", SHORT, ["   "], 0),
        ("short", SHORT, [], 0),
    ],
)
def test_a_kind_marks_all_or_nothing(kind, body, posted, points):
    module = kind_of(kind)

    value = module.read(posted, body)

    assert module.points(body, value, 5) == points


@pytest.mark.parametrize(
    ("kind", "body", "posted"),
    [
        ("single", SINGLE, ["3"]),
        ("single", SINGLE, ["-1"]),
        ("single", SINGLE, ["1", "2"]),
        ("single", SINGLE, ["one"]),
        ("single", SINGLE, ["²"]),
        ("multiple", MULTIPLE, ["4"]),
        ("multiple", MULTIPLE, ["0"] * 5),
        ("short", SHORT, ["x" * 301]),
        ("short", SHORT, ["a\0b"]),
        ("short", SHORT, ["a", "b"]),
    ],
)
def test_a_kind_refuses_what_is_no_answer(kind, body, posted):
    with pytest.raises(NotAnAnswerError):
        kind_of(kind).read(posted, body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("single", content("x", "*a", "b")),
        ("single", content("x", "*a", "*b", "c")),
        ("single", content("x", "a", "b", "c")),
        ("multiple", content("x", "*a", "b", "c", "d")),
        ("multiple", content("x", "*a", "*b", "*c", "*d")),
        ("true_false", content("x", "*a", "*b")),
        ("short", content("x")),
        ("short", content("x", accepted=(" .",))),
    ],
)
def test_a_kind_names_what_is_wrong_with_a_question(kind, body):
    assert kind_of(kind).problems(body) != []


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=300))
def test_a_short_text_is_right_whatever_its_width_and_case(answer):
    body = content("x", accepted=(answer,))
    short = kind_of("short")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in answer)

    values = [{"text": form} for form in (answer, answer.swapcase(), wide, f" {answer}\u3000", f"{answer}。")]

    right = 1 if short.plain_form(answer) else 0
    assert [short.points(body, value, 1) for value in values] == [right] * 5
