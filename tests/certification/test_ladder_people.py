"""HR's ladder: person × requirement of the next level, each miss with its distance (RULES 6)."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from assessments.domain import admissions, attempts
from assessments.models import Paper, Rubric, Scorecard
from certification.domain import proposals
from certification.domain.cells import cell
from certification.domain.ladder import Requirement, Score
from certification.domain.matrix import matrix
from courses.models import Enrolment, Programme
from mentoring.models import CoachingPlan
from people.models import LevelHeld
from tests.assessments.made import make_bank, make_paper, make_rubric
from tests.certification.conftest import completed
from tests.conftest import person

ON = date(2026, 3, 25)
PAGE = "certification:ladder-people"


def goes_live(who, on: date) -> None:
    programme, _made = Programme.objects.get_or_create(
        key="four", defaults={"title_en": "Four", "title_zh": "四", "course_key": "onboarding"}
    )
    Enrolment.objects.create(
        person=who, programme=programme, started_on=date(2025, 11, 3), state="live", live_on=on, ended_on=on
    )


def recognise(who, level: str, since: date) -> None:
    LevelHeld.objects.create(
        person=who, level=level, from_day=since, source="recognised", reason="Before", recorded_by=who
    )


def said(requirement: Requirement) -> tuple[str, str, str]:
    found = cell(requirement, "", ON)
    return found.kind, found.word, found.note


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        ("79.99", ("missed", "Missed by 0.1", "79.9 · Mon 2 March")),
        ("80", ("met", "80.0", "Mon 2 March")),
        ("78.4", ("missed", "Missed by 1.6", "78.4 · Mon 2 March")),
    ],
)
def test_a_score_says_by_how_much_it_missed(percent, words):
    score = Score(Fraction(percent), date(2026, 3, 2))

    assert said(Requirement("theory", score.percent >= 80, score.percent, 80, score=score)) == words


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (date(2025, 12, 26), ("waiting", "1 day to go", "from Thu 26 March")),
        (date(2025, 12, 25), ("met", "3 months", "since Thu 25 December 2025")),
    ],
)
def test_a_wait_says_until_when(since, words):
    months = 3 if words[0] == "met" else 2

    assert said(Requirement("live", words[0] == "met", months, 3, since=since)) == words


def test_everyone_live_stands_under_the_level_that_comes_next(academy, ada, mia):
    goes_live(ada, date(2025, 12, 1))
    recognise(mia, "junior", date(2025, 3, 1))

    found = {level: [row.person.username for row in matrix(level, ON).rows] for level in ("junior", "intermediate")}

    assert found == {"junior": ["ada"], "intermediate": ["mia"]}
    assert matrix("senior", ON).counts == {"junior": 1, "intermediate": 1, "senior": 0}


def test_row_sums_up_what_is_missing(academy, ada):
    goes_live(ada, date(2025, 12, 1))

    row = matrix("junior", ON).rows[0]

    assert [one.kind for one in row.cells] == ["met", "met", "waiting", "waiting", "met"]
    assert (row.verdict.word, row.verdict.note, row.name) == ("2 to go", "3 of 5 met", "more")


@pytest.fixture
def papers(academy, now):
    """The theory of two levels and the practical that the ladder names, with a bank behind them."""
    bank = make_bank(now)
    junior = make_paper(bank)
    Paper.objects.filter(pk=junior.pk).update(key="junior-theory")
    senior = make_paper(bank)
    Paper.objects.filter(pk=senior.pk).update(key="senior-theory")
    rubric = make_rubric(now)
    Rubric.objects.filter(pk=rubric.pk).update(key="intermediate-practical")
    return junior, senior, rubric.live_version


def earns_everything(who, papers, quinn, now):
    """Two exams, a practical, a call scored by QA, a course, a level and a plan: a row in all that the ladder reads."""
    *theory, version = papers
    goes_live(who, date(2025, 12, 1))
    for paper in theory:
        admission = admissions.admit(who, paper, opens=now, attempts_allowed=1, reason="", for_key="ladder", now=now)
        attempts.submit(attempts.start(admission, by=who, now=now), by=who, now=now)
    for purpose in (Scorecard.Purpose.PRACTICAL, Scorecard.Purpose.MOCK_CALL):
        Scorecard.objects.create(
            rubric_version=version,
            purpose=purpose,
            kind="x",
            subject_key=f"{purpose}-{who.key}",
            person=who,
            scorer=quinn,
            state="released",
            raw_numerator=90,
            raw_denominator=1,
            started=now,
            released_at=now,
        )
    proposals.propose_course(completed(who, now), now=now)
    CoachingPlan.objects.create(person=who, opened_at=now, opened_by=quinn)


@pytest.mark.parametrize("count", [1, 3])
def test_matrix_asks_the_database_the_same_for_any_number_of_people(
    count, papers, quinn, now, django_assert_num_queries
):
    for number in range(count):
        earns_everything(person(f"agent{number}", "agent"), papers, quinn, now)

    with django_assert_num_queries(13):
        found = matrix("junior", ON)

    assert (len(found.rows), {row.cells[3].kind for row in found.rows}) == (count, {"missed"})


def test_page_filters_and_searches_by_name_and_number(academy, ada, ben, hana, signed_in):
    goes_live(ada, date(2025, 12, 1))
    goes_live(ben, date(2026, 3, 2))
    client = signed_in(hana)

    everyone = client.get(reverse(PAGE)).content.decode()
    ones = client.get(reverse(PAGE), {"q": "s-ada"}).content.decode()
    none = client.get(reverse(PAGE), {"show": "eligible"}).content.decode()

    assert [name in everyone for name in ("Ada", "Ben")] == [True, True]
    assert ["S-ada" in ones, "S-ben" in ones] == [True, False]
    assert "Nobody stands here" in none
    assert client.get(reverse(PAGE), {"level": "king"}).status_code == 404


def test_table_leaves_with_its_words_and_without_formulas(academy, ada, hana, signed_in):
    goes_live(ada, date(2025, 12, 1))
    type(ada).objects.filter(pk=ada.pk).update(name="=HYPERLINK(1)")

    rows = signed_in(hana).get(reverse(f"{PAGE}-export", args=["csv"])).content.decode("utf-8-sig").splitlines()

    assert rows[0].startswith("Staff number,Name,Team,Licence,Live")
    assert "'=HYPERLINK(1)" in rows[1]
    assert "months (since Mon 1 December 2025)" in rows[1]
