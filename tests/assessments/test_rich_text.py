"""The words of a question as a page gets them: nothing that runs, leads away or tells another server."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.rich_text import Named, Source, Words, around_gaps, bare, media

pytestmark = pytest.mark.pure

FILES = {"card.png": Source("/f/1", False), "call.mp3": Source("/f/2", True)}
PICTURE = '<img class="words-picture" src="/f/1" alt="A card">'
SOUND = '<audio class="words-sound" controls preload="metadata" src="/f/2" aria-label="A call"></audio>'


@pytest.mark.parametrize(
    ("form", "text", "shown"),
    [
        ("plain", "a < b\n& c", "a &lt; b<br>&amp; c"),
        ("plain", "![A card](file:card.png)", "![A card](file:card.png)"),
        ("markdown", "So **much**", "<p>So <strong>much</strong></p>"),
        ("markdown", "<b>no</b>", "<p>&lt;b&gt;no&lt;/b&gt;</p>"),
        ("markdown", "[here](https://example.org)", "<p>here</p>"),
        ("markdown", "![A card](file:card.png)", f"<p>{PICTURE}</p>"),
        ("markdown", "![A call](file:call.mp3)", f"<p>{SOUND}</p>"),
        ("markdown", "![A card](https://example.org/x.png)", "<p>[A card]</p>"),
        ("markdown", "![A card](file:none.png)", "<p>[A card]</p>"),
        ("markdown", "![A card](file:../../etc/passwd)", "<p>[A card]</p>"),
        ("html", "<p onclick=x()>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("html", '<img src="file:card.png" alt="A card" onerror="x()">', PICTURE),
        ("html", '<audio src="file:call.mp3" title="A call"></audio>', SOUND),
        ("html", '<svg onload="x()"></svg><iframe src="//e"></iframe>b', "b"),
        ("html", '<p style="color:red" class="x">a</p>', "<p>a</p>"),
        ("html", '<a href="javascript:x()">a</a>', "a"),
        ("html", "<p>a", "<p>a</p>"),
    ],
)
def test_words_are_shown_safely(form, text, shown):
    assert Words(form, FILES).shown(text) == shown


def test_words_in_a_line_hold_no_paragraphs():
    assert Words("markdown").shown("So **much**", line=True) == "So <strong>much</strong>"
    assert Words("html").shown("<p>So <b>much</b></p>", line=True) == "So <b>much</b>"


@pytest.mark.parametrize(
    ("form", "text", "words"),
    [
        ("plain", "a\n b  <c>", "a b <c>"),
        ("plain", "within [[1]] rings", "within ____ rings"),
        ("markdown", "So **much**\n\n- one\n- two", "So much one two"),
        ("markdown", "![A card](file:card.png) a & b", "A card a & b"),
        ("html", "<p>a</p><p>b</p><script>c</script>", "a b"),
        ("markdown", "这盏**灯**表示什么？", "这盏灯表示什么？"),
    ],
)
def test_bare_words_are_for_lists(form, text, words):
    assert bare(text, form) == words


def test_the_files_of_a_text_are_named_with_what_they_show():
    text = '<img src="file:card.png"><audio src="file:call.mp3" title="A call"></audio><img src="https://e/x" alt="y">'

    assert media(text, "html") == [Named("card.png", ""), Named("call.mp3", "A call"), Named("", "y")]
    assert media(text, "plain") == []


def test_gaps_are_cut_out_of_words_and_never_out_of_a_description():
    html = Words("markdown", FILES).shown("Wait [[1]] ![A [[2]] card](file:card.png) and [[2]].")

    assert [number for _piece, number in around_gaps(html)] == [1, 2, 0]
    assert 'alt="A 2 card"' in html


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.odd: list[tuple[str, object]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        allowed = {"img", "audio", "p", "b", "br", "ol", "li", "em", "strong", "code", "pre", "h3", "h4", "ul"}
        names = {name for name, _value in attributes}
        sources = {value for name, value in attributes if name == "src"}
        if tag in {"script", "a", "svg", "iframe", "style"} or (tag not in allowed and names):
            self.odd.append((tag, attributes))
        if not names <= {"src", "alt", "class", "controls", "preload", "aria-label", "start"}:
            self.odd.append((tag, attributes))
        if not sources <= {"/f/1", "/f/2"}:
            self.odd.append((tag, attributes))


PIECES = st.lists(
    st.sampled_from(
        '< > " \' = / img audio src=file:card.png alt=" [[1]] ![ ]( ) file:card.png onerror=x <script <svg <!-- --> '
        "&lt; &#60; ` ~~~ \n\n javascript: <img <audio </audio> title=".split(" ")
    ),
    max_size=14,
).map(" ".join)


@settings(max_examples=200, deadline=None)
@given(text=PIECES, form=st.sampled_from(["plain", "markdown", "html"]), line=st.booleans())
def test_no_text_brings_a_tag_of_its_own(text, form, line):
    shown = Words(form, FILES).shown(text, line=line)

    assert Tags(shown).odd == []
    assert re.search(r"\[\[\d", "".join(re.findall(r"<[^>]*>", shown))) is None
