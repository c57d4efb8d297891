"""Rich text runs nothing, wherever it came from (hazard 76)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.blocks import PieceBlock
from content.rich_text import CleanText, CleanTextBlock, clean_kept, clean_shown

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src='https://evil.example'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>",
    "<a href='\\\\evil.example'>x</a>",
    "<a href='/\t/evil.example'>x</a>",
    "<a href='http://plain.example'>x</a>",
    "<a href='https://x.example' onclick='alert(1)'>x</a>",
    "<a href='https://x.example' style='background:url(//evil.example)'>x</a>",
    "<p style='background:url(//evil.example)'>x</p>",
    "<style>p{background:url(//evil.example)}</style>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='//evil.example'>",
    "<form action='//evil.example'><input name=p></form>",
    "<object data='//evil.example'></object>",
    "<embed embedtype='media' url='https://evil.example'/>",
    "<embed src='//evil.example'>",
    "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>",
    "<p onmouseover=alert(1)>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<b><script>alert(1)</b></script>",
    "<<script>script>alert(1)</script>",
    "<p title='\"><script>alert(1)</script>'>x</p>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<a id='location'>x</a>",
]
RUNS = re.compile(
    r"<\s*(script|img|svg|math|iframe|style|link|meta|base|form|input|object|embed|video|source|details|template)"
    r"|<[^>]*\son\w+\s*=|<[^>]*\sstyle\s*=",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"href=\"([^\"]*)\"")
GOOD_ADDRESS = re.compile(r"(https://|mailto:|tel:|/(?![/\\])).*|/")


def runs(html: str) -> bool:
    return bool(RUNS.search(html)) or any(not GOOD_ADDRESS.fullmatch(found) for found in ADDRESS.findall(html))


@pytest.mark.pure
@pytest.mark.parametrize("attack", CORPUS)
def test_nothing_that_runs_is_kept(attack):
    assert runs(clean_kept(f"<p>a</p>{attack}")) is False


@pytest.mark.pure
@pytest.mark.parametrize("attack", CORPUS)
def test_nothing_that_runs_is_shown_even_when_it_was_kept(attack):
    shown = str(CleanText(f"<p>a</p>{attack}"))

    assert runs(shown) is False


@pytest.mark.pure
@given(st.text(alphabet="<>/\"'= abehijlmnoprstuvx:;&#\t\n\x00", max_size=80))
def test_whatever_is_typed_nothing_runs(text):
    assert runs(clean_shown(clean_kept(text))) is False


@pytest.mark.pure
@given(st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean_kept(text)

    assert clean_kept(once) == once


@pytest.mark.pure
def test_what_a_trainer_may_write_stays():
    written = '<p>Say <b>sorry</b> <i>once</i>.</p><ul><li>a</li></ul><h3>Then</h3><p><a href="/learn/">on</a></p>'

    assert clean_kept(written) == written


@pytest.mark.pure
def test_a_link_out_never_hands_our_page_over():
    shown = clean_shown('<a href="https://x.example/a">x</a>')

    assert shown == '<a href="https://x.example/a" rel="noopener noreferrer">x</a>'


@pytest.mark.pure
def test_wagtails_own_link_to_a_page_survives_storing():
    assert clean_kept('<a linktype="page" id="3">x</a>') == '<a linktype="page" id="3">x</a>'


@pytest.mark.pure
def test_every_rich_text_of_our_blocks_is_the_clean_one():
    from wagtail.blocks import RichTextBlock

    def below(block):
        children = list(getattr(block, "child_blocks", {}).values()) or [getattr(block, "child_block", None)]
        return [block, *[inner for child in children if child is not None for inner in below(child)]]

    found = [block for block in below(PieceBlock()) if isinstance(block, RichTextBlock)]

    assert len(found) == 3
    assert all(isinstance(block, CleanTextBlock) for block in found)
