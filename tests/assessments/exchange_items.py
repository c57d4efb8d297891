"""Any question that may go in or out, for the writers' tests."""

from fractions import Fraction

from hypothesis import strategies as st

from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval, Item, Pair

THIRD = Fraction(1, 3)
STEERING = "~=#{}:\\%[]->/$<&\n 一二三，。TF"
CHARACTERS = st.one_of(st.sampled_from(STEERING), st.characters(exclude_categories=("Cs", "Cc", "Cn")))
WORDS = st.text(CHARACTERS, min_size=1, max_size=25).map(str.strip).filter(bool)
MAYBE = st.one_of(st.just(""), WORDS)
SHARES = st.builds(Fraction, st.integers(-20, 20), st.just(20)) | st.sampled_from([THIRD, -THIRD, Fraction(1, 7)])
NUMBERS = st.decimals(-10_000, 10_000, places=3)
TOPICS = st.lists(st.text("ab /中", min_size=1).map(str.strip).filter(lambda part: part.strip("/ ")), max_size=2).map(
    tuple
)


ONE = st.just(WHOLE)
RIGHT = st.builds(Choice, WORDS, ONE)
OTHERS = st.lists(st.builds(Choice, WORDS, st.sampled_from([Fraction(0), Fraction(1, 2)])), min_size=1, max_size=3)
WEIGHTS = st.integers(1, 5).map(Fraction)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda ends: (Interval(min(ends), max(ends)),))
GAPS = st.one_of(
    st.builds(lambda right, others, worth: Gap("single", (right, *others), points=worth), RIGHT, OTHERS, WEIGHTS),
    st.builds(
        lambda right, worth, said: Gap("short", tuple(right), points=worth, feedback=said),
        st.lists(RIGHT, min_size=1),
        WEIGHTS,
        MAYBE,
    ),
    st.builds(lambda ranges, worth: Gap("numeric", intervals=ranges, points=worth), RANGES, WEIGHTS),
)


@st.composite
def items(draw, kinds, points=ONE):
    kind = draw(st.sampled_from(sorted(kinds)))
    choices, intervals, pairs = (), (), ()
    if kind in {"single", "multiple", "short"}:
        choices = tuple(draw(st.lists(st.builds(Choice, WORDS, SHARES, MAYBE), min_size=2, max_size=5)))
    if kind == "true_false":
        right = Fraction(draw(st.integers(0, 1)))
        choices = (Choice("true", right, draw(MAYBE)), Choice("false", 1 - right, draw(MAYBE)))
    if kind == "numeric":
        ends = draw(st.lists(st.tuples(NUMBERS, NUMBERS, SHARES, MAYBE), min_size=1, max_size=3))
        intervals = tuple(Interval(min(a, b), max(a, b), share, said) for a, b, share, said in ends)
    if kind == "matching":
        pairs = tuple(draw(st.lists(st.builds(Pair, MAYBE, WORDS), min_size=1, max_size=4)))
    stem = draw(WORDS)
    gaps = tuple(draw(st.lists(GAPS, min_size=1, max_size=3))) if kind == "cloze" else ()
    if kind == "cloze":
        stem = " and ".join(f"gap [[{number}]]" for number in range(1, len(gaps) + 1))
    return Item(
        kind,
        stem,
        gaps=gaps,
        choices=choices,
        intervals=intervals,
        pairs=pairs,
        points=draw(points),
        feedback=draw(MAYBE),
        name=draw(MAYBE),
        topic=draw(TOPICS),
        tags=tuple(draw(st.lists(WORDS, max_size=2))),
        text_format=draw(st.sampled_from(["plain", "html", "markdown"])),
    )
