"""Days and times on a home are the reader's: an evening in UTC is the next morning in Shanghai."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.domain import sessions
from dashboard.domain.cohort import cohort
from dashboard.domain.homes import administrator, hr, trainer
from mentoring.domain import coaching
from tests.courses.conftest import ada_enrolled, course, programme  # noqa: F401  fixtures for this module

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 3, 25, 23, 30, tzinfo=UTC)  # Thursday 26 March, 07:30 in Shanghai


def test_coaching_plan_shows_the_day_it_was_opened_here(ada, ada_enrolled, quinn):  # noqa: F811
    coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=EVENING)
    on = date(2026, 3, 26)

    with timezone.override(SHANGHAI):
        (row,) = hr.matrix(cohort(on).under_way, [], on)

    assert row.cells[-2].note == "since Thu 26 March"


def test_session_shows_the_time_of_the_readers_zone(tom, programme):  # noqa: F811
    words = {"session_key": "s", "title_en": "Products", "title_zh": "产品", "place": "", "leader_name": ""}
    sessions.plan(**words, starts=EVENING, minutes=60, by=tom, now=EVENING - timedelta(days=1))

    with timezone.override(SHANGHAI):
        (line,) = trainer.facts(tom, EVENING, date(2026, 3, 26)).sessions.shown

    assert line.note == "Thu 26 March, 07:30"


def test_calendar_of_the_year_that_has_begun_here_is_asked_for(root):
    new_year = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)

    titles = [line.title for line in administrator.facts(root, new_year, date(2027, 1, 1)).set_up]

    assert "Calendar of 2027" in titles
