"""A faulty question: what a regrade would do is shown, decided by a second person, and told to everybody it moves."""

from datetime import timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from django_q.models import OrmQ
from hypothesis import given
from hypothesis import strategies as st

from assessments import tasks
from assessments.domain import admissions, attempts, marking, outlook, practice, regrades, retention
from assessments.domain import bank as questions
from assessments.domain.marks import result_of
from assessments.domain.regrades import RegradeError
from assessments.models import Attempt, Mark, MarkLine, Paper, PaperRow, PracticeCard, Question, Regrade
from people.domain import append_only
from people.models import Notice
from tests.assessments.made import content, right_places
from tests.conftest import NOW

LATER = NOW + timedelta(days=1)
RULE = Regrade.Rule


@pytest.fixture
def admit(bank):
    """Everybody gets all seven questions: four greetings of 5 points, three on tickets of 10."""
    paper = Paper.objects.create(
        key="week-1-theory", title_en="Week 1 theory", title_zh="第一周理论", minutes=30, published=NOW
    )
    for position, (topic, count) in enumerate(zip(bank, (4, 3), strict=True), 1):
        PaperRow.objects.create(paper=paper, topic=topic, position=position, count=count)

    def admitted(person):
        opens = NOW - timedelta(days=1)
        return admissions.admit(person, paper, opens=opens, attempts_allowed=1, reason="", for_key="week-1", now=NOW)

    return admitted


@pytest.fixture
def greeting(bank):
    return Question.objects.get(key="greeting-1")


@pytest.fixture
def mended(greeting, tom, tara):
    """A second version of the first greeting question: now the second option is right."""
    body = content("How do you greet caller 1?", "With name and firm", "*With a sigh", "Not at all")
    made = questions.write_version(greeting, content=body, points=5, difficulty=1, by=tom, now=NOW)
    questions.review_version(made, approved=True, comment="", by=tara, now=NOW)
    return made


@pytest.fixture
def taken(admit, greeting, ada, ben):
    """ada answered the first greeting question by the old key, ben by the mended one; all the rest is right."""
    return {person.username: sit(admit(person), greeting, by_old_key=person is ada) for person in (ada, ben)}


def sit(admission, question, *, by_old_key: bool) -> Attempt:
    person = admission.person
    attempt = attempts.start(admission, by=person, now=NOW)
    for row in attempt.questions.select_related("question_version__question"):
        is_it = row.question_version.question_id == question.pk
        value = [str(row.option_order.index(1))] if is_it and not by_old_key else right_places(row)
        key = f"answer-{row.position}"
        attempts.save_answer(attempt, row.position, value=value, version=0, key=key, by=person, now=NOW)
    return attempts.submit(attempt, by=person, now=NOW + timedelta(minutes=5))


def first_version(question):
    return question.versions.get(number=1)


def score(attempt):
    attempt.refresh_from_db()
    return result_of(attempt).score


def approve(question, rule, key, tom, tara, *, now=LATER):
    draft = regrades.draft(first_version(question), rule, key)
    made = regrades.propose(draft, reason="Both were taught", by=tom, now=now)
    approved = regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tara, now=now)
    regrades.apply(approved, now=now)
    return approved


@pytest.mark.parametrize(
    ("rule", "ada_after", "ben_after"),
    [
        (RULE.KEEP_BOTH, 100, 100),
        (RULE.NEW_KEY, 90, 100),
        (RULE.FULL_CREDIT, 100, 100),
        (RULE.DROP, 100, 100),
    ],
)
def test_a_preview_shows_each_rule_and_writes_nothing(rule, ada_after, ben_after, taken, mended, greeting):
    key = mended if rule in regrades.BY_KEY else None

    found = regrades.preview(regrades.draft(first_version(greeting), rule, key))

    assert {c.attempt.admission.person.username: (c.before, c.after) for c in found.changes} == {
        "ada": (100, ada_after),
        "ben": (90, ben_after),
    }
    assert (Regrade.objects.count(), Mark.objects.count()) == (0, 2)


@pytest.mark.parametrize("rule", RULE.values)
def test_what_was_previewed_is_what_stands_afterwards(rule, taken, greeting, mended, tom, tara):
    draft = regrades.draft(first_version(greeting), rule, mended if rule in regrades.BY_KEY else None)
    seen = regrades.preview(draft)
    made = regrades.propose(draft, reason="Both were taught", by=tom, now=LATER)
    assert [score(taken[name]) for name in ("ada", "ben")] == [100, 90]

    approved = regrades.approve(made, fingerprint=seen.fingerprint, by=tara, now=LATER)
    regrades.apply(approved, now=LATER)

    foreseen = {change.attempt.key: change.after for change in seen.changes}
    assert foreseen == {attempt.key: score(attempt) for attempt in taken.values()}


def test_a_corrected_mark_supersedes_with_reason_and_author(taken, greeting, mended, tom, tara):
    approve(greeting, RULE.KEEP_BOTH, mended, tom, tara)

    first, second = taken["ben"].marks.order_by("pk")
    assert (second.supersedes, second.reason, second.by) == (first, "Both were taught", tara)
    assert (first.points, second.points, second.maximum) == (45, 50, 50)
    assert taken["ada"].marks.count() == 1


def test_those_whose_result_moved_are_told_once_and_nobody_else(taken, greeting, mended, tom, tara, ben):
    approved = approve(greeting, RULE.KEEP_BOTH, mended, tom, tara)
    regrades.apply(approved, now=LATER + timedelta(hours=1))

    notices = Notice.objects.filter(kind="attempt-remarked")
    assert [(notice.person, notice.body) for notice in notices] == [
        (ben, "Week 1 theory: 90.0 is now 100.0. A question was judged anew: Both were taught")
    ]
    assert taken["ben"].marks.count() == 2


def test_an_attempt_that_ends_later_is_judged_by_the_regrade(greeting, admit, ada, tom, tara):
    attempt = attempts.start(admit(ada), by=ada, now=NOW)
    approve(greeting, RULE.DROP, None, tom, tara, now=NOW + timedelta(minutes=1))

    attempts.submit(attempt, by=ada, now=NOW + timedelta(minutes=5))

    mark = attempt.marks.get()
    assert (mark.maximum, mark.lines.filter(dropped=True).count()) == (45, 1)


@pytest.mark.parametrize("is_swept", [False, True])
def test_a_dropped_question_has_lost_nothing_before_and_after_the_sweep(is_swept, greeting, admit, ada, tom, tara):
    attempt = attempts.start(admit(ada), by=ada, now=NOW)
    approve(greeting, RULE.DROP, None, tom, tara, now=NOW + timedelta(minutes=1))
    if is_swept:
        attempts.submit(attempt, by=ada, now=NOW + timedelta(minutes=5))

    listed = {one.stem for one in outlook.lost(attempt, {})}

    assert len(listed) == attempt.questions.count() - 1
    assert first_version(greeting).stem not in listed


def test_nobody_approves_their_own_regrade(greeting, taken, tom):
    draft = regrades.draft(first_version(greeting), RULE.DROP, None)
    made = regrades.propose(draft, reason="Not taught", by=tom, now=LATER)

    with pytest.raises(RegradeError, match="second person"):
        regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tom, now=LATER)

    made.refresh_from_db()
    assert made.state == Regrade.State.PROPOSED


def test_numbers_that_moved_since_are_not_approved(greeting, taken, admit, mia, tom, tara):
    draft = regrades.draft(first_version(greeting), RULE.DROP, None)
    seen = regrades.preview(draft).fingerprint
    made = regrades.propose(draft, reason="Not taught", by=tom, now=LATER)
    sit(admit(mia), greeting, by_old_key=False)

    with pytest.raises(RegradeError, match="More results"):
        regrades.approve(made, fingerprint=seen, by=tara, now=LATER)


def test_a_declined_regrade_changes_nothing(greeting, taken, tom, tara):
    draft = regrades.draft(first_version(greeting), RULE.DROP, None)
    made = regrades.propose(draft, reason="Not taught", by=tom, now=LATER)

    regrades.decline(made, reason="It was taught on day two", by=tara, now=LATER)

    assert (list(regrades.still_to_apply()), Mark.objects.count()) == ([], 2)
    with pytest.raises(RegradeError, match="decided already"):
        regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tara, now=LATER)


def test_the_proposer_takes_a_regrade_back(greeting, taken, tom):
    draft = regrades.draft(first_version(greeting), RULE.DROP, None)
    made = regrades.propose(draft, reason="Not taught", by=tom, now=LATER)

    regrades.decline(made, reason="It was taught after all", by=tom, now=LATER)

    made.refresh_from_db()
    assert (made.state, made.decided_by) == (Regrade.State.DECLINED, tom)


def test_nobody_decides_on_a_question_of_their_own_exam(greeting, admit, taken, tom, tara):
    sit(admit(tara), greeting, by_old_key=False)
    draft = regrades.draft(first_version(greeting), RULE.FULL_CREDIT, None)
    made = regrades.propose(draft, reason="Not taught", by=tom, now=LATER)
    seen = regrades.preview(made).fingerprint

    for decide in (
        lambda: regrades.approve(made, fingerprint=seen, by=tara, now=LATER),
        lambda: regrades.decline(made, reason="No", by=tara, now=LATER),
    ):
        with pytest.raises(RegradeError, match="an exam of your own"):
            decide()


def test_a_second_proposal_for_a_version_waits_for_the_first(greeting, taken, tom):
    first, second = (regrades.draft(first_version(greeting), RULE.DROP, None) for _ in range(2))
    regrades.propose(first, reason="Not taught", by=tom, now=LATER)

    with pytest.raises(RegradeError, match="waits for a decision"):
        regrades.propose(second, reason="Not taught", by=tom, now=LATER)


def test_a_key_with_other_options_cannot_judge_the_old_answers(greeting, tom):
    body = content("How do you greet caller 1?", "a", "*b", "c", "d")
    other = questions.write_version(greeting, content=body, points=5, difficulty=1, by=tom, now=NOW)

    with pytest.raises(RegradeError, match="other options"):
        regrades.draft(first_version(greeting), RULE.NEW_KEY, other)


def test_a_key_whose_options_changed_places_is_refused(greeting, taken, tom, tara):
    body = content("How do you greet caller 1?", "With a sigh", "*With name and firm", "Not at all")
    made = questions.write_version(greeting, content=body, points=5, difficulty=1, by=tom, now=NOW)
    questions.review_version(made, approved=True, comment="", by=tara, now=NOW)

    with pytest.raises(RegradeError, match="other options"):
        regrades.draft(first_version(greeting), RULE.NEW_KEY, made)


def test_a_key_that_nobody_reviewed_decides_nothing(greeting, taken, tom):
    body = content("How do you greet caller 1?", "With name and firm", "*With a sigh", "Not at all")
    made = questions.write_version(greeting, content=body, points=5, difficulty=1, by=tom, now=NOW)

    with pytest.raises(RegradeError, match="not been reviewed"):
        regrades.draft(first_version(greeting), RULE.NEW_KEY, made)


def test_the_author_of_the_key_does_not_approve_it(taken, greeting, mended, tom, tara):
    made = regrades.propose(
        regrades.draft(first_version(greeting), RULE.NEW_KEY, mended), reason="Taught", by=tara, now=LATER
    )

    with pytest.raises(RegradeError, match="wrote the key"):
        regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tom, now=LATER)


def test_the_last_question_of_a_running_exam_is_not_dropped(bank, ada, tom):
    paper = Paper.objects.create(key="one", title_en="One", title_zh="一", minutes=30, published=NOW)
    PaperRow.objects.create(paper=paper, topic=bank[0], position=1, count=1)
    right = {"opens": NOW - timedelta(days=1), "attempts_allowed": 1, "reason": "", "for_key": "one"}
    attempt = attempts.start(admissions.admit(ada, paper, **right, now=NOW), by=ada, now=NOW)
    version = attempt.questions.get().question_version

    with pytest.raises(RegradeError, match="nothing would be left"):
        regrades.propose(regrades.draft(version, RULE.DROP, None), reason="Not taught", by=tom, now=NOW)


def test_a_dropped_answer_comes_back_as_it_was_given(taken, greeting, mended, tom, tara):
    approve(greeting, RULE.DROP, None, tom, tara)
    draft = regrades.draft(first_version(greeting), RULE.KEEP_BOTH, mended)
    seen = {change.attempt.key: change.after for change in regrades.preview(draft).changes}

    later = LATER + timedelta(days=1)
    made = regrades.propose(draft, reason="Both were taught", by=tom, now=later)
    regrades.apply(
        regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tara, now=later), now=later
    )

    assert seen == {attempt.key: score(attempt) for attempt in taken.values()}


def test_regrades_of_the_same_exams_wait_for_each_other(taken, greeting, tom, tara):
    other = Question.objects.get(key="greeting-2")
    rows = [
        regrades.propose(regrades.draft(first_version(one), RULE.DROP, None), reason="Not taught", by=tom, now=LATER)
        for one in (greeting, other)
    ]
    seen = [regrades.preview(row).fingerprint for row in rows]
    regrades.approve(rows[0], fingerprint=seen[0], by=tara, now=LATER)

    with pytest.raises(RegradeError, match="just being applied"):
        regrades.approve(rows[1], fingerprint=seen[1], by=tara, now=LATER)


def test_two_regrades_of_one_version_follow_each_other(taken, greeting, mended, tom, tara):
    approve(greeting, RULE.NEW_KEY, mended, tom, tara)
    assert score(taken["ada"]) == 90

    approve(greeting, RULE.FULL_CREDIT, None, tom, tara, now=LATER + timedelta(days=1))

    assert [score(taken[name]) for name in ("ada", "ben")] == [100, 100]
    assert taken["ada"].marks.count() == 3


def test_an_attempt_no_sweep_has_closed_shows_the_same_result(greeting, admit, ada, tom, tara):
    attempt = attempts.start(admit(ada), by=ada, now=NOW)
    approve(greeting, RULE.FULL_CREDIT, None, tom, tara, now=NOW + timedelta(minutes=1))
    much_later = NOW + timedelta(hours=3)
    derived = result_of(attempt, much_later)

    attempts.close_overdue(much_later)

    assert (derived.score, score(attempt)) == (10, 10)


def test_an_approved_regrade_is_applied_once_more_after_it_has_settled(taken, greeting, tom, tara):
    approved = approve(greeting, RULE.DROP, None, tom, tara)
    assert list(regrades.still_to_apply()) == [approved]

    regrades.apply(approved, now=LATER + timedelta(minutes=6))

    assert list(regrades.still_to_apply()) == []


PARTS = st.tuples(st.integers(1, 9), st.fractions(0, 1, max_denominator=60), st.booleans())


@given(st.lists(PARTS, min_size=1, max_size=12).filter(lambda rows: not all(dropped for *_rest, dropped in rows)))
def test_a_total_is_the_exact_sum_of_what_counts(rows):
    topic = SimpleNamespace(key="topic")
    asked = SimpleNamespace(question_version=SimpleNamespace(question=SimpleNamespace(topic=topic)))
    judged = [
        marking.QuestionPoints(asked, {}, True, share * maximum, maximum, dropped=dropped)
        for maximum, share, dropped in rows
    ]

    found = marking.total(judged)

    counted = [(maximum, share) for maximum, share, dropped in rows if not dropped]
    assert Fraction(found.points, found.scale) == sum(maximum * share for maximum, share in counted)
    assert Fraction(found.maximum, found.scale) == sum(maximum for maximum, _share in counted)


@pytest.mark.pure
@given(st.fractions(0, 100))
def test_points_stay_exact_or_are_rounded_up_by_less_than_a_millionth(points):
    kept = marking.countable(points)

    assert marking.FINEST % kept.denominator == 0
    assert 0 <= kept - points < Fraction(1, 1_000_000)


@pytest.mark.pure
@pytest.mark.parametrize("points", [Fraction(4, 3), Fraction(5, 7), Fraction(10, 11), Fraction("0.0001"), Fraction(7)])
def test_the_shares_people_write_stay_exact(points):
    assert marking.countable(points) == points


def points_due(person):
    return [card.point for card in practice.due(person, LATER + timedelta(days=2))]


@pytest.fixture
def practised(taken):
    """ben missed a greeting, ada nothing."""
    for attempt in taken.values():
        practice.learn_from(attempt, now=NOW)


@pytest.mark.parametrize(
    ("rule", "ada_due", "ben_due"),
    [(RULE.KEEP_BOTH, [], []), (RULE.NEW_KEY, ["greeting"], []), (RULE.FULL_CREDIT, [], []), (RULE.DROP, [], [])],
)
def test_practice_follows_a_regrade(
    rule, ada_due, ben_due, practised, greeting, mended, tom, tara, ada, ben, time_machine
):
    assert (points_due(ada), points_due(ben)) == ([], ["greeting"])
    approve(greeting, rule, mended if rule in regrades.BY_KEY else None, tom, tara)

    time_machine.move_to(LATER)
    for _round in range(2):
        tasks.practise_lately()

    assert (points_due(ada), points_due(ben)) == (ada_due, ben_due)
    assert PracticeCard.objects.filter(person=ben).count() == 1


def test_a_point_that_was_practised_stays(
    practised, greeting, mended, taken, ben, tom, tara, django_capture_on_commit_callbacks
):
    PracticeCard.objects.filter(person=ben).update(reviews_count=1)
    with django_capture_on_commit_callbacks(execute=True):
        approve(greeting, RULE.KEEP_BOTH, mended, tom, tara)
    queued = [row.task["args"] for row in OrmQ.objects.all()]
    assert ("assessments.tasks.practise_from", taken["ben"].pk) in queued

    practice.learn_from(taken["ben"], now=LATER)

    assert points_due(ben) == ["greeting"]


def test_a_point_missed_elsewhere_stays_and_one_withdrawn_comes_back(
    practised, greeting, mended, taken, bank, ben, tom, tara
):
    approve(greeting, RULE.KEEP_BOTH, mended, tom, tara)
    other = taken["ben"].questions.get(question_version__question__key="greeting-2")
    line = MarkLine.objects.filter(question=other, mark__superseded_by=None)
    append_only.lift()
    line.update(points=0)
    practice.learn_from(taken["ben"], now=LATER)
    assert points_due(ben) == ["greeting"]

    PracticeCard.objects.update(withdrawn=LATER)
    assert (points_due(ben), retention.of_person(ben, LATER), practice.waiting(ben, LATER)) == ([], [], 0)
    practice.learn_from(taken["ben"], now=LATER)
    assert points_due(ben) == ["greeting"]
