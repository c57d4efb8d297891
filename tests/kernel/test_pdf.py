import sys
import unicodedata
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from kernel import charts, pdf
from kernel.pdf.faces import to_unicode_map

HOSTILE = [
    "<b>bold</b>",
    "</para>",
    '<img src="file:///etc/passwd"/>',
    "<img src='http://127.0.0.1:9/x.png'>",
    "A<B>C & D",
    "&lt;b&gt; &#65; &amp;",
    '<font color="[1,2,(lambda:0)()]">x</font>',
    "<a href='javascript:alert(1)'>x</a><br/><bullet>",
    "]]><!--<?xml?>",
    "{{ name }} %(name)s %s \\",
]
NAMES = [
    "欧阳娜娜",
    "𠮷田",
    "䶮𬭼㛃",
    "İbrahim Şahin",
    "Ngọc Nguyễn",
    "Жанна Ωμέγα",
    "O’Neil “Ace”",
    "他说“你好”……——好",
    "李Tom·王",
    "김민준",
]
OUTSIDE = {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "urllib.Request"}


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    pdf.load_all()


def document(*texts: object) -> bytes:
    made = pdf.Document(title="Report", author="Readyline", language="zh-Hans")
    for text in texts:
        made.add(text)
    return made.bytes()


def words(content: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def fonts(content: bytes) -> list[dict]:
    pages = PdfReader(BytesIO(content)).pages
    return [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]


def test_hostile_text_is_printed_as_it_is_written():
    content = document(*HOSTILE)

    assert words(content) == squeezed("Report" + "".join(HOSTILE) + "Report1/1")
    assert [list(page.images) for page in PdfReader(BytesIO(content)).pages] == [[]]
    assert all("/Annots" not in page for page in PdfReader(BytesIO(content)).pages)


def test_hostile_text_is_harmless_in_tables_charts_and_on_sheets():
    made = pdf.Document(title=HOSTILE[0], author=HOSTILE[1], language="en")
    made.table(HOSTILE[:2], [[text, text] for text in HOSTILE])
    made.chart(charts.bars(HOSTILE[2], HOSTILE[3], [("<i>x</i>", 3)]))
    sheet = pdf.Sheet(title="x", author="y", language="en")
    pdf.draw_text(sheet.canvas, 100, 100, HOSTILE[2], size=12)

    assert words(made.bytes()).count(squeezed(HOSTILE[2])) == 3
    assert words(sheet.finish()) == squeezed(HOSTILE[2])


def test_nothing_outside_is_opened():
    seen: list[str] = []
    listening = [True]

    def listen(event: str, _arguments: tuple) -> None:
        if listening[0] and event in OUTSIDE:
            seen.append(event)

    sys.addaudithook(listen)
    made = pdf.Document(title="<img src='file:///etc/passwd'>", author="x", language="en")
    made.table(["a", "b"], [[text, text] for text in HOSTILE + NAMES])
    made.chart(charts.line("t", "d", [("1", 1), ("2", 2)]))
    made.bytes()
    sheet = pdf.Sheet(title="x", author="y", language="en")
    pdf.draw_qr(sheet.canvas, 10, 10, 80, "readyline")
    sheet.finish()
    listening[0] = False

    assert seen == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("weight", ["regular", "bold", "title"])
def test_name_can_be_copied_out_as_it_was_written(name, weight):
    sheet = pdf.Sheet(title="x", author="y", language="zh-Hans")
    pdf.draw_text(sheet.canvas, 100, 100, name, size=12, weight=weight)

    assert words(sheet.finish()) == squeezed(name)


def test_every_name_survives_the_running_text():
    assert words(document(*NAMES)) == squeezed("Report" + "".join(NAMES) + "Report1/1")


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("好😀好", "😀"),
        ("👨‍👩‍👧", "👧👨👩"),
        ("محمد", "حدم"),
        ("דוד", "דו"),
        ("स्मिता", "तमस\u093e\u093f\u094d"),
        ("สมชาย", "ชมยสา"),
        ("a\x00b\x1b", "\x00\x1b"),
        ("\ud800", "\ud800"),
        ("\ufffe", "\ufffe"),
    ],
)
def test_missing_glyph_is_refused_by_name_before_anything_is_drawn(text, signs):
    made = pdf.Document(title="Report", author="x", language="en")

    with pytest.raises(pdf.GlyphMissing) as refusal:
        made.add(text)

    assert refusal.value.signs == signs
    assert f"U+{ord(signs[0]):04X}" in str(refusal.value)
    assert len(made.blocks) == 1


def test_missing_glyphs_names_all_texts_at_once():
    with pytest.raises(pdf.GlyphMissing) as refusal:
        pdf.require_glyphs("ok", "😀", "ع😀")

    assert refusal.value.signs == "ع😀"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("e\u0301", "é"),
        ("a\u202eb\u200dc\ufeff", "abc"),
        ("葛\U000e0100", "葛"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\tb", "a b"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_printable_composes_and_drops_what_has_no_shape(text, plain):
    assert pdf.printable(text) == plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it’s", [("NotoSans-Regular", "it’s")]),
        ("“中”", [("NotoSansSC-Regular", "“中”")]),
        ("说“hi”吗", [("NotoSansSC-Regular", "说“"), ("NotoSans-Regular", "hi"), ("NotoSansSC-Regular", "”吗")]),
        ("王 Tom", [("NotoSansSC-Regular", "王 "), ("NotoSans-Regular", "Tom")]),
        ("吉𠮷", [("NotoSansSC-Regular", "吉"), ("ReadylineKai-Regular", "𠮷")]),
        ("", []),
    ],
)
def test_runs_follow_the_script(text, expected):
    assert pdf.runs(text) == expected


@given(st.text(max_size=60))
def test_runs_lose_nothing_or_refuse(text):
    missing = pdf.missing_glyphs(text)

    if missing:
        with pytest.raises(pdf.GlyphMissing) as refusal:
            pdf.runs(text)
        assert set(refusal.value.signs) == missing
    else:
        assert "".join(part for _, part in pdf.runs(text)) == pdf.printable(text)


@given(st.text(alphabet=st.sampled_from("<>&\"'/ab中𠮷\n="), max_size=40))
def test_markup_of_any_text_is_read_by_reportlab(text):
    plain = pdf.paragraph(text).getPlainText()

    assert "".join(plain.split()) == "".join(text.split())


def test_fonts_are_embedded_subsets_and_nothing_else():
    content = document(*NAMES)

    assert len(content) < 200_000
    assert {font["/BaseFont"][:8] for font in fonts(content)} == {"/AAAAAA+"}
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts(content))
    assert all("/ToUnicode" in font for font in fonts(content))
    assert b"Helvetica" not in content


def test_document_says_who_what_and_in_which_language():
    reader = PdfReader(BytesIO(document("x")))

    assert (reader.metadata.title, reader.metadata.author) == ("Report", "Readyline")
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"


def test_sheet_says_who_what_and_in_which_language():
    sheet = pdf.Sheet(title="证书", author="Readyline", language="zh-Hans", wide=True)
    pdf.draw_text(sheet.canvas, 100, 100, "证书", size=30, weight="title")
    reader = PdfReader(BytesIO(sheet.finish()))

    assert (reader.metadata.title, reader.metadata.author) == ("证书", "Readyline")
    assert reader.trailer["/Root"]["/Lang"] == "zh-Hans"
    assert reader.pages[0].mediabox.width > reader.pages[0].mediabox.height


def test_same_content_gives_the_same_bytes():
    assert document(*NAMES) == document(*NAMES)


def test_table_repeats_its_header_on_every_page():
    made = pdf.Document(title="Report", author="x", language="en")
    made.table(["Name", "Score"], [[f"Row {n}", n] for n in range(1, 121)], widths=[3, 1], numbers=[1])

    pages = PdfReader(BytesIO(made.bytes())).pages

    assert [page.extract_text().count("Score") for page in pages] == [1] * len(pages)
    assert [f"{n} / {len(pages)}" in page.extract_text() for n, page in enumerate(pages, start=1)] == [True] * len(
        pages
    )
    assert "".join(page.extract_text() for page in pages).count("Row ") == 120


@pytest.mark.parametrize("text", ["W" * 4000, "中" * 4000, "a b " * 1000, "\n".join("x" * 300)])
def test_table_goes_on_with_a_text_too_long_for_a_page(text):
    made = pdf.Document(title="Report", author="x", language="en", wide=True)
    made.table(["Name", "Score"], [[text, None]], widths=[1, 6])

    content = words(made.bytes())

    assert content.count(text[0]) >= len(text.replace(" ", "").replace("\n", "").replace("b", ""))


def test_to_unicode_map_writes_characters_beyond_the_first_plane_as_pairs():
    lines = to_unicode_map("X", [0x41, 0x20BB7, *range(0x4E00, 0x4E00 + 150)]).split("\n")

    assert ("<00> <0041>" in lines, "<01> <D842DFB7>" in lines) == (True, True)
    assert [line for line in lines if line.endswith("beginbfchar")] == ["100 beginbfchar", "52 beginbfchar"]


def test_fitting_size_shrinks_a_long_name_down_to_the_smallest():
    sizes = [pdf.fitting_size("王" * n, weight="title", size=40, room=400, smallest=12) for n in (1, 10, 20, 100)]

    assert sizes == [40, 40, 20, 12]


def test_qr_is_a_vector():
    sheet = pdf.Sheet(title="x", author="y", language="en")
    pdf.draw_qr(sheet.canvas, 10, 10, 100, "https://readyline.example/c/abc")

    page = PdfReader(BytesIO(sheet.finish())).pages[0]

    assert list(page.images) == []
    assert page.get_contents().get_data().count(b" re") > 100
