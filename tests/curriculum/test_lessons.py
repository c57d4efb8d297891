import datetime
from textwrap import dedent

import pytest

from courses.domain.academy.lessons import (
    Callout,
    Check,
    CurriculumError,
    Dialogue,
    Lesson,
    Line,
    Media,
    Option,
    SayCard,
    Screen,
    Steps,
    Task,
    Text,
    forbidden_wording,
    read_lesson,
    source_hash,
)

pytestmark = pytest.mark.pure

PATH = "courses/onboarding/week-1/greet.en.md"
FRONT = """\
---
key: greet
title: Greet
aim: Greet well.
minutes: 2
review_by: 2027-05-31
tags: ["2"]
---
"""
# As long as two minutes of reading need, so that a test about something else is not about length.
PROSE = "A calm voice on the line is worth a lot. " * 30


def lesson_text(body: str = "", *, front: str = FRONT) -> str:
    return f"{front}\n## Hello\n\n{PROSE}\n\n{dedent(body)}"


def block_text(kind: str, body: str) -> str:
    return lesson_text(f":::{kind}\n{dedent(body).strip()}\n:::\n")


def block_of(kind: str, body: str) -> object:
    return read_lesson(block_text(kind, body), path=PATH).blocks[1]


def problems_of(text: str, *, path: str = PATH) -> list[str]:
    with pytest.raises(CurriculumError) as refusal:
        read_lesson(text, path=path)
    return [str(problem) for problem in refusal.value.problems]


# Reading a lesson


def test_lesson_is_read_whole():
    text = lesson_text("## Goodbye\n\nThank them.\n")

    lesson = read_lesson(text, path=PATH)

    assert lesson == Lesson(
        key="greet",
        language="en",
        title="Greet",
        review_by=datetime.date(2027, 5, 31),
        screens=(
            Screen("Hello", (Text(PROSE.strip()),), line=10),
            Screen("Goodbye", (Text("Thank them."),), line=14),
        ),
        path=PATH,
        source_hash=source_hash(text),
        aim="Greet well.",
        minutes=2,
        tags=("2",),
    )


def test_prose_around_a_block_becomes_texts_of_its_own():
    text = lesson_text("One.\n\n:::callout\nkind: tip\ntext: Smile.\n:::\n\nTwo.\n\nThree.\n")

    lesson = read_lesson(text, path=PATH)

    assert lesson.blocks[1:] == (Callout("tip", "Smile."), Text("Two.\n\nThree."))


BLOCKS = [
    ("say", "say: Let me check.\nnot: I don’t know.\nwhy: A movement.",
     SayCard("Let me check.", "I don’t know.", "A movement.")),
    ("steps", "title: How\nitems: [Breathe, Smile]", Steps(("Breathe", "Smile"), title="How")),
    ("callout", "kind: rule\ntext: Give the **notice**.", Callout("rule", "Give the **notice**.")),
    ("task", "text: Listen in.\ndone_when: Your mentor heard it.", Task("Listen in.", "Your mentor heard it.")),
    ("picture", "file: desk.png\nalt: A tidy desk.", Media("picture", "desk.png", "A tidy desk.")),
    ("audio", "file: call.mp3\nalt: The call in words.\ncaption: A call",
     Media("audio", "call.mp3", "The call in words.", "A call")),
    (
        "check",
        "stem: Which?\noptions:\n- {text: A, feedback: Because., right: true}\n- {text: B, feedback: Then this.}",
        Check("Which?", (Option("A", "Because.", right=True), Option("B", "Then this."))),
    ),
    (
        "dialogue",
        "lines:\n- {who: customer, text: Late again!}\n"
        "- {who: agent, text: 'Sorry. **I ring at eight.**', move: true, note: A time.}",
        Dialogue(
            (
                Line("customer", "Late again!"),
                Line("agent", "Sorry. I ring at eight.", move=True, note="A time.", decisive="I ring at eight."),
            )
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "block"), BLOCKS, ids=[kind for kind, _, _ in BLOCKS])
def test_block_is_read(kind, body, block):
    assert block_of(kind, body) == block


@pytest.mark.parametrize(("second", "several"), [("", False), (", right: true", True)])
def test_check_with_several_right_answers_is_multiple_choice(second, several):
    options = f"- {{text: A, feedback: a, right: true}}\n- {{text: B, feedback: b{second}}}\n- {{text: C, feedback: c}}"

    check = block_of("check", f"stem: Which?\noptions:\n{options}")

    assert check.several == several


# What is refused, with file and line


BROKEN_BLOCKS = [
    ("say", "say: Yes.\nwhy: So.", ":::say needs `not`"),
    ("say", "say: Yes.\nnot: No.\nwhy: So.\nhow: Loud", ":::say does not know `how`"),
    ("say", "say: true\nnot: No.\nwhy: So.", ":::say has a `say` that is not text; put it in quotes"),
    ("say", "say: '**Yes.**'\nnot: No.\nwhy: So.", ":::say has Markdown in `say`, which is shown as plain text"),
    ("say", "just words", ":::say must be fields such as `text: …`"),
    ("steps", "items: [One]", ":::steps needs `items` with at least 2 entries"),
    ("steps", "items: [One, 2]", ":::steps has an item that is not text; put it in quotes"),
    ("callout", "kind: shout\ntext: Hey.", ":::callout has `kind: shout`; known are rule, tip, warning"),
    (
        "check",
        "stem: Which?\noptions:\n- {text: A, feedback: a}\n- {text: B, feedback: b}",
        ":::check has no right answer: one option needs `right: true`",
    ),
    (
        "check",
        "stem: Which?\noptions:\n- {text: A, feedback: a, right: true}\n- {text: B, feedback: b, right: true}",
        ":::check has no wrong answer",
    ),
    (
        "check",
        "stem: Which?\noptions:\n- {text: A, feedback: a, right: true}\n- {text: B}",
        ":::check, option 2 needs `feedback`",
    ),
    (
        "check",
        "stem: Which?\noptions:\n- {text: A, feedback: a, right: perhaps}\n- {text: B, feedback: b, right: true}",
        ":::check, option 1 has a `right` that is neither true nor false",
    ),
    (
        "dialogue",
        "lines:\n- {who: customer, text: Hi.}\n- {who: agent, text: Hello.}",
        ":::dialogue marks no decisive move: one agent line needs `move: true`",
    ),
    (
        "dialogue",
        "lines:\n- {who: boss, text: Hi.}\n- {who: agent, text: Hello., move: true, note: Warm.}",
        ":::dialogue, line 1 has `who: boss`; known are customer, agent",
    ),
    (
        "dialogue",
        "lines:\n- {who: customer, text: '**Hi.**'}\n- {who: agent, text: Hello., move: true, note: Warm.}",
        ":::dialogue, line 1 needs a `note` if it is a move; without `move: true` it has neither note nor bold words",
    ),
    ("poster", "text: Hi.", "unknown block :::poster; known are say, dialogue, steps, check, callout, task, picture, "
     "video, audio, download"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "sentence"), BROKEN_BLOCKS)
def test_broken_block_is_refused_with_its_line(kind, body, sentence):
    problems = problems_of(block_text(kind, body))

    assert problems == [f"{PATH}:14: {sentence}"]


def test_broken_yaml_names_the_line_within_the_block():
    problems = problems_of(block_text("callout", "kind: tip\ntext: a: b"))

    sentence = "this line of :::callout cannot be read; put a text in quotes if it holds a colon or begins with **"
    assert problems == [f"{PATH}:16: {sentence}"]


def test_yaml_builds_no_objects():
    problems = problems_of(block_text("callout", "kind: tip\ntext: !!python/object/apply:os.getcwd []"))

    assert len(problems) == 1


def test_unclosed_block_is_refused_at_its_opening():
    problems = problems_of(lesson_text(":::callout\nkind: tip\ntext: Smile.\n\n## Next\n\nWords.\n"))

    assert problems == [f"{PATH}:14: :::callout is not closed by a line of ::: before the next screen"]


def test_all_problems_of_a_file_are_reported_at_once():
    body = "### Sub\n\n:::callout\nkind: tip\n:::\n\n## Empty\n"

    problems = problems_of(lesson_text(body))

    assert problems == [
        f"{PATH}:14: only `## ` headings: one idea a screen",
        f"{PATH}:16: :::callout needs `text`",
        f"{PATH}:20: the screen is empty",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("key: greet", "key: greeting", "`key` must be the file's name, greet, in small letters, figures and hyphens"),
        ("title: Greet\n", "", "the front matter needs `title` (text)"),
        ("2027-05-31", "soon", "the front matter needs `review_by` (a date such as 2027-05-31)"),
        ('tags: ["2"]', "tags: [2]", "`tags` must be a list of texts; put figures in quotes"),
        ('tags: ["2"]', 'tags: ["2"]\nmood: good', "the front matter does not know `mood`"),
        ("Greet well.", "x" * 201, "`aim` has 201 characters; 200 fit"),
    ],
)
def test_front_matter_is_checked(old, new, sentence):
    problems = problems_of(lesson_text(front=FRONT.replace(old, new)))

    assert problems == [f"{PATH}:1: {sentence}"]


@pytest.mark.parametrize(
    "text", ["", "## Hello\n\nWords.\n", "---\nkey: greet\n", "---\n- a\n---\n", "---\na: b: c\n---\n"]
)
def test_file_without_readable_front_matter_is_refused(text):
    assert problems_of(text)[0].startswith(f"{PATH}:")


def test_language_comes_from_the_file_name():
    problems = problems_of(lesson_text(), path="courses/onboarding/week-1/greet.md")

    assert problems == [
        "courses/onboarding/week-1/greet.md:1: the file name must end in .en.md or .zh-Hans.md",
    ]


def test_text_before_the_first_screen_is_refused():
    problems = problems_of(f"{FRONT}\nHello.\n\n## Hello\n\n{PROSE}\n")

    assert problems == [f"{PATH}:10: text stands before the first `## ` heading"]


# Lengths and minutes


@pytest.mark.parametrize(("length", "fits"), [(299, True), (300, True), (301, False)])
def test_spoken_line_has_300_characters_at_most(length, fits):
    text = block_text("say", f"say: {'a' * length}\nnot: No.\nwhy: So.")

    assert fits == (_problems(text) == [])


@pytest.mark.parametrize(("length", "fits"), [(599, True), (600, True), (601, False)])
def test_feedback_has_600_characters_at_most(length, fits):
    options = f"- {{text: A, feedback: {'a' * length}, right: true}}\n- {{text: B, feedback: b}}"

    assert fits == (_problems(block_text("check", f"stem: Which?\noptions:\n{options}")) == [])


@pytest.mark.parametrize(("minutes", "fits"), [(1, False), (2, True), (12, True), (13, False)])
def test_lesson_takes_2_to_12_minutes(minutes, fits):
    front = FRONT.replace("minutes: 2", f"minutes: {minutes}")
    text = f"{front}\n## Hello\n\n{'word ' * 150 * minutes}\n"

    assert fits == (_problems(text) == [])


@pytest.mark.parametrize(("words", "fits"), [(799, False), (800, True), (1200, True), (1846, True), (1847, False)])
def test_minutes_must_suit_the_text(words, fits):
    """At 150 words a minute: 8 minutes are at most 1.5 times and at least 0.65 times what the text needs."""
    front = FRONT.replace("minutes: 2", "minutes: 8")

    assert fits == (_problems(f"{front}\n## Hello\n\n{'word ' * words}\n") == [])


def _problems(text: str) -> list[str]:
    try:
        read_lesson(text, path=PATH)
    except CurriculumError as error:
        return [problem.sentence for problem in error.problems]
    return []


# Wording


NOT_CLOSED = "bold that does not close (a full stop or colon of Chinese stands after the **, not before)"


@pytest.mark.parametrize(
    ("sentence", "language", "found"),
    [
        ("I don't know.", "en", "don't know"),
        ("I don\u2019t know.", "en", "don't know"),
        ("That is NOT CLEAR to me.", "en", "NOT CLEAR"),
        ("You can't return it.", "en", "can't"),
        ("We cannot do it.", "en", "cannot"),
        ("No can do.", "en", "No can do"),
        ("“No, that is over.”", "en", "No,"),
        ("Let me check that for you.", "en", None),
        ("Now we can try an exchange.", "en", None),
        ("There is no need to call again.", "en", None),
        ("我不知道。", "zh-Hans", "不知道"),
        ("这个不清楚。", "zh-Hans", "不清楚"),
        ("不行，超过七天了。", "zh-Hans", "不行"),
        ("这个不能退。", "zh-Hans", "不能"),
        ("您看能不能改到周四？", "zh-Hans", None),
        ("这样行不行？", "zh-Hans", None),
        ("我帮您查一下。", "zh-Hans", None),
    ],
)
def test_forbidden_wording_is_found(sentence, language, found):
    assert forbidden_wording(sentence, language) == found


def test_forbidden_wording_is_refused_where_agents_learn_from_it():
    card = ":::say\nsay: I don’t know.\nnot: I don’t know.\nwhy: So.\n:::\n"
    dialogue = (
        ":::dialogue\nlines:\n- {who: customer, text: I can't wait.}\n"
        "- {who: agent, text: We can't., move: true, note: Hm.}\n- {who: agent, text: No can do.}\n:::\n"
    )

    problems = problems_of(lesson_text(f"{card}\n{dialogue}"))

    assert problems == [
        f"{PATH}:10: forbidden wording “can't” in the screen “Hello”",
        f"{PATH}:10: forbidden wording “don't know” in the screen “Hello”",
    ]


@pytest.mark.parametrize(
    ("words", "slip"),
    [
        ("**先查。**再答。", NOT_CLOSED),
        ("先道歉,再说办法。", "half-width punctuation in Chinese: “歉,”"),
        ("怎么办?先查。", "half-width punctuation in Chinese: “办?”"),
        ("订单(尾号)", "half-width punctuation in Chinese: “单(”"),
        ("先查 再答。", "a space between Chinese characters: “查 再”"),
    ],
)
def test_chinese_keeps_its_typography(words, slip):
    text = f"{FRONT}\n## 你好\n\n{'客户在线上等着你的声音。' * 40}\n\n{words}\n"

    problems = problems_of(text, path="courses/onboarding/week-1/greet.zh-Hans.md")

    assert problems == [f"courses/onboarding/week-1/greet.zh-Hans.md:10: {slip} in the screen “你好”"]


@pytest.mark.parametrize(
    ("words", "slip"),
    [
        ("<script>alert(1)</script>", "HTML"),
        ("[here](javascript:alert)", "a link to javascript:alert, which is neither a page of the academy nor https,"),
        ("[here](/admin/)", "a link to /admin/, which is neither a page of the academy nor https,"),
    ],
)
def test_html_and_foreign_links_are_refused(words, slip):
    assert problems_of(lesson_text(words)) == [f"{PATH}:10: {slip} in the screen “Hello”"]
