"""Starting, submitting and closing a paper (hazards 21, 29, 34, 43)."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from assessments.domain import admissions, attempts, marks, releases
from assessments.domain.attempts import AttemptError
from assessments.models import Admission, Attempt, Mark, Question, QuestionVersion
from assessments.signals import attempt_released
from people.models import Event
from tests.assessments.made import content, right_places, wrong_places


def answer(attempt, now, *, right: int, by):
    """Answer the first `right` questions rightly, the others wrongly."""
    for question in attempt.questions.select_related("question_version"):
        places = right_places(question) if question.position <= right else wrong_places(question)
        attempts.save_answer(
            attempt, question.position, value=places, version=0, key=f"k{question.position}", by=by, now=now
        )


def test_start_draws_by_topic_and_pins_the_limits(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)

    topics = [q.question_version.question.topic.key for q in attempt.questions.all()]
    assert sorted(topics) == ["greeting", "greeting", "tickets", "tickets", "tickets"]
    assert (attempt.number, attempt.minutes, attempt.grace_seconds) == (1, 30, 20)
    assert attempt.deadline == now + timedelta(minutes=30)
    assert len(attempt.seed) == 64


def test_start_again_returns_the_same_paper(ada, admission, now):
    first = attempts.start(admission, by=ada, now=now)
    papers = {
        tuple((q.position, q.question_version_id, tuple(q.option_order)) for q in again.questions.all())
        for again in (attempts.start(admission, by=ada, now=now + timedelta(seconds=n)) for n in range(100))
    }

    assert Attempt.objects.count() == 1
    assert papers == {tuple((q.position, q.question_version_id, tuple(q.option_order)) for q in first.questions.all())}


def test_only_the_person_admitted_may_start(ben, admission, now):
    with pytest.raises(AttemptError, match="Only the person admitted"):
        attempts.start(admission, by=ben, now=now)


@pytest.mark.parametrize(
    ("opens", "closes", "starts"),
    [(0, None, True), (1, None, False), (-10, 1, True), (-10, 0, False), (-10, -1, False)],
)
def test_a_paper_starts_between_opening_and_closing(ada, paper, now, opens, closes, starts):
    admission = admissions.admit(
        ada,
        paper,
        opens=now + timedelta(seconds=opens),
        closes=None if closes is None else now + timedelta(seconds=closes),
        attempts_allowed=1,
        reason="",
        for_key="week-1",
        now=now,
    )

    try:
        attempts.start(admission, by=ada, now=now)
    except AttemptError:
        assert not starts
    else:
        assert starts


def test_a_withdrawn_admission_starts_nothing(ada, admission, now):
    admissions.withdraw(admission, reason="Gate closed", now=now)

    with pytest.raises(AttemptError, match="no longer open"):
        attempts.start(admission, by=ada, now=now)


def test_admitting_twice_for_one_cause_admits_once(ada, paper, admission, now):
    again = admissions.admit(ada, paper, opens=now, attempts_allowed=9, reason="", for_key="week-1", now=now)

    assert (again, Admission.objects.count()) == (admission, 1)


def test_a_topic_with_too_few_questions_is_named(ada, admission, now):
    Question.objects.filter(key="tickets-rings").update(status="retired")

    with pytest.raises(AttemptError, match="Tickets"):
        attempts.start(admission, by=ada, now=now)

    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(
    ("hours", "starts"), [(Fraction(0), False), (Fraction(23), False), (Fraction(24), True), (Fraction(25), True)]
)
def test_a_retake_waits_24_hours_and_the_next_working_day(ada, admission, now, hours, starts):
    first = attempts.start(admission, by=ada, now=now)
    attempts.submit(first, by=ada, now=now)
    later = now + timedelta(hours=int(hours))

    if starts:
        assert attempts.start(admission, by=ada, now=later).number == 2
        return
    with pytest.raises(AttemptError, match="Thu 26 March 2026, 10:00"):
        attempts.start(admission, by=ada, now=later)


def test_a_third_attempt_needs_a_trainer(ada, admission, now):
    for day in (0, 1):
        attempt = attempts.start(admission, by=ada, now=now + timedelta(days=day))
        attempts.submit(attempt, by=ada, now=now + timedelta(days=day))

    with pytest.raises(AttemptError, match="ask your trainer"):
        attempts.start(admission, by=ada, now=now + timedelta(days=30))


def test_submit_marks_exactly_and_announces_once(ada, admission, now):
    heard = []
    attempt = attempts.start(admission, by=ada, now=now)
    answer(attempt, now, right=5, by=ada)

    def hear(attempt, **kwargs):
        heard.append(attempt.key)

    attempt_released.connect(hear)
    receipts = {attempts.submit(attempt, by=ada, now=now + timedelta(seconds=n)).submitted_at for n in range(3)}
    attempt_released.disconnect(hear)

    assert receipts == {now}
    assert heard == [attempt.key]
    mark = Mark.objects.get()
    assert (mark.points, mark.maximum) == (40, 40)
    assert mark.per_topic == [
        {"topic": "greeting", "points": 10, "maximum": 10},
        {"topic": "tickets", "points": 30, "maximum": 30},
    ]


def test_an_unanswered_paper_is_worth_nothing(ada, admission, now):
    attempt = attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)

    assert marks.result_of(attempt).score == Fraction(0)


def test_the_latest_result_counts_not_the_best(ada, admission, now):
    for day, right in ((0, 5), (1, 0)):
        later = now + timedelta(days=day)
        attempt = attempts.start(admission, by=ada, now=later)
        answer(attempt, later, right=right, by=ada)
        attempts.submit(attempt, by=ada, now=later)

    assert [fact.score for fact in marks.results(ada, "week-1-theory")] == [100, 0]
    assert marks.latest_result(ada, "week-1-theory").score == 0
    assert marks.latest_result(ada, "other") is None


def test_the_latest_is_the_last_one_sat_though_the_clock_was_set_back_between(ada, admission, now):
    for day, right in ((0, 5), (1, 0)):
        later = now + timedelta(days=day)
        attempt = attempts.start(admission, by=ada, now=later)
        answer(attempt, later, right=right, by=ada)
        attempts.submit(attempt, by=ada, now=later)
    Attempt.objects.filter(number=2).update(started=now - timedelta(hours=1))

    assert marks.latest_result(ada, "week-1-theory").attempt_key == attempt.key


@pytest.mark.parametrize("runs", [0, 1, 5])
@pytest.mark.parametrize("late", [timedelta(minutes=31, seconds=1), timedelta(days=1)])
def test_a_paper_that_ran_out_has_one_result_whenever_it_is_closed(ada, admission, now, runs, late):
    attempt = attempts.start(admission, by=ada, now=now)
    answer(attempt, now + timedelta(minutes=5), right=3, by=ada)
    answered = {q.position: q.question_version.points for q in attempt.questions.all()}

    closed = [attempts.close_overdue(now + late) for _ in range(runs)]

    result = marks.results(ada, "week-1-theory", now + late)
    points = sum(points for position, points in answered.items() if position <= 3)
    released = now + timedelta(minutes=31)
    assert [(fact.score, fact.released_at) for fact in result] == [(Fraction(points * 100, 40), released)]
    assert closed == [1, 0, 0, 0, 0][:runs]
    attempt.refresh_from_db()
    if runs:
        assert (attempt.submitted_at, attempt.finish_reason) == (attempt.deadline, "time")


@pytest.mark.parametrize(("seconds", "closed"), [(59, 0), (60, 1), (61, 1)])
def test_the_sweep_leaves_time_for_the_grace_and_a_slow_server(ada, admission, now, seconds, closed):
    attempt = attempts.start(admission, by=ada, now=now)

    assert attempts.close_overdue(attempt.deadline + timedelta(seconds=seconds)) == closed


@pytest.mark.parametrize(
    ("seconds", "reason", "at"), [(-1, "submitted", -1), (0, "submitted", 0), (1, "time", 0), (3600, "time", 0)]
)
def test_a_late_submit_finishes_at_the_limit(ada, admission, now, seconds, reason, at):
    attempt = attempts.start(admission, by=ada, now=now)

    attempt = attempts.submit(attempt, by=ada, now=attempt.deadline + timedelta(seconds=seconds))

    assert (attempt.finish_reason, attempt.submitted_at) == (reason, attempt.deadline + timedelta(seconds=at))


def test_a_paper_that_ran_out_unswept_gives_way_to_the_retake(ada, admission, now):
    attempts.start(admission, by=ada, now=now)

    second = attempts.start(admission, by=ada, now=now + timedelta(days=2))

    assert (second.number, Attempt.objects.filter(state="open").count()) == (2, 1)


def test_an_edited_question_does_not_touch_an_attempt(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)
    answer(attempt, now, right=5, by=ada)
    for question in Question.objects.all():
        version = QuestionVersion.objects.create(
            question=question, number=2, content=content("x", "*a", "b"), points=1, difficulty=1, created=now
        )
        Question.objects.filter(pk=question.pk).update(live_version=version)

    attempt = attempts.submit(attempt, by=ada, now=now)

    assert marks.result_of(attempt).score == 100


def test_each_change_has_its_event(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)
    attempts.submit(attempt, by=ada, now=now)

    verbs = list(Event.objects.filter(subject_key=ada.key).order_by("pk").values_list("verb", flat=True))
    assert verbs == ["admission-written", "attempt-started", "attempt-submitted", "attempt-released"]


def test_the_database_refuses_a_second_open_attempt(ada, admission, now):
    first = attempts.start(admission, by=ada, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(
            admission=admission,
            number=2,
            started=now,
            minutes=30,
            grace_seconds=20,
            deadline=first.deadline,
            seed="x",
        )


@pytest.mark.parametrize(("points", "maximum"), [(41, 40), (0, 0)])
def test_the_database_refuses_points_past_the_maximum(ada, admission, now, points, maximum):
    attempt = attempts.start(admission, by=ada, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(attempt=attempt, points=points, maximum=maximum, per_topic=[], marked_at=now)


def test_one_attempt_that_cannot_be_closed_keeps_no_other_waiting(ada, ben, paper, admission, now):
    other = admissions.admit(ben, paper, opens=now, attempts_allowed=1, reason="", for_key="week-1", now=now)
    stuck = attempts.start(admission, by=ada, now=now)
    later = attempts.start(other, by=ben, now=now + timedelta(seconds=1))

    def fail(attempt, **kwargs):
        if attempt.pk == stuck.pk:
            raise RuntimeError("a receiver is broken")

    attempt_released.connect(fail)
    with pytest.raises(RuntimeError):
        attempts.close_overdue(now + timedelta(hours=1))
    attempt_released.disconnect(fail)

    assert list(Attempt.objects.filter(state="released")) == [later]
    assert attempts.close_overdue(now + timedelta(hours=1)) == 1


def test_the_first_post_after_time_closes_the_attempt_as_the_sweep_would(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)
    receipt = attempts.save_answer(
        attempt, 1, value=["0"], version=0, key="late", by=ada, now=now + timedelta(minutes=40)
    )

    attempt.refresh_from_db()
    assert receipt.standing == "late"
    assert (attempt.state, attempt.finish_reason) == ("released", "time")
    assert (attempt.submitted_at, attempt.released_at) == (attempt.deadline, now + timedelta(minutes=31))
    assert attempts.close_overdue(now + timedelta(minutes=40)) == 0


def test_a_released_attempt_waits_for_the_last_answers_of_the_one_before(ada, tom, paper, now):
    admission = admissions.admit(ada, paper, opens=now, attempts_allowed=1, reason="", for_key="week-1", now=now)
    first = attempts.start(admission, by=ada, now=now)
    releases.release_retake(admission, reason="Fire alarm", by=tom, now=first.deadline + timedelta(seconds=1))

    with pytest.raises(AttemptError, match="opens on"):
        attempts.start(admission, by=ada, now=first.deadline + timedelta(seconds=59))
    second = attempts.start(admission, by=ada, now=first.deadline + timedelta(seconds=60))

    assert (second.number, second.deadline) == (2, first.deadline + timedelta(minutes=31))


def test_a_server_whose_clock_is_set_back_finishes_no_attempt_before_its_start(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)

    attempt = attempts.submit(attempt, by=ada, now=now - timedelta(hours=1))

    assert (attempt.submitted_at, attempt.released_at) == (now, now)
