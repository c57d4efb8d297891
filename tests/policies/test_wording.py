"""What a second person reads before publishing: the text line by line, the figures with their units."""

import pytest
from django.utils import translation

from policies import schema
from policies.domain.wording import DiffLine, difference, rows

pytestmark = pytest.mark.pure
OLD = "pass_mark = 80\nretakes = 2\nwait_days = 3"


@pytest.mark.parametrize(
    ("new", "lines"),
    [
        (OLD, []),
        (f"{OLD}\nextra = 1", ["  pass_mark = 80", "  retakes = 2", "  wait_days = 3", "+ extra = 1"]),
        (f"first = 1\n{OLD}", ["+ first = 1", "  pass_mark = 80", "  retakes = 2", "  wait_days = 3"]),
        ("pass_mark = 80\nwait_days = 3", ["  pass_mark = 80", "- retakes = 2", "  wait_days = 3"]),
        (
            "pass_mark = 80\nretakes = 1\nwait_days = 3",
            ["  pass_mark = 80", "- retakes = 2", "+ retakes = 1", "  wait_days = 3"],
        ),
        ("", ["- pass_mark = 80", "- retakes = 2", "- wait_days = 3"]),
    ],
    ids=["equal", "added last", "added first", "removed", "changed", "emptied"],
)
def test_texts_differ_line_by_line(new, lines):
    kinds = {" ": "same", "+": "added", "-": "removed"}

    assert difference(OLD, new) == [DiffLine(kinds[line[0]], line[2:]) for line in lines]


def test_first_text_of_a_subject_is_all_added():
    assert {line.kind for line in difference("", OLD)} == {"added"}


@pytest.mark.parametrize("sign", ["? ", "+ ", "- ", "  "])
def test_line_that_begins_like_a_mark_stays_a_line(sign):
    assert difference("a", f"a\n{sign}b")[-1] == DiffLine("added", f"{sign}b")


@pytest.mark.parametrize(
    ("language", "now", "was"), [("en", "18 months", "12 months"), ("zh-hans", "18 个月", "12 个月")]
)
def test_changed_figure_says_both_values_with_their_unit(language, now, was):
    text = schema.shipped_text("certificates")
    shipped = schema.parse("certificates", text)
    longer = schema.parse("certificates", text.replace("course_valid_months = 12", "course_valid_months = 18"))

    with translation.override(language):
        changed = [(row.value, row.before) for row in rows(longer, shipped) if row.before is not None]

    assert changed == [(now, was)]
