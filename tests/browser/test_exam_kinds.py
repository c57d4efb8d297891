"""Answers that are more than a click: steps moved by the keyboard, pairs, gaps in a text."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.domain import attempts, screens
from tests.assessments.all_kinds import admitted, paper_of_all

KINDS = ("ordering", "matching", "cloze")
SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")


@pytest.fixture
def attempt(ada, transactional_db):
    now = timezone.now()
    return attempts.start(admitted(ada, paper_of_all(now, KINDS), now), by=ada, now=now)


def position_of(attempt, kind) -> int:
    return attempt.questions.get(question_version__question__kind=kind).position


def kept(attempt, kind) -> list[str]:
    return screens.sheet_of(attempt).questions[position_of(attempt, kind) - 1].value


def test_steps_pairs_and_gaps_are_kept_as_they_stand(page_for, axe, ada, attempt):
    address = reverse("assessments:exam", args=[attempt.key])
    page = page_for(ada, to=f"{address}?q={position_of(attempt, 'ordering')}")
    steps = page.locator("[data-order-items] .option-words")
    drawn = steps.all_text_contents()

    expect(page.locator("[data-order-note]")).to_be_visible()
    page.locator("[data-order-items] > li").first.locator("[data-by='1']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    moved = steps.all_text_contents()
    expect(page.locator("#receipt")).to_have_text(SAVED)
    axe(page)

    page.goto(f"{address}?q={position_of(attempt, 'matching')}")
    for number, choice in enumerate((1, 2, 3)):
        page.locator("form.question:visible .match-row select").nth(number).select_option(index=choice)
    axe(page)
    page.goto(f"{address}?q={position_of(attempt, 'cloze')}")
    page.locator("form.question:visible .cloze input.cloze-gap").first.fill("three")
    page.locator("form.question:visible .cloze select").select_option(index=1)
    axe(page)
    expect(page.locator("#answered-words")).to_have_text("3 of 3 answered")
    page.locator("#to-submit").click()
    page.wait_for_url("**/submit")
    page.goto(f"{address}?q={position_of(attempt, 'ordering')}")

    assert moved == [drawn[1], drawn[2], drawn[0], drawn[3]]
    assert steps.all_text_contents() == moved
    assert kept(attempt, "ordering") == ["1", "2", "0", "3"]
    assert [bool(part) for part in kept(attempt, "matching")] == [True, True, True]
    assert kept(attempt, "cloze")[:2] == ["1 2 3", "three"]
