"""From where an exam is sat is logged and flagged; what a browser says of itself decides nothing (hazards 38, 39)."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import attempts, watching
from assessments.domain.watching import Place
from assessments.forms import HintsForm
from assessments.models import Attempt, AttemptEvent, Mark
from tests.assessments.made import right_places

Kind = AttemptEvent.Kind
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
HOME = Place("10.2.3.4", CHROME, "one")


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def attempt(ada, admission, now):
    return attempts.start(admission, by=ada, now=now)


def hint(client, attempt, *kinds, **more):
    body = {"hints": json.dumps([{"kind": kind, "ago": 2} | more for kind in kinds])}
    return client.post(reverse("assessments:attempt-hints", args=[attempt.key]), body)


def answer(client, question, *, key="k"):
    body = {"position": question.position, "value": right_places(question), "version": 0, "key": key}
    address = reverse("assessments:answer-save", args=[question.attempt.key])
    return client.post(address, body, headers={"Accept": "application/json"})


def kinds(attempt, **wanted):
    return list(AttemptEvent.objects.filter(attempt=attempt, **wanted).values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("then", "changed"),
    [
        (HOME, None),
        (Place("10.2.3.5", CHROME, "one"), ["address"]),
        (Place("10.2.3.4", "Firefox", "one"), ["browser"]),
        (Place("10.2.3.4", CHROME, "two"), ["session"]),
        (Place("::1", "", ""), ["address", "browser", "session"]),
    ],
)
def test_a_change_of_place_is_logged_once(attempt, now, then, changed):
    watching.note_place(attempt, HOME, now=now)
    watching.note_place(attempt, then, now=now)
    watching.note_place(attempt, then, now=now)

    events = AttemptEvent.objects.filter(attempt=attempt, kind=Kind.ELSEWHERE)
    assert [event.detail["changed"] for event in events] == ([changed] if changed else [])
    assert kinds(attempt, kind=Kind.BEGAN) == [Kind.BEGAN]


def test_an_address_that_flips_fills_no_table(attempt, now):
    for number in range(2 * watching.MOST_MOVES):
        watching.note_place(attempt, Place(f"10.2.3.{number % 2}", CHROME, "one"), now=now)

    assert AttemptEvent.objects.filter(attempt=attempt, kind=Kind.ELSEWHERE).count() == watching.MOST_MOVES


def test_neither_address_nor_browser_nor_session_is_kept_whole(attempt, now):
    event = watching.note_place(attempt, Place("10.2.3.4", CHROME, "session-key"), now=now)

    kept = json.dumps(event.detail)
    assert "10.2.3.4" not in kept
    assert "Mozilla" not in kept
    assert "session-key" not in kept
    assert (event.detail["network"], event.detail["browser"]) == ("10.2.3.0/24", "Chrome · Windows")
    assert Place("2001:db8:1:2::7", "", "").network == "2001:db8:1::/48"
    assert Place("not an address", "", "").network == ""


def test_an_answer_from_another_browser_is_kept_and_flagged(signed_in, ada, tom, admission):
    first = signed_in(ada)
    first.post(reverse("assessments:exam-start", args=[admission.key]))
    attempt = Attempt.objects.get()
    one, two = attempt.questions.all()[:2]
    answer(first, one)
    second = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/130.0"}, REMOTE_ADDR="10.9.9.9")
    second.force_login(ada)

    assert answer(second, two, key="k2").status_code == 200

    assert kinds(attempt) == [Kind.BEGAN, Kind.ELSEWHERE]
    assert attempt.events.get(kind=Kind.ELSEWHERE).detail["changed"] == ["address", "browser", "session"]
    assert attempts.submit(attempt, by=ada, now=attempt.started).state == Attempt.State.RELEASED
    page = signed_in(tom).get(reverse("assessments:attempt-log", args=[attempt.key])).content.decode()
    assert "another browser" in page
    assert "please look" in page
    assert "Firefox · Linux · 10.9.9.0/24" in page


def finished(attempt, ada, now):
    for question in attempt.questions.all():
        value, key = right_places(question), f"k{question.position}"
        attempts.save_answer(attempt, question.position, value=value, version=0, key=key, by=ada, now=now)
    done = attempts.submit(attempt, by=ada, now=now)
    return done.state, done.submitted_at, Mark.objects.get(attempt=attempt).score


@pytest.mark.parametrize("sent", [(), AttemptEvent.HINTS, (Kind.PASTED,) * 20], ids=["dropped", "all", "forged"])
def test_hints_dropped_or_forged_change_no_result_and_are_named_untrusted(signed_in, ada, tom, attempt, now, sent):
    if sent:
        assert hint(signed_in(ada), attempt, *sent).status_code == 204

    assert finished(attempt, ada, now) == (Attempt.State.RELEASED, now, 100)

    page = signed_in(tom).get(reverse("assessments:attempt-log", args=[attempt.key])).content.decode()
    assert "can be missing or wrong" in page
    assert page.count("not trusted") == len(sent)
    assert ("The browser sent no hints" in page) == (not sent)
    assert kinds(attempt, trusted=False) == list(sent)


@pytest.mark.parametrize("kind", ["began", "elsewhere", "password", "browser", "cut", "invented", 1, None])
def test_no_browser_writes_what_only_the_server_knows(signed_in, ada, attempt, kind):
    assert hint(signed_in(ada), attempt, kind).status_code == 400
    assert kinds(attempt) == [Kind.BEGAN]  # from where it was sent: the server's own


@pytest.mark.parametrize(("kind", "trusted"), [("pasted", True), ("began", False)])
def test_the_database_keeps_hints_and_facts_apart(attempt, now, kind, trusted):
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptEvent.objects.create(
            admission=attempt.admission, attempt=attempt, kind=kind, at=now, trusted=trusted, detail={}
        )


def test_events_are_never_changed(attempt, now):
    watching.note_place(attempt, HOME, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptEvent.objects.update(kind=Kind.ELSEWHERE)
    with pytest.raises(IntegrityError), transaction.atomic():
        AttemptEvent.objects.all().delete()


def test_a_flood_of_hints_is_cut_and_the_log_says_so(attempt, now):
    told = [{"kind": "left", "ago": 0}] * watching.MOST_AT_ONCE

    kept = [watching.keep_hints(attempt, told, now=now) for _ in range(4)]
    later = watching.keep_hints(attempt, told, now=now + timedelta(minutes=2))

    assert kept == [20, 20, 0, 0]
    assert later == 20
    assert kinds(attempt, trusted=True) == [Kind.CUT]


def test_hints_end_with_the_exam(attempt, ada, now):
    attempts.submit(attempt, by=ada, now=now)
    attempt.refresh_from_db()

    assert watching.keep_hints(attempt, [{"kind": "left"}], now=now) == 0


def test_a_body_too_large_is_refused_whole(signed_in, ada, attempt):
    assert hint(signed_in(ada), attempt, "left", ago=1, more="x" * 5000).status_code == 413
    assert kinds(attempt, trusted=False) == []


def test_nobody_hints_about_someone_else(signed_in, ben, attempt):
    assert hint(signed_in(ben), attempt, "left").status_code == 404
    assert kinds(attempt) == []


SMALL = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "ago", "position"]), inner),
    max_leaves=8,
)


@given(SMALL)
def test_whatever_is_sent_is_hints_or_refused(sent):
    form = HintsForm({"hints": json.dumps(sent)})

    if form.is_valid():
        assert all(hint["kind"] in AttemptEvent.HINTS for hint in form.cleaned_data["hints"])


def test_the_start_page_says_what_is_kept(signed_in, ada, admission):
    page = signed_in(ada).get(reverse("assessments:exam-start", args=[admission.key])).content.decode()

    assert "What is kept" in page
    assert "They change no result" in page
