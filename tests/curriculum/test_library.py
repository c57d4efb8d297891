"""The libraries as they lie in files: what is shipped reads without a fault, and each fault is named."""

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from django.urls import reverse

from courses.domain.academy.library import read_library
from courses.domain.academy.problems import Problem
from courses.domain.loading.rich_text import block_html, translation_key

pytestmark = pytest.mark.pure

CURRICULUM = Path(__file__).parents[2] / "curriculum"
SCRIPT = "scripts/delivery-came-too-late.yaml"
CASE = "cases/the-bed-on-the-landing.en.md"
ZH_CASE = "cases/the-bed-on-the-landing.zh-Hans.md"


@pytest.fixture
def folder(tmp_path):
    for name in (SCRIPT, CASE, ZH_CASE, "scenes.yaml", "tone.yaml", "academy.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(CURRICULUM / name, tmp_path / name)
    return tmp_path


def problems(folder):
    found: list[Problem] = []
    read_library(folder, found)
    return [f"{problem.path}: {problem.sentence}" for problem in found]


def test_shipped_libraries_read_without_a_fault():
    found: list[Problem] = []

    library = read_library(CURRICULUM, found)

    assert found == []
    assert {"high-spending-customer", "holiday-emergency", "warm-service"} <= {scene.key for scene in library.scenes}
    assert all(set(twins) == {"en", "zh-Hans"} for twins in library.cases.values())


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (CASE, "class: complaint", "class: rumour", "`class: rumour`; known are complaint, hard-case, warm-service"),
        (CASE, "lesson:two-bookings", "chapter:two-bookings",
         "`see` holds chapter:two-bookings-one-sofa; it names pages such as lesson:words-that-calm"),
        (CASE, "A VIP customer", "Ms Jian", "“Ms Jian”: a case is told without names"),
        (CASE, "## To discuss\n", "## One more\n\nText.\n\n## To discuss\n", "a case is told in 5 screens, not 6"),
        (CASE, "?\n- ", ".\n- ", "the last screen lists at least 2 questions to discuss"),
        (CASE, "23,600 yuan", "a card, 6222 0200 1234 5678,", "looks like personal data: 6222 0200 1234 5678"),
        (SCRIPT, "channel: both", "channel: fax", "channel should be one of phone, chat, both"),
        (SCRIPT, "[delivery-delay]", "[delivery-delays]", "there is no scene delivery-delays"),
        (SCRIPT, "I’m looking for your [goods] now", "We can’t say where it is",
         "step 1: forbidden wording “can't” (en)"),
        (SCRIPT, "我马上查", "我尽快查", "step 1: the lexicon avoids “尽快” (zh-Hans)"),
        (SCRIPT, "在家等了一[上午]", "在家等了一[上午", "step 1: a slot that does not close: "
         "“真对不起，您在家等了一[上午，我们没有来。我现在就查您的[商品]在哪儿。”"),
        (SCRIPT, "让您久等了，抱歉", "让您久等了,抱歉", "half-width punctuation in Chinese: “了,”"),
        (SCRIPT, "review_by: 2027-05-31", "review_by: soon", "review_by should be a date such as 2027-05-31"),
        (SCRIPT, "[late, delayed,", f"[{'l' * 300},", "keywords of 340 characters together (en); 300 fit"),
        (SCRIPT, "“The driver is probably", f"“{'T' * 300}", "a not of 320 characters; 300 fit"),
        ("tone.yaml", "group: limit", "group: rules",
         "entries 2: group should be one of welcome, listening, answer, apology, limit, promise, closing"),
        ("tone.yaml", "key: no-blame", "key: let-me-check", "the key let-me-check stands twice"),
        ("scenes.yaml", "key: safety", "key: abuse", "the key abuse stands twice"),
    ],
)  # fmt: skip
def test_each_fault_is_named(folder, name, old, new, sentence):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))

    assert f"{name}: {sentence}" in problems(folder)


def test_cases_agree_in_both_languages(folder):
    text = (folder / ZH_CASE).read_text()
    (folder / ZH_CASE).write_text(text.replace("class: complaint", "class: hard-case"))

    assert problems(folder) == [f"{ZH_CASE}: `class` differs from {CASE}"]


@pytest.mark.parametrize(("own", "refused"), [(0, True), (9, True), (10, False), (11, False)])
def test_a_tenth_of_the_wording_is_the_agents_own(folder, own, refused):
    lengths = [("true", own) if own else ("false", 1), ("false", 50), ("false", 50 - own)]
    steps = "".join(
        f"  - {{title: {{en: One, zh-Hans: 一}}, own: {flag}, say: {{en: {'a' * length}, zh-Hans: {'好' * length}}}}}\n"
        for flag, length in lengths
    )
    text = (folder / SCRIPT).read_text()
    head, rest = text.split("steps:\n")
    (folder / SCRIPT).write_text(f"{head}steps:\n{steps}never:\n{rest.split('never:\n')[1]}")

    found = [line for line in problems(folder) if "agent's own" in line]

    assert bool(found) == refused


def test_the_share_is_exact():
    (script,) = (one for one in read_library(CURRICULUM, []).scripts if one.key == "delivery-came-too-late")
    own = [step for step in script.steps if step.own]

    share = script.own_share("en")

    assert share == Fraction(sum(len(step.say.en) for step in own), sum(len(step.say.en) for step in script.steps))


def test_cases_and_scripts_are_linked_like_lessons():
    html = block_html("See [the bed](case:the-bed) and [the wording](script:late).")

    assert re.findall(r'href="([^"]*)"', html) == [
        reverse("knowledge:case-read", args=[translation_key("case", "the-bed")]),
        reverse("knowledge:script-read", args=[translation_key("script", "late")]),
    ]
