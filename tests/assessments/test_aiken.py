from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.exchange import aiken
from assessments.domain.exchange.items import Choice, Item, Problem

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
def test_what_is_written_reads_back_the_same(stem, options, data):
    right = data.draw(st.integers(0, len(options) - 1))
    item = Item("single", stem, choices=tuple(Choice(text, Fraction(at == right)) for at, text in enumerate(options)))

    text, losses = aiken.write([item])

    assert losses == []
    assert aiken.read(text).items == [item]


@given(st.text(st.sampled_from("AB.) \nANSWER:ab"), max_size=200))
def test_any_text_is_read_or_told(text):
    found = aiken.read(text)

    assert found.items or found.problems or not text.strip()


def test_what_aiken_cannot_say_is_told():
    choices = (Choice("so", RIGHT), Choice("thus", RIGHT))
    _text, losses = aiken.write([Item("single", "Why?", choices=choices), Item("essay", "Why?")])

    assert losses == [
        Problem("question 1", "Left out: Aiken has only questions with one right option."),
        Problem("question 2", "Left out: Aiken has only questions with one right option."),
    ]
