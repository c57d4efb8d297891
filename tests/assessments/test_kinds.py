"""How each kind of question reads and marks an answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.kinds import KINDS, kind_of
from assessments.domain.kinds.shared import Asked, NotAnAnswerError
from tests.assessments.made import content

pytestmark = pytest.mark.pure

SINGLE = content("Which?", "no", "*yes", "never")
MULTIPLE = content("Which ones?", "*a", "b", "*c", "d")
TRUE_FALSE = content("So?", "True", "*False")
SHORT = content("How many rings?", accepted=("3", "three rings", "三声"))


def asked(kind, body):
    return Asked(tuple(range(kind.orders(body))))


def test_each_module_is_a_kind():
    assert {"multiple", "short", "single", "true_false"} <= KINDS.keys()


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

    value = module.read(posted, body, asked(module, body))

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
        kind_of(kind).read(posted, body, asked(kind_of(kind), body))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("single", content("x", "*a")),
        ("single", content("x", "*a", "*b", "c")),
        ("single", content("x", "a", "b", "c")),
        ("multiple", content("x", "a", "b", "c", "d")),
        ("multiple", content("x", "*a", "b")),
        ("multiple", content("x", "*a", "*b", "*c", "*d")),
        ("true_false", content("x", "*a", "*b")),
        ("short", content("x")),
        ("short", content("x", accepted=(" .",))),
    ],
)
def test_a_kind_names_what_is_wrong_with_a_question(kind, body):
    assert kind_of(kind).problems(body) != []


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="\\"), max_size=300))
def test_a_short_text_is_right_whatever_its_width_and_case(answer):
    body = content("x", accepted=(answer,))
    short = kind_of("short")
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in answer)

    values = [{"text": form} for form in (answer, answer.swapcase(), wide, f" {answer}\u3000", f"{answer}。")]

    right = 1 if short.plain_form(answer) else 0
    assert [short.points(body, value, 1) for value in values] == [right] * 5


@pytest.mark.parametrize(
    ("pattern", "answer", "is_match"),
    [
        ("30 seconds", "30 Seconds.", True),
        ("*seconds", "within 30 seconds", True),
        ("*seconds", "seconds", True),
        ("within*seconds", "within 30 seconds", True),
        ("within*seconds", "withinseconds", True),
        ("with*th*s", "withs", False),
        ("a*b*c", "a1b2c", True),
        ("a*b*c", "acb", False),
        ("ab*ba", "aba", False),
        ("请*稍等", "请您稍等", True),
        (r"3\*4", "3*4", True),
        (r"3\*4", "3x4", False),
        ("1.*", "15", False),
        ("1.*", "1.5", True),
        ("etc.*", "etc.", True),
        ("etc.*", "et", False),
        ("1.*.", "1.5.", True),
        ("1.*0.", "1.50", True),
        ("v.*.*x", "v1x", False),
        ("v.*.*x", "v.1.x", True),
        ("Bye*。", "Bye now.", True),
    ],
)
def test_a_star_stands_for_any_text(pattern, answer, is_match):
    body = {"accepted": {"en": [pattern]}}

    assert kind_of("short").points(body, {"text": answer}, 1) == is_match


def test_many_stars_match_in_linear_time():
    short = kind_of("short")
    pattern = "*a" * 150 + "*b"

    assert short.matches(pattern, "a" * 100_000) is False


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([0, 2], Fraction(4)),
        ([0], Fraction(2)),
        ([0, 1], Fraction(0)),
        ([0, 1, 2], Fraction(2)),
        ([0, 1, 2, 3], Fraction(0)),
        ([], Fraction(0)),
    ],
)
def test_partial_credit_adds_right_shares_and_takes_wrong_ones(chosen, points):
    body = MULTIPLE | {"credit": "partial"}

    assert kind_of("multiple").points(body, {"chosen": chosen}, 4) == points


@pytest.mark.parametrize(
    ("shares", "is_sound"),
    [
        (["1/3", "0", "2/3", "-1/2"], True),
        (["1/3", "0", "1/3", "0"], False),
        (["1", "0", "0", "0"], False),
        (["1/2", "1/4", "1/2", "0"], False),
        (["1/2", "-2", "1/2", "0"], False),
        (["one", "0", "1/2", "0"], False),
    ],
)
def test_shares_of_right_options_total_one(shares, is_sound):
    options = [option | {"share": share} for option, share in zip(MULTIPLE["options"], shares, strict=True)]

    assert (kind_of("multiple").problems(MULTIPLE | {"credit": "partial", "options": options}) == []) is is_sound


def test_an_option_may_earn_a_part_of_a_single_choice():
    options = [SINGLE["options"][0] | {"share": "1/3"}, *SINGLE["options"][1:]]
    body = SINGLE | {"options": options}

    assert [kind_of("single").points(body, {"chosen": [n]}, 4) for n in range(3)] == [Fraction(4, 3), 4, 0]


@pytest.mark.parametrize(("kind", "body"), [("single", SINGLE), ("multiple", MULTIPLE), ("true_false", TRUE_FALSE)])
def test_what_an_editor_sees_is_what_it_posts(kind, body):
    module = kind_of(kind)
    posted: dict[str, list[str]] = {}
    for row in module.editor(body)["rows"]:
        number = row["number"]
        for name in ("text", "feedback"):
            posted[f"{name}_en-{number}"], posted[f"{name}_zh-{number}"] = [row[name]["en"]], [row[name]["zh"]]
        if row["right"]:
            posted["right" if module.INPUT == "one" else f"right-{number}"] = [str(number)]

    assert module.written(posted)["options"] == body["options"]


def test_the_editor_keeps_imported_weights():
    """Mending a typo changes no points; an option that becomes the right one earns all."""
    posted = {f"text_en-{n}": [word] for n, word in enumerate(("no", "yes", "maybe"))}
    posted |= {"right": ["1"], "share-0": ["33333333333/100000000000"], "share-1": ["1/2"], "share-2": [" "]}

    options = kind_of("single").written(posted)["options"]

    assert [option.get("share") for option in options] == ["33333333333/100000000000", None, None]


def test_true_or_false_has_no_shares():
    posted = {"text_en-0": ["True"], "text_en-1": ["False"], "right": ["0"], "share-1": ["1/2"]}

    assert all("share" not in option for option in kind_of("true_false").written(posted)["options"])
