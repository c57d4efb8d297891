"""Scores of calls and practicals, against a model in plain fractions (RULES 2; hazard 44)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.scoring import LineScore, Sheet, SheetLine, UnscorableError, score, standing

pytestmark = pytest.mark.pure

CALL = Sheet(
    lines=(
        SheetLine("greeting", 10, 4),
        SheetLine("need", 20, 4),
        SheetLine("solution", 30, 4),
        SheetLine("closing", 10, 4),
        SheetLine("language", 10, 4),
        SheetLine("record", 10, 4, reasons=1),
        SheetLine("identity", 10, 4, reasons=2),
    ),
    critical=frozenset({"leak", "no-notice"}),
)


def levels(*given_levels):
    return {line.key: LineScore(level=level) for line, level in zip(CALL.lines, given_levels, strict=True)}


@pytest.mark.parametrize(
    ("given_levels", "raw"),
    [
        ((0, 0, 0, 0, 0, 0, 0), Fraction(0)),
        ((4, 4, 4, 4, 4, 4, 4), Fraction(100)),
        ((4, 4, 4, 4, 4, 4, 3), Fraction(195, 2)),
        ((4, 4, 3, 4, 3, 4, 4), Fraction(90)),
        ((4, 4, 3, 3, 3, 4, 4), Fraction(175, 2)),
        ((1, 1, 1, 1, 1, 1, 1), Fraction(25)),
    ],
)
def test_score_is_weight_times_level(given_levels, raw):
    result = score(CALL, levels(*given_levels))

    assert (result.raw, result.effective, result.applicable_weight) == (raw, raw, 100)


def test_a_line_that_does_not_apply_leaves_both_sides():
    lines = levels(4, 4, 3, 4, 4, 4, 4) | {"record": LineScore(not_applicable=0)}

    result = score(CALL, lines)

    assert (result.raw, result.applicable_weight) == (Fraction(8250, 90), 90)


@pytest.mark.parametrize(("critical", "effective"), [([], 100), (["leak"], 0), (["no-notice", "leak"], 0)])
def test_a_critical_error_makes_the_effective_score_0(critical, effective):
    result = score(CALL, levels(4, 4, 4, 4, 4, 4, 4), critical)

    assert (result.raw, result.effective, result.critical) == (Fraction(100), effective, sorted(critical))


@pytest.mark.parametrize(("least", "scored"), [(79, True), (80, True), (81, False)])
def test_at_least_so_much_of_the_weight_must_apply(least, scored):
    lines = levels(4, 4, 4, 4, 4, 4, 4)
    lines |= {"record": LineScore(not_applicable=0), "identity": LineScore(not_applicable=1)}

    try:
        result = score(CALL, lines, least_weight=least).raw == 100
    except UnscorableError as refused:
        result = refused.reason != "too little applies"

    assert result is scored


@pytest.mark.parametrize(
    ("key", "given_line", "reason"),
    [
        ("greeting", LineScore(level=5), "no such level"),
        ("greeting", LineScore(level=-1), "no such level"),
        ("greeting", LineScore(not_applicable=0), "always applies"),
        ("record", LineScore(not_applicable=1), "always applies"),
        ("record", LineScore(level=1, not_applicable=0), "scored and not applicable"),
        ("smile", LineScore(level=1), "unknown line"),
        ("greeting", LineScore(), "not scored"),
    ],
)
def test_score_refuses_what_the_rubric_does_not_know(key, given_line, reason):
    with pytest.raises(UnscorableError) as refused:
        score(CALL, levels(4, 4, 4, 4, 4, 4, 4) | {key: given_line})

    assert (refused.value.reason, refused.value.key) == (reason, key)


def test_score_refuses_an_unknown_critical_error():
    with pytest.raises(UnscorableError) as refused:
        score(CALL, levels(4, 4, 4, 4, 4, 4, 4), ["sneeze"])

    assert refused.value.key == "sneeze"


def test_standing_shows_what_is_sure_and_what_is_possible():
    lines = levels(4, 4, 3, 4, 3, 4, 4)
    del lines["closing"]

    result = standing(CALL, lines)

    assert (result.now, result.highest, result.open_lines) == (Fraction(80), Fraction(90), ["closing"])


@st.composite
def filled_sheets(draw):
    weights = draw(st.lists(st.integers(1, 60), min_size=1, max_size=8))
    tops = [draw(st.sampled_from([1, 2, 4])) for _ in weights]
    sheet = Sheet(tuple(SheetLine(f"l{n}", w, t, 1) for n, (w, t) in enumerate(zip(weights, tops, strict=True))))
    lines = {
        line.key: draw(
            st.one_of(
                st.integers(0, line.top_level).map(lambda level: LineScore(level=level)),
                st.just(LineScore(not_applicable=0)),
            )
        )
        for line in sheet.lines
    }
    return sheet, lines


@given(filled_sheets())
def test_score_agrees_with_a_rational_model(filled):
    sheet, lines = filled
    applying = [
        (line.weight, lines[line.key].level, line.top_level)
        for line in sheet.lines
        if lines[line.key].level is not None
    ]
    weight = sum(w for w, _, _ in applying)

    try:
        result = score(sheet, lines, least_weight=50)
    except UnscorableError:
        assert weight < 50
    else:
        model = sum(Fraction(w) * Fraction(level, top) for w, level, top in applying) / weight * 100
        assert (result.raw, result.applicable_weight) == (model, weight)
        assert 0 <= result.raw <= 100


@given(filled_sheets(), st.data())
def test_what_is_possible_always_holds_the_score_to_come(filled, data):
    sheet, lines = filled
    lines = {key: given_line for key, given_line in lines.items() if given_line.level is not None}
    full = {line.key: lines.get(line.key, LineScore(level=0)) for line in sheet.lines}
    known = data.draw(st.sets(st.sampled_from(sorted(full)))) if full else set()

    partial = standing(sheet, {key: full[key] for key in known})

    final = score(sheet, full, least_weight=0).raw
    assert partial.lowest <= final <= partial.highest
