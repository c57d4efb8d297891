from datetime import date

import pytest
from django.urls import reverse

from mentoring.domain import coaching, pairing
from mentoring.domain.fitness import fitness
from mentoring.domain.refusals import PairingError
from mentoring.models import CheckIn, PairingProposal
from people.domain.mentorships import MentorshipError
from people.models import BusinessLine, Team
from policies import schema
from policies.domain import drafts
from tests.conftest import person

DAY = date(2026, 3, 25)


@pytest.fixture
def max_(academy):
    return person("max", "agent", "mentor", team="Phone two", started_on=date(2024, 1, 8))


def test_hires_are_paired_within_their_team(ada, ben, mia, max_, now):
    line = BusinessLine.objects.create(key="travel", name="Travel")
    Team.objects.filter(name="Phone two").update(business_line=line)

    made = pairing.propose(on=DAY, now=now)

    assert {(row.hire, row.mentor) for row in made} == {(ada, mia), (ben, max_)}
    assert [row.reasons for row in made if row.hire == ada] == [["team", "line", "language"]]


def test_where_places_are_short_the_earlier_start_comes_first(mia, now):
    late, early, middle = (
        person(name, "hire", team="Phone one", started_on=date(2026, 3, day))
        for name, day in (("late", 9), ("early", 2), ("middle", 3))
    )

    made = pairing.propose(on=DAY, now=now)

    assert [row.hire for row in made] == [early, middle]
    assert pairing.waiting(DAY) == [early, middle, late]


def test_proposing_anew_outdates_the_old_proposal(ada, mia, now):
    pairing.propose(on=DAY, now=now)
    pairing.propose(on=DAY, now=now)

    assert sorted(PairingProposal.objects.values_list("state", flat=True)) == ["outdated", "proposed"]


def test_confirming_opens_the_mentorship_and_plans_a_check_in(ada, mia, tom, now):
    (proposal,) = pairing.propose(on=DAY, now=now)

    mentorship = pairing.confirm(proposal, by=tom, now=now)

    assert (mentorship.mentor, mentorship.hire, mentorship.place) == (mia, ada, 1)
    assert CheckIn.objects.get().due_on == date(2026, 3, 31)
    with pytest.raises(PairingError, match="decided meanwhile"):
        pairing.confirm(proposal, by=tom, now=now)


def test_override_names_its_reason_and_keeps_the_ratio(ada, ben, mia, tom, now):
    cleo = person("cleo", "hire", team="Phone one")

    with pytest.raises(PairingError, match="why"):
        pairing.override(ada, mia, reason=" ", by=tom, now=now)
    first = pairing.override(ada, mia, reason="they know each other", by=tom, now=now)
    pairing.override(ben, mia, reason="same shift soon", by=tom, now=now)
    with pytest.raises(MentorshipError) as refusal:
        pairing.override(cleo, mia, reason="a third", by=tom, now=now)

    assert first.override_reason == "they know each other"
    assert str(refusal.value).startswith("Mia already mentors as many hires as allowed at once (2).")


@pytest.mark.parametrize(
    ("started_on", "fits"),
    [(date(2025, 3, 26), False), (date(2025, 3, 25), True), (date(2025, 3, 24), True)],
    ids=["a day short of twelve months", "twelve months", "a day more"],
)
def test_mentor_without_a_certificate_needs_twelve_months(academy, started_on, fits):
    named = person("neo", "agent", "mentor", started_on=started_on)

    assert fitness(named, DAY).met == fits


def test_open_coaching_plan_keeps_a_mentor_from_taking_hires(ada, mia, quinn, tom, now):
    coaching.open_plan(mia, kind="by-hand", evidence_key="x", by=quinn, now=now)

    assert pairing.propose(on=DAY, now=now) == []
    with pytest.raises(PairingError, match="Has an open coaching plan"):
        pairing.override(ada, mia, reason="all the same", by=tom, now=now)


@pytest.mark.parametrize(("places", "says"), [(1, "at most 1 hire<"), (2, "at most 2 hires<")])
def test_the_page_says_how_many_hires_a_mentor_takes(signed_in, ada, tom, tara, now, time_machine, places, says):
    time_machine.move_to(now, tick=False)
    if places == 1:
        text = schema.shipped_text("mentoring").replace("hires_per_mentor = 2", "hires_per_mentor = 1")
        made = drafts.draft("mentoring", text=text, in_force_from=now.date(), reason="Agreed", by=tom, now=now)
        drafts.publish(drafts.submit(made, by=tom, now=now), by=tara, now=now)

    page = signed_in(tom).get(reverse("mentoring:pairings")).content.decode()

    assert says in page
    assert f"Within the {places} place" in page
