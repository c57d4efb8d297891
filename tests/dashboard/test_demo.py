"""The demo company tells one story at every stage, through the product's own verbs, and is loaded once."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.domain import essays
from assessments.models import Accommodation, Appeal, PracticeReview
from assessments.tasks import complete_attempt
from certification.domain import proposals
from certification.models import Award, Certificate
from courses.domain import refreshers
from courses.domain.course_papers.standing import standing
from courses.domain.outline import course_in, lessons_of
from courses.models import Enrolment, Refresher
from dashboard.domain.demo import aiming, histories
from dashboard.domain.demo.story import Story
from dashboard.domain.homes import hr, learner, trainer
from mentoring.models import CoachingPlan
from people.domain.calendars import today_for
from people.domain.roles import sync_roles
from people.models import Event, User
from policies.domain.editions import sync_defaults
from simulations.models import Dispute


@pytest.mark.parametrize(
    ("points", "wanted", "lost"), [((5, 5, 10), 10, 10), ((5, 5, 10), 15, 15), ((4, 4, 4), 6, 4), ((5, 5), 0, 0)]
)
def test_answers_are_missed_for_the_points_that_are_to_be_lost(points, wanted, lost):
    assert sum(points[number] for number in aiming.missed(points, wanted)) == lost


def test_levels_reach_the_score_exactly_where_they_can():
    lines = [("greeting", 10, 2), ("need", 20, 2), ("solution", 70, 2)]

    chosen = aiming.levels(lines, Fraction(90))

    assert sum(Fraction(weight * chosen[key], top) for key, weight, top in lines) == 90


# Two of pei's: the licence and a course.
LICENSED = ["nan", "pei", "pei", "ruo", "tao", "wen", "xin", "yan"]


@pytest.fixture
def told(db):
    now = datetime.now(UTC)
    sync_roles()
    sync_defaults(now)
    call_command("load_academy")
    call_command("load_demo", histories=True)
    return {person.username: person for person in User.objects.filter(is_demo=True)}


@pytest.mark.slow
def test_demo_stands_as_its_story_says_and_is_loaded_once(told, django_assert_max_num_queries):
    now = datetime.now(UTC)
    on = today_for(told["ada"], now)

    ada, ben = (learner.facts(told[name], now, on) for name in ("ada", "ben"))
    licence = hr.facts(told["hana"], now, on)

    # ada is in week 4 with five scored calls; ben missed his gate by a little and reads which part lifts it.
    assert (ada.week_number, ada.board.scored, ada.board.mean) == (4, 5, Fraction(183, 2))
    assert "missed by" in str(ben.stations[1]["because"])
    assert ben.step.title == "Book the retake of the systems practical"
    assert [line.title for line in licence.eligible.shown] == [told["mei"].name]
    assert CoachingPlan.objects.get(state="open").person == told["lan"]
    assert Dispute.objects.get(state="open").person == told["lan"]
    assert Award.objects.get(state="revoked").person == told["ruo"]
    assert set(Enrolment.objects.filter(state="withdrawn").values_list("person__username", flat=True)) == {"shu", "zhe"}
    assert len(told) == 40
    assert sorted(Certificate.objects.values_list("award__person__username", flat=True)) == LICENSED

    half, waiting = (Refresher.objects.get(person=told[name]) for name in ("lena", "omar"))
    lessons, course = lessons_of("supervisor", "en"), course_in("supervisor", "en")
    assert standing(half, course, lessons, now).said.startswith("4 of 12 passed; next: Chapter ")
    assert standing(waiting, course, lessons, now).said == "11 of 12 passed; being scored: Supervisor course: case"

    # The trainers' desk: a text and an appeal to see to, a colleague's regrade; some have more time, some practise.
    desk = [line.title for line in trainer.facts(told["tom"], now, on).waiting.shown]
    assert desk[:3] == ["Read 1 text", "Answer 1 appeal", "Decide on 1 regrade"]
    assert "Decide on 1 regrade" not in [line.title for line in trainer.facts(told["tara"], now, on).waiting.shown]
    assert Appeal.objects.get(state="rejected").attempt.admission.person == told["kai"]
    assert Accommodation.objects.get().person == told["ella"]
    assert PracticeReview.objects.filter(card__person=told["ada"]).exists()

    before = Event.objects.count()
    call_command("load_demo", histories=True)
    assert (Event.objects.count(), histories.are_told(), histories.is_loading()) == (before, True, False)

    # The case is scored, and the course with its twelve papers is done.
    card = essays.claim_next(by=told["tom"], now=now)
    Story(told["ada"], told, now).fill(card, Fraction(100), by=told["tom"], now=now)
    later = now + timedelta(hours=1)
    complete_attempt(card.subject_key.rpartition("-")[0])
    done = refreshers.judge(waiting, now=later)
    assert [kind for kind, _key in done.evidence] == ["refresher"] + ["attempt"] * 12
    assert len(proposals.propose_course(done, now=later).verdict) == 13

    # One of them asks whether the demo is still being written; a trainer is told of questions to look at by one more.
    for name, most in (("tom", 29), ("ada", 52), ("ben", 60), ("hana", 28), ("mia", 28)):
        client = Client()
        client.force_login(told[name])
        with django_assert_max_num_queries(most):
            assert client.get("/").status_code == 200
