"""Week 1: theory and practical are retaken separately, each with its own retake, once the gate has failed (RULES 2)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import admissions, attempts, due, practicals, scorecards
from assessments.domain.attempts import AttemptError
from assessments.domain.openings import Stand, opening
from assessments.domain.practicals import PracticalError
from assessments.domain.releases import release_retake
from tests.assessments.made import full_card, right_places

DAY = timedelta(days=1)  # now is a Wednesday, 10:00


@pytest.fixture
def sitting(ada, rubric, now):
    return practicals.admit(ada, rubric.key, for_key="week-1", opens=now, reason="Week 1", now=now)


def sit(admission, at, *, by):
    attempt = attempts.start(admission, by=by, now=at)
    return attempts.submit(attempt, by=by, now=at)


def examine(sitting, at, *, by):
    card = practicals.examine(sitting, by=by, now=at)
    scorecards.save_draft(card, content=full_card(card, greets=0), version=0, by=by, now=at)
    scorecards.release(card, version=1, by=by, now=at)
    sitting.refresh_from_db()


def test_theory_is_not_retaken_before_the_practical_has_a_result(ada, admission, sitting, now):
    sit(admission, now, by=ada)

    for days in (1, 2, 30):
        assert opening(admission, now + days * DAY).stand == Stand.AWAITS_PARTS
        with pytest.raises(AttemptError, match="once every part of it has a result"):
            attempts.start(admission, by=ada, now=now + days * DAY)


@pytest.mark.parametrize(
    ("examined", "hours", "stand"),
    [
        # Both results on Wednesday at 10: the theory retake opens on Thursday at 10.
        (0, 23, Stand.RETAKE_LATER),
        (0, 24, Stand.OPEN),
        # The practical failed the gate on Thursday at 10: 24 hours count from there.
        (24, 24, Stand.RETAKE_LATER),
        (24, 47, Stand.RETAKE_LATER),
        (24, 48, Stand.OPEN),
        # On Friday at 10: Monday is the next working day.
        (48, 5 * 24 - 11, Stand.RETAKE_LATER),
        (48, 5 * 24 - 10, Stand.OPEN),
    ],
)
def test_the_theory_retake_opens_after_the_result_that_failed_the_gate(
    ada, quinn, admission, sitting, now, examined, hours, stand
):
    sit(admission, now, by=ada)
    examine(sitting, now + timedelta(hours=examined), by=quinn)

    assert opening(admission, now + timedelta(hours=hours)).stand == stand


def test_the_practical_s_retake_is_booked_once_theory_has_a_result(ada, quinn, admission, sitting, now):
    examine(sitting, now, by=quinn)

    with pytest.raises(PracticalError, match="once every part of it has a result"):
        practicals.book_retake(sitting, reason="", by=ada, now=now + DAY)
    sit(admission, now + DAY, by=ada)
    booked = practicals.book_retake(sitting, reason="", by=ada, now=now + DAY)

    assert booked.opens == now + 2 * DAY


def test_a_retake_of_one_part_does_not_push_back_the_other(ada, quinn, admission, sitting, now):
    sit(admission, now, by=ada)
    examine(sitting, now, by=quinn)
    again = practicals.book_retake(sitting, reason="", by=ada, now=now)
    examine(again, now + DAY, by=quinn)

    assert (again.number, opening(admission, now + DAY).stand) == (2, Stand.OPEN)
    assert sit(admission, now + DAY, by=ada).number == 2


def test_each_part_has_a_free_retake_of_its_own(ada, quinn, tom, admission, sitting, now):
    sit(admission, now, by=ada)
    examine(sitting, now, by=quinn)
    sit(admission, now + DAY, by=ada)

    assert opening(admission, now + 9 * DAY).stand == Stand.USED_UP
    assert practicals.book_retake(sitting, reason="", by=ada, now=now + DAY).number == 2
    assert release_retake(admission, reason="Practised with tom", by=tom, now=now + DAY).number == 3


def test_an_exam_of_another_cause_waits_for_no_practical(ada, paper, sitting, now):
    alone = admissions.admit(ada, paper, opens=now, attempts_allowed=2, reason="", for_key="week-2", now=now)

    sit(alone, now, by=ada)

    assert opening(alone, now + DAY).stand == Stand.OPEN


def test_a_withdrawn_practical_is_no_part(ada, admission, sitting, now):
    sit(admission, now, by=ada)
    practicals.withdraw(sitting, reason="Not held", now=now)

    assert opening(admission, now + DAY).stand == Stand.OPEN


def test_trainers_are_not_asked_to_release_while_a_part_has_no_result(ada, tom, paper, sitting, now):
    once = admissions.admit(ada, paper, opens=now, attempts_allowed=1, reason="", for_key="week-1", now=now)
    sit(once, now, by=ada)

    with pytest.raises(AttemptError, match="No release is needed"):
        release_retake(once, reason="Please", by=tom, now=now + DAY)

    assert list(due.waiting_for_release(now + DAY, tom)) == []


def test_nobody_is_asked_to_release_a_retake_of_their_own(ada, ben, paper, now):
    once = admissions.admit(ada, paper, opens=now, attempts_allowed=1, reason="", for_key="alone", now=now)
    sit(once, now, by=ada)

    asked = [[row.pk for row in due.waiting_for_release(now + DAY, person)] for person in (ada, ben)]

    assert asked == [[], [once.pk]]


def test_the_pages_say_what_a_retake_waits_for(signed_in, ada, admission, sitting, now):
    attempt = sit(admission, now, by=ada)
    client = signed_in(ada)

    pages = {
        "list": client.get(reverse("assessments:exams")).content.decode(),
        "result": client.get(reverse("assessments:exam-result", args=[attempt.key])).content.decode(),
        "start": client.get(reverse("assessments:exam-start", args=[admission.key])).content.decode(),
    }

    assert {name: "once every part of it has a result" in page for name, page in pages.items()} == {
        "list": True, "result": True, "start": True
    }  # fmt: skip
    assert "Prepare the retake" not in "".join(pages.values())


def test_a_passed_gate_s_practical_is_not_retaken(signed_in, ada, tom, quinn, admission, sitting, now):
    """The latest result counts: a retake after the door has opened could only harm."""
    sit(admission, now, by=ada)
    examine(sitting, now, by=quinn)
    admissions.withdraw(admission, reason="gate passed", now=now)

    for by in (ada, tom):
        with pytest.raises(PracticalError, match="no longer open"):
            practicals.book_retake(sitting, reason="Again", by=by, now=now + DAY)
    page = signed_in(ada).get(reverse("assessments:exams")).content.decode()

    assert ("Book a retake" in page, "The gate is judged" in page) == (False, False)
    assert reverse("assessments:scorecard", args=[practicals.Scorecard.objects.get().key]) in page


def test_a_weighed_part_has_no_mark_of_its_own(signed_in, ada, quinn, admission, sitting, now):
    """Theory 0 with the practical to come is not “below the mark”: the mark is for both together (RULES 2)."""
    attempt = sit(admission, now, by=ada)
    client = signed_in(ada)
    address = reverse("assessments:exam-result", args=[attempt.key])

    before = client.get(address).content.decode()
    examine(sitting, now, by=quinn)
    admissions.withdraw(admission, reason="gate passed", now=now)
    after = client.get(address).content.decode()

    assert ["40 % of the week" in page for page in (before, after)] == [True, True]
    assert ["below the mark" in page or "Missed by" in page for page in (before, after)] == [False, False]
    assert "Nothing more to do for this exam" in after


def test_the_list_counts_the_attempts_that_were_used(signed_in, ada, quinn, admission, sitting, now):
    sit(admission, now, by=ada)
    examine(sitting, now, by=quinn)
    sit(admission, now + DAY, by=ada)

    page = signed_in(ada).get(reverse("assessments:exams")).content.decode()

    assert ("2 of 2 attempts used" in page, "attempt 3 of 2" in page) == (True, False)


@pytest.mark.parametrize(("weighs", "said"), [(True, True), (False, False)])
def test_start_exam_and_scorecard_name_the_mark_of_both(weighs, said, signed_in, ada, quinn, paper, rubric, now):
    rights = {"opens": now, "reason": "Week 1", "now": now}
    admission = admissions.admit(ada, paper, attempts_allowed=2, for_key="week-1", **rights)
    practical = practicals.admit(ada, rubric.key, for_key="week-1" if weighs else "week-2", **rights)
    client = signed_in(ada)

    with time_machine.travel(now, tick=False):
        start = client.get(reverse("assessments:exam-start", args=[admission.key]))
        attempt = attempts.start(admission, by=ada, now=now)
        exam = client.get(reverse("assessments:exam", args=[attempt.key]))
    examine(practical, now, by=quinn)
    card = client.get(reverse("assessments:scorecard", args=[practicals.Scorecard.objects.get().key]))

    pages = [page.content.decode() for page in (start, exam, card)]
    words = ("80 of 100 for both together", "Mark 80 for both together", "Mark 80 for both together")
    assert [one in page for one, page in zip(words, pages, strict=True)] == [said] * 3


def test_a_high_part_of_a_failed_gate_is_offered_its_retake(signed_in, ada, quinn, admission, sitting, now):
    attempt = attempts.start(admission, by=ada, now=now)
    for drawn in attempt.questions.select_related("question_version"):
        places, key = right_places(drawn), f"k{drawn.position}"
        attempts.save_answer(attempt, drawn.position, value=places, version=0, key=key, by=ada, now=now)
    attempts.submit(attempt, by=ada, now=now)
    examine(sitting, now, by=quinn)

    with time_machine.travel(now + DAY, tick=False):
        page = signed_in(ada).get(reverse("assessments:exams")).content.decode()

    assert ("Prepare the retake" in page, "Take it again all the same" in page) == (True, False)
