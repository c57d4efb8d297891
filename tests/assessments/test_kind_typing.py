"""The typing test: what the server measures from the times at which the text arrived."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.kinds import kind_of
from assessments.domain.kinds.distance import distance
from assessments.domain.kinds.shared import Asked, NotAnAnswerError

pytestmark = pytest.mark.pure

TYPING = kind_of("typing")
BEGAN = datetime(2026, 5, 4, 9, tzinfo=UTC)
ENGLISH = "One moment please, I will check that for you at once. " * 2
CONTENT = {
    "stem": {"en": "Type", "zh-hans": "打字"},
    "explanation": {"en": "", "zh-hans": ""},
    "text": {"en": ENGLISH.strip(), "zh-hans": "请您稍等一下，我马上为您查询，谢谢您的耐心等待。"},
    "target": {"en": 120, "zh-hans": 60},
    "accuracy": 95,
    "steps": [{"speed": 80, "accuracy": 90, "share": "3/4"}, {"speed": 50, "accuracy": 80, "share": "1/3"}],
}
WHOLE = CONTENT["text"]["en"]  # 107 characters


def typed(*batches, language="en"):
    """The value after these arrivals: (seconds, text so far)."""
    value = {}
    for seconds, text in batches:
        now = BEGAN + timedelta(seconds=seconds)
        value = TYPING.read([text], CONTENT, Asked((), value, now, language))
    return value


def by_steps(text, seconds, every=2):
    """The text typed evenly from one character on, to the end at `seconds`."""
    rounds = seconds // every
    return typed((0, text[:1]), *((n * every, text[: 1 + (len(text) - 1) * n // rounds]) for n in range(1, rounds + 1)))


def test_speed_is_what_came_after_the_first_arrival_by_the_servers_clock():
    value = by_steps(WHOLE, 60)

    assert TYPING.speed(value) == len(WHOLE) - 1
    assert TYPING.accuracy(CONTENT, value) == 100
    assert TYPING.impossible(value) == []


@pytest.mark.parametrize(
    ("seconds", "text", "points"),
    [
        (52, WHOLE, 12),  # 122 a minute
        (54, WHOLE, 9),  # 117: short of the target, above 80 % of it
        (66, WHOLE, 9),  # 96: exactly 80 %
        (68, WHOLE, 4),
        (106, WHOLE, 4),  # 60: exactly 50 %
        (110, WHOLE, 0),
        (50, WHOLE[:-6], 9),  # 94.4 % right
        (40, WHOLE[:-16], 4),  # 85 % right
        (30, WHOLE[:50], 0),
    ],
)
def test_speed_and_accuracy_earn_by_steps(seconds, text, points):
    assert TYPING.points(CONTENT, by_steps(text, seconds), 12) == points


def test_a_paste_is_seen_and_adds_no_speed():
    value = typed((0, "O"), (10, WHOLE[:20]), (12, WHOLE))

    assert TYPING.impossible(value) == [(12_000, len(WHOLE) - 20)]
    assert TYPING.speed(value) == Fraction(19 * 60, 12)
    assert TYPING.accuracy(CONTENT, value) == 100


def test_a_text_that_arrives_whole_has_no_speed_and_is_kept():
    value = typed((0, WHOLE))

    assert (TYPING.speed(value), TYPING.impossible(value)) == (0, [(0, len(WHOLE))])
    assert TYPING.points(CONTENT, value, 12) == 0
    assert TYPING.is_answered(value)


def test_a_line_that_was_down_counts_its_time():
    value = typed((0, "O"), (2, WHOLE[:4]), (60, WHOLE))

    assert TYPING.impossible(value) == []
    assert TYPING.speed(value) == len(WHOLE) - 1


def test_the_same_text_again_is_no_batch_and_an_emptied_field_begins_anew():
    value = typed((0, "One"), (5, "One mo"), (90, "One mo"))
    assert value["batches"] == [[0, 3], [5000, 6]]

    emptied = TYPING.read([" "], CONTENT, Asked((), value, BEGAN, "en"))
    assert not TYPING.is_answered(emptied)

    again = TYPING.read(["请"], CONTENT, Asked((), emptied, BEGAN + timedelta(minutes=3), "zh-hans"))
    assert again["batches"] == [[0, 1]]
    assert again["language"] == "zh-hans"


def test_a_clock_set_back_never_shortens_the_time():
    value = typed((0, "O"), (10, "One"), (4, "One mo"))

    assert value["batches"] == [[0, 1], [10_000, 3], [10_000, 6]]


def test_the_language_in_which_it_began_stays():
    value = typed((0, "请"), language="zh-hans")
    value = TYPING.read(["请您"], CONTENT, Asked((), value, BEGAN + timedelta(seconds=2), "en"))

    assert value["language"] == "zh-hans"
    assert TYPING.screen(CONTENT, value, Asked(), lambda text: text["en"])["given"] == CONTENT["text"]["zh-hans"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (WHOLE.replace(" ", "\n"), 0),
        (f"  {WHOLE}  \r\n", 0),
        (WHOLE.replace("moment", "momemt"), 2),
        (WHOLE.upper(), sum(sign.islower() for sign in WHOLE)),
    ],
)
def test_line_breaks_are_no_mistakes_and_letters_are(text, wrong):
    value = typed((0, "O"), (60, text))

    assert TYPING.accuracy(CONTENT, value) == Fraction(100 * (len(WHOLE) - wrong), len(WHOLE))


@pytest.mark.parametrize("odd", [["x" * 2001], ["a\0"], ["a", "b"]])
def test_what_is_no_answer_is_refused(odd):
    with pytest.raises(NotAnAnswerError):
        TYPING.read(odd, CONTENT, Asked((), {}, BEGAN, "en"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": {"en": "Short", "zh-hans": "短"}},
        {"text": {"en": "x" * 1001, "zh-hans": "很" * 30}},
        {"target": {"en": 0, "zh-hans": 60}},
        {"target": {"en": 60}},
        {"accuracy": 101},
        {"accuracy": None},
        {"steps": [{"speed": 80, "accuracy": 90, "share": "1"}]},
        {"steps": [{"speed": None, "accuracy": 90, "share": "1/2"}]},
        {"steps": [{"speed": 80, "accuracy": 90, "share": "half"}]},
    ],
)
def test_figures_that_make_no_sense_are_named(wrong):
    assert TYPING.problems(CONTENT) == []
    assert len(TYPING.problems(CONTENT | wrong)) == 1


def test_what_an_editor_sees_is_what_it_posts():
    fields = TYPING.editor(CONTENT)
    sent = {
        "text_en": [fields["text"]["en"]],
        "text_zh": [fields["text"]["zh"]],
        "target_en": [str(fields["target"]["en"])],
        "target_zh": [str(fields["target"]["zh"])],
        "accuracy": [str(fields["accuracy"])],
    }
    for row in fields["steps"]:
        for name in ("speed", "accuracy", "share"):
            sent[f"{name}-{row['number']}"] = [str(row[name])]

    assert TYPING.written(sent) == {name: CONTENT[name] for name in ("text", "target", "accuracy", "steps")}


@given(st.text("abc", max_size=9), st.text("abcd", max_size=9))
def test_the_distance_is_exactly_that_of_the_whole_table(given_text, typed_text):
    row = list(range(len(typed_text) + 1))
    for place, sign in enumerate(given_text, 1):
        above, row = row, [place]
        for column, other in enumerate(typed_text, 1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (sign != other)))

    assert distance(given_text, typed_text) == row[-1]
