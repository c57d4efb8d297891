"""The line fails in the middle of an exam: nothing that was answered is lost, and the page says so (hazards 25, 26)."""

import random
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessments.domain import attempts, screens
from assessments.models import AnswerSave, Paper, PaperRow, Topic
from tests.assessments.made import content, question
from tests.browser.conftest import sign_in
from tests.browser.made import may_sit

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
ANSWERS, FLAGS = re.compile(r"/answers$"), re.compile(r"/flags$")
A_WHILE = 60_000
THREE_HOURS_FAST = """
  const Real = Date, now = () => Real.now() + 3 * 3600 * 1000;
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); }
  };
"""
# What every line of this browser still has to send, whoever it belongs to.
WAITING = """() => new Promise((resolve, reject) => {
  const request = indexedDB.open("readyline-exams");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const lines = request.result.transaction("lines").objectStore("lines").getAll();
    lines.onsuccess = () => { request.result.close(); resolve(lines.result.flatMap((line) => line.saves)); };
  };
})"""


@pytest.fixture
def attempt(ada, transactional_db):
    now = timezone.now()
    topic = Topic.objects.create(key="tickets", title_en="Tickets", title_zh="工单")
    for n in range(6):
        body = content(f"What about ticket {n}?", "*Close it", "Leave it", "Pass it on", "Ask again")
        question(topic, f"ticket-{n}", "single", body, points=10, now=now)
    paper = Paper.objects.create(key="tickets-exam", title_en="Tickets", title_zh="工单", minutes=30, published=now)
    PaperRow.objects.create(paper=paper, topic=topic, position=1, count=6)
    return attempts.start(may_sit(ada, paper, now), by=ada, now=now)


@pytest.fixture
def address(attempt):
    return reverse("assessments:exam", args=[attempt.key])


def choose(page: Page, position: int, place: int) -> None:
    page.locator(f"[data-cell='{position}']").click()
    page.locator(f"#q{position} .option").nth(place).click()


def flag(page: Page, *positions: int) -> None:
    for position in positions:
        page.locator(f"[data-cell='{position}']").click()
        page.keyboard.press("f")


def flagged(attempt) -> list[int]:
    return list(attempt.questions.filter(flagged=True).order_by("position").values_list("position", flat=True))


def chosen(page: Page) -> dict[int, int]:
    picked = page.locator("form.question input:checked").evaluate_all(
        "inputs => inputs.map((input) => [Number(input.form.dataset.position), Number(input.value)])"
    )
    return dict(picked)


def kept(attempt) -> dict[int, int]:
    """The place that stands chosen on the server, for each question that has one."""
    return {
        question.position: int(place) for question in screens.sheet_of(attempt).questions for place in question.value
    }


def losing(seed: int):
    """A line that loses three posts of ten: some on the way there, some only the receipt on its way back."""
    chance = random.Random(seed)  # noqa: S311  not a secret

    def pass_on(route: Route) -> None:
        if chance.random() >= 0.3:
            return route.continue_()
        if chance.random() < 0.5:
            route.fetch()
        return route.abort()

    return pass_on


def test_no_answer_is_lost_on_a_line_that_drops_and_dies(page_for, watch, axe, ada, attempt, address):
    watch.forgive("net::ERR_")
    page = page_for(ada, to=address)
    _answers_get_through_a_line_that_drops(page, attempt)
    context = page.context

    # Answered while offline, then the window is closed; the computer is opened again before the line is whole.
    context.set_offline(True)
    flag(page, 2, 3, 4, 3)
    choose(page, 5, 0)
    choose(page, 6, 1)
    choose(page, 1, 1)
    expect(page.locator("#receipt")).to_have_text("3 not saved yet")
    page.close()
    assert flagged(attempt) == []
    assert AnswerSave.objects.filter(attempt_question__position__in=[5, 6]).count() == 0
    context.set_offline(False)
    context.unroute(ANSWERS)
    context.route(ANSWERS, lambda route: route.abort())
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#receipt")).to_have_text("3 not saved yet")
    expect(page.locator("#legend-kept")).to_have_text("Not saved yet, 3")
    page.locator("[data-cell='5']").click()
    expect(page.locator("#q5 [data-kept]")).to_have_text("Not saved yet, kept on this computer")
    assert chosen(page) == {1: 1, 2: 3, 3: 2, 4: 2, 5: 0, 6: 1}
    expect(page.locator("#count-flagged")).to_have_text("2")
    axe(page)

    context.unroute(ANSWERS)
    page.locator("#exam-try").or_(page.locator("#receipt").get_by_text("Saved")).first.click()
    expect(page.locator("#receipt")).to_have_text(SAVED, timeout=A_WHILE)
    expect(page.locator("#legend-kept")).to_be_hidden()
    assert kept(attempt) == chosen(page) == {1: 1, 2: 3, 3: 2, 4: 2, 5: 0, 6: 1}
    assert set(AnswerSave.objects.values_list("standing", flat=True)) == {"kept"}
    assert page.evaluate(WAITING) == []
    assert flagged(attempt) == [2, 4]
    _a_flag_on_a_dead_line_comes_along_to_the_list(page, attempt)


def _answers_get_through_a_line_that_drops(page, attempt):
    context, receipt = page.context, page.locator("#receipt")
    context.route(ANSWERS, losing(20261126))

    for position, place in ((1, 0), (2, 1), (3, 2), (1, 3)):
        choose(page, position, place)
    expect(receipt).to_have_text(SAVED, timeout=A_WHILE)
    context.set_offline(True)
    choose(page, 4, 1)
    choose(page, 4, 2)
    choose(page, 2, 3)
    expect(receipt).to_have_text("2 not saved yet")
    expect(page.locator("#exam-banner")).to_contain_text("2 answers are not saved yet.")
    expect(page.locator("#exam-again")).to_contain_text("Trying")
    context.set_offline(False)
    page.locator("#exam-try").or_(receipt.get_by_text("Saved")).first.click()
    expect(receipt).to_have_text(SAVED, timeout=A_WHILE)
    expect(page.locator("#exam-banner")).to_be_hidden()
    assert kept(attempt) == {1: 3, 2: 3, 3: 2, 4: 2}


def _a_flag_on_a_dead_line_comes_along_to_the_list(page, attempt):
    """Set while nothing answers, then off to what is left before submitting."""
    page.context.route(FLAGS, lambda route: route.abort())
    with page.expect_event("requestfailed", lambda request: FLAGS.search(request.url) is not None):
        flag(page, 5)
    page.context.unroute(FLAGS)
    page.goto(reverse("assessments:exam-submit", args=[attempt.key]))
    expect(page.locator(".exam-map-wide")).to_contain_text("245")
    assert flagged(attempt) == [2, 4, 5]


def test_what_was_left_is_late_evidence_of_its_owner_only(page_for, watch, with_password, ada, ben, attempt, address):
    watch.forgive("net::ERR_", "410")
    with_password(ben)
    page = page_for(ada, to=address)
    page.context.route(ANSWERS, lambda route: route.abort())
    choose(page, 1, 2)
    expect(page.locator("#receipt")).to_have_text("1 not saved yet")
    page.close()
    page.context.unroute(ANSWERS)
    attempts.submit(attempt, by=ada, now=timezone.now())

    page.context.clear_cookies()
    page = page.context.new_page()
    sign_in(page, ben, "/exams/")
    left_to_ada = page.evaluate(WAITING)
    page.context.clear_cookies()
    sign_in(page, ada, address)
    said = page.locator("#unsent")
    expect(said).to_contain_text("1 arrived after the exam was over: it is kept as evidence, but not scored.")

    assert [save["value"] for save in left_to_ada] == [["2"]]
    assert list(AnswerSave.objects.values_list("standing", "attempt__admission__person")) == [("late", ada.pk)]
    page.reload()
    expect(said).to_be_hidden()
    assert page.evaluate(WAITING) == []


def test_another_tab_sends_what_waits_and_both_go_on(page_for, watch, ada, attempt, address):
    watch.forgive("net::ERR_")
    first = page_for(ada, to=address)
    first.route(ANSWERS, lambda route: route.abort())
    choose(first, 1, 0)
    expect(first.locator("#receipt")).to_have_text("1 not saved yet")

    second = first.context.new_page()
    second.goto(address)
    expect(second.locator("#receipt")).to_have_text(SAVED)
    assert (chosen(second), kept(attempt)) == ({1: 0}, {1: 0})
    first.unroute(ANSWERS)
    choose(first, 1, 2)
    expect(first.locator("#exam-banner")).to_be_hidden()
    expect(first.locator("#receipt")).to_have_text(SAVED)

    assert kept(attempt) == {1: 2}
    assert list(AnswerSave.objects.values_list("standing", "version")) == [("kept", 1), ("kept", 2)]


def test_signing_in_again_in_another_tab_sends_what_waits(page_for, watch, ada, attempt, address):
    watch.forgive("403", "404")
    page = page_for(ada, to=address)
    page.wait_for_load_state("networkidle")  # an answer still on its way would bring the cookie back
    page.context.clear_cookies()
    choose(page, 1, 1)
    banner = page.locator("#exam-banner")
    expect(banner).to_contain_text("You have been signed out. Nothing is lost.")
    expect(banner).to_contain_text("Sign in again in another tab.")

    other = page.context.new_page()
    sign_in(other, ada, "/account/")
    page.bring_to_front()
    page.locator("#exam-try").click()

    expect(page.locator("#receipt")).to_have_text(SAVED, timeout=A_WHILE)
    assert kept(attempt) == {1: 1}


def test_a_browser_that_stores_nothing_says_so_and_saves(page_for, ada, attempt, address):
    page = page_for(ada)
    page.add_init_script("indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); };")

    page.goto(address)
    expect(page.locator("#exam-memory")).to_contain_text("This browser keeps nothing on the computer.")
    choose(page, 1, 1)
    expect(page.locator("#receipt")).to_have_text(SAVED)

    assert kept(attempt) == {1: 1}


def test_the_clock_of_the_computer_does_not_matter(page_for, ada, attempt, address):
    page = page_for(ada, timezone_id="America/New_York")
    page.add_init_script(THREE_HOURS_FAST)

    page.goto(address)
    left = page.locator("#clock-left").text_content()
    choose(page, 1, 1)
    expect(page.locator("#receipt")).to_have_text(SAVED)

    ends = timezone.localtime(attempt.deadline).strftime("%H:%M")
    assert (bool(re.fullmatch(r"(30:00|29:\d\d)", left)), page.locator("#clock-ends").text_content()) == (True, ends)
    assert page.locator("#clock-left").text_content() <= left
