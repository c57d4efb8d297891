"""A paper may ask for Safe Exam Browser: the hash of exact address and key, at every request (hazard 40)."""

from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.urls import reverse

from assessments.domain import attempts
from assessments.domain.exam_browser import hash_of, is_allowed, keys_from
from assessments.models import AnswerSave, Attempt, AttemptEvent
from tests.assessments.made import right_places

# The SHA-256 of a configuration's SEB-JSON, and of addresses followed by it: made with coreutils' sha256sum.
KEY = "1c6b12783657260462dca8eec00afdc28296f5606d1f53d038b1e5617c122148"
VECTORS = {
    "http://127.0.0.1:8000/exams/attempts/abc": "54579f59e25a331253e12cdca21c0e113f78ee8aa12501b4bc5202b4b84c83fd",
    "http://127.0.0.1:8000/exams/attempts/abc?q=2": "4bcb9906c21d2d4195a2bbc75e95e09bff053c78a2c4947433ec562ff37aab7a",
    "https://exams.example.cn/考试": "27637ed4cc90513b01e04ca0b59a4c58ed92d967e5697e28f67f768bb6985f4e",
}
# The key that the specification shows as its example, at the address of its own example configuration; by openssl.
SHOWN = "81aad4ab9dfd447cc479e6a4a7c9a544e2cafc7f3adeb68b2a21efad68eca4dc"
SHOWN_HASH = "933537cd155e605f062ca1d14aa3383c3c60769cba3c4079282211a71cbe95f0"
CONFIG, REQUEST = "X-SafeExamBrowser-ConfigKeyHash", "X-SafeExamBrowser-RequestHash"
AGENT = "Mozilla/5.0 (Windows NT 10.0) SEB/3.7.1 SafeExamBrowser"


@pytest.mark.parametrize(("url", "expected"), [*VECTORS.items(), ("http://www.safeexambrowser.org/exams", None)])
def test_the_hash_is_that_of_the_specification(url, expected):
    assert hash_of(url, KEY if expected else SHOWN) == (expected or SHOWN_HASH)
    assert hash_of(f"{url}#top", KEY if expected else SHOWN) == (expected or SHOWN_HASH)
    assert hash_of(url, KEY.upper()) == hash_of(url, KEY)


@pytest.mark.parametrize(
    ("url", "sent", "allowed"),
    [
        ("http://127.0.0.1:8000/exams/attempts/abc", "http://127.0.0.1:8000/exams/attempts/abc", True),
        ("http://127.0.0.1:8000/exams/attempts/abc?q=2", "http://127.0.0.1:8000/exams/attempts/abc", False),
        ("http://127.0.0.1:8000/exams/attempts/abc", "http://127.0.0.1:8000/exams/attempts/abc?q=2", False),
    ],
)
def test_a_hash_is_worth_nothing_at_another_address(url, sent, allowed):
    assert is_allowed(url, [SHOWN, KEY], [None, VECTORS[sent].upper()]) == allowed
    assert not is_allowed(url, [SHOWN], [VECTORS[sent], None])
    assert not is_allowed(url, [KEY], [None, ""])
    assert not is_allowed(url, [KEY], [KEY, "é"])
    assert is_allowed(url, [], [None, None])


@pytest.mark.parametrize(
    "text", ["abc", KEY[:-1], f"{KEY}0", KEY.replace("1", "g"), "\n".join([KEY[:-2] + f"{n:02x}" for n in range(21)])]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        keys_from(text)


def test_keys_are_read_line_by_line_each_once():
    assert keys_from(f" {KEY.upper()}\n{SHOWN} {KEY}\n") == [KEY, SHOWN]
    assert keys_from("") == []


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def guarded(admission):
    admission.paper.browser_keys = [SHOWN, KEY]
    admission.paper.save(update_fields=["browser_keys"])
    return admission


@pytest.fixture
def attempt(ada, guarded, now):
    return attempts.start(guarded, by=ada, now=now)


def proof(address, name=CONFIG, key=KEY):
    return {name: hash_of(settings.PUBLIC_URL + address, key)}


@pytest.mark.parametrize("name", [CONFIG, REQUEST])
def test_the_exam_opens_in_its_browser(signed_in, ada, guarded, name):
    client, start = signed_in(ada), reverse("assessments:exam-start", args=[guarded.key])

    opened = client.post(start, headers=proof(start, name))

    page = client.get(opened.url, headers=proof(opened.url, name))
    assert page.status_code == 200
    assert client.get(f"{opened.url}?q=2", headers=proof(f"{opened.url}?q=2", name)).status_code == 200
    assert client.get(f"{opened.url}?q=2", headers=proof(opened.url, name)).status_code == 403


def nothing(address):
    return {"User-Agent": AGENT}


def replayed(address):
    return {"User-Agent": AGENT} | proof("/exams/")


def of_another_host(address):
    return {CONFIG: hash_of(f"http://testserver{address}", KEY), "Host": "testserver"}


def of_another_key(address):
    return proof(address, key="0" * 64)


FAKES = [nothing, replayed, of_another_host, of_another_key]


@pytest.mark.parametrize("fake", FAKES)
def test_every_request_of_the_exam_needs_its_own_proof(signed_in, ada, tom, attempt, fake):
    client = signed_in(ada)
    question = attempt.questions.first()
    body = {"position": 1, "value": right_places(question), "version": 0, "key": "k"}
    asked = {"exam": "get", "exam-state": "get", "answer-save": "post", "answer-flag": "post", "exam-submit": "post"}

    found = {}
    for name, method in asked.items():
        address = reverse(f"assessments:{name}", args=[attempt.key])
        found[name] = getattr(client, method)(address, body if method == "post" else {}, headers=fake(address))

    assert {answer.status_code for answer in found.values()} == {403}
    assert "Safe Exam Browser" in found["exam"].content.decode()
    assert not AnswerSave.objects.exists()
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.OPEN
    assert AttemptEvent.objects.filter(attempt=attempt, kind="browser", trusted=True).count() == 3
    log = signed_in(tom).get(reverse("assessments:attempt-log", args=[attempt.key])).content.decode()
    assert "Refused: not the exam browser" in log
    assert "please look" in log


def test_new_keys_lock_out_nobody_who_sits_already(signed_in, ada, guarded, attempt):
    guarded.paper.browser_keys = ["0" * 64]
    guarded.paper.save(update_fields=["browser_keys"])
    client, question = signed_in(ada), attempt.questions.first()
    body = {"position": 1, "value": right_places(question), "version": 0, "key": "k"}
    save, page = (reverse(f"assessments:{name}", args=[attempt.key]) for name in ("answer-save", "exam"))

    assert client.post(save, body, headers=proof(save, key="0" * 64)).status_code == 403
    assert client.post(save, body, headers=proof(save)).status_code == 302
    assert client.get(page, headers=proof(page)).status_code == 200
    assert AnswerSave.objects.count() == 1


def test_exams_that_ran_before_keys_were_pinned_go_on_under_the_papers(attempt):
    Attempt.objects.update(browser_keys=[])

    migration = import_module("assessments.migrations.0012_browser_keys_stay_with_the_attempt")
    migration.pin_what_is_asked_for_now(apps, None)

    attempt.refresh_from_db()
    assert attempt.browser_keys == [SHOWN, KEY]


def test_a_start_elsewhere_is_refused_in_words_and_flagged(signed_in, ada, guarded):
    client, start = signed_in(ada), reverse("assessments:exam-start", args=[guarded.key])
    assert "opens in Safe Exam Browser only" in client.get(start).content.decode()

    page = client.post(start, headers={"User-Agent": AGENT})

    assert page.status_code == 403
    assert "Safe Exam Browser with the centre" in page.content.decode()
    assert not Attempt.objects.exists()
    assert AttemptEvent.objects.get().kind == "browser"
