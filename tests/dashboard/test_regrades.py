"""What a regrade means for people's gates and licences, shown before anything changes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import admissions, appeals, regrades
from assessments.domain import bank as question_bank
from assessments.models import Attempt, Bank, Mark, Paper, Question, Regrade, Topic
from courses.domain import judging
from courses.models import GateResult
from dashboard import tasks
from dashboard.domain import consequences
from people.models import LevelHeld, Notice
from tests.assessments.made import content
from tests.conftest import NOW
from tests.courses.conftest import ada_enrolled, course, examine, programme, read_week, sit

__all__ = ["ada_enrolled", "course", "programme"]

LATER = NOW + timedelta(days=1)
RULE = Regrade.Rule


def question_worth(points):
    return Question.objects.get(topic__key="t1", versions__number=1, versions__points=points)


def drafted(points, rule, key=None):
    return regrades.draft(question_worth(points).versions.get(number=1), rule, key)


def week_one(ada, enrolment, quinn, *, practical):
    """ada's theory is 76; with a practical of 78 the gate of week 1 stays shut (77.2), with 83 it opens (80.2)."""
    read_week(ada, 1, NOW)
    judging.judge(enrolment, now=NOW)
    sit(ada, "week-1-theory", 76, NOW)
    examine(ada, practical, by=quinn, now=NOW)
    judging.judge(enrolment, now=NOW)


def through(draft, tom, tara):
    made = regrades.propose(draft, reason="The key was wrong", by=tom, now=LATER)
    regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tara, now=LATER)
    regrades.apply(made, now=LATER)


@pytest.fixture
def failed(ada, ada_enrolled, quinn):
    week_one(ada, ada_enrolled, quinn, practical=78)


@pytest.fixture
def passed(ada, ada_enrolled, quinn):
    week_one(ada, ada_enrolled, quinn, practical=83)


def test_a_gate_that_would_open_is_named(failed):
    (change,) = regrades.preview(drafted(18, RULE.FULL_CREDIT)).changes

    found = consequences.of(change, LATER)

    assert (found.change.before, found.change.after) == (76, 94)
    assert (found.opens, found.shaken, found.gate) == (True, False, "The gate of week 1 opens.")
    assert not GateResult.objects.exists()


def test_a_gate_opens_once_the_results_are_written(failed, ada_enrolled, tom, tara):
    through(drafted(18, RULE.FULL_CREDIT), tom, tara)

    judging.judge(ada_enrolled, now=LATER)

    assert GateResult.objects.get(enrolment=ada_enrolled).score == "422/5"  # 0.4 x 94 + 0.6 x 78


def test_a_passed_gate_stands_and_hr_is_told_once(passed, tom, tara, hana, hugo, ada_enrolled):
    body = content("1.0?", "True", "*False")
    key = question_bank.write_version(question_worth(76), content=body, points=76, difficulty=1, by=tom, now=NOW)
    question_bank.review_version(key, approved=True, comment="", by=tara, now=NOW)
    (change,) = regrades.preview(drafted(76, RULE.NEW_KEY, key)).changes
    found = consequences.of(change, LATER)
    assert (found.change.after, found.shaken) == (0, True)

    through(drafted(76, RULE.NEW_KEY, key), tom, tara)
    judging.judge(ada_enrolled, now=LATER)
    for _round in range(2):
        tasks.tell_of_shaken_gate(Mark.objects.latest("pk").pk)

    assert GateResult.objects.filter(enrolment=ada_enrolled, week__number=1).count() == 1
    told = Notice.objects.filter(kind="gate-shaken").values_list("person__username", flat=True)
    assert sorted(told) == ["hana", "hugo"]


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [
        (79, 80, (1, 0, 1, 0)),
        (80, 79, (0, 1, 0, 1)),
        (80, 80, (0, 0, 0, 0)),
        (80, 81, (1, 0, 0, 0)),
        (79, 78, (0, 1, 0, 0)),
    ],
)
def test_sums_count_who_crosses_the_mark(before, after, counts):
    found = consequences.sums([regrades.Change(None, before, after)], lambda change: 80)

    assert (found.up, found.down, found.passes, found.fails) == counts


def test_looking_at_a_preview_leaves_no_trace(client, failed, tom):
    client.force_login(tom)
    version = question_worth(18).versions.get(number=1)
    address = reverse("dashboard:regrade-new", args=[question_worth(18).key])

    page = client.get(address, {"version": version.pk, "rule": "full-credit"})

    assert "The gate of week 1 opens." in page.content.decode()
    assert (Regrade.objects.count(), Mark.objects.count()) == (0, 1)


def test_a_regrade_of_another_programmes_question_is_not_listed(client, failed, tom, tara):
    made = regrades.propose(drafted(18, RULE.FULL_CREDIT), reason="Not taught", by=tom, now=LATER)
    bank = Bank.objects.create(key="other", title_en="Other", title_zh="其他")
    bank.keepers.add(tom)
    Topic.objects.filter(key="t1").update(bank=bank)
    client.force_login(tara)

    assert "Not taught" not in client.get(reverse("dashboard:regrades")).text
    assert client.get(reverse("dashboard:regrade", args=[made.key])).status_code == 404


def test_two_trainers_take_a_regrade_through(client, failed, tom, tara):
    version = question_worth(18).versions.get(number=1)
    client.force_login(tom)
    address = reverse("dashboard:regrade-new", args=[question_worth(18).key])
    client.post(address, {"version": version.pk, "rule": "full-credit", "reason": "Not taught"})
    made = Regrade.objects.get()
    page = reverse("dashboard:regrade", args=[made.key])
    assert "Approve exactly these numbers" not in client.get(page).content.decode()
    assert "Decide on 1 regrade" not in client.get("/").text
    client.force_login(tara)
    assert "Decide on 1 regrade" in client.get("/").text
    seen = client.get(page).context["seen"].fingerprint

    client.post(page, {"act": "approve", "seen": seen})
    regrades.apply(Regrade.objects.get(), now=LATER)

    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("approved", tara)
    assert "94.0" in client.get(page).content.decode()


def test_an_open_appeal_stands_on_every_trainers_home(client, failed, ada, tom):
    attempt = Attempt.objects.get(admission__person=ada)
    appeals.appeal(attempt, position=None, reason="Please look again", by=ada, now=LATER)
    client.force_login(tom)

    page = client.get("/").text

    assert "Answer 1 appeal" in page
    assert "Please look again" not in page


def sit_junior_theory(ada, score):
    """ada's theory of the junior level, which no programme opened."""
    paper = Paper.objects.get(key="week-1-theory")
    Paper.objects.filter(pk=paper.pk).update(key="junior-theory")
    right = {"opens": NOW - timedelta(days=1), "attempts_allowed": 2, "reason": "", "for_key": "ladder"}
    admissions.admit(ada, paper, **right, now=NOW)
    return sit(ada, "junior-theory", score, NOW)


@pytest.mark.parametrize(
    ("score", "dropped", "held", "words", "opens", "shaken"),
    [
        (76, 18, "", "Theory of Junior: reaches the mark 80.", True, False),
        (76, 76, "", "Theory of Junior: stays below the mark 80.", False, False),
        (94, 6, "", "Theory of Junior: stays met.", False, False),
        (82, 76, "", "Theory of Junior: falls below the mark 80.", False, False),
        (82, 76, "recognised", "Theory of Junior: falls below the mark 80.", False, False),
        (82, 76, "award", "Junior rests on this result, which would be below the mark 80.", False, True),
    ],
)
def test_a_question_left_out_of_a_levels_theory_names_the_level(
    score, dropped, held, words, opens, shaken, ada, hana, programme
):
    sit_junior_theory(ada, score)
    if held:
        LevelHeld.objects.create(person=ada, level="junior", from_day=NOW.date(), source=held, recorded_by=hana)
    (change,) = regrades.preview(drafted(dropped, RULE.DROP)).changes

    found = consequences.of(change, LATER)

    assert found.gate.startswith(words)
    assert (found.counts, found.opens, found.shaken) == (True, opens, shaken)


def test_a_held_level_stands_and_hr_is_told_of_it(ada, hana, hugo, tom, tara, programme):
    sit_junior_theory(ada, 82)
    LevelHeld.objects.create(person=ada, level="junior", from_day=NOW.date(), source="award", recorded_by=hana)

    through(drafted(76, RULE.DROP), tom, tara)
    for _round in range(2):
        tasks.tell_of_shaken_gate(Mark.objects.latest("pk").pk)

    told = Notice.objects.filter(kind="gate-shaken").order_by("person__username")
    assert [(notice.person, notice.subject) for notice in told] == [
        (hana, "Ada: a level rests on a corrected result"),
        (hugo, "Ada: a level rests on a corrected result"),
    ]
    assert LevelHeld.objects.filter(person=ada, until_day=None).count() == 1


def test_an_earlier_attempt_at_a_levels_theory_moves_nothing(ada, programme):
    first = sit_junior_theory(ada, 82)
    sit(ada, "junior-theory", 94, NOW + timedelta(days=7))
    first.refresh_from_db()

    found = consequences.of(regrades.Change(first, 82, 25), LATER)

    assert (found.counts, found.shaken, found.gate) == (False, False, "A later attempt counts instead.")
