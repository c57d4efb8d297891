"""Papers that go one way: no route shows or takes a question out of turn (hazard 35)."""

import logging

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import attempts, steps
from assessments.domain.attempts import AttemptError
from assessments.domain.steps import StepError
from assessments.models import AnswerSave, Paper, PaperSection
from people.models import Event, EventDetail
from tests.assessments.made import right_places
from tests.assessments.test_exam_pages import JSON, post_answer


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def attempt(ada, admission, now):
    """Five questions, one way."""
    Paper.objects.update(navigation=Paper.Navigation.ONE_WAY)
    return attempts.start(admission, by=ada, now=now)


@pytest.fixture
def at_three(ada, attempt, now):
    for position in (1, 2):
        save(attempt, position, ada, now)
        steps.go_on(attempt, position, by=ada, now=now)
    attempt.refresh_from_db()
    return attempt


def save(attempt, position, by, now, key=""):
    question = attempt.questions.select_related("question_version").get(position=position)
    places = right_places(question)
    return attempts.save_answer(attempt, position, value=places, version=0, key=key or f"k{position}", by=by, now=now)


def address(name, attempt):
    return reverse(f"assessments:{name}", args=[attempt.key])


def refusals() -> list[dict]:
    return list(
        EventDetail.objects.filter(event__verb="attempt-step-refused").order_by("pk").values_list("values", flat=True)
    )


def stems(attempt) -> dict[int, str]:
    return {one.position: one.question_version.stem for one in attempt.questions.select_related("question_version")}


@pytest.mark.parametrize(("position", "kept"), [(1, False), (2, False), (3, True), (4, False), (5, False)])
def test_only_the_question_reached_takes_an_answer(ada, at_three, now, position, kept):
    before = AnswerSave.objects.count()

    if kept:
        assert save(at_three, position, ada, now, key="new").standing == "kept"
    else:
        with pytest.raises(StepError, match="no going back" if position < 3 else "comes later"):
            save(at_three, position, ada, now, key="new")

    assert AnswerSave.objects.count() == before + kept
    assert refusals() == ([] if kept else [{"asked": position, "reached": 3}])


@pytest.mark.parametrize("version", [0, 1, 2])
def test_a_stale_save_does_not_show_an_answer_behind(ada, at_three, now, version):
    with pytest.raises(StepError):
        attempts.save_answer(at_three, 1, value=["0"], version=version, key="other", by=ada, now=now)


def test_the_same_save_again_brings_its_receipt_also_from_behind(ada, at_three, now):
    """Hazard 25: a doubled request of an answer that was in time is no step back."""
    assert save(at_three, 1, ada, now).version == 1
    assert refusals() == []


@pytest.mark.parametrize("asked", ["1", "2", "4", "5"])
def test_a_jump_by_address_is_refused_in_words_and_journalled(signed_in, ada, at_three, asked, caplog):
    """Looking writes no row; the next save does."""
    caplog.set_level(logging.WARNING, "assessments.refused_looks")
    client = signed_in(ada)

    answer = client.get(address("exam", at_three), {"q": asked})
    page = client.get(answer.url).content.decode()

    assert (answer.status_code, answer.url) == (302, address("exam", at_three))
    words = stems(at_three)
    assert [position for position, stem in words.items() if stem in page] == [3]
    assert ("no going back" if asked < "3" else "come one after the other") in page
    assert f"asked={asked} reached=3" in caplog.text
    assert refusals() == []
    post_answer(client, at_three, position=3, key="new")
    assert refusals() == [{"asked": int(asked), "reached": 3}]


def test_no_route_serves_a_byte_of_another_question(signed_in, ada, at_three):
    client, words = signed_in(ada), stems(at_three)

    served = "".join(
        client.get(address(name, at_three)).content.decode()
        for name in ("exam", "exam-state", "exam-forward", "exam-submit")
    )

    assert [position for position, stem in words.items() if stem in served] == [3]
    state = client.get(address("exam-state", at_three)).json()
    assert ([one["position"] for one in state["questions"]], state["reached"]) == ([3], 3)


@pytest.mark.parametrize("json_wanted", [True, False])
@pytest.mark.parametrize("position", [2, 4])
def test_a_save_out_of_turn_is_refused_and_logged(signed_in, ada, at_three, position, json_wanted):
    client = signed_in(ada)

    answer = post_answer(client, at_three, position=position, key="new", json_wanted=json_wanted)

    if json_wanted:
        assert (answer.status_code, "exam" in answer.json()["sentence"]) == (422, True)
    else:
        assert answer.url == address("exam", at_three)
    assert refusals() == [{"asked": position, "reached": 3}]


@pytest.mark.parametrize("position", [1, 3, 4])
def test_a_flag_is_refused(signed_in, ada, at_three, position):
    answer = signed_in(ada).post(
        address("answer-flag", at_three),
        {"position": position, "flagged": "on"},
        headers=JSON,
    )

    assert (answer.status_code, at_three.questions.filter(flagged=True).count()) == (422, 0)


@pytest.mark.parametrize(("position", "reached", "logged"), [(2, 3, 0), (3, 4, 0), (4, 3, 1), (5, 3, 1)])
def test_going_on_moves_one_step_and_twice_is_once(signed_in, ada, at_three, position, reached, logged):
    client = signed_in(ada)

    for _click in range(2):
        client.post(address("exam-forward", at_three), {"position": position})

    at_three.refresh_from_db()
    assert (at_three.reached, len(refusals())) == (reached, logged * 2)


@pytest.mark.parametrize("odd", [{}, {"position": "x"}, {"position": 0}, {"position": 5000}])
def test_an_odd_step_moves_nothing(signed_in, ada, at_three, odd):
    signed_in(ada).post(address("exam-forward", at_three), odd)

    at_three.refresh_from_db()
    assert at_three.reached == 3


def test_there_is_nothing_after_the_last(ada, at_three, now):
    for position in (3, 4):
        steps.go_on(at_three, position, by=ada, now=now)

    with pytest.raises(AttemptError, match="last question"):
        steps.go_on(at_three, 5, by=ada, now=now)


def test_nobody_else_and_nobody_after_the_end_goes_on(ada, ben, at_three, now):
    for by, at in ((ben, now), (ada, at_three.last_call)):
        with pytest.raises(AttemptError, match="over"):
            steps.go_on(at_three, 3, by=by, now=at)


def test_a_free_paper_has_no_steps(signed_in, ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)

    with pytest.raises(AttemptError):
        steps.go_on(attempt, 1, by=ada, now=now)
    assert signed_in(ada).get(address("exam-forward", attempt)).url == address("exam", attempt)


def test_refusals_do_not_fill_the_journal(ada, at_three, now):
    for n in range(steps.MOST_LOGGED + 5):
        with pytest.raises(StepError):
            save(at_three, 1, ada, now, key=f"new{n}")

    assert Event.objects.filter(verb="attempt-step-refused").count() == steps.MOST_LOGGED


def test_without_a_script_it_asks_once_and_before_an_empty_question(signed_in, ada, attempt):
    client = signed_in(ada)
    asked = []
    for question in attempt.questions.select_related("question_version").order_by("position")[:4]:
        value = [] if question.position == 3 else right_places(question)
        answer = post_answer(
            client,
            attempt,
            position=question.position,
            value=value,
            key=f"k{question.pk}",
            json_wanted=False,
            go="forward",
        )
        if answer.url == address("exam-forward", attempt):
            page = client.get(answer.url).content.decode()
            asked.append((question.position, "without an answer?" in page, "You cannot come back" in page))
            answer = client.post(answer.url, {"position": question.position})
        assert answer.url == address("exam", attempt)

    attempt.refresh_from_db()
    assert (asked, attempt.reached) == ([(1, False, True), (3, True, True)], 5)


def test_the_last_page_names_what_is_behind_without_a_way_back(signed_in, ada, at_three):
    page = signed_in(ada).get(address("exam-submit", at_three)).content.decode()

    assert "You are at question 3" in page
    assert "?q=" not in page


def test_sections_stand_over_their_questions_and_on_the_map(signed_in, ada, paper, admission, now):
    tickets = PaperSection.objects.create(
        paper=paper, position=2, title_en="About tickets", title_zh="工单", words_en="Read twice.", words_zh="读两遍。"
    )
    paper.rows.filter(topic__key="tickets").update(section=tickets)
    attempt = attempts.start(admission, by=ada, now=now)

    page = signed_in(ada).get(address("exam", attempt)).content.decode()

    assert [one.section is None for one in attempt.questions.all()] == [True, True, False, False, False]
    assert page.count("About tickets") == 3 + 1  # at each question and over its part of the map
    assert page.count("Read twice.") == 3
