"""Scorecards: drafts under an optimistic lock, release, correction (hazard 41)."""

from fractions import Fraction

import pytest
from django.urls import reverse

from assessments.domain import scorecards
from assessments.domain.scorecards import ScorecardError, ScorecardMovedError
from assessments.models import Scorecard, ScorecardSave
from assessments.signals import scorecard_released
from people.models import Event
from tests.assessments.made import full_card


@pytest.fixture
def card(rubric, ada, quinn, now):
    return begin(rubric, ada, quinn, now)


def begin(rubric, person, by, now, **more):
    facts = {"purpose": "mock-call", "kind": "call", "subject_key": "call-1"} | more
    return scorecards.start(rubric, person=person, by=by, now=now, **facts)


def keep(card, by, now, *, version=0, content=None):
    return scorecards.save_draft(card, content=content or full_card(card), version=version, by=by, now=now)


def test_beginning_twice_gives_one_draft(card, rubric, ada, qing, now):
    again = begin(rubric, ada, qing, now)

    assert (again, Scorecard.objects.count()) == (card, 1)


@pytest.mark.parametrize(
    ("purpose", "who", "scores"),
    [
        ("mock-call", "quinn", True),
        ("mock-call", "tom", False),
        ("mock-call", "mia", False),
        ("practice-call", "mia", True),
        ("practice-call", "ben", False),
        ("practical", "tom", True),
        ("practical", "lena", False),
        ("spot-check", "lena", True),
        ("self", "ada", True),
        ("self", "quinn", False),
        ("mock-call", "ada", False),
    ],
)
def test_who_scores_what(request, rubric, ada, now, purpose, who, scores):
    by = request.getfixturevalue(who)

    try:
        begin(rubric, ada, by, now, purpose=purpose)
    except ScorecardError:
        assert not scores
    else:
        assert scores


def test_a_trainer_who_mentors_the_hire_does_not_examine_them(rubric, ada_and_mia, ada, mia, now):
    from people.domain.roles import give_role

    give_role(mia, "trainer")

    with pytest.raises(ScorecardError, match="mentor"):
        begin(rubric, ada, mia, now, purpose="practical")


def test_the_later_save_loses_and_both_are_kept(card, quinn, qing, now):
    first = keep(card, quinn, now, content=full_card(card, greets=4))
    second = keep(card, qing, now, content=full_card(card, greets=1))

    assert (first.kept, first.version) == (True, 1)
    assert (second.kept, second.version, second.by) == (False, 1, quinn)
    assert second.content["lines"]["greets"]["level"] == 4
    saves = ScorecardSave.objects.order_by("pk")
    assert [(save.version, save.content["lines"]["greets"]["level"]) for save in saves] == [(1, 4), (None, 1)]


def test_the_loser_gets_409(signed_in, card, quinn, qing, now):
    keep(card, quinn, now)

    answer = signed_in(qing).post(
        reverse("assessments:scorecard-draft", args=[card.key]), {"version": 0, "level-greets": "1"}
    )

    assert answer.status_code == 409
    assert "Quinn has saved this draft meanwhile" in answer.json()["sentence"]


@pytest.mark.parametrize("field", ["level-greets", "critical-unknown", "level-unknown"])
def test_a_forged_draft_is_refused(signed_in, card, quinn, field):
    answer = signed_in(quinn).post(reverse("assessments:scorecard-draft", args=[card.key]), {"version": 0, field: "9"})

    assert answer.status_code == 422
    assert ScorecardSave.objects.count() == 0


def test_a_draft_answers_with_what_follows(signed_in, card, quinn):
    fields = {
        "version": 0,
        "level-greets": "4",
        "level-records": "3",
        "comment-records": "late",
        "time-records": "1:05",
    }

    answer = signed_in(quinn).post(reverse("assessments:scorecard-draft", args=[card.key]), fields).json()

    assert (answer["version"], answer["points"]["records"], answer["scored"]) == (1, "22.5", "2 of 3 scored")
    assert "62.5" in answer["consequence"]
    assert "92.5" in answer["consequence"]
    assert "1 line left before you can submit" in answer["consequence"]


def test_a_release_needs_every_line_and_comment(card, quinn, now):
    content = full_card(card, greets=3)
    content["lines"]["greets"]["comment"] = ""
    keep(card, quinn, now, content=content)

    with pytest.raises(ScorecardError, match="1 lost point still needs a comment"):
        scorecards.release(card, version=1, by=quinn, now=now)


def test_a_release_fixes_the_exact_score_and_announces_it(card, quinn, now):
    heard = []

    def hear(scorecard, **kwargs):
        heard.append(scorecard.effective)

    scorecard_released.connect(hear)
    keep(card, quinn, now, content=full_card(card, greets=3, records=1))
    scorecards.release(card, version=1, by=quinn, now=now)
    scorecard_released.disconnect(hear)

    assert (card.state, card.raw, card.effective) == ("released", Fraction(135, 2), Fraction(135, 2))
    assert heard == [Fraction(135, 2)]
    assert card.lines.count() == 3
    assert Event.objects.filter(verb="scorecard-released").count() == 1


def test_a_critical_error_counts_0_and_keeps_the_raw_score(card, quinn, now):
    content = full_card(card)
    content["critical"] = {"leak": {"comment": "told the neighbour", "at_ms": 9000}}
    keep(card, quinn, now, content=content)

    scorecards.release(card, version=1, by=quinn, now=now)

    assert (card.raw, card.effective, card.is_critical) == (100, 0, True)


def test_a_notice_played_by_the_line_cannot_be_missed(rubric, ada, quinn, now):
    card = begin(rubric, ada, quinn, now, notice_played=True)
    content = full_card(card)
    content["critical"] = {"no-notice": {"comment": "silent", "at_ms": 0}}

    with pytest.raises(ScorecardError, match="does not fit"):
        keep(card, quinn, now, content=content)


def test_a_line_may_be_left_out_only_with_an_allowed_reason(card, quinn, now):
    content = full_card(card, greets=3)
    content["lines"]["hands-over"] |= {"level": None, "not_applicable": 0}
    keep(card, quinn, now, content=content)

    scorecards.release(card, version=1, by=quinn, now=now)

    assert card.raw == Fraction(60 * 100, 70)


def test_a_release_of_an_older_draft_is_refused(card, quinn, qing, now):
    keep(card, quinn, now)
    keep(card, qing, now, version=1)

    with pytest.raises(ScorecardMovedError):
        scorecards.release(card, version=1, by=quinn, now=now)


def test_a_correction_supersedes_with_its_reason(card, quinn, qing, now):
    keep(card, quinn, now, content=full_card(card, greets=2))
    scorecards.release(card, version=1, by=quinn, now=now)

    with pytest.raises(ScorecardError, match="reason"):
        scorecards.correct(card, reason=" ", by=qing, now=now)
    correction = scorecards.correct(card, reason="The greeting was cut from the recording", by=qing, now=now)
    keep(correction, qing, now, version=1)
    scorecards.release(correction, version=2, by=qing, now=now)

    card.refresh_from_db()
    assert (card.state, card.effective) == ("superseded", Fraction(80))
    assert (correction.state, correction.effective, correction.supersedes) == ("released", Fraction(100), card)


def test_a_second_correction_at_once_is_refused(card, quinn, qing, now):
    keep(card, quinn, now)
    scorecards.release(card, version=1, by=quinn, now=now)
    scorecards.correct(card, reason="one", by=quinn, now=now)

    with pytest.raises(ScorecardError, match="started already"):
        scorecards.correct(card, reason="two", by=qing, now=now)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_person_reads_each_line_once_released(signed_in, card, ada, ben, quinn, now, language):
    type(ada).objects.filter(pk=ada.pk).update(language=language)
    keep(card, quinn, now, content=full_card(card, greets=3))
    address = reverse("assessments:scorecard", args=[card.key])

    before = signed_in(ada).get(address).status_code
    scorecards.release(card, version=1, by=quinn, now=now)
    after = signed_in(ada).get(address)

    assert (before, after.status_code, signed_in(ben).get(address).status_code) == (404, 200, 404)
    assert "heard" in after.content.decode()
