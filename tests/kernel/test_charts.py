import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import charts

ENTRIES = [("Week 1", 40), ("第二周 <b>", Decimal("29.99")), ("Week 3", None), ("Week 4 & more", 0)]
KINDS = [charts.bars, charts.columns, charts.line, charts.funnel]


def tree(chart: charts.Chart) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg())  # noqa: S314 - our own text


@pytest.mark.parametrize("kind", KINDS)
def test_svg_is_described_and_has_no_style_or_reference(kind):
    svg = kind("Title <x>", "It says & more", ENTRIES).svg()
    root = ElementTree.fromstring(svg)  # noqa: S314

    assert (root[0].text, root[1].text) == ("Title <x>", "It says & more")
    assert root.get("aria-labelledby") == root[0].get("id")
    assert root.get("aria-describedby") == root[1].get("id")
    assert re.search(r"style=|href|<script|on\w+=|url\(", svg) is None


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_the_numbers_shown(kind):
    chart = kind("t", "d", ENTRIES, unit="%", places=1)

    assert chart.rows() == [("Week 1", "40.0%"), ("第二周 <b>", "29.9%"), ("Week 3", ""), ("Week 4 & more", "0.0%")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entries", [[], [("a", None)], [("a", 0)], [("a", -3), ("b", 2)], [("很长" * 80, 5)]])
def test_chart_of_little_or_odd_data_is_drawn_inside_its_frame(kind, entries):
    chart = kind("t", "d", entries)

    for shape in chart.shapes:
        if isinstance(shape, charts.Box):
            assert shape.x >= -0.01
            assert shape.width >= 0
            assert shape.x + shape.width <= chart.width + 0.01
            assert shape.y + shape.height <= chart.height + 0.01
    tree(chart)


@pytest.mark.parametrize(("value", "role"), [(79, 0.79), (80, 0.8), (100, 1.0), (120, 1.0)])
def test_bar_is_as_long_as_its_share_of_the_top(value, role):
    boxes = [shape for shape in charts.bars("t", "d", [("a", value)], top=100).shapes if isinstance(shape, charts.Box)]

    assert round(boxes[1].width / boxes[0].width, 6) == role


def test_mark_is_drawn_where_a_bar_of_its_value_ends():
    chart = charts.bars("t", "d", [("a", 80)], top=100, mark=charts.Mark(80, "pass"))
    bar = next(shape for shape in chart.shapes if isinstance(shape, charts.Box) and shape.role == "bar")
    mark = next(shape for shape in chart.shapes if isinstance(shape, charts.Stroke))

    assert round(mark.points[0][0], 6) == round(bar.x + bar.width, 6)
    assert "pass 80" in chart.svg()


def test_line_leaves_a_gap_where_nothing_was_measured():
    chart = charts.line("t", "d", [("1", 1), ("2", 2), ("3", None), ("4", 3), ("5", 1), ("6", None), ("7", 2)])

    assert [
        len(shape.points) for shape in chart.shapes if isinstance(shape, charts.Stroke) and shape.role == "line"
    ] == [2, 2]
    assert len([shape for shape in chart.shapes if isinstance(shape, charts.Dot)]) == 5


def test_funnel_says_each_share_of_the_first_step_rounded_down():
    svg = charts.funnel("t", "d", [("start", 3), ("gate", 2), ("live", 1)]).svg()

    assert ("3 (100 %)" in svg, "2 (66 %)" in svg, "1 (33 %)" in svg) == (True, True, True)


@given(
    st.lists(
        st.tuples(st.text(max_size=30), st.one_of(st.none(), st.integers(-5, 10**9), st.decimals(0, 100, places=3))),
        max_size=8,
    )
)
def test_any_text_in_a_chart_stays_text(entries):
    for kind in KINDS:
        svg = kind("t", "d", entries).svg()
        assert svg.count("<") == len(re.findall(r"</?(?:svg|title|desc|rect|polyline|circle|text)\b", svg))


@pytest.mark.parametrize(("value", "share"), [(70, 0.0), (60, 0.0), (85, 0.5), (100, 1.0)])
def test_line_may_start_above_zero(value, share):
    chart = charts.line("t", "d", [("a", value)], bottom=70, top=100)
    dot = next(shape for shape in chart.shapes if isinstance(shape, charts.Dot))
    axis = next(shape for shape in chart.shapes if isinstance(shape, charts.Stroke))
    floor, ceiling = axis.points[0][1], charts.TEXT_SIZE * 2.4

    assert round((floor - dot.y) / (floor - ceiling), 6) == share


def test_mark_of_a_line_leaves_room_for_its_words():
    chart = charts.line("t", "d", [("a", 80), ("b", 91)], top=100, mark=charts.Mark(90, "目标"), unit="%")
    note = next(shape for shape in chart.shapes if isinstance(shape, charts.Label) and shape.role == "note")

    assert note.text == "目标 90%"
    assert max(shape.x for shape in chart.shapes if isinstance(shape, charts.Dot)) < note.x
    assert note.x + 2 * charts.TEXT_SIZE < chart.width
