"""QTI 2.2 packages: what is written reads back the same, and what cannot be said is told."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from assessments.domain.exchange import markup, qti, qti2_writer
from assessments.domain.exchange.items import Choice, Item, Problem
from tests.assessments.exchange_items import items

KINDS = {"single", "multiple", "true_false", "short", "numeric", "matching", "essay"}
POINTS = st.builds(Fraction, st.integers(1, 200), st.just(4))
ONE, NONE, HALF = Fraction(1), Fraction(0), Fraction(1, 2)


@st.composite
def sayable(draw):
    """Items whose points QTI can say, without what it leaves out."""
    item = draw(items(KINDS, points=POINTS))
    texts = [choice.text for choice in item.choices]
    lefts = [pair.left for pair in item.pairs if pair.left]
    assume(len(set(texts)) == len(texts) and len(set(lefts)) == len(lefts))
    assume(item.kind != "matching" or len(lefts) > 1)
    # Answers without a partner come last.
    item = replace(item, tags=(), pairs=tuple(sorted(item.pairs, key=lambda pair: not pair.left)))
    if item.kind == "multiple":
        part = Fraction(1, len(item.choices) - 1)
        shares = [NONE] + [part] * (len(item.choices) - 1)
        choices = tuple(replace(choice, share=share) for choice, share in zip(item.choices, shares, strict=True))
        item = replace(item, choices=choices, all_or_nothing=draw(st.booleans()))
    elif item.kind in {"single", "short"}:
        choices = (replace(item.choices[0], share=ONE), *item.choices[1:])
        item = replace(item, choices=choices)
    if item.kind == "short":
        # An answer that earns nothing is no answer in a mapping.
        # A star stands for any text, which no mapping can say, unless it is protected.
        kept = [replace(choice, feedback="") for choice in item.choices if choice.share]
        item = replace(item, choices=tuple(replace(one, text=one.text.replace("*", "\\*")) for one in kept))
        assume(not any("\\\\*" in choice.text for choice in item.choices))
    if item.kind == "numeric":
        item = replace(item, intervals=(replace(item.intervals[0], share=ONE, feedback=""),))
    if item.text_format == "html":
        item = markup.map_words(item, lambda text: markup.as_markup(text.replace("<", "‹"), "html").strip())
        assume(item.stem and all(choice.text for choice in item.choices))
    return item


@given(st.lists(sayable(), max_size=3))
def test_what_is_written_reads_back_the_same(given_items):
    package, losses = qti2_writer.write(given_items)
    found = qti.read(package)

    assert losses == []
    assert found.problems == []
    assert found.items == given_items


def test_an_order_reads_back_the_same():
    steps = (Choice("greet", ONE), Choice("close", ONE))
    item = Item("ordering", "In which order?", choices=steps, topic=("tone",), all_or_nothing=True)

    package, _losses = qti2_writer.write([item])

    assert qti.read(package).items == [item]


def test_the_same_items_make_the_same_bytes():
    item = Item("essay", "Why?")

    assert qti2_writer.write([item]) == qti2_writer.write([item])


def test_what_cannot_be_said_is_told():
    uneven = (Choice("a", HALF), Choice("b", Fraction(1, 4)))
    given_items = [
        Item("cloze", "Say [[1]]."),
        Item("multiple", "Which?", choices=uneven),
        Item("single", "Which?", choices=uneven),
        Item("essay", "Why?", tags=("tone",)),
        Item("short", "Mark?", choices=(Choice("80", ONE, "Yes."),)),
    ]

    _package, losses = qti2_writer.write(given_items)

    assert losses == [
        Problem("question 1", "Left out: its text does not hold every gap once."),
        Problem("question 2", "Left out: the shares of the right options do not add up to all the points."),
        Problem("question 3", "Left out: no answer earns all the points."),
        Problem("question 4", "Tags are left out."),
        Problem("question 5", "The feedback of single answers is left out."),
    ]


def test_html_is_made_well_formed():
    text = 'A <b>bold<i>er</b> word<br>&nbsp;<img src="a.png" alt="<x>"> & more <p>open'

    assert markup.as_markup(text, "html") == (
        'A <b>bold<i>er</i></b> word<br />\xa0<img src="a.png" alt="&lt;x&gt;" /> &amp; more <p>open</p>'
    )
