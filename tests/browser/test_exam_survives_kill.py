"""In the middle of ben's exam the server is killed (kill -9) and started again (hazards 26, 27)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.made import marked_paper, may_sit

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")
A_WHILE = 60_000


@pytest.fixture
def exam_server(ben, with_password, server):
    now = timezone.now()
    with_password(ben)
    may_sit(ben, marked_paper(now), now)
    return server()


def choose(page: Page, position: int, label: str) -> None:
    page.locator(f"[data-cell='{position}']").click()
    page.locator(f"#q{position} .option", has_text=label).click()


def position_of(page: Page, stem: str) -> int:
    return int(page.locator("form.question", has_text=stem).get_attribute("data-position"))


def chosen(page: Page) -> list[str]:
    """What stands chosen or written on the whole exam."""
    words = page.locator("form.question .option:has(input:checked) .option-words").all_text_contents()
    return sorted([*words, *[page.locator("form.question input.input").input_value()]])


def test_every_saved_answer_is_there_after_a_kill_and_ben_finishes(exam_server, page_for, watch, ben):
    watch.forgive("net::ERR_")
    page = page_for(ben, at=exam_server.address, to="/exams/")
    page.get_by_role("link", name="Look at the rules and start").click()
    page.get_by_role("button", name="Start the exam").click()
    receipt, banner = page.locator("#receipt"), page.locator("#exam-banner")
    ends = page.locator("#clock-ends").text_content()
    deadline = exam_server.rows("SELECT deadline FROM assessments_attempt")
    stems = ("What do you say first?", "Who closes the call?", "A ticket holds one case.", "Which facts go in?")
    first, second, third, fourth = (position_of(page, stem) for stem in stems)

    choose(page, first, "This is the right one")
    expect(receipt).to_have_text(SAVED)
    choose(page, second, "Nobody")
    expect(receipt).to_have_text(SAVED)
    acknowledged = saves(exam_server)
    # The third is on its way when the power goes; the fourth is chosen while nobody answers.
    choose(page, third, "True")
    exam_server.kill()
    choose(page, fourth, "Who called")
    expect(banner).to_be_visible()
    expect(banner).to_contain_text("Nothing is lost")
    expect(receipt).to_contain_text("not saved yet")
    left_before = page.locator("#clock-left").text_content()

    exam_server.start()
    expect(banner).to_be_hidden(timeout=A_WHILE)
    expect(receipt).to_have_text(SAVED)
    kept = saves(exam_server)
    page.reload()

    assert kept[: len(acknowledged)] == acknowledged
    assert sorted(position for position, _standing in kept) == sorted([first, second, third, fourth])
    assert {standing for _position, standing in kept} == {"kept"}
    assert chosen(page) == ["", "Nobody", "This is the right one", "True", "Who called"]
    assert exam_server.rows("SELECT deadline FROM assessments_attempt") == deadline
    assert page.locator("#clock-ends").text_content() == ends
    assert page.locator("#clock-left").text_content() < left_before

    page.locator("#to-submit").click()
    expect(page.get_by_text("4 of 5 questions are answered.")).to_be_visible()
    page.get_by_role("button", name="Submit exam").click()
    expect(page).to_have_url(re.compile("/result$"))

    # Right are the first and the third; of the fourth one of two, which counts nothing.
    expect(page.locator("main")).to_contain_text("40 of 100 points")
    assert exam_server.rows("SELECT state FROM assessments_attempt") == [("released",)]


def saves(server) -> list[tuple[int, str]]:
    return server.rows(
        "SELECT q.position, s.standing FROM assessments_answersave s "
        "JOIN assessments_attemptquestion q ON q.id = s.attempt_question_id ORDER BY s.id"
    )
