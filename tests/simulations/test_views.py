"""Who reads what: a hidden word never reaches the hire, a recording leaves in ranges, a lost draft is said."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from assessments.domain import scorecards
from assessments.models import Scorecard
from simulations.domain import calls, comments, recordings, scoring
from simulations.models import Call, NoticeShown
from tests.simulations.made import SECRET, agreed, draft, held, levels, scored
from tests.simulations.sound import recording


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def voice(ada, mia, slots, now):
    return agreed(calls.book(slots[0], by=ada, now=now), mia, now)


@pytest.fixture
def recorded(voice, now):
    body = recording(2)
    digest = hashlib.sha256(body).hexdigest()
    recordings.put_chunk(voice, number=0, stream=recordings.as_stream(body), sha256=digest, by=voice.person, now=now)
    calls.end(voice, by=voice.person, now=now)
    row, _gaps = recordings.finalise(voice, last_number=0, by=voice.person, now=now)
    recordings.make(row, now=now)
    return voice


def test_hire_never_gets_a_byte_of_the_hidden_facts(ada, mia, quinn, slots, now):
    ours = client_of(ada)
    call = calls.book(slots[0], by=ada, now=now)
    pages = ["simulations:call-preflight", "simulations:call", "simulations:call-state", "simulations:score"]

    seen = [ours.get(reverse("simulations:calls")), ours.get(reverse("simulations:slot", args=[slots[0].pk]))]
    seen += [ours.get(reverse(name, args=[call.key]), follow=True) for name in pages]
    assert ours.get(reverse("simulations:call-console", args=[call.key])).status_code == 404
    assert ours.post(reverse("simulations:call-console", args=[call.key])).status_code == 404
    calls.accept(call, by=mia, now=now)
    calls.start(call, mode="text", by=ada, now=now)
    seen += [ours.get(reverse(name, args=[call.key]), follow=True) for name in pages]
    # Its title often gives the matter away, so it too waits for the end.
    title = re.compile(rf">\s*{re.escape(call.scenario_version.content['title']['en'])}\s*<")
    assert [page for page in seen if title.search(page.content.decode())] == []
    calls.end(call, by=ada, now=now)
    seen += [ours.get(reverse(name, args=[call.key]), follow=True) for name in pages]
    assert title.search(seen[-1].content.decode())
    scored(call, "88", by=quinn, now=now)
    seen += [ours.get(reverse(name, args=[call.key]), follow=True) for name in pages]

    assert [page for page in seen if SECRET in page.content.decode()] == []
    for name in ("simulations:qa-desk", "simulations:practice-review", "simulations:qa-queue"):
        args = [] if name.endswith("queue") else [call.key]
        assert ours.get(reverse(name, args=args)).status_code in (403, 404)


def test_console_shows_the_card_to_the_player_alone(ada, mia, ben, tom, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    url = reverse("simulations:call-console", args=[call.key])

    assert SECRET in client_of(mia).get(url).content.decode()
    assert [client_of(person).get(url).status_code for person in (ada, ben, tom)] == [404, 404, 404]


def test_queue_and_desk_hide_the_name(ada, mia, quinn, slots, now):
    call = held(calls.book(slots[0], by=ada, now=now), mia, now)
    ours = client_of(quinn)

    queue = ours.get(reverse("simulations:qa-queue")).content.decode()
    desk = ours.get(reverse("simulations:qa-desk", args=[call.key])).content.decode()

    assert f"M-{call.pk}" in queue
    assert [word for word in (ada.name, ada.staff_number, ada.key) if word in queue or word in desk] == []


def test_recording_leaves_whole_in_ranges_and_not_beyond(recorded, ada, now):
    ours, url = client_of(ada), reverse("simulations:recording", args=[recorded.key])
    whole = ours.get(url)
    body = b"".join(whole.streaming_content)

    part = ours.get(url, headers={"range": "bytes=10-19"})
    tail = ours.get(url, headers={"range": "bytes=-5"})
    beyond = ours.get(url, headers={"range": f"bytes={len(body)}-"})

    assert (whole.status_code, part.status_code, tail.status_code, beyond.status_code) == (200, 206, 206, 416)
    assert b"".join(part.streaming_content) == body[10:20]
    assert b"".join(tail.streaming_content) == body[-5:]
    assert part["Content-Range"] == f"bytes 10-19/{len(body)}"
    assert (whole["X-Content-Type-Options"], whole["Content-Type"]) == ("nosniff", "audio/webm")
    assert "no-store" in whole["Cache-Control"]


def test_recording_is_heard_by_those_who_may(recorded, ada, ben, mia, tom, quinn, lena, hana):
    url = reverse("simulations:recording", args=[recorded.key])

    answers = {person.username: client_of(person).get(url) for person in (ada, mia, tom, quinn, ben, lena, hana)}
    for answer in answers.values():
        answer.close()

    # mia only played the customer here; she is not ada's mentor.
    found = {name: answer.status_code for name, answer in answers.items()}
    assert found == {"ada": 200, "mia": 404, "tom": 200, "quinn": 200, "ben": 404, "lena": 404, "hana": 404}


def test_part_arrives_over_http_with_its_hash(voice, ada):
    ours, body = client_of(ada), recording(1)
    url = reverse("simulations:chunk-put", args=[voice.key, 0])
    digest = {"X-Content-SHA256": hashlib.sha256(body).hexdigest()}

    kept = ours.put(url, body, content_type="application/octet-stream", headers=digest)
    again = ours.put(url, body, content_type="application/octet-stream", headers=digest)
    foreign = client_of(voice.player).put(url, body, content_type="application/octet-stream", headers=digest)
    closed = ours.post(reverse("simulations:recording-close", args=[voice.key]), {"last": "1"})

    assert (kept.status_code, again.json() == kept.json(), foreign.status_code) == (200, True, 404)
    assert (closed.status_code, closed.json()["missing"]) == (409, [1])


def test_start_by_voice_keeps_the_notice_first(ada, mia, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)

    client_of(ada).post(reverse("simulations:call-start", args=[call.key]), {"choice": "voice"})

    shown = NoticeShown.objects.get()
    call.refresh_from_db()
    assert (shown.person, shown.accepted, shown.language, call.state, call.mode) == (
        ada, True, "en", Call.State.RUNNING, "voice",
    )  # fmt: skip
    assert shown.at <= call.started_at


def test_chat_line_sent_twice_is_one(ada, mia, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    calls.start(call, mode="text", by=ada, now=now)
    url = reverse("simulations:chat-line", args=[call.key])

    for _try in range(3):
        client_of(mia).post(url, {"text": "My parcel!", "key": "k1"})
    client_of(ada).post(url, {"text": "Good morning", "key": "k1"})
    state = client_of(ada).get(reverse("simulations:call-state", args=[call.key]), {"since": "1"}).json()

    assert [(line["seq"], line["mine"], line["text"]) for line in state["lines"]] == [(2, True, "Good morning")]


def test_second_scorer_on_the_same_draft_is_told(ada, mia, quinn, qing, slots, now):
    call = held(calls.book(slots[0], by=ada, now=now), mia, now)
    card, _receipt = draft(call, "90", by=quinn, now=now)
    stale = {"version": "0", "level-whole": "50", "comment-whole": "x", "time-whole": "0:01"}

    lost = client_of(qing).post(reverse("assessments:scorecard-draft", args=[card.key]), stale)

    card.refresh_from_db()
    assert (lost.status_code, card.version, card.saves.count()) == (409, 1, 2)


def test_mentor_finds_the_practice_calls_to_rate(ada, mia, tom, ada_and_mia, slots, now):
    call = held(calls.practise(ada, call_type="complaint", by=ada, now=now), tom, now)
    review = reverse("simulations:practice-review", args=[call.key])

    assert review in client_of(mia).get(reverse("simulations:calls")).content.decode()
    assert review not in client_of(tom).get(reverse("simulations:calls")).content.decode()


def test_hire_reads_no_word_of_qas_draft_before_its_release(ada, mia, quinn, ada_and_mia, slots, now):
    """Neither on a scored call nor on a practice call that the mentor rated meanwhile (hazard 4)."""
    mock = held(calls.book(slots[0], by=ada, now=now), mia, now)
    practice = held(calls.practise(ada, call_type="complaint", by=ada, now=now), mia, now)
    for call in (mock, practice):
        comments.remark(call, at_ms=3000, text="zqx of QA", is_visible=False, by=quinn, now=now)
        draft(call, "77.77", by=quinn, now=now)
    rating = scoring.begin_review(practice, by=mia, now=now)
    content = {"lines": {key: {"level": level} for key, level in levels("100").items()}, "critical": {}}
    receipt = scorecards.save_draft(rating, content=content, version=rating.version, by=mia, now=now)
    later = now + timedelta(hours=1)
    scoring.take(scorecards.release(rating, version=receipt.version, by=mia, now=later), now=later)

    pages = [reverse("simulations:score", args=[call.key]) for call in (mock, practice)]
    seen = [client_of(ada).get(page).content.decode() for page in (*pages, reverse("simulations:calls"))]

    assert [words for words in ("zqx of QA", "could be better", "77.7") for page in seen if words in page] == []
    card = Scorecard.objects.get(kind="call", subject_key=mock.key)
    scoring.take(scorecards.release(card, version=card.version, by=quinn, now=later), now=later)
    released = client_of(ada).get(pages[0]).content.decode()
    assert [words in released for words in ("zqx of QA", "could be better", "77.7")] == [True, True, True]


def test_remarks_and_timed_comments_share_their_numbers_with_the_waveform(recorded, ada, mia, quinn, ada_and_mia, now):
    for at_ms, text in ((1500, "second"), (200, "first")):
        comments.remark(recorded, at_ms=at_ms, text=text, is_visible=False, by=quinn, now=now)
    scoring.take(scored(recorded, "79.99", by=quinn, now=now), now=now)

    heard = client_of(ada).get(reverse("simulations:score", args=[recorded.key])).context["heard"]

    pins = [(pin.number, pin.at, pin.text, pin.line) for pin in heard.pins]
    assert pins == [
        (1, "0:00", "first", ""),
        (2, "0:01", "could be better", "whole"),
        (3, "0:01", "could be better", "part"),
        (4, "0:01", "second", ""),
    ]
    assert [float(pin.place[:-1]) for pin in heard.pins] == sorted(float(pin.place[:-1]) for pin in heard.pins)
    assert [pin.aside for pin in heard.pins] == [0, 0, 24, 0]


def test_queue_shows_a_page_at_a_time_and_keeps_its_filter(ada, mia, quinn, slots, now, monkeypatch):
    monkeypatch.setattr("simulations.views.desk.ROWS_PER_PAGE", 2)
    for slot in slots[:6]:
        held(calls.book(slot, by=ada, now=now), mia, now)
    queue = reverse("simulations:qa-queue")

    pages = [client_of(quinn).get(queue, {"type": "consultation", "page": n}) for n in (1, 2, 3)]

    assert [len(page.context["rows"]) for page in pages] == [2, 2, 1]
    assert "?type=consultation&amp;page=2" in pages[0].content.decode()


def test_late_part_of_a_page_before_its_reload_names_the_next_number(voice, ada, now):
    first, other = recording(1), recording(1.5)
    put = reverse("simulations:chunk-put", args=[voice.key, 0])

    def answer(body):
        headers = {"X-Content-SHA256": hashlib.sha256(body).hexdigest()}
        return client_of(ada).put(put, body, content_type="application/octet-stream", headers=headers)

    assert answer(first).status_code == 200
    refused = answer(other)

    assert (refused.status_code, refused.json()["next"]) == (409, 1)


def test_mentor_still_rates_a_practice_call_that_qa_scored_first(ada, mia, tom, quinn, ada_and_mia, slots, now):
    call = held(calls.practise(ada, call_type="complaint", by=ada, now=now), tom, now)
    scoring.take(scored(call, "88", by=quinn, now=now), now=now)
    review = reverse("simulations:practice-review", args=[call.key])
    ours = client_of(mia)
    assert review in ours.get(reverse("simulations:calls")).content.decode()
    assert review in ours.get(reverse("simulations:score", args=[call.key])).content.decode()

    rating = scoring.begin_review(call, by=mia, now=now)
    content = {"lines": {key: {"level": level} for key, level in levels("100").items()}, "critical": {}}
    receipt = scorecards.save_draft(rating, content=content, version=rating.version, by=mia, now=now)
    scoring.take(scorecards.release(rating, version=receipt.version, by=mia, now=now), now=now)

    assert review not in ours.get(reverse("simulations:calls")).content.decode()
    assert (ada.practice_reviews.get().score, Call.objects.get(pk=call.pk).score) == ("100", 88)


@pytest.mark.parametrize("first", ["quinn", "mia"])
def test_both_released_cards_of_a_practice_call_are_read(ada, mia, tom, quinn, ada_and_mia, slots, now, first):
    call = held(calls.practise(ada, call_type="complaint", by=ada, now=now), tom, now)
    calls.ask_for_score(call, by=ada, now=now)
    if first == "quinn":
        scoring.take(scored(call, "77.77", by=quinn, now=now), now=now)
    rating = scoring.begin_review(call, by=mia, now=now)
    lines = {key: {"level": level, "comment": "zqx of mia", "at_ms": 500} for key, level in levels("90").items()}
    content = {"lines": lines, "critical": {}}
    receipt = scorecards.save_draft(rating, content=content, version=rating.version, by=mia, now=now)
    page = reverse("simulations:score", args=[call.key])
    assert "zqx of mia" not in client_of(ada).get(page).content.decode()

    scoring.take(scorecards.release(rating, version=receipt.version, by=mia, now=now), now=now)
    if first == "mia":
        scoring.take(scored(call, "77.77", by=quinn, now=now), now=now)

    for reader, title in ((ada, "Your mentor's rating"), (mia, "The mentor's rating")):
        text = client_of(reader).get(page).content.decode()
        found = [words in text for words in (title, "zqx of mia", "90.0", "could be better", "77.7")]
        assert (found, "QA has this call on its list" in text) == ([True] * 5, False)


def test_calls_to_come_are_counted_by_the_figures_in_force(ben):
    page = client_of(ben).get(reverse("simulations:calls")).content.decode()

    assert "Consultations: 5, complaints: 3, transactions: 2." in page
