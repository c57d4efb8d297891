"""The duplicate finder: what counts as the same words, and that the list of pairs misses none."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.likeness import NEARLY_SAME, asked, like, likeness, pairs, plain

TEXTS = st.lists(st.text("abc 接听", max_size=14), min_size=2, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How many rings?", "how many  RINGS"),
        ("几声内接听？", "几声内，接听"),
        ("Ｗｉｔｈｉｎ ３ rings", "within 3 rings"),
        ("<p>Within <b>three</b> rings</p>", "Within three rings."),
    ],
)
def test_width_case_spaces_signs_and_marks_make_no_difference(one, other):
    assert plain(one) == plain(other)
    assert likeness(asked("a", {"en": one}), asked("b", {"en": other})) == 1


def test_one_language_is_enough_and_languages_are_not_mixed():
    one = asked("a", {"en": "Within how many rings?", "zh-hans": "几声内接听"})

    assert likeness(one, asked("b", {"zh-hans": "几声内接听？"})) == 1
    assert likeness(one, asked("b", {"en": "几声内接听"})) == 0


def test_a_changed_word_leaves_them_alike_and_word_for_word_comes_first():
    mine = asked("mine", {"en": "Within how many rings do you answer a call?"})
    near = asked("near", {"en": "Within how many rings do you take a call?"})
    same = asked("same", {"en": "within how many rings do you answer a call"})
    far = asked("far", {"en": "Which facts go into the ticket?"})

    assert [row.key for row in like(mine, [mine, far, near, same])] == ["same", "near"]


def test_nothing_written_is_like_nothing():
    empty = asked("a", {"en": "", "zh-hans": "？"})

    assert like(empty, [asked("b", {"en": ""}), asked("c", {})]) == []


@given(TEXTS)
def test_the_pairs_are_those_a_full_comparison_finds(texts):
    questions = [asked(str(number), {"en": text}) for number, text in enumerate(texts)]
    wanted = {
        (one.key, other.key): likeness(one, other)
        for one, other in combinations(questions, 2)
        if likeness(one, other) >= NEARLY_SAME
    }

    found = {(pair.one, pair.other): pair.likeness for pair in pairs(questions)}

    assert found == wanted
    assert all(isinstance(value, Fraction) for value in found.values())
