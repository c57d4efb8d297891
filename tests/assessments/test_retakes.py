"""One retake from the next working day, at least 24 clock hours after the release (RULES 2)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.refusals import waiting_rule
from assessments.domain.retakes import is_free, next_opening
from people.domain.working_days import WorkingCalendar

pytestmark = pytest.mark.pure

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Figures:
    free_retakes: int = 1
    wait_hours: int = 24
    next_working_day: bool = True


# Monday 6 April 2026 is a holiday, Saturday 11 April a make-up working day.
CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 4, 6)}), makeup_days=frozenset({date(2026, 4, 11)}))


def at(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("released", "opens"),
    [
        (at(1, 10), at(2, 10)),  # Wednesday to Thursday, 24 hours
        (at(2, 0, 0), at(3, 0, 0)),  # exactly midnight
        (at(3, 10), at(7, 0)),  # Friday; Monday is a holiday, so Tuesday from its start
        (at(10, 10), at(11, 10)),  # Friday before a make-up Saturday
        (at(11, 10), at(13, 0)),  # the make-up Saturday itself: Monday
        (at(5, 23, 30), at(7, 0)),  # Sunday night
        (at(2, 23, 59), at(3, 23, 59)),  # 24 hours end in the last minute of Friday
    ],
)
def test_a_retake_opens_on_the_next_working_day_after_24_hours(released, opens):
    assert next_opening(released, CALENDAR, ZONE, Figures()) == opens


@pytest.mark.parametrize(
    ("figures", "opens"),
    [
        (Figures(wait_hours=23), at(2, 9)),
        (Figures(wait_hours=24), at(2, 10)),
        (Figures(wait_hours=25), at(2, 11)),
        (Figures(wait_hours=0), at(2, 0)),
        (Figures(wait_hours=48), at(3, 10)),
        (Figures(wait_hours=72), at(7, 0)),  # runs into Saturday
        (Figures(wait_hours=0, next_working_day=False), at(1, 10)),
        (Figures(wait_hours=72, next_working_day=False), at(4, 10)),
    ],
)
def test_the_wait_follows_the_figures(figures, opens):
    assert next_opening(at(1, 10), CALENDAR, ZONE, figures) == opens


def test_leave_pauses_the_way_to_a_retake():
    away = CALENDAR.without([(date(2026, 4, 2), date(2026, 4, 3))])

    assert next_opening(at(1, 10), away, ZONE, Figures()) == at(7, 0)


def test_the_day_is_the_site_s_not_that_of_utc():
    released = datetime(2026, 3, 31, 17, 0, tzinfo=ZoneInfo("UTC"))  # 1 April 01:00 in Shanghai

    assert next_opening(released, CALENDAR, ZONE, Figures(wait_hours=0)) == at(2, 0)


@pytest.mark.parametrize(("number", "free"), [(1, True), (2, True), (3, False), (4, False)])
def test_one_retake_is_free(number, free):
    assert is_free(number, Figures()) is free


@given(
    st.integers(0, 334 * 24 * 3600).map(lambda seconds: at(1, 0, month=1) + timedelta(seconds=seconds)),
    st.integers(0, 200),
)
def test_a_retake_never_opens_early_nor_on_a_day_of_rest(released, hours):
    opens = next_opening(released, CALENDAR, ZONE, Figures(wait_hours=hours))

    assert (opens - released).total_seconds() >= hours * 3600
    assert CALENDAR.counts(opens.date())
    assert opens.date() > released.date()


@pytest.mark.parametrize(
    ("figures", "language", "words"),
    [
        (Figures(wait_hours=1), "en", "the next working day, at least 1 hour after the result"),
        (Figures(wait_hours=24), "en", "the next working day, at least 24 hours after the result"),
        (Figures(wait_hours=1, next_working_day=False), "en", "1 hour after the result"),
        (Figures(wait_hours=2, next_working_day=False), "en", "2 hours after the result"),
        (Figures(wait_hours=1, next_working_day=False), "zh-hans", "距出分满 1 小时"),
        (Figures(wait_hours=24), "zh-hans", "下一个工作日起，且距出分满 24 小时"),
    ],
)
def test_the_waiting_rule_counts_its_hours_in_words(figures, language, words):
    with translation.override(language):
        assert waiting_rule(figures) == words
