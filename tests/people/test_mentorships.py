from datetime import date

import pytest

from people.domain.mentorships import MentorshipError, end_mentorship, free_places, open_mentorship
from people.models import Event
from tests.conftest import person

DAY = date(2026, 3, 25)


@pytest.fixture
def cleo(academy):
    return person("cleo", "hire", team="Phone one")


def test_mentor_takes_the_lowest_free_place(mia, ada, ben, tom, now):
    first = open_mentorship(mia, ada, by=tom, on=DAY, now=now)
    second = open_mentorship(mia, ben, by=tom, on=DAY, now=now)

    assert [first.place, second.place, free_places(mia)] == [1, 2, 0]


def test_third_hire_is_refused_in_words(mia, ada, ben, cleo, tom, now):
    open_mentorship(mia, ada, by=tom, on=DAY, now=now)
    open_mentorship(mia, ben, by=tom, on=DAY, now=now)

    with pytest.raises(MentorshipError) as refusal:
        open_mentorship(mia, cleo, by=tom, on=DAY, now=now)

    assert str(refusal.value) == ("Mia already mentors as many hires as allowed at once (2). Choose another mentor.")
    assert cleo.mentorships_received.count() == 0


def test_policy_lowers_the_ratio_but_never_raises_it(mia, ada, ben, cleo, tom, now):
    open_mentorship(mia, ada, by=tom, on=DAY, now=now, places=1)

    with pytest.raises(MentorshipError):
        open_mentorship(mia, ben, by=tom, on=DAY, now=now, places=1)
    open_mentorship(mia, ben, by=tom, on=DAY, now=now, places=5)
    with pytest.raises(MentorshipError):
        open_mentorship(mia, cleo, by=tom, on=DAY, now=now, places=5)


def test_ended_place_is_free_again_and_history_stays(mia, ada, ben, cleo, tom, now):
    first = open_mentorship(mia, ada, by=tom, on=DAY, now=now)
    open_mentorship(mia, ben, by=tom, on=DAY, now=now)

    end_mentorship(first, on=DAY, reason="went live", by=tom, now=now)
    third = open_mentorship(mia, cleo, by=tom, on=DAY, now=now)

    assert third.place == 1
    assert mia.mentorships_given.count() == 3
    assert list(Event.objects.values_list("verb", flat=True)).count("mentorship-ended") == 1


def test_hire_has_one_mentor(mia, ada, tom, now):
    other = person("max", "agent", "mentor", team="Phone one")
    open_mentorship(mia, ada, by=tom, on=DAY, now=now)

    with pytest.raises(MentorshipError) as refusal:
        open_mentorship(other, ada, by=tom, on=DAY, now=now)

    assert str(refusal.value) == "Ada already has Mia as mentor. End that first."


def test_ending_twice_is_refused(ada_and_mia, tom, now):
    end_mentorship(ada_and_mia, on=DAY, reason="went live", by=tom, now=now)

    with pytest.raises(MentorshipError):
        end_mentorship(ada_and_mia, on=DAY, reason="went live", by=tom, now=now)
