"""What differs between two versions: joined, the parts give either text back; keys are told from words."""

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.word_diff import GONE, NEW, SAME, changes, words
from tests.assessments.made import content


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_parts_give_both_texts_back(before, after):
    parts = words(before, after)

    assert "".join(text for kind, text in parts if kind != NEW) == before
    assert "".join(text for kind, text in parts if kind != GONE) == after


def test_words_and_chinese_signs_are_compared_whole():
    assert words("answer in three rings", "answer in two rings") == (
        (SAME, "answer in "),
        (GONE, "three"),
        (NEW, "two"),
        (SAME, " rings"),
    )
    assert words("三声内接听", "两声内接听") == ((GONE, "三"), (NEW, "两"), (SAME, "声内接听"))


def test_a_changed_key_is_marked_and_a_changed_word_is_not():
    before, after = content("Who?", "*a", "b", "c"), content("Who then?", "a", "*b", "c")

    found = {(change.path, change.is_key) for change in changes(before, after)}

    assert (("stem", "en"), False) in found
    assert (("options", 1, "right"), True) in found
    assert (("options", 2, "right"), True) in found


def test_an_option_put_in_front_leaves_the_others_alone():
    before, after = content("Who?", "*a", "b", "c"), content("Who?", "new", "*a", "b", "c")

    assert {change.path[:2] for change in changes(before, after)} == {("options", 1)}


def test_equal_versions_do_not_differ():
    assert changes(content("Who?", "*a", "b"), content("Who?", "*a", "b")) == []


def test_what_only_one_version_has_is_shown():
    before, after = {"stem": {"en": "x"}, "tolerance": "1"}, {"stem": {"en": "x"}, "gaps": [{"accepted": ["7"]}]}

    found = {change.path: change.parts for change in changes(before, after)}

    assert found == {("tolerance",): ((GONE, "1"),), ("gaps", 1, "accepted", 1): ((NEW, "7"),)}
