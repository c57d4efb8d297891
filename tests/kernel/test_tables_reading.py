import random
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import Workbook

from kernel.errors import Refusal
from kernel.tables import Column, FileRefused, Limits, read_table, to_csv, to_xlsx

NAME = Column("name", ("Name", "姓名"), filled=True)
SCORE = Column("score", ("Score", "得分", "Final score"), kind="number")
DAY = Column("day", ("Day", "日期"), kind="date", optional=True)
COLUMNS = (NAME, SCORE, DAY)


def read(content: bytes | str, filename: str = "people.csv", **options):
    raw = content.encode() if isinstance(content, str) else content
    return read_table(raw, filename, columns=COLUMNS, **options)


def values(table) -> list[tuple]:
    return [(row.number, row["name"], row["score"], row["day"]) for row in table.rows]


def problems(table) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, str(problem)) for problem in table.problems]


def workbook(*rows, change=None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def repacked(content: bytes, parts: dict[str, bytes]) -> bytes:
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name, old.read(name)))
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name])
    return changed.getvalue()


TEXT = "姓名,得分,日期\n王芳,89.5,2026-11-22\n李Ben,,\n"
READ = [(2, "王芳", Decimal("89.5"), date(2026, 11, 22)), (3, "李Ben", None, None)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312"]
)
def test_csv_is_read_in_every_encoding(encoding):
    table = read((TEXT * 1).encode(encoding))

    assert (values(table), problems(table)) == (READ, [])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_with_every_line_end_and_delimiter(end, delimiter):
    assert values(read(TEXT.replace(",", delimiter).replace("\n", end))) == READ


def test_csv_with_mixed_line_ends_and_quoted_ones_keeps_row_numbers():
    table = read('Name,Score\r\n"A\nB",1\rC,2\n\nD,x\n')

    assert values(table) == [(2, "A\nB", 1, None), (3, "C", 2, None), (5, "D", None, None)]
    assert problems(table) == [(5, "Score", "This is not a plain number. Write it like 89.5.")]


def test_csv_says_its_delimiter():
    assert [row["name"] for row in read("sep=;\nName;Score\na,b;1\n").rows] == ["a,b"]


@pytest.mark.parametrize("header", ["Name", "NAME *", " n a m e:", "Ｎａｍｅ", "姓名", "name"])
def test_header_is_known_by_any_of_its_names(header):
    assert values(read(f"{header},final_SCORE\nAda,1\n")) == [(2, "Ada", 1, None)]


def test_columns_nobody_asked_for_are_named():
    assert read("Name,Score,Shoe size,\nAda,1,38,\n").ignored == ["Shoe size"]


def test_header_problems_are_named_before_any_row_is_read():
    table = read("Name,姓名,Day\nAda,Ada,nonsense\n")

    assert table.rows == []
    assert problems(table) == [
        (1, "Name", "This heading stands in two columns."),
        (1, "Score", "This column is missing."),
    ]


def test_every_problem_has_its_row_and_column():
    table = read("Name,Score,Day\n,1,2026-11-22\nBen,1e3,2026-02-30\nMia,=1+1,\nTom,1,,spare\nTara,NaN\n")

    assert problems(table) == [
        (2, "Name", "There is no value."),
        (3, "Score", "This is not a plain number. Write it like 89.5."),
        (3, "Day", "This is not a date. Write it like 2026-11-22."),
        (4, "Score", "This cell holds a formula. Put the value itself there."),
        (5, "", "This row has more cells than there are headings."),
        (6, "Score", "This is not a plain number. Write it like 89.5."),
    ]
    assert table.is_sound is False


@pytest.mark.parametrize("day", ["2026-11-22", "2026/11/22", "2026.11.22", "2026年11月22日", "２０２６-11-22"])
def test_date_is_read_as_people_write_it(day):
    assert read(f"Name,Score,Day\nAda,1,{day}\n").rows[0]["day"] == date(2026, 11, 22)


@pytest.mark.parametrize("day", ["22.11.2026", "11/22/2026", "2026-13-01", "2026-11/22", "20261122", "yesterday"])
def test_date_that_could_mean_two_days_is_refused(day):
    assert problems(read(f"Name,Score,Day\nAda,1,{day}\n"))[0][1] == "Day"


def test_repeated_entry_names_the_first():
    table = read("Name,Score\nAda,1\nBen,1\nAda,2\n", unique=("name",))

    assert problems(table) == [(4, "", "The same entry stands in row 2 already.")]


def test_entries_without_a_key_do_not_repeat_but_zero_is_a_key():
    table = read("Name,Score\nAda,\nBen,\nMia,0\nTom,0\n", unique=("score",))

    assert [problem.row for problem in table.problems] == [5]


def test_problems_are_counted_beyond_the_limit():
    table = read("Name,Score\n" + "Ada,x\n" * 7, limits=Limits(problems=3))

    assert (len(table.problems), table.further) == (3, 4)


@pytest.mark.parametrize(("rows", "allowed"), [(4, True), (5, True), (6, False)])
def test_rows_up_to_the_limit_are_read(rows, allowed):
    text = "Name,Score\n" + "Ada,1\n" * rows

    if allowed:
        assert len(read(text, limits=Limits(rows=5)).rows) == rows
    else:
        with pytest.raises(FileRefused, match="more than 5 rows"):
            read(text, limits=Limits(rows=5))


def test_a_million_rows_are_refused_in_a_sentence():
    with pytest.raises(FileRefused, match="more than 100000 rows"):
        read(b"Name,Score\n" + b"Ada,1\n" * 1_000_000)


@pytest.mark.parametrize(("size", "allowed"), [(999, True), (1000, True), (1001, False)])
def test_size_is_looked_at_before_anything_is_read(size, allowed):
    content = b"Name,Score\nAda,1\n".ljust(size, b"\n")

    if allowed:
        assert len(read(content, limits=Limits(size=1000)).rows) == 1
    else:
        with pytest.raises(FileRefused, match="larger than"):
            read(content, limits=Limits(size=1000))


@pytest.mark.parametrize(
    ("content", "filename"),
    [
        (b"", "a.csv"),
        (b"\n\n,,\n", "a.csv"),
        (b"Name,Score\n", "a.csv"),
        (b"Name,Score\n\x00,1", "a.csv"),
        (b"\xef\xbb\xbfName,\xff\xfe", "a.csv"),
        (b"\xff\xff\xff\xff", "a.csv"),
        (b'Name,Score\n"Ada,1\n', "a.csv"),
        (b"Name,Score\nAda,1\n", "a.xlsx"),
        (b"Name,Score\nAda,1\n", "a.exe"),
        (b"PK\x03\x04 no zip", "a.xlsx"),
        (b"PK\x03\x04 no zip", "a.csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls"),
        (b"Name,Score\nAda," + b"1" * 200_000, "a.csv"),
    ],
)
def test_file_that_is_no_table_is_refused_in_a_sentence(content, filename):
    with pytest.raises(FileRefused) as refusal:
        read(content, filename)

    assert str(refusal.value).endswith(".")


def test_xlsx_keeps_numbers_dates_and_text():
    content = workbook(
        ["姓名", "得分", "日期"], ["王芳", 89.95, date(2026, 11, 22)], ["007", 90, None], [None] * 3, ["x", None]
    )

    assert values(read(content, "a.XLSX")) == [
        (2, "王芳", Decimal("89.95"), date(2026, 11, 22)),
        (3, "007", Decimal(90), None),
        (5, "x", None, None),
    ]


def test_xlsx_formula_and_error_cells_are_refused_in_words():
    def change(sheet):
        sheet["B3"].value, sheet["B3"].data_type = "#N/A", "e"

    content = workbook(["Name", "Score"], ["=A1", "=1+1"], ["Ben", 1], change=change)

    assert problems(read(content, "a.xlsx")) == [
        (2, "Name", "This cell holds a formula. Put the value itself there."),
        (2, "Score", "This cell holds a formula. Put the value itself there."),
        (3, "Score", "This cell shows an error. Put the value itself there."),
    ]


@pytest.mark.parametrize(
    "prolog",
    [
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!doctype x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b"<!--" + random.Random(1).randbytes((1 << 19) - 20).hex().encode() + b"--><!DOCTYPE x>",  # noqa: S311,
    ],
)
def test_xlsx_with_a_document_type_is_refused(prolog):
    sheet = b"<?xml version='1.0'?>" + prolog + b"<worksheet><sheetData/></worksheet>"

    with pytest.raises(FileRefused, match="not allowed"):
        read(repacked(workbook(["Name", "Score"]), {"xl/worksheets/sheet1.xml": sheet}), "a.xlsx")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-7", "cp037"])
def test_xlsx_in_an_encoding_that_could_hide_something_is_refused(encoding):
    sheet = f"<?xml version='1.0' encoding='{encoding}'?><!DOCTYPE x><worksheet/>"
    sheet_bytes = sheet.encode("ascii" if encoding in ("utf-7", "cp037") else encoding)

    with pytest.raises(FileRefused):
        read(repacked(workbook(["Name", "Score"]), {"xl/worksheets/sheet1.xml": sheet_bytes}), "a.xlsx")


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/bomb.bin": b"0" * 30_000_000},
        {f"xl/media/{n}.bin": b"" for n in range(1000)},
        {f"xl/media/{n}.bin": bytes(1_000_000) for n in range(160)},
    ],
    ids=["ratio", "entries", "total"],
)
def test_xlsx_bomb_is_refused_without_unfolding(parts):
    with pytest.raises(FileRefused, match="unfolds"):
        read(repacked(workbook(["Name", "Score"]), parts), "a.xlsx")


@pytest.mark.parametrize(
    "sheet",
    [
        "<row r='1'><c t='inlineStr'><is><t>Name</t></is></c><c t='inlineStr'><is><t>Score</t></is></c></row>"
        "<row r='999999999'><c t='n'><v>1</v></c></row>",
        "<row r='1'>" + "".join(f"<c t='n'><v>{n}</v></c>" for n in range(300)) + "</row>",
    ],
    ids=["far down", "wide"],
)
def test_xlsx_that_claims_far_too_much_is_refused(sheet):
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = f"<worksheet xmlns='{space}'><dimension ref='A1:XFD1048576'/><sheetData>{sheet}</sheetData></worksheet>"

    with pytest.raises(FileRefused, match="far too"):
        read(repacked(workbook(["Name", "Score"]), {"xl/worksheets/sheet1.xml": content.encode()}), "a.xlsx")


def _odd_csv(dice: random.Random) -> bytes:
    cells = [
        "Name",
        "Score",
        "姓名",
        "得分",
        "日期",
        "Ada",
        "王芳",
        "1",
        "89.95",
        "=1+1",
        '"',
        '""',
        "\x00",
        "é",
        "𠮷",
        " ",
    ]
    ends, delimiters = ["\n", "\r\n", "\r", "\n\n"], [",", ";", "\t", ",,"]
    text = "".join(
        dice.choice(cells) + dice.choice([dice.choice(delimiters), dice.choice(ends)])
        for _ in range(dice.randrange(40))
    )
    if dice.random() < 0.5:
        text = "Name,Score\n" + text
    raw = bytearray(text.encode(dice.choice(["utf-8", "utf-8-sig", "utf-16", "gb18030", "utf-16-be"])))
    for _ in range(dice.randrange(3)):
        place = dice.randrange(len(raw) + 1)
        raw[place : place + dice.randrange(3)] = dice.randbytes(2)
    return bytes(raw)


def test_two_thousand_odd_files_are_read_or_refused_in_words():
    dice = random.Random(75)  # noqa: S311 - the same files every time
    plain = workbook(["Name", "Score", "Day"], ["Ada", 1, date(2026, 1, 2)], ["Ben", "x", None])
    names = zipfile.ZipFile(BytesIO(plain)).namelist()
    outcomes = {"table": 0, "refusal": 0}

    for turn in range(2000):
        if turn % 10:
            content, name = _odd_csv(dice), "a.csv"
        else:
            name = "a.xlsx"
            part = dice.choice(names)
            inside = bytearray(zipfile.ZipFile(BytesIO(plain)).read(part))
            for _ in range(dice.randrange(1, 6)):
                place = dice.randrange(len(inside))
                inside[place : place + dice.randrange(4)] = dice.randbytes(dice.randrange(3))
            content = repacked(plain, {part: bytes(inside)})
            if dice.random() < 0.3:
                content = content[: dice.randrange(len(content))]
        try:
            table = read(content, name, unique=("name",))
            outcomes["table"] += 1
            assert all(str(problem) for problem in table.problems)
            assert all(set(row.values) == {"name", "score", "day"} for row in table.rows)
        except Refusal as refusal:
            outcomes["refusal"] += 1
            assert str(refusal).endswith(".")  # noqa: PT017 - both ends are right, the sentence is what is asked

    assert sum(outcomes.values()) == 2000
    assert min(outcomes.values()) > 200


def test_what_was_exported_is_read_back():
    rows = [
        ["=HYPERLINK(1)", Decimal("-1.50"), date(2026, 11, 22)],
        ['王芳, "A"\nB', None, None],
        ["'quoted'", 0, None],
    ]
    expected = [(n, row[0], row[1], row[2]) for n, row in enumerate(rows, start=2)]

    assert values(read(to_csv(["Name", "Score", "Day"], rows))) == expected
    assert values(read(to_xlsx(["Name", "Score", "Day"], rows), "a.xlsx")) == expected
