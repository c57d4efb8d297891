"""Figures kept by counting: each mark once, corrected ones anew, always what counting everything would give."""

from dataclasses import asdict
from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.domain import attempts, figures, question_alerts
from assessments.domain.bank import BankError
from assessments.domain.item_statistics import analyse, classify
from assessments.models import CountedMark, Mark, PaperFigures, Question, QuestionAlert, QuestionFigures
from tests.assessments.made import right_places
from tests.assessments.sittings import mark_again, sit


@pytest.fixture
def four(bank):
    """The live versions of the four single choices, each of 5 points."""
    return [question.live_version for question in Question.objects.filter(topic=bank[0]).order_by("key")]


def rows_of(paper):
    questions = QuestionFigures.objects.filter(paper=paper).order_by("version")
    whole = PaperFigures.objects.get(paper=paper)
    found = [(row.version_id, row.drawn, row.cells, row.choices, row.days, row.figures) for row in questions]
    return whole.attempts, whole.totals, whole.figures, whole.is_same_for_all, found


def test_a_fixed_paper_has_the_figures_of_the_full_calculation(paper, four, ada, ben, mia, now):
    table = [(ada, [5, 5, 5, 0]), (ben, [5, 0, Fraction(5, 3), 0]), (mia, [0, 5, 0, 5])]
    for person, points in table:
        sit(paper, person, dict(zip(four, points, strict=True)), now=now)

    counted = figures.refresh(paper, now=now)

    whole = PaperFigures.objects.get(paper=paper)
    expected, classical = [way([points for _who, points in table], [5] * 4) for way in (analyse, classify)]
    assert counted == whole.attempts == 3
    assert whole.is_same_for_all
    assert {name: whole.figures[name] for name in ("mean", "sd", "cic", "standard_error")} == pytest.approx(
        {name: getattr(expected, name) for name in ("mean", "sd", "cic", "standard_error")}
    )
    for version, question, groups in zip(four, expected.questions, classical, strict=True):
        found = QuestionFigures.objects.get(paper=paper, version=version).figures
        assert found.pop("options")
        assert found == pytest.approx(asdict(question) | asdict(groups))


def test_counting_bit_by_bit_is_counting_at_once(paper, four, ada, ben, mia, tom, now, monkeypatch):
    monkeypatch.setattr(figures, "BATCH", 2)
    first = sit(paper, ada, dict.fromkeys(four, 5), now=now, chosen={four[0]: [0]})
    figures.refresh(paper, now=now)
    sit(paper, ben, dict.fromkeys(four[:3], 0), now=now, chosen={four[0]: [1]})
    sit(paper, mia, {four[0]: 5, four[3]: Fraction(5, 2)}, now=now)
    sit(paper, tom, dict.fromkeys(four, 0), now=now)
    figures.refresh(paper, now=now)
    mark_again(first.attempt, {four[0]: 0, four[1]: 5, four[2]: 5, four[3]: 5}, now=now, by=tom, dropped=(four[3],))

    assert figures.refresh(paper, now=now) == 2
    kept = rows_of(paper)
    for row in (CountedMark, QuestionFigures, PaperFigures):
        row.objects.all().delete()
    figures.refresh(paper, now=now)

    assert rows_of(paper) == kept
    assert figures.refresh(paper, now=now) == 0
    assert figures.uncounted(paper) == 0


def test_an_exam_counts_from_start_to_figures(paper, admission, ada, now):
    attempt = attempts.start(admission, by=ada, now=now)
    for row in attempt.questions.select_related("question_version__question"):
        attempts.save_answer(
            attempt, position=row.position, value=right_places(row), version=0, key=f"k{row.pk}", by=ada, now=now
        )
    attempts.submit(attempt, by=ada, now=now)

    assert figures.refresh_all(now) == 1
    whole = PaperFigures.objects.get(paper=paper)
    assert (whole.attempts, whole.figures["mean"], whole.figures["maximum"]) == (1, 40, 40)
    chosen = [
        option["chosen"]
        for option in QuestionFigures.objects.filter(version__question__kind="single")[0].figures["options"]
    ]
    assert sum(chosen) == 1


def test_results_in_a_rush_are_counted_together(paper, four, ada, ben, now):
    sit(paper, ada, dict.fromkeys(four, 5), now=now)
    assert figures.refresh_soon(paper, now=now) == 1
    sit(paper, ben, dict.fromkeys(four, 5), now=now)

    assert figures.refresh_soon(paper, now=now + timedelta(seconds=19)) == 0
    assert figures.refresh_soon(paper, now=now + timedelta(seconds=20)) == 1


def test_a_spoilt_count_is_mended(paper, four, ada, ben, now):
    for person in (ada, ben):
        sit(paper, person, dict.fromkeys(four, 5), now=now)
    figures.refresh(paper, now=now)
    kept = rows_of(paper)
    assert figures.recount_all(now) == 0

    QuestionFigures.objects.filter(version=four[0]).update(drawn=7, cells=[[0, 1, 1, 2, 1, 7]])

    assert figures.recount_all(now) == 1
    assert rows_of(paper) == kept


RULES = {"least_answers": 20, "low_facility": 20, "high_facility": 95, "dead_option": 5}


@pytest.mark.parametrize(
    ("facility", "discrimination", "share", "drawn", "expected"),
    [
        pytest.param(20, 0, 0.05, 20, [], id="at every mark"),
        pytest.param(19.9, 0, 0.05, 20, ["hard"], id="under the low mark"),
        pytest.param(95, None, 0.05, 20, [], id="at the high mark"),
        pytest.param(95.1, None, 0, 20, ["easy"], id="over the high mark"),
        pytest.param(50, -0.1, 0.05, 20, ["against"], id="negative discrimination"),
        pytest.param(50, 10, 0.049, 20, ["dead-option"], id="a dead option"),
        pytest.param(10, -5, 0, 20, ["against", "hard", "dead-option"], id="all at once"),
        pytest.param(10, -5, 0, 19, [], id="too few answers"),
    ],
)
def test_causes_at_their_marks(facility, discrimination, share, drawn, expected):
    options = [{"option": 0, "share": 0}, {"option": 1, "share": share}]
    found = {"facility": facility, "discrimination_index": discrimination, "options": options}
    content = {"options": [{"right": True}, {"right": False}]}

    causes = question_alerts.causes(found, drawn, content, type("Rules", (), RULES))

    assert [str(cause) for cause in causes] == expected


@pytest.fixture
def alerts(paper, four, ada, now):
    """Twenty sittings in which everybody missed the first question and took its option 1."""
    for n in range(20):
        sit(paper, ada, {four[0]: 0, four[1]: 5 * (n % 2)}, now=now, chosen={four[0]: [1], four[1]: [n % 3]})
    figures.refresh(paper, now=now)
    return QuestionAlert.objects.order_by("pk")


def test_a_bad_question_raises_one_alert_a_cause(paper, alerts, four, ben, now):
    sit(paper, ben, {four[0]: 0, four[1]: 5}, now=now, chosen={four[0]: [1]})
    figures.refresh(paper, now=now)

    assert [(alert.version, alert.cause, alert.seen) for alert in alerts.all()] == [
        (four[0], "hard", {"value": 0, "answers": 20}),
        (four[0], "dead-option", {"value": None, "options": [2], "answers": 20}),
    ]


def test_an_alert_closes_with_a_reason_once(alerts, tom, tara, now):
    alert = alerts[0]
    with pytest.raises(BankError, match="Say why"):
        question_alerts.close(alert, reason=" ", by=tom, now=now)

    question_alerts.close(alert, reason="Meant to be hard", by=tom, now=now)

    assert [one.cause for one in question_alerts.open_alerts()] == ["dead-option"]
    with pytest.raises(BankError, match="already"):
        question_alerts.close(alert, reason="Again", by=tara, now=now)


def test_a_retired_question_asks_nobody_any_more(alerts, four, now):
    Question.objects.filter(pk=four[0].question_id).update(status="retired")

    assert not question_alerts.open_alerts().exists()


def test_figures_do_not_count_what_is_not_marked(paper, admission, ada, now):
    attempts.start(admission, by=ada, now=now)

    assert figures.refresh_all(now) == 0
    assert not Mark.objects.exists()
