from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.utils import translation

from kernel.exact import NotExact
from kernel.templatetags import readyline
from kernel.templatetags.bars import Bar, Tick
from kernel.verdict import Verdict

ENGLISH, CHINESE = "en", "zh-hans"


def rendered(source: str, language: str = ENGLISH, **context: object) -> str:
    with translation.override(language):
        return " ".join(Template("{% load readyline %}" + source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(8999, 100), "89.9"),
        (Fraction(90), "90.0"),
        (Fraction(180001, 2000), "90.0"),
        (Decimal("79.99"), "79.9"),
        (Decimal("80"), "80.0"),
        (0, "0.0"),
        (None, "–"),
        ("", "–"),
    ],
)
def test_shown_rounds_down_and_never_up_to_a_mark(value: object, text: str) -> None:
    assert readyline.shown(value) == text


def test_shown_refuses_a_float() -> None:
    with pytest.raises(NotExact):
        readyline.shown(89.99)


@pytest.mark.parametrize(
    ("value", "text"),
    [(80, "80"), (Decimal("88.50"), "88.5"), (Fraction(1795, 20), "89.7"), (100, "100"), (None, "–")],
)
def test_figure_drops_a_needless_nought(value: object, text: str) -> None:
    assert readyline.figure(value) == text


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        (date(2026, 1, 1), "Thu 1 January", "1月1日 周四"),
        (date(2026, 3, 25), "Wed 25 March", "3月25日 周三"),
        (date(2026, 12, 31), "Thu 31 December", "12月31日 周四"),
        (date(2027, 1, 1), "Fri 1 January 2027", "2027年1月1日 周五"),
        (date(2025, 12, 31), "Wed 31 December 2025", "2025年12月31日 周三"),
        (datetime(2026, 3, 24, 15, 59, tzinfo=UTC), "Tue 24 March", "3月24日 周二"),
        (datetime(2026, 3, 24, 16, 0, tzinfo=UTC), "Wed 25 March", "3月25日 周三"),
        (None, "", ""),
    ],
)
@time_machine.travel(datetime(2026, 3, 25, 4, 0, tzinfo=UTC), tick=False)
def test_day_names_the_weekday_and_another_year(when: date | None, english: str, chinese: str) -> None:
    with translation.override(ENGLISH):
        in_english = readyline.day(when)
    with translation.override(CHINESE):
        in_chinese = readyline.day(when)

    assert (in_english, in_chinese) == (english, chinese)


@time_machine.travel(datetime(2026, 12, 31, 16, 0, tzinfo=UTC), tick=False)
def test_day_takes_this_year_from_the_zone_of_the_site() -> None:
    with translation.override(ENGLISH):
        assert (readyline.day(date(2027, 1, 1)), readyline.day(date(2026, 12, 31))) == (
            "Fri 1 January",
            "Thu 31 December 2026",
        )


@time_machine.travel(datetime(2026, 3, 25, 4, 0, tzinfo=UTC), tick=False)
def test_day_shows_this_year_when_asked() -> None:
    with translation.override(CHINESE):
        assert readyline.day(date(2026, 3, 27), "year") == "2026年3月27日 周五"


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        (datetime(2026, 3, 25, 2, 5, tzinfo=UTC), "Wed 25 March, 10:05", "3月25日 周三 10:05"),
        (datetime(2026, 3, 25, 15, 59, 59, tzinfo=UTC), "Wed 25 March, 23:59", "3月25日 周三 23:59"),
        (datetime(2026, 3, 25, 16, 0, tzinfo=UTC), "Thu 26 March, 00:00", "3月26日 周四 00:00"),
        (None, "", ""),
    ],
)
@time_machine.travel(datetime(2026, 3, 25, 4, 0, tzinfo=UTC), tick=False)
def test_moment_stands_in_the_zone_of_the_site(when: datetime | None, english: str, chinese: str) -> None:
    with translation.override(ENGLISH):
        in_english = readyline.moment(when)
    with translation.override(CHINESE):
        in_chinese = readyline.moment(when)

    assert (in_english, in_chinese) == (english, chinese)


def test_clock_shows_seconds() -> None:
    assert (readyline.clock(datetime(2026, 3, 25, 2, 42, 7, tzinfo=UTC)), readyline.clock(None)) == ("10:42:07", "")


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (0, "0 minutes", "0 分钟"),
        (1, "1 second", "1 秒"),
        (59, "59 seconds", "59 秒"),
        (60, "1 minute", "1 分钟"),
        (61, "1 minute 1 second", "1 分钟 1 秒"),
        (3599, "59 minutes 59 seconds", "59 分钟 59 秒"),
        (3600, "1 hour", "1 小时"),
        (3601, "1 hour", "1 小时"),
        (timedelta(hours=1, minutes=5), "1 hour 5 minutes", "1 小时 5 分钟"),
        (timedelta(days=1) - timedelta(seconds=1), "23 hours 59 minutes", "23 小时 59 分钟"),
        (timedelta(days=1), "1 day", "1 天"),
        (timedelta(days=2, hours=3, minutes=9), "2 days 3 hours", "2 天 3 小时"),
        (timedelta(seconds=-5), "0 minutes", "0 分钟"),
        (None, "", ""),
    ],
)
def test_span_names_the_two_largest_units(length: timedelta | int | None, english: str, chinese: str) -> None:
    with translation.override(ENGLISH):
        in_english = readyline.span(length)
    with translation.override(CHINESE):
        in_chinese = readyline.span(length)

    assert (in_english, in_chinese) == (english, chinese)


@pytest.mark.parametrize(
    ("length", "text"),
    [(0, "0:00"), (59, "0:59"), (60, "1:00"), (366, "6:06"), (3599, "59:59"), (3600, "1:00:00"), (None, "")],
)
def test_runtime_reads_like_a_player(length: int | None, text: str) -> None:
    assert readyline.runtime(length) == text


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        ("林小雨", "小雨", "小雨"),
        ("陈敏", "敏", "敏"),
        ("周", "周", "周"),
        ("欧阳小雨", "小雨", "小雨"),
        ("Fang Yiran", "FY", "FY"),
        ("ada", "A", "A"),
        ("Mary Ann Smith", "MS", "MS"),
        ("Fang Yiran 方怡然", "FY", "怡然"),
        ("Émile O'Brien", "ÉO", "ÉO"),
        ("007 Bond", "B", "B"),
        ("", "", ""),
    ],
)
def test_initials_follow_the_language(name: str, english: str, chinese: str) -> None:
    with translation.override(ENGLISH):
        in_english = readyline.initials(name)
    with translation.override(CHINESE):
        in_chinese = readyline.initials(name)

    assert (in_english, in_chinese) == (english, chinese)


@pytest.mark.parametrize(
    ("score", "width", "tone"),
    [
        (Fraction(8999, 100), "74.97%", "due"),
        (Fraction(90), "75.00%", "met"),
        (Fraction(59), "0.00%", "due"),
        (Fraction(60), "0.00%", "due"),
        (Fraction(100), "100.00%", "met"),
        (Fraction(101), "100.00%", "met"),
        (None, "0%", "here"),
    ],
)
def test_bar_stays_on_its_scale_and_short_of_a_missed_mark(score: Fraction | None, width: str, tone: str) -> None:
    bar = Bar(score, 90)

    assert (bar.width, bar.tone, bar.marks) == (width, tone, [Tick("75.00%", "90", "middle", main=True)])


@pytest.mark.parametrize(
    ("language", "score", "possible", "words"),
    [
        (ENGLISH, Fraction(8999, 100), None, "89.9, mark 90"),
        (CHINESE, Fraction(8999, 100), None, "89.9，线 90"),
        (ENGLISH, Fraction(80), Fraction(90), "80.0, mark 90, up to 90.0 still possible"),
        (CHINESE, Fraction(80), Fraction(90), "80.0，线 90，最高还能到 90.0"),
        (ENGLISH, None, None, "No score yet, mark 90"),
        (CHINESE, None, None, "还没有分数，线 90"),
    ],
)
def test_bar_says_what_it_draws(language: str, score: Fraction | None, possible: Fraction | None, words: str) -> None:
    with translation.override(language):
        assert Bar(score, 90, possible=possible).words == words


def test_mark_bar_draws_without_inline_style() -> None:
    source = "{% mark_bar score 90 large=True possible=best label=label %}"

    html = rendered(source, score=Fraction(80), best=Fraction(90), label="<b>")

    assert ("style=" in html, "&lt;b&gt;" in html, 'aria-label="80.0, mark 90, up to 90.0 still possible"' in html) == (
        False,
        True,
        True,
    )


@pytest.mark.parametrize(
    ("verdict", "classes", "words"),
    [
        (Verdict(True, Fraction(90), 90, "Mean 90.0"), "state-met state-quiet", "Met:</span> Mean 90.0"),
        (Verdict(False, Fraction(8995, 100), 90, "0.1 short"), "state-due", "Not yet met:</span> 0.1 short"),
        (Verdict(False, None, 90, "No calls yet"), "state-waiting", "Not yet met:</span> No calls yet"),
        (Verdict(False, None, 90, "<script>"), "state-waiting", "&lt;script&gt;"),
    ],
)
def test_verdict_shows_its_reason_in_words(verdict: Verdict, classes: str, words: str) -> None:
    html = rendered("{% verdict v %}", v=verdict)

    assert (f'class="verdict state {classes}"' in html, words in html) == (True, True)


@pytest.mark.parametrize(
    ("state", "english", "chinese"),
    [
        ("met", "Mark met", "过线"),
        ("repeat", "May repeat", "可重做一次"),
        ("waiting", "Being scored", "评分中"),
        ("next", "Next call", "下一通"),
        ("open", "Not started", "未开始"),
    ],
)
def test_slot_tile_names_its_state(state: str, english: str, chinese: str) -> None:
    source = "{% slot_tile 2 state=state %}"

    pages = rendered(source, state=state), rendered(source, CHINESE, state=state)

    assert [english in pages[0], chinese in pages[1], "第 2 通" in pages[1]] == [True, True, True]


def test_path_says_where_you_are_and_what_opens_a_door() -> None:
    stations = [
        {"kind": "door", "state": "done", "title": "Week 1 gate", "score": Fraction(802, 10), "mark": 80},
        {"kind": "station", "state": "here", "title": "Week 2"},
        {"kind": "door", "state": "ahead", "title": "Live", "because": "opens at 90"},
    ]

    html = rendered("{% path stations %}", stations=stations)

    assert [
        words in html for words in ("Gate open", "Week 1 gate: </span>80.2", "You are here", "Gate shut", "opens at 90")
    ] == [True] * 5


def test_icon_is_silent_unless_it_has_a_label() -> None:
    silent, speaking = rendered("{% icon 'check' %}"), rendered("{% icon 'check' label='Passed' %}")

    assert ('aria-hidden="true"' in silent, 'role="img" aria-label="Passed"' in speaking) == (True, True)


class Visit(forms.Form):
    reason = forms.CharField(help_text="In one sentence")
    note = forms.CharField(required=False)
    agreed = forms.BooleanField(label="I have read it")


def test_field_ties_help_and_error_to_its_control() -> None:
    form = Visit({"note": "x", "agreed": "on"})

    html = rendered("{% fields form %}", form=form)

    assert [
        words in html
        for words in (
            'aria-describedby="id_reason_helptext id_reason_error"',
            'id="id_reason_helptext">In one sentence',
            'id="id_reason_error"',
            'Note <span class="field-optional">(optional)</span>',
            '<label class="choice" for="id_agreed">',
        )
    ] == [True] * 5
