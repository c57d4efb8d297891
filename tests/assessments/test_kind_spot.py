"""Spot the wording: what an author writes, and what marks earn."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.kinds import kind_of, languages
from assessments.domain.kinds.shared import Asked, NotAnAnswerError

pytestmark = pytest.mark.pure

SPOT = kind_of("spot")
ENGLISH = """Agent: Good morning, Acme. How can I help?
Customer: Where is my parcel?
Agent: [[I don't know]], it is | somewhere. [[We can't help.]]
Agent: Please call again."""
CHINESE = """客服：早上好，Acme。请问有什么可以帮您？
客户：我的包裹呢？
客服：[[不知道]]，它 | 在某处。[[帮不了。]]
客服：请再来电。"""


def posted(english=ENGLISH, chinese=CHINESE, better_en="", better_zh="", credit="partial"):
    return {
        "transcript_en": [english],
        "transcript_zh": [chinese],
        "better_en": [better_en],
        "better_zh": [better_zh],
        "credit": [credit],
    }


def made(**fields):
    words = {"stem": {"en": "Which?", "zh-hans": "哪些？"}, "explanation": {"en": "", "zh-hans": ""}}
    return SPOT.written(posted(**fields)) | words


def test_a_transcript_is_cut_the_same_in_both_languages():
    content = made(better_en="Let me check\nLet us try", better_zh="我查一下\n我们试试")

    phrases = SPOT.phrases(content)
    assert [phrase["text"]["en"] for phrase in phrases] == [
        "Good morning, Acme.",
        "How can I help?",
        "I don't know,",
        "it is",
        "somewhere.",
        "We can't help.",
        "Please call again.",
    ]
    assert phrases[2]["text"]["zh-hans"] == "不知道，"
    assert SPOT.forbidden(content) == {2, 5}
    assert [phrases[n]["feedback"]["en"] for n in (2, 5)] == ["Let me check", "Let us try"]
    assert SPOT.problems(content) == []
    assert languages("spot", content) == ["en", "zh-hans"]


def test_what_an_editor_sees_reads_the_same_again():
    content = made(better_en="Let me check\nLet us try", better_zh="我查一下\n我们试试")
    fields = SPOT.editor(content)

    again = made(
        english=fields["transcript_en"],
        chinese=fields["transcript_zh"],
        better_en=fields["better_en"],
        better_zh=fields["better_zh"],
    )

    assert again == content


def test_a_bank_of_one_language_has_a_transcript_in_it():
    content = made(chinese="")

    assert SPOT.problems(content) == []
    assert languages("spot", content) == ["en"]
    assert SPOT.editor(content)["transcript_zh"] == ""


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"english": "Good morning."}, "Begin every line"),
        ({"english": "Mister: Good morning."}, "Begin every line"),
        ({"english": ENGLISH + "\nAgent: Bye."}, "the same turns"),
        ({"english": ENGLISH.replace("|", "")}, "the same [[…]] and |"),
        ({"english": ENGLISH.replace("know]]", "know")}, "not closed"),
        ({"english": "Agent: [[ ]]", "chinese": "客服：[[ ]]"}, "is empty"),
        ({"english": "Customer: [[No]]", "chinese": "客户：[[不]]"}, "in the agent's lines"),
        ({"better_en": "Only one", "better_zh": "只有一条"}, "one remark a line"),
        ({"better_en": "One\nTwo"}, "one remark a line"),
        ({"english": "Agent: Hello.", "chinese": "客服：你好。"}, "at least one forbidden"),
        ({"english": "Agent: [[No]] [[Never]] yes", "chinese": "客服：[[不]] [[从不]] 好"}, "more harmless phrases"),
    ],
)
def test_writing_that_does_not_fit_is_named_and_kept(fields, word):
    content = made(**fields)

    assert [word in problem for problem in SPOT.problems(content)] == [True]
    if "unread" in content:
        assert SPOT.editor(content)["transcript_en"] == fields.get("english", ENGLISH)


@pytest.mark.parametrize(
    ("chosen", "part", "whole"),
    [
        ([], 0, 0),
        ([2], Fraction(5, 2), 0),
        ([2, 5], 5, 5),
        ([2, 5, 0], Fraction(5, 2), 0),
        ([2, 0], 0, 0),
        ([0, 1, 2], 0, 0),
        ([0, 1, 2, 3, 4, 5, 6], 0, 0),
    ],
)
def test_wrong_marks_take_away_what_right_ones_earn(chosen, part, whole):
    assert SPOT.points(made(), {"chosen": chosen}, 5) == part
    assert SPOT.points(made(credit="all"), {"chosen": chosen}, 5) == whole


@given(st.sets(st.integers(0, 6)), st.integers(1, 100))
def test_points_stay_within_the_maximum(chosen, maximum):
    earned = SPOT.points(made(), {"chosen": sorted(chosen)}, maximum)

    assert 0 <= earned <= maximum
    assert (earned == maximum) == (chosen == {2, 5})


def test_places_are_read_and_shown_again():
    content = made()
    asked = Asked(tuple(range(SPOT.orders(content))))
    value = SPOT.read(["5", "2", "2"], content, asked)

    assert value == {"chosen": [2, 5]}
    assert SPOT.shown(value, asked) == ["2", "5"]
    for odd in (["7"], ["x"], ["0"] * 8):
        with pytest.raises(NotAnAnswerError):
            SPOT.read(odd, content, asked)


def test_the_screen_tells_nothing_of_the_key():
    content = made(better_en="Let me check\nLet us try", better_zh="我查一下\n我们试试")
    screen = SPOT.screen(content, {"chosen": [0]}, Asked(), lambda text: text["en"])

    assert "forbidden" not in str(screen)
    assert "Let me check" not in str(screen)
    assert [phrase["place"] for turn in screen["turns"] for phrase in turn["phrases"]] == [0, 1, None, 2, 3, 4, 5, 6]


def test_the_review_shows_what_was_missed_and_what_was_wrong():
    shown = SPOT.review(made(), {"chosen": [0, 2]}, Asked(), lambda text: text["en"])

    assert [(row["text"], row["forbidden"], row["chosen"]) for row in shown["judged"]] == [
        ("Good morning, Acme.", False, True),
        ("I don't know,", True, True),
        ("We can't help.", True, False),
    ]
