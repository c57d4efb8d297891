"""What a learner's browser gets and sends (hazards 2, 10, 21, 23, 24, 30)."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import admissions, attempts, practicals
from assessments.models import AnswerSave, Attempt
from policies import schema
from policies.domain import drafts
from tests.assessments.made import right_places

JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        CLOCK[:] = [clock]
        yield clock


def slow(get_response):
    """A crowded server: five seconds pass between the arrival of a request and its view."""

    def respond(request):
        CLOCK[0].shift(timedelta(seconds=5))
        return get_response(request)

    return respond


CLOCK: list = []


@pytest.fixture
def attempt(ada, admission, now):
    return attempts.start(admission, by=ada, now=now)


def single_of(attempt):
    return next(q for q in attempt.questions.all() if q.question_version.question.kind == "single")


def post_answer(client, attempt, *, position=1, value=("0",), version=0, key="k1", json_wanted=True, **extra):
    body = {"position": position, "value": list(value), "version": version, "key": key} | extra
    headers = JSON if json_wanted else {}
    return client.post(reverse("assessments:answer-save", args=[attempt.key]), body, headers=headers)


def test_the_list_says_what_is_open(signed_in, ada, admission):
    page = signed_in(ada).get(reverse("assessments:exams")).content.decode()

    assert "Week 1 theory" in page
    assert "Open now" in page
    assert reverse("assessments:exam-start", args=[admission.key]) in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    signed_in, ada, paper, admission, now, count, django_assert_num_queries
):
    for n in range(count - 1):
        admissions.admit(ada, paper, opens=now, attempts_allowed=2, reason="", for_key=f"more-{n}", now=now)
    attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)
    client = signed_in(ada)
    client.get(reverse("assessments:exams"))

    with django_assert_num_queries(22):
        client.get(reverse("assessments:exams"))


def test_an_empty_list_says_how_exams_appear(signed_in, ben):
    page = signed_in(ben).get(reverse("assessments:exams")).content.decode()

    assert "No exam is open yet" in page


def test_looking_at_the_start_starts_nothing(signed_in, ada, admission):
    page = signed_in(ada).get(reverse("assessments:exam-start", args=[admission.key]))

    assert page.status_code == 200
    assert Attempt.objects.count() == 0


def test_starting_ignores_every_parameter(signed_in, ada, admission, now):
    fields = {"deadline": "2030-01-01", "minutes": 999, "started": "2030-01-01", "seed": "x", "number": 7, "now": 1}

    answer = signed_in(ada).post(reverse("assessments:exam-start", args=[admission.key]), fields)

    attempt = Attempt.objects.get()
    assert answer.url == reverse("assessments:exam", args=[attempt.key])
    assert (attempt.deadline, attempt.number, attempt.seed == "x") == (now + timedelta(minutes=30), 1, False)


def test_a_save_gets_the_server_s_time_as_receipt(signed_in, ada, attempt):
    answer = post_answer(signed_in(ada), attempt)

    assert answer.status_code == 200
    assert answer.json()["saved"] == "10:00:00"
    assert (answer.json()["standing"], answer.json()["version"], answer.json()["value"]) == ("kept", 1, ["0"])


def test_a_save_takes_at_most_eight_queries(signed_in, ada, attempt, django_assert_max_num_queries):
    client = signed_in(ada)
    # Only a save from a new place costs more: it is logged.
    client.post(reverse("assessments:exam-start", args=[attempt.admission.key]))

    with django_assert_max_num_queries(8):
        post_answer(client, attempt)


def test_an_older_tab_gets_the_current_answer_with_409(signed_in, ada, attempt):
    client = signed_in(ada)
    post_answer(client, attempt, value=["1"], key="tab-a", position=single_of(attempt).position)

    answer = post_answer(client, attempt, value=["2"], key="tab-b", position=single_of(attempt).position)

    assert answer.status_code == 409
    assert (answer.json()["value"], answer.json()["version"]) == (["1"], 1)


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 200), (20, 200), (21, 410)])
def test_a_save_past_the_grace_says_that_it_is_late(signed_in, ada, attempt, at_ten, seconds, status):
    client = signed_in(ada)
    at_ten.move_to(attempt.deadline + timedelta(seconds=seconds))

    answer = post_answer(client, attempt)

    assert answer.status_code == status
    assert AnswerSave.objects.count() == 1


@pytest.mark.parametrize(
    "odd",
    [
        {"position": "x"},
        {"position": 99},
        {"value": ["9"]},
        {"value": ["0", "1"]},
        {"version": -1},
        {"key": "<b>"},
        {"key": ""},
        {"value": ["0"] * 30},
    ],
)
def test_an_odd_save_is_refused_whole(signed_in, ada, attempt, odd):
    answer = post_answer(signed_in(ada), attempt, **({"position": single_of(attempt).position} | odd))

    assert answer.status_code == 422
    assert AnswerSave.objects.count() == 0


def test_an_answer_counts_from_its_arrival_however_slow_the_server(signed_in, ada, attempt, at_ten, settings):
    """Hazard 23: it arrives in the last second of the grace and is processed after it."""
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [first, f"{__name__}.slow", *others]
    client = signed_in(ada)
    at_ten.move_to(attempt.last_call)

    answer = post_answer(client, attempt)

    assert first == "config.middleware.arrival"
    assert (answer.json()["standing"], AnswerSave.objects.get().received_at) == ("kept", attempt.last_call)


def test_a_plain_form_saves_and_moves_on(signed_in, ada, attempt):
    answer = post_answer(signed_in(ada), attempt, json_wanted=False, go="2")

    assert answer.url == reverse("assessments:exam", args=[attempt.key]) + "?q=2"
    assert AnswerSave.objects.get().standing == "kept"


def test_the_state_tells_a_returning_tab_where_it_stands(signed_in, ada, attempt):
    client = signed_in(ada)
    post_answer(client, attempt, value=["1"], position=single_of(attempt).position)

    state = client.get(reverse("assessments:exam-state", args=[attempt.key])).json()

    assert state["running"] is True
    assert state["deadline"] - state["now"] == 30 * 60 * 1000
    position = single_of(attempt).position
    assert state["questions"][position - 1] == {
        "position": position, "version": 1, "value": ["1"], "flagged": False, "saved": "10:00:00"
    }  # fmt: skip


def test_a_flag_is_kept(signed_in, ada, attempt):
    client = signed_in(ada)

    answer = client.post(
        reverse("assessments:answer-flag", args=[attempt.key]), {"position": 3, "flagged": "on"}, headers=JSON
    )

    assert answer.json() == {"flagged": True}
    assert attempt.questions.get(position=3).flagged


def test_submit_lists_what_is_open_and_flagged_first(signed_in, ada, attempt, now):
    client = signed_in(ada)
    post_answer(client, attempt)
    attempts.flag(attempt, 4, flagged=True, by=ada, now=now)

    page = client.get(reverse("assessments:exam-submit", args=[attempt.key])).content.decode()

    assert "1 of 5 questions are answered" in page
    assert "4 without an answer" in page
    assert "1 flagged to look at again" in page


def test_two_submits_bring_one_result(signed_in, ada, attempt):
    client = signed_in(ada)
    address = reverse("assessments:exam-submit", args=[attempt.key])

    answers = [client.post(address).url for _ in range(2)]

    assert answers == [reverse("assessments:exam-result", args=[attempt.key])] * 2
    assert attempt.marks.count() == 1


def test_the_result_says_the_distance_and_when_a_retake_opens(signed_in, ada, attempt, now):
    attempts.submit(attempt, by=ada, now=now)

    page = signed_in(ada).get(reverse("assessments:exam-result", args=[attempt.key])).content.decode()

    assert "Missed by 80" in page
    assert "Thu 26 March, 10:00" in page
    assert "Greeting" in page


def test_a_running_exam_has_no_result_page_and_a_finished_one_no_exam_page(signed_in, ada, attempt, now):
    client = signed_in(ada)
    exam, result = (reverse(f"assessments:{name}", args=[attempt.key]) for name in ("exam", "exam-result"))

    before = client.get(result).url
    attempts.submit(attempt, by=ada, now=now)

    assert (before, client.get(exam).url) == (exam, result)


LEARNER_PAGES = ["exam", "exam-state", "exam-submit", "exam-result"]


@pytest.mark.parametrize("name", LEARNER_PAGES)
@pytest.mark.parametrize("who", ["ben", "mia", "lena", "hana", "quinn", "tom", "root"])
def test_nobody_else_sees_an_attempt(request, signed_in, attempt, who, name):
    person = request.getfixturevalue(who)
    client = signed_in(person)

    bodies = []
    for key in (attempt.key, "x" * 22):
        answer = client.get(reverse(f"assessments:{name}", args=[key]))
        assert answer.status_code == 404
        body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        bodies.append(body.replace(key, ""))

    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("name", ["answer-save", "answer-flag", "exam-submit"])
def test_nobody_else_writes_into_an_attempt(signed_in, ben, attempt, name):
    answer = signed_in(ben).post(reverse(f"assessments:{name}", args=[attempt.key]), {"position": 1, "key": "k"})

    assert answer.status_code == 404
    assert (Attempt.objects.get().state, AnswerSave.objects.count()) == ("open", 0)


KEY_WORDS = ("Because of", "About ", "feedback", "explanation", "accepted", '"right"', "three", "tickets-rings")


def test_no_byte_served_before_the_release_holds_the_key(signed_in, ada, attempt, admission):
    """Hazard 30: feedback, explanations and accepted answers carry markers; every route of an attempt is read."""
    client = signed_in(ada)
    served = []
    for language in ("en", "zh-hans"):
        type(ada).objects.filter(pk=ada.pk).update(language=language)
        for name in LEARNER_PAGES:
            served.append(client.get(reverse(f"assessments:{name}", args=[attempt.key]), follow=True))
        served.append(client.get(reverse("assessments:exams")))
        served.append(client.get(reverse("assessments:exam-start", args=[admission.key]), follow=True))
        for question in attempt.questions.all():
            served.append(
                post_answer(client, attempt, position=question.position, value=["0"], key=f"{language}{question.pk}")
            )

    everything = "".join(str(answer.headers) + answer.content.decode() for answer in served)
    assert [word for word in KEY_WORDS if word in everything] == []


def test_the_review_opens_only_when_no_attempt_is_left_to_start(signed_in, ada, attempt, admission, now):
    """Hazard 31: a retake may draw the same questions."""
    attempts.submit(attempt, by=ada, now=now)
    client = signed_in(ada)
    address = reverse("assessments:exam-result", args=[attempt.key])

    before = client.get(address).content.decode()
    admissions.withdraw(admission, reason="Gate passed", now=now)
    after = client.get(address).content.decode()

    assert ("Because of" in before, "Because of" in after) == (False, True)


def test_every_page_speaks_chinese(signed_in, ada, attempt, admission, rubric, now):
    type(ada).objects.filter(pk=ada.pk).update(language="zh-hans")
    practicals.admit(ada, rubric.key, for_key="week-1", opens=now, reason="", now=now)
    client = signed_in(ada)

    pages = [
        client.get(reverse("assessments:exams")),
        client.get(reverse("assessments:exam", args=[attempt.key])),
        client.get(reverse("assessments:exam-submit", args=[attempt.key])),
    ]

    assert ["我的考试" in pages[0].content.decode(), "中文：" in pages[1].content.decode()] == [True, True]
    assert all(page.status_code == 200 for page in pages)
    assert json.loads(pages[1].content.decode().split('id="clock" type="application/json">')[1].split("<")[0])["words"]


def test_right_answers_add_up_in_the_browser_s_words(signed_in, ada, attempt):
    client = signed_in(ada)
    for question in attempt.questions.select_related("question_version"):
        post_answer(client, attempt, position=question.position, value=right_places(question), key=f"k{question.pk}")

    client.post(reverse("assessments:exam-submit", args=[attempt.key]))
    page = client.get(reverse("assessments:exam-result", args=[attempt.key])).content.decode()

    assert "Mark met" in page
    assert "40 of 40 points" in page


@pytest.mark.parametrize(("minutes", "status"), [(30, 200), (31, 302)])
def test_nobody_is_signed_out_while_thinking(client, ada, hana, root, admission, now, time_machine, minutes, status):
    """Ten minutes without a click end a session, but not in an exam of thirty."""
    short = schema.shipped_text("accounts").replace("session_idle_minutes = 120", "session_idle_minutes = 10")
    made = drafts.draft("accounts", text=short, in_force_from=now.date(), reason="x", by=root, now=now)
    drafts.publish(drafts.submit(made, by=root, now=now), by=hana, now=now)
    time_machine.move_to(now, tick=False)
    client.force_login(ada)
    attempts.start(admission, by=ada, now=now)

    time_machine.move_to(now + timedelta(minutes=minutes), tick=False)

    assert client.get(reverse("people:profile")).status_code == status
