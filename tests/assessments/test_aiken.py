from fractions import Fraction
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.exchange import aiken
from assessments.domain.exchange.items import Choice, Item

RIGHT, WRONG = Fraction(1), Fraction(0)
FINE = "How soon is a chat answered?\nA. in ten seconds\nB) in a minute\nANSWER: A\n"


def test_read_questions_with_either_mark_of_an_option():
    found = aiken.read("\ufeff" + FINE + "\n" + FINE.replace("\n", "\r\n"))

    choices = (Choice("in ten seconds", RIGHT), Choice("in a minute", WRONG))
    assert found.items == [Item("single", "How soon is a chat answered?", choices=choices)] * 2
    assert found.problems == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Why?\nA. so\nB. thus\nC. hence\n", "ends without ANSWER"),
        ("Why?\nA. so\nANSWER: A\n", "two options or more"),
        ("Why?\nA. so\nB. thus\nANSWER: C\n", "not among its options"),
        ("ANSWER: A\n", "without a question"),
        ("Why?\nA. so\nB. thus\nD. hence\nANSWER: A\n", "not followed by ANSWER"),
    ],
)
def test_odd_questions_are_told_and_the_rest_is_read(text, what):
    found = aiken.read(FINE + "\n" + text)

    assert len(found.items) == 1
    assert what in found.problems[0].what
    assert found.problems[0].where == "line 6"


WORDS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), min_size=1).map(str.strip).filter(bool)
)


@given(WORDS.filter(lambda stem: "ANSWER" not in stem), st.lists(WORDS, min_size=2, max_size=26), st.data())
def test_any_words_are_read_as_they_stand(stem, options, data):
    right = data.draw(st.integers(0, len(options) - 1))
    lines = [f"{letter}. {text}" for letter, text in zip(ascii_uppercase, options, strict=False)]

    found = aiken.read("\n".join([stem, *lines, f"ANSWER: {ascii_uppercase[right]}"]))

    choices = tuple(Choice(text, Fraction(at == right)) for at, text in enumerate(options))
    assert found.items == [Item("single", stem, choices=choices)]


@given(st.text(st.sampled_from("AB.) \nANSWER:ab"), max_size=200))
def test_any_text_is_read_or_told(text):
    found = aiken.read(text)

    assert found.items or found.problems or not text.strip()
