"""One exam at a desk: keys, two tabs, the clock, and no byte of the key (hazards 24, 30)."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.domain import attempts, screens
from assessments.models import AnswerSave
from tests.browser.made import MARK, RIGHT, marked_paper, may_sit
from tests.browser.watching import Served

SAVED = re.compile(r"Saved \d\d:\d\d:\d\d")


@pytest.fixture
def attempt(ada, transactional_db):
    now = timezone.now()
    return attempts.start(may_sit(ada, marked_paper(now), now), by=ada, now=now)


@pytest.fixture
def address(attempt):
    return reverse("assessments:exam", args=[attempt.key])


def press_all(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shown_question(page: Page) -> int:
    return int(page.locator("form.question:visible").get_attribute("data-position"))


def kept_at(attempt, position: int) -> str:
    """The place on the screen of the one option that stands chosen on the server."""
    (place,) = screens.sheet_of(attempt).questions[position - 1].value
    return place


def test_keys_choose_move_and_flag(page_for, ada, attempt, address):
    page = page_for(ada, to=address)
    single = attempt.questions.filter(question_version__question__kind="single").first().position
    page.locator(f"[data-cell='{single}']").click()

    page.keyboard.press("2")
    expect(page.locator("#receipt")).to_have_text(SAVED)
    page.keyboard.press("f")
    expect(page.locator(f"#q{single} [data-flag-button]")).to_have_attribute("aria-pressed", "true")
    places = []
    for key in "npn" if single < 5 else "pnp":
        page.keyboard.press(key)
        places.append(shown_question(page))

    expect(page.locator(f"[data-cell='{single}']")).to_have_class(re.compile("answered.*flagged"))
    step = 1 if single < 5 else -1
    assert places == [single + step, single, single + step]
    assert kept_at(attempt, single) == "1"


def test_the_clock_hides_and_comes_back(page_for, ada, address):
    page = page_for(ada, to=address)

    page.locator("#clock-hide").click()
    expect(page.locator("#clock-left")).to_be_hidden()
    hidden = page.locator("#clock-hide").text_content()
    page.locator("#clock-hide").click()

    expect(page.locator("#clock-left")).to_be_visible()
    assert (hidden, page.locator(".exam-clock").get_attribute("aria-live")) == ("Show", "off")


def test_an_older_tab_is_shown_the_newer_answer(page_for, watch, ada, attempt, address):
    watch.forgive("409")
    single = attempt.questions.filter(question_version__question__kind="single").first().position
    first = page_for(ada, to=f"{address}?q={single}")
    second = first.context.new_page()
    second.goto(f"{address}?q={single}")

    first.keyboard.press("1")
    expect(first.locator("#receipt")).to_have_text(SAVED)
    second.keyboard.press("3")
    note = second.locator(f"#q{single} [data-note]")
    expect(note).to_contain_text("Answered in another window at")

    assert second.locator(f"#q{single} input:checked").get_attribute("value") == "0"
    assert [save.standing for save in AnswerSave.objects.all()] == ["kept", "stale"]
    assert kept_at(attempt, single) == "0"


def test_no_byte_served_before_the_result_holds_the_key(page_for, ada, address):
    page = page_for(ada, to="/exams/")
    served = Served(page)

    page.goto(address)
    for position in range(1, 6):
        page.locator(f"[data-cell='{position}']").click()
        box = page.locator(f"#q{position} input.input")
        box.fill("four") if box.count() else page.locator(f"#q{position} .option").first.click()
        expect(page.locator(f"[data-cell='{position}']")).to_have_class(re.compile("answered"))
    page.locator("#to-submit").click()
    expect(page.get_by_text("5 of 5 questions are answered.")).to_be_visible()
    text = served.text()

    assert (MARK in text, '"right"' in text, "accepted" in text) == (False, False, False)
    assert RIGHT in text  # the options themselves were served and read here


def test_any_fields_named_value_are_an_answer_in_their_order(page_for, ada, address):
    page = page_for(ada, to=address)

    said = page.evaluate("""async () => {
      const { adopt, valueOf } = await import("/static/js/exam-answers.js");
      const form = document.createElement("form");
      form.innerHTML = `<select name="value"><option value="">-</option><option>b</option></select>
        <input name="other" value="x"><textarea name="value">two words</textarea>
        <input type="hidden" name="value" value="3">`;
      const before = valueOf(form);
      let heard = null;
      form.addEventListener("adopted", (event) => { heard = event.detail; });
      adopt(form, ["b", "", "7"]);
      return [before, valueOf(form), heard];
    }""")

    assert said == [["", "two words", "3"], ["b", "", "7"], ["b", "", "7"]]
