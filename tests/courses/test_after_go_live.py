"""A mentorship goes on after go-live for as many working days as policy says, and then frees its place (RULES 3)."""

from datetime import date, timedelta

import pytest

from courses.domain import after_go_live, enrolments
from courses.models import Enrolment, Programme
from kernel.errors import Refusal
from people.models import Mentorship
from policies import schema
from policies.domain import drafts

LIVE_ON = date(2026, 3, 25)  # a Wednesday


@pytest.fixture
def live(ada, ada_and_mia, tom, hana, now):
    """ada has been live since Wednesday; her mentorship with mia still runs."""
    programme = Programme.objects.create(key="onboarding", title_en="O", title_zh="入职", course_key="onboarding")
    enrolment = enrolments.enrol(ada, programme, started_on=date(2026, 3, 2), by=tom, now=now)
    return enrolments.go_live(enrolment, on=LIVE_ON, by=hana, now=now)


def allow(days: int, *, tom, tara, now) -> None:
    text = schema.shipped_text("mentoring").replace(
        "mentorship_days_after_go_live = 0 ", f"mentorship_days_after_go_live = {days} "
    )
    made = drafts.draft("mentoring", text=text, in_force_from=now.date(), reason="A gentler start", by=tom, now=now)
    drafts.publish(drafts.submit(made, by=tom, now=now), by=tara, now=now)


@pytest.mark.parametrize(
    ("days", "last"),
    [(0, date(2026, 3, 25)), (1, date(2026, 3, 26)), (3, date(2026, 3, 30)), (20, date(2026, 4, 22))],
    ids=["at go-live", "a day", "over a weekend", "the most"],
)
def test_mentorship_ends_on_its_last_working_day(live, tom, tara, now, days, last):
    if days:
        allow(days, tom=tom, tara=tara, now=now)
    midday = now.replace(year=last.year, month=last.month, day=last.day)

    on_the_day = after_go_live.end_mentorships(midday)
    after = after_go_live.end_mentorships(midday + timedelta(days=1))
    again = after_go_live.end_mentorships(midday + timedelta(days=40))

    assert (on_the_day, after, again) == (0, 1, 0)
    kept = Mentorship.objects.get()
    assert (kept.ended_on, kept.ending_reason) == (last, "went live")


def test_mentorship_of_someone_still_learning_goes_on(ada, ada_and_mia, now):
    assert after_go_live.end_mentorships(now + timedelta(days=400)) == 0
    assert Mentorship.objects.get().ended_on is None


def test_one_failing_row_keeps_nobody_elses_mentorship(live, ben, mia, tom, hana, now):
    """ada's go-live was taken over with a day for which no figures exist; ben is judged after her."""
    Enrolment.objects.filter(pk=live.pk).update(live_on=date(1999, 3, 25))
    Mentorship.objects.create(mentor=mia, hire=ben, place=2, started_on=date(2026, 3, 2), confirmed_by=tom)
    bens = enrolments.enrol(ben, live.programme, started_on=date(2026, 3, 2), by=tom, now=now)
    enrolments.go_live(bens, on=LIVE_ON, by=hana, now=now)

    with pytest.raises(Refusal, match="No figures"):
        after_go_live.end_mentorships(now + timedelta(days=1))

    assert dict(Mentorship.objects.values_list("hire__username", "ended_on")) == {"ada": None, "ben": LIVE_ON}
