"""An exam that holds every kind there is: what it serves before the release, and how it ends."""

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import admissions, attempts
from assessments.domain.kinds import KINDS
from assessments.domain.screens import sheet_of
from assessments.models import AnswerSave, QuestionFile
from tests.assessments.all_kinds import BODIES, MARK, NUMBERS, admitted, paper_of_all, scored_by_rule

PAGES = ("exam", "exam-state", "exam-submit", "exam-result", "attempt-log")
GIVEN = {
    "one": ["0"],
    "matching": ["0", "1", ""],
    "ordering": ["1", "0", "2", "3"],
    "numeric": ["12 x"],
}


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def admission(academy, ada, now):
    return admitted(ada, paper_of_all(now), now)


@pytest.fixture
def attempt(admission, ada, now):
    return attempts.start(admission, by=ada, now=now)


def given(question) -> list[str]:
    """Something a screen may post for this question, by its kind."""
    kind = question.templates
    if kind == "cloze":
        lists = [gap["options"] for gap in question.shown["gaps"]]
        values = {n: options[0]["place"] if options else "typed" for n, options in enumerate(lists, 1)}
        sequence = question.shown["sequence"]
        return [sequence, *(values[int(number)] for number in sequence.split(" "))]
    return GIVEN.get(kind) or (GIVEN["one"] if question.input in ("one", "many") else ["Some words"])


def test_every_kind_has_a_question_here():
    assert set(KINDS) <= set(BODIES)


def test_no_byte_served_in_an_exam_of_all_kinds_holds_the_key(signed_in, ada, attempt, admission):
    """Hazard 30: every page, receipt and file of a running attempt, in both languages, before and after answering."""
    client, served = signed_in(ada), []
    for language in ("en", "zh-hans"):
        type(ada).objects.filter(pk=ada.pk).update(language=language)
        for question in sheet_of(attempt).questions:
            body = {"position": question.position, "value": given(question), "version": question.version}
            body["key"] = f"{language}-{question.position}"
            address = reverse("assessments:answer-save", args=[attempt.key])
            served.append(client.post(address, body, headers={"Accept": "application/json"}))
        served += [client.get(reverse(f"assessments:{name}", args=[attempt.key]), follow=True) for name in PAGES]
        served.append(client.get(reverse("assessments:exam-start", args=[admission.key]), follow=True))
        served.append(client.get(reverse("assessments:exams")))
        served += [client.get(reverse("assessments:question-file", args=[file.key])) for file in _files()]

    everything = b"".join(str(answer.headers).encode() + answer.content for answer in served)
    kept = AnswerSave.objects.filter(standing="kept").values("attempt_question").distinct().count()

    assert [word for word in (MARK, *NUMBERS, "7919", "1/2") if word.encode() in everything] == []
    assert (b"A card" in everything, kept) == (True, len(KINDS))


def _files():
    return QuestionFile.objects.only("key").order_by("pk")


def test_an_exam_of_all_kinds_is_reviewed_when_it_is_over(signed_in, academy, ada, now):
    """Those that a person scores wait for their person."""
    admission = admitted(ada, paper_of_all(now, scored_by_rule()), now)
    attempt = attempts.start(admission, by=ada, now=now)
    attempts.submit(attempt, by=ada, now=now)
    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)

    page = signed_in(ada).get(reverse("assessments:exam-result", args=[attempt.key])).content.decode()

    assert page.count(f"{MARK} because") == len(scored_by_rule())
    assert page.count(f"{MARK} of the gap") == 1
    assert 'class="words-sound"' in page


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_trainer_reads_and_rewrites_every_kind(signed_in, tom, academy, now, kind):
    paper_of_all(now)
    client, key = signed_in(tom), f"{MARK}-{list(KINDS).index(kind)}"

    read = client.get(reverse("assessments:question", args=[key]))
    write = client.get(reverse("assessments:question-write", args=[key]))
    more = client.post(reverse("assessments:question-write", args=[key]), {"more": "1", "stem_en": "x"})

    assert [page.status_code for page in (read, write, more)] == [200] * 3
    assert b"words-picture" in read.content
