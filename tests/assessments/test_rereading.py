"""A text is read again by somebody else, blind as the first time; its exam's result follows and its writer is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import appeals, essays, marks, readers, rereading, results, scorecards
from assessments.domain.scorecards import ScorecardError
from assessments.models import Attempt, Bank, Mark, Paper, Scorecard, Topic
from assessments.signals import attempt_remarked
from people.models import Event, Mentorship
from tests.assessments.made import full_card, hand_in_essay, make_essay_paper
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)
MUCH_LATER = NOW + timedelta(hours=2)


@pytest.fixture
def essay_paper(rubric, now):
    return make_essay_paper(now)


@pytest.fixture
def attempt(essay_paper, ada):
    return hand_in_essay(ada, essay_paper, now=NOW)[0]


@pytest.fixture
def first(attempt, quinn):
    """Quinn gave ada's text 80 of 100: 8 of its 10 points, and 5 more by rule."""
    card = score(essays.claim_next(by=quinn, now=NOW), quinn, NOW, greets=2)
    results.complete(attempt, now=NOW)
    attempt.refresh_from_db()
    return card


@pytest.fixture
def upheld(first, attempt, ada, tara):
    row = appeals.appeal(attempt, position=None, reason="I did greet", by=ada, now=LATER)
    return appeals.decide(row, is_upheld=True, decision="The greeting is there", by=tara, now=LATER)


def score(card, by, now, **levels):
    receipt = scorecards.save_draft(card, content=full_card(card, **levels), version=card.version, by=by, now=now)
    return essays.release(card, version=receipt.version, by=by, now=now)


@pytest.fixture
def heard():
    """The points before and after, as announced."""
    points = []

    def hear(before, after, **sent):
        points.append((before.points, after.points))

    attempt_remarked.connect(hear)
    yield points
    attempt_remarked.disconnect(hear)


def test_a_second_reading_supersedes_score_and_result(heard, first, attempt, ada, qing):
    draft = rereading.ask(first, reason="The greeting is there", by=qing, now=LATER)
    assert marks.result_of(Attempt.objects.get(), LATER).points == 13
    assert scorecards.draft_of(draft).content() == scorecards.released_card(first).content()

    second = score(draft, qing, LATER)

    attempt.refresh_from_db()
    first.refresh_from_db()
    old, new = Mark.objects.order_by("pk")
    notice = ada.notices.get(kind="attempt-remarked")
    assert (first.state, second.state, second.supersedes, second.scorer) == ("superseded", "released", first, qing)
    assert (marks.result_of(attempt).points, new.supersedes, new.by) == (15, old, qing)
    assert new.reason == second.reason == "The greeting is there"
    assert heard == [(13, 15)]
    assert notice.body == "Complaints: 86.6 is now 100.0. A text of yours was read again: The greeting is there"
    verbs = Event.objects.filter(actor_key=qing.key).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["scorecard-correction-started", "scorecard-released", "attempt-remarked"]


def test_a_score_that_stays_is_told_as_well(first, attempt, ada, qing):
    draft = rereading.ask(first, reason="To be sure", by=qing, now=LATER)

    score(draft, qing, LATER, greets=2)

    told = ada.notices.get(kind="attempt-remarked")
    assert told.body == "Complaints: the result stays at 86.6. A colleague read it again because: To be sure"
    assert (attempt.marks.count(), Scorecard.objects.filter(state="released").count()) == (1, 1)


@pytest.mark.parametrize(
    ("who", "reason", "sentence"),
    [
        ("ada", "I greeted", "own work"),
        ("quinn", "Second thoughts", "their own score"),
        ("mia", "I greeted", "role"),
        ("lena", "She greeted", "role"),
        ("tom", "She greeted", "role"),
        ("tara", "She greeted", "role"),
        ("qing", "  ", "reason"),
    ],
)
def test_not_everybody_may_have_a_score_corrected(who, reason, sentence, first, request, ada, tom, quinn):
    """Tom mentors ada; tara does not keep the question's bank."""
    Mentorship.objects.create(mentor=tom, hire=ada, place=1, started_on=NOW.date(), confirmed_by=quinn)
    bank = Bank.objects.create(key="other", title_en="Other", title_zh="其他")
    bank.keepers.add(tom)
    Topic.objects.filter(key="complaints").update(bank=bank)

    with pytest.raises(ScorecardError, match=sentence):
        rereading.ask(first, reason=reason, by=request.getfixturevalue(who), now=LATER)

    assert Scorecard.objects.count() == 1


def test_who_scored_the_first_correction_does_not_correct_it(first, quinn, qing, tara):
    second = score(rereading.ask(first, reason="Greeted", by=qing, now=LATER), qing, LATER)

    assert [readers.can_reread(person, second) for person in (quinn, qing, tara)] == [False, False, True]
    third = score(rereading.ask(second, reason="Not greeted", by=tara, now=LATER), tara, LATER, greets=0)
    assert (third.supersedes, Mark.objects.count()) == (second, 3)


def test_who_upheld_the_appeal_asks_and_a_colleague_reads(upheld, first, ada, quinn, tara, tom):
    draft = rereading.ask(first, reason="The greeting is there", by=tara, now=LATER)
    with pytest.raises(ScorecardError, match="neither scored it nor answered"):
        scorecards.save_draft(draft, content=full_card(draft), version=1, by=tara, now=LATER)
    with pytest.raises(ScorecardError, match="started already"):
        rereading.ask(first, reason="Again", by=tara, now=LATER)
    assert [len(essays.waiting(person)) for person in (tara, quinn, tom)] == [0, 0, 1]
    with pytest.raises(ScorecardError, match="neither scored it nor answered"):
        essays.take_over(draft, by=quinn, now=MUCH_LATER)

    read = essays.claim_next(by=tom, now=MUCH_LATER)
    assert (read, read.scorer) == (draft, tom)
    score(read, tom, MUCH_LATER)

    assert ada.notices.filter(kind="attempt-remarked").count() == 1
    assert not readers.can_ask_again(tara, Scorecard.objects.get(state="released"))


def test_a_result_not_yet_released_follows_in_silence(rubric, ada, quinn, qing):
    paper = make_essay_paper(NOW, release=Paper.Release.BY_PERSON)
    attempt, _question = hand_in_essay(ada, paper, now=NOW)
    first = score(essays.claim_next(by=quinn, now=NOW), quinn, NOW, greets=2)
    results.complete(attempt, now=NOW)

    score(rereading.ask(first, reason="Greeted", by=qing, now=LATER), qing, LATER)

    attempt.refresh_from_db()
    assert (attempt.state, attempt.marks.latest("pk").points, ada.notices.count()) == ("marked", 15, 0)


def test_a_scorer_finds_a_wrong_score_without_learning_whose_it_is(first, ada, qing, client, signed_in):
    signed_in(qing)
    pages = [client.get("/exams/essays/?show=scored"), client.get(f"/exams/scorecards/{first.key}")]
    assert "The parcel comes today" in pages[1].text

    sent = {"reason": "Greeted"}
    pages.append(client.post(f"/exams/scorecards/{first.key}/correct", sent, follow=True))
    draft = Scorecard.objects.get(state="draft")
    pages += [client.get(f"/exams/scorecards/{first.key}"), client.get("/exams/essays/?show=scored")]
    lines = {f"level-{line}": 4 for line in ("greets", "records", "hands-over")}
    answer = client.post(f"/exams/essays/{draft.key}", {"version": 1, "act": "release", **lines}, follow=True)

    assert "This text is read again" in pages[2].text
    assert "Read again. The exam" in answer.text
    for page in [*pages, answer]:
        assert ada.name not in page.text
        assert ada.staff_number not in page.text


def test_an_upheld_appeal_has_the_text_read_again_and_the_writer_sees_it(
    upheld, first, attempt, ada, tara, tom, client, signed_in
):
    page = reverse("assessments:appeal", args=[upheld.key])
    signed_in(tom)
    assert "Have it read again" not in client.get(page).text
    signed_in(tara)
    assert "Have it read again" in client.get(page).text
    asked = client.post(f"/exams/scorecards/{first.key}/correct", {"reason": "The greeting is there"}, follow=True)
    assert asked.redirect_chain[-1][0] == page
    assert "being read again" in asked.text
    assert client.get(f"/exams/essays/{Scorecard.objects.get(state='draft').key}").status_code == 302

    score(essays.claim_next(by=tom, now=MUCH_LATER), tom, MUCH_LATER)

    assert "Have it read again" not in client.get(page).text
    signed_in(ada)
    assert client.post(f"/exams/scorecards/{first.key}/correct", {"reason": "I greeted"}).status_code == 404
    result = client.get(reverse("assessments:exam-result", args=[attempt.key])).text
    assert "86.6 became 100.0." in result
    assert "The greeting is there" in result


@pytest.mark.parametrize("names", [("ada",), ("ada", "ben", "mia")])
def test_the_list_of_texts_read_costs_the_same_for_one_and_three(
    names, essay_paper, quinn, qing, request, client, signed_in, django_assert_num_queries
):
    for name in names:
        hand_in_essay(request.getfixturevalue(name), essay_paper, now=NOW)
        card = score(essays.claim_next(by=quinn, now=NOW), quinn, NOW)
    rereading.ask(card, reason="Greeted", by=qing, now=LATER)
    signed_in(qing)
    client.get("/exams/essays/")

    with django_assert_num_queries(22):
        page = client.get("/exams/essays/?show=scored")

    assert page.text.count("<tr>") == len(names) + 1
