import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from kernel.tables import to_csv, to_xlsx
from kernel.tables.export import starts_formula

RUNS = [
    '=HYPERLINK("http://x","y")',
    "=1+1",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u200b=1",
    "\ufeff =1",
    "\u3000＝1",
    "=",
    "-",
]
HARMLESS = ["", "Ada", "1+1", "a=b", "王芳", "'x", "(=1)", " ", "\u200b"]


def csv_cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_cells(content: bytes) -> list[list]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows()]


@pytest.mark.parametrize("text", RUNS)
def test_text_that_could_run_is_tamed_in_both_formats(text):
    in_csv = csv_cells(to_csv([text], [[text]]))
    in_xlsx = xlsx_cells(to_xlsx([text], [[text]]))

    assert in_csv == [[f"'{text}"]] * 2
    assert {cell.data_type for row in in_xlsx for cell in row} == {"s"}
    assert {cell.value.replace("\r", "\n") for row in in_xlsx for cell in row} == {text.replace("\r", "\n")}
    assert {cell.quotePrefix for row in in_xlsx for cell in row} == {True}


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_alone(text):
    assert csv_cells(to_csv(["h"], [[text, "end"]]))[1] == [text, "end"]


def test_values_keep_their_kind():
    when = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    row = [-5, Decimal("-89.90"), Decimal("1E+3"), date(2026, 11, 22), when, True, None, "x"]

    assert csv_cells(to_csv(["h"] * 8, [row]))[1] == [
        "-5",
        "-89.90",
        "1000",
        "2026-11-22",
        "2026-11-22 09:30:00",
        "TRUE",
        "",
        "x",
    ]
    assert [cell.data_type for cell in xlsx_cells(to_xlsx(["h"] * 8, [row]))[1]] == [
        "n",
        "n",
        "n",
        "d",
        "d",
        "b",
        "n",
        "s",
    ]


@pytest.mark.parametrize("value", [89.9, Fraction(1, 3), Decimal("NaN"), Decimal("Infinity")])
@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_numbers_that_are_not_for_show_are_a_fault_of_ours(value, write):
    with pytest.raises(TypeError):
        write(["h"], [[value]])


def test_csv_bears_the_mark_that_excel_needs():
    assert to_csv(["姓名"], []) == b"\xef\xbb\xbf" + "姓名\r\n".encode()


def test_xlsx_holds_what_a_cell_cannot():
    cells = xlsx_cells(to_xlsx(["h"], [["x" * 40_000], ["a\x00b\x1bc\ud800"]], title="A/B: [x]" + "y" * 40))

    assert (len(cells[1][0].value), cells[1][0].value[-1]) == (32_767, "…")
    assert cells[2][0].value == "abc?"


def test_empty_table_is_still_a_file():
    assert csv_cells(to_csv(["a", "b"], [])) == [["a", "b"]]
    assert [[cell.value for cell in row] for row in xlsx_cells(to_xlsx(["a", "b"], []))] == [["a", "b"]]


@given(st.text(max_size=30))
def test_no_cell_of_a_csv_starts_like_a_formula(text):
    written = csv_cells(to_csv(["h"], [[text, "end"]]))[1][0]

    assert not starts_formula(written)
    assert written[:1] not in set("=+-@\t\r\n＝＋－＠")
