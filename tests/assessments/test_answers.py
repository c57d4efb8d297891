"""Saving answers: receipts, versions, late and stale ones (hazards 22 to 25)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain import attempts, marking
from assessments.domain.attempts import AttemptError
from assessments.models import AnswerSave, Attempt
from tests.assessments.made import right_places, wrong_places


@pytest.fixture
def attempt(ada, admission, now):
    return attempts.start(admission, by=ada, now=now)


def save(attempt, value, *, by, now, position=1, version=0, key="one"):
    return attempts.save_answer(attempt, position, value=value, version=version, key=key, by=by, now=now)


def test_a_save_is_kept_with_a_receipt(attempt, ada, now):
    at = now + timedelta(seconds=7)

    receipt = save(attempt, ["0"], by=ada, now=at)

    assert (receipt.standing, receipt.version, receipt.received_at) == ("kept", 1, at)
    assert AnswerSave.objects.get().version == 1


def test_the_same_key_again_brings_the_same_receipt(attempt, ada, now):
    first = save(attempt, ["0"], by=ada, now=now)
    again = [save(attempt, ["0"], by=ada, now=now + timedelta(minutes=n)) for n in range(1, 4)]

    assert again == [first] * 3
    assert AnswerSave.objects.count() == 1


def test_the_key_of_another_question_is_refused(attempt, ada, now):
    save(attempt, ["0"], by=ada, now=now)

    with pytest.raises(AttemptError, match="another question"):
        save(attempt, ["0"], by=ada, now=now, position=2)


def test_an_answer_on_an_older_version_is_refused_and_both_are_kept(attempt, ada, now):
    newer = save(attempt, right_places(attempt.questions.get(position=1)), by=ada, now=now)

    stale = save(attempt, wrong_places(attempt.questions.get(position=1)), by=ada, now=now, key="two")

    assert (stale.standing, stale.version, stale.value) == ("stale", 1, newer.value)
    assert list(AnswerSave.objects.values_list("standing", "version")) == [("kept", 1), ("stale", None)]


@pytest.mark.parametrize(
    ("seconds", "standing"), [(-1, "kept"), (0, "kept"), (19, "kept"), (20, "kept"), (21, "late"), (86400, "late")]
)
def test_an_answer_counts_up_to_the_limit_and_its_grace(attempt, ada, now, seconds, standing):
    question = attempt.questions.get(position=1)

    receipt = save(attempt, right_places(question), by=ada, now=attempt.deadline + timedelta(seconds=seconds))

    points = marking.total(marking.by_question(attempt)).points
    assert receipt.standing == standing
    assert points == (question.question_version.points if standing == "kept" else 0)
    assert AnswerSave.objects.count() == 1


def test_an_answer_after_submit_stays_as_evidence(attempt, ada, now):
    attempts.submit(attempt, by=ada, now=now)

    receipt = save(attempt, right_places(attempt.questions.get(position=1)), by=ada, now=now)

    assert receipt.standing == "late"
    assert attempt.marks.get().points == 0


def test_nobody_saves_into_someone_else_s_attempt(attempt, ben, now):
    with pytest.raises(AttemptError, match="not part of your exam"):
        save(attempt, ["0"], by=ben, now=now)

    assert AnswerSave.objects.count() == 0


@pytest.mark.parametrize("position", [0, 6, 99])
def test_a_question_that_was_not_drawn_takes_no_answer(attempt, ada, now, position):
    with pytest.raises(AttemptError, match="not part of your exam"):
        save(attempt, ["0"], by=ada, now=now, position=position)


def test_what_is_no_answer_changes_nothing(attempt, ada, now):
    with pytest.raises(AttemptError, match="does not fit"):
        save(attempt, ["17", "x"], by=ada, now=now)

    assert AnswerSave.objects.count() == 0


def test_a_script_that_saves_for_ever_is_stopped(attempt, ada, now, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_SAVES_PER_QUESTION", 3)
    for n in range(3):
        save(attempt, ["0"], by=ada, now=now, version=n, key=str(n))

    with pytest.raises(AttemptError, match="too often"):
        save(attempt, ["0"], by=ada, now=now, version=3, key="3")


def test_a_tab_that_sends_stale_answers_for_ever_is_stopped(attempt, ada, now, monkeypatch):
    monkeypatch.setattr(attempts, "MOST_SAVES_PER_QUESTION", 3)
    save(attempt, ["0"], by=ada, now=now)
    for n in range(2):
        save(attempt, ["0"], by=ada, now=now, key=f"stale-{n}")

    with pytest.raises(AttemptError, match="too often"):
        save(attempt, ["0"], by=ada, now=now, key="stale-2")
    again = save(attempt, ["0"], by=ada, now=now, key="stale-1")

    assert (again.standing, again.version, AnswerSave.objects.count()) == ("stale", 1, 3)


def test_a_repeated_save_after_the_end_brings_its_receipt(attempt, ada, now):
    first = save(attempt, ["0"], by=ada, now=now)
    attempts.submit(attempt, by=ada, now=now)

    assert save(attempt, ["0"], by=ada, now=now + timedelta(hours=1)) == first
    assert AnswerSave.objects.count() == 1


def test_a_repeated_late_save_brings_its_receipt_though_the_clock_was_set_back(attempt, ada, now):
    late = save(attempt, ["0"], by=ada, now=attempt.deadline + timedelta(seconds=30))

    assert save(attempt, ["0"], by=ada, now=now) == late
    assert AnswerSave.objects.count() == 1


def test_nothing_is_flagged_once_time_is_up(attempt, ada):
    with pytest.raises(AttemptError, match="over"):
        attempts.flag(attempt, 2, flagged=True, by=ada, now=attempt.deadline + timedelta(seconds=1))


def test_a_flag_is_put_and_taken_until_the_end(attempt, ada, now):
    attempts.flag(attempt, 2, flagged=True, by=ada, now=now)

    assert [q.flagged for q in attempt.questions.all()] == [False, True, False, False, False]

    attempts.submit(attempt, by=ada, now=now)
    with pytest.raises(AttemptError, match="over"):
        attempts.flag(attempt, 2, flagged=False, by=ada, now=now)


# One post: which of two tabs sends, what it picks, and how often the network delivers it.
posts = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(1, 5)), max_size=12)


@given(posts)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_tabs_repeating_posts_end_as_the_model_says(attempt, ada, now, posts):
    # Answers are never deleted, so each example is taken back as a whole.
    with transaction.atomic():
        seen, kept, chosen = {0: 0, 1: 0}, 0, None
        single = next(q for q in attempt.questions.all() if q.question_version.question.kind == "single")

        for number, (tab, choice, times) in enumerate(posts):
            for _ in range(times):
                receipt = save(
                    attempt,
                    [str(choice)],
                    by=ada,
                    now=now,
                    position=single.position,
                    version=seen[tab],
                    key=f"p{number}",
                )
            if seen[tab] == kept:
                kept, chosen = kept + 1, single.option_order[choice]
            seen[tab] = receipt.version

        stands = marking.kept_answers(Attempt.objects.get()).get(single.pk)
        assert (stands.version if stands else 0, stands.value["chosen"][0] if stands else None) == (kept, chosen)
        assert AnswerSave.objects.count() == len(posts)
        transaction.set_rollback(True)


class Window:
    """What the exam page keeps for each question: a save on its way, behind it the newest (answer-line.js)."""

    def __init__(self):
        self.lines: dict[int, list[dict]] = {}
        self.versions: dict[int, int] = {}

    def choose(self, position: int, choice: int, key: str) -> None:
        line = self.lines.setdefault(position, [])
        save = {"value": [str(choice)], "key": key, "version": self.versions.get(position, 0), "tried": False}
        if line and not line[-1]["tried"]:
            line.pop()
        line.append(save)

    def first(self, position: int) -> dict:
        save = self.lines[position][0]
        save |= {"tried": True, "version": self.versions.get(position, 0)}
        return {"position": position} | {name: save[name] for name in ("value", "version", "key")}

    def acknowledge(self, position: int, version: int) -> None:
        self.lines[position].pop(0)
        self.versions[position] = version


# One choice: at which question, what, how often the network delivers its post, and whether the receipt gets lost.
choices = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(1, 5), st.booleans()), max_size=10)


@given(choices, st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_posts_repeated_shuffled_and_lost_end_as_the_person_chose(attempt, ada, now, choices, shuffle):
    singles = [q for q in attempt.questions.all() if q.question_version.question.kind == "single"]
    window, receipts, strays, wanted = Window(), {}, [], {}

    def deliver(post):
        receipt = attempts.save_answer(attempt, **post, by=ada, now=now)
        assert receipts.setdefault(post["key"], receipt) == receipt
        return receipt

    with transaction.atomic():
        for number, (which, choice, times, is_lost) in enumerate(choices):
            question = singles[which]
            window.choose(question.position, choice, f"k{number}")
            wanted[question.pk] = [question.option_order[choice]]
            post = window.first(question.position)
            receipt = deliver(post)
            if not is_lost:
                window.acknowledge(question.position, receipt.version)
            strays += [post] * (times - 1)
            shuffle.shuffle(strays)
            for _ in range(shuffle.randint(0, len(strays))):
                deliver(strays.pop())
        for position, line in window.lines.items():
            while line:
                window.acknowledge(position, deliver(window.first(position)).version)
        for post in strays:
            deliver(post)

        stand = marking.kept_answers(Attempt.objects.get())
        assert {pk: save.value["chosen"] for pk, save in stand.items()} == wanted
        saves = AnswerSave.objects.values_list("key", "standing")
        assert sorted(saves) == sorted((key, "kept") for key in receipts)
        transaction.set_rollback(True)
