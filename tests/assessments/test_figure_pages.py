"""The pages of figures: what a trainer reads, what others never see."""

import io

import pytest
from openpyxl import load_workbook

from assessments.domain import figures, question_alerts
from assessments.models import Bank, Question, QuestionAlert, Topic
from tests.assessments.made import content, question
from tests.assessments.sittings import sit


@pytest.fixture
def results(paper, bank, ada, now):
    """Twenty sittings of two questions; the first was missed by everybody."""
    first, second = [found.live_version for found in Question.objects.filter(topic=bank[0]).order_by("key")[:2]]
    for n in range(20):
        chosen = {first: [1], second: [n % 3]}
        sit(paper, ada, {first: 0, second: 5 * (n % 2)}, now=now, chosen=chosen)
    figures.refresh(paper, now=now)
    return first, second


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


PAGE = "/exams/papers/week-1-theory/figures"


def test_a_trainer_reads_a_paper(signed_in, tom, results):
    page = text_of(signed_in(tom), PAGE)

    assert "20 results, as of" in page
    assert "1. How do you greet caller 1?" in page
    assert "Too hard" in page
    assert page.count('<svg class="chart"') == 3
    assert "pass mark 80" in page


@pytest.mark.parametrize("query", ["view=classical", "view=classical&order=upper", "order=nonsense", "page=99"])
def test_the_questions_can_be_seen_in_every_order(signed_in, tom, results, query):
    response = signed_in(tom).get(f"{PAGE}?{query}")

    assert response.status_code == 200
    assert "How do you greet caller 2?" in response.content.decode()


def test_a_paper_without_results_says_what_will_come(signed_in, tom, paper):
    assert "No results yet" in text_of(signed_in(tom), PAGE)


def test_a_paper_is_read_with_few_queries(signed_in, tom, results, django_assert_max_num_queries):
    client = signed_in(tom)
    client.get(PAGE)

    with django_assert_max_num_queries(18):
        client.get(PAGE)


def test_the_table_goes_out_in_both_forms(signed_in, tom, results):
    client = signed_in(tom)

    lines = client.get(f"{PAGE}.csv").content.decode("utf-8-sig").splitlines()
    book = load_workbook(io.BytesIO(client.get(f"{PAGE}.xlsx").content)).active

    assert lines[0].startswith('Question,Key,Version,Topic,Answers,"Facility, %"')
    assert lines[1].startswith("How do you greet caller 1?,greeting-1,1,Greeting,20,0.0,0.0,33.3,50.0")
    assert [cell.value for cell in book[2]][:6] == ["How do you greet caller 1?", "greeting-1", 1, "Greeting", 20, 0]
    assert client.get(f"{PAGE}.exe").status_code == 404


def test_a_question_shows_who_chose_what(signed_in, tom, results):
    page = text_of(signed_in(tom), "/exams/questions/greeting-1/figures")

    assert "With a sigh" in page
    assert "20 of 20 (100 %)" in page
    assert "A wrong option that hardly anybody takes" in page


def test_the_page_of_a_question_says_how_it_does(signed_in, tom, results):
    assert "20 answers · facility 0.0 % · discrimination – %" in text_of(signed_in(tom), "/exams/questions/greeting-1")


def test_a_bad_question_waits_at_home_until_it_is_closed(signed_in, tom, results, now):
    client = signed_in(tom)
    assert "Check 1 question" in text_of(client, "/")
    checks = text_of(client, "/exams/question-checks/")
    assert "0.0 % of its points are earned. (20 answers)" in checks
    assert "Almost nobody takes: Not at all. (20 answers)" in checks

    for alert in QuestionAlert.objects.all():
        client.post(f"/exams/question-checks/{alert.key}/close", {"reason": "Meant to be hard"})

    assert "Check 1 question" not in text_of(client, "/")
    assert "Meant to be hard" in text_of(client, "/exams/question-checks/")


def test_closing_needs_a_reason(signed_in, tom, results):
    alert = QuestionAlert.objects.first()
    page = signed_in(tom).post(f"/exams/question-checks/{alert.key}/close", {"reason": " "}, follow=True)

    assert "Say why the question may stay as it is." in page.content.decode()
    assert question_alerts.open_alerts().count() == 2


def test_retiring_answers_the_check(signed_in, tom, results):
    client = signed_in(tom)
    client.post("/exams/questions/greeting-1/retire", {"act": "retire"})

    assert "Nothing to check" in text_of(client, "/exams/question-checks/")


def test_another_programmes_questions_are_not_shown(signed_in, tom, tara, paper, ada, results, now):
    """Hazard 11: Tara keeps the bank of sales, Tom does not."""
    kept = Bank.objects.create(key="sales", title_en="Sales", title_zh="销售")
    kept.keepers.add(tara)
    topic = Topic.objects.create(key="sales", title_en="Selling", title_zh="销售", bank=kept)
    secret = question(topic, "sales-1", "single", content("Secret?", "*Marker yes", "No", "Perhaps"), points=5, now=now)
    for n in range(20):
        sit(paper, ada, {secret.live_version: 0, results[1]: 5 * (n % 2)}, now=now)
    figures.refresh(paper, now=now)

    addresses = [PAGE, f"{PAGE}.csv", "/exams/question-checks/", "/"]
    assert all("Secret" in text_of(signed_in(tara), address) for address in addresses[:3])
    assert not any("Secret" in text_of(signed_in(tom), address) for address in addresses)
    alert = QuestionAlert.objects.filter(version=secret.live_version).first()
    assert signed_in(tom).post(f"/exams/question-checks/{alert.key}/close", {"reason": "x"}).status_code == 404
