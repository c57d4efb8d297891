import re
from dataclasses import replace
from pathlib import Path

import pytest

from courses.domain.academy.bank import read_bank
from courses.domain.academy.facts import read_facts
from courses.domain.academy.lesson_checks import checks_of, lesson_slips
from courses.domain.academy.lessons import Check, CurriculumError, Media, read_academy
from courses.domain.academy.requirements import coverage_slips, read_requirements

pytestmark = pytest.mark.pure

CURRICULUM = Path(__file__).parents[2] / "curriculum"
PATH = "courses/onboarding/week-1/greet.en.md"
ZH_PATH = "courses/onboarding/week-1/greet.zh-Hans.md"
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
OUTLINE = """\
company:
  key: fernhollow
  name: {en: Fernhollow Home, zh-Hans: 蕨谷家居}
  about: {en: A shop., zh-Hans: 一家店。}
courses:
  - key: onboarding
    title: {en: Onboarding, zh-Hans: 入职培训}
    summary: {en: Four weeks., zh-Hans: 四周。}
    order: sequential
    modules:
      - key: week-1
        title: {en: Week 1, zh-Hans: 第一周}
        lessons: [greet]
programmes:
  - key: four-weeks
    course: onboarding
    title: {en: Four weeks, zh-Hans: 四周}
    summary: {en: All of it., zh-Hans: 全部。}
    weeks:
      - key: week-1
        title: {en: Week 1, zh-Hans: 第一周}
        working_days: 5
        lessons: [greet]
"""
CHECK = """
:::check
stem: '{0}'
options:
  - {{text: '{0}', feedback: '{0}', right: true}}
  - {{text: '{0}', feedback: '{0}'}}
:::
"""
SECOND_IS_RIGHT = """
:::check
stem: '{0}'
options:
  - {{text: '{0}', feedback: '{0}'}}
  - {{text: '{0}', feedback: '{0}', right: true}}
:::
"""


def write_academy(folder: Path, *, outline: str = OUTLINE, **files: str) -> Path:
    """A small academy that reads without a problem; `en`, `zh` and `article` replace or (empty) leave out a file."""
    week = folder / "courses" / "onboarding" / "week-1"
    week.mkdir(parents=True)
    (folder / "articles").mkdir()
    (folder / "academy.yaml").write_text(outline)
    texts = {
        week / "greet.en.md": files.get("en", english_text(CHECK.format("Well"))),
        week / "greet.zh-Hans.md": files.get("zh", chinese_text(CHECK.format("好"))),
    }
    for file, text in texts.items():
        if text:
            file.write_text(text)
    return folder


def english_text(body: str) -> str:
    return f"{FRONT}\n## Hello\n\n{'A calm voice on the line is worth a lot. ' * 30}\n{body}"


def chinese_text(body: str) -> str:
    return f"{FRONT}\n## 你好\n\n{'客户在线上等着你的声音。' * 40}\n{body}"


def academy_problems(folder: Path) -> list[str]:
    with pytest.raises(CurriculumError) as refusal:
        read_academy(folder)
    return [str(problem) for problem in refusal.value.problems]


def test_academy_holds_each_lesson_in_both_languages(tmp_path):
    academy = read_academy(write_academy(tmp_path))

    assert {key: sorted(twins) for key, twins in academy.lessons.items()} == {"greet": ["en", "zh-Hans"]}


def test_missing_translation_is_refused(tmp_path):
    problems = academy_problems(write_academy(tmp_path, zh=""))

    assert problems == [f"{PATH}:1: greet has no readable zh-Hans text"]


@pytest.mark.parametrize(
    ("zh", "problem"),
    [
        ("", f"{ZH_PATH}:10: blocks text; {PATH} has text, check"),
        (CHECK.format("好") * 2, f"{ZH_PATH}:10: blocks text, check, check; {PATH} has text, check"),
        (CHECK.format("好") + "\n## 再见\n\n谢谢。\n", f"{ZH_PATH}:1: has 2 screens, {PATH} has 1"),
        (SECOND_IS_RIGHT.format("好"), f"{ZH_PATH}:10: a block has other parts than in {PATH}, line 10"),
    ],
    ids=["block missing", "block too many", "screen too many", "other right answer"],
)
def test_languages_must_have_the_same_shape(tmp_path, zh, problem):
    problems = academy_problems(write_academy(tmp_path, zh=chinese_text(zh)))

    assert problems == [problem]


def test_review_date_must_agree_between_the_languages(tmp_path):
    zh = chinese_text(CHECK.format("好")).replace("2027-05-31", "2027-06-30")

    problems = academy_problems(write_academy(tmp_path, zh=zh))

    assert problems == [f"{ZH_PATH}:1: `review_by` differs from {PATH}"]


def test_links_must_lead_somewhere(tmp_path):
    body = "\nSee [here](article:points) and [there](lesson:greet).\n" + CHECK.format("Well")

    problems = academy_problems(write_academy(tmp_path, en=english_text(body)))

    assert problems == [f"{PATH}:1: the link article:points leads nowhere"]


@pytest.mark.parametrize("file", ["desk.png", "../../../academy.yaml", "/etc/hostname"])
def test_media_must_lie_beside_the_lesson(tmp_path, file):
    picture = f"\n:::picture\nfile: {file}\nalt: 好\n:::\n"

    problems = academy_problems(
        write_academy(tmp_path, en=english_text(picture.replace("好", "Well")), zh=chinese_text(picture))
    )

    assert problems == [f"{path}:1: the file {file} is not beside the text" for path in (PATH, ZH_PATH)]


def test_media_beside_the_lesson_is_accepted(tmp_path):
    picture = "\n:::picture\nfile: desk.png\nalt: 好\n:::\n"
    folder = write_academy(tmp_path, en=english_text(picture), zh=chinese_text(picture))
    (folder / "courses/onboarding/week-1/desk.png").write_bytes(b"\x89PNG")

    academy = read_academy(folder)

    assert academy.lessons["greet"]["en"].blocks[1] == Media("picture", "desk.png", "好")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("lessons: [greet]\nprogrammes", "lessons: [greet, wave]\nprogrammes",
         "the lesson wave has no text in courses/onboarding/week-1"),
        ("lessons: [greet]\nprogrammes", "lessons: [greet, greet]\nprogrammes",
         "the lesson greet is listed in courses/onboarding/week-1 and in courses/onboarding/week-1"),
        ("order: sequential", "order: random", "course onboarding: `order` is one of sequential, free"),
        ("order: sequential", "order: sequential\n    valid_months: 0",
         "course onboarding: `valid_months` is a number from 1 to 120"),
        ("order: sequential", "order: sequential\n    valid_months: 121",
         "course onboarding: `valid_months` is a number from 1 to 120"),
        ("course: onboarding", "course: other", "programme four-weeks: there is no course other"),
        ("working_days: 5\n        lessons: [greet]", "working_days: 5\n        lessons: [wave]",
         "week week-1 requires wave, which course onboarding does not hold"),
        ("working_days: 5", "working_days: 0", "week week-1: `working_days` is a whole number from 1 to 10"),
        ("working_days: 5", "working_days: 11", "week week-1: `working_days` is a whole number from 1 to 10"),
        ("zh-Hans: 蕨谷家居", "zh: 蕨谷家居", "fernhollow: `name` is needed in en and zh-Hans"),
    ],
)  # fmt: skip
def test_outline_is_checked(tmp_path, old, new, sentence):
    assert old in OUTLINE

    problems = academy_problems(write_academy(tmp_path, outline=OUTLINE.replace(old, new)))

    assert problems == [f"academy.yaml:1: {sentence}"]


def test_lesson_that_no_module_lists_is_refused(tmp_path):
    outline = OUTLINE.replace("lessons: [greet]", "lessons: []")

    assert academy_problems(write_academy(tmp_path, outline=outline)) == [
        "academy.yaml:1: no module lists the lesson greet"
    ]


@pytest.mark.parametrize(
    ("outline", "problem"), [("a: b: c", "academy.yaml:1: cannot be read"), ("[]", "academy.yaml:1:")]
)
def test_unreadable_outline_is_refused(tmp_path, outline, problem):
    assert academy_problems(write_academy(tmp_path, outline=outline))[0].startswith(problem)


def test_file_that_is_not_utf8_is_refused(tmp_path):
    folder = write_academy(tmp_path)
    (folder / ZH_PATH).write_bytes("---\nkey: 你好".encode("gb18030"))

    assert f"{ZH_PATH}:1: the file is not UTF-8 text" in academy_problems(folder)


# The shipped curriculum


@pytest.fixture(scope="module")
def academy():
    return read_academy(CURRICULUM)


def test_shipped_curriculum_belongs_to_an_invented_company(academy):
    assert academy.company.name == {"en": "Fernhollow Home", "zh-Hans": "蕨谷家居"}


def test_shipped_programme_asks_what_the_four_weeks_ask(academy):
    (programme,) = academy.programmes

    assert [
        (week.key, week.working_days, week.papers, week.practical, len(week.sessions), week.sign_off, week.mock_calls)
        for week in programme.weeks
    ] == [
        ("week-1", 5, ("week-1-theory",), "systems-practical", 0, "", False),
        ("week-2", 5, ("week-2-theory",), "", 1, "", False),
        ("week-3", 5, (), "", 0, "mentor", False),
        ("week-4", 5, (), "", 0, "", True),
    ]


def test_shipped_weeks_ask_for_every_lesson_of_their_module(academy):
    (programme,) = academy.programmes
    (course,) = (course for course in academy.courses if course.key == programme.course)

    assert [week.lessons for week in programme.weeks] == [module.lessons for module in course.modules]


def test_shipped_full_lessons_have_all_that_a_full_lesson_needs(academy):
    full = [twins["en"] for twins in academy.lessons.values() if twins["en"].minutes >= 5]

    assert full
    for lesson in full:
        kinds = [block.kind for block in lesson.blocks]
        assert 5 <= len(lesson.screens) <= 8, lesson.key
        assert kinds.count("say") >= 3, lesson.key
        assert (kinds.count("check"), kinds.count("task")) == (2, 1), lesson.key
        assert "dialogue" in kinds, lesson.key


def test_shipped_lessons_are_whole_and_give_no_answer_away(academy):
    assert list(lesson_slips(academy, read_bank(CURRICULUM))) == []


def test_each_slip_of_a_lesson_is_named(academy):
    lesson = academy.lessons["why-how-what"]["en"]
    first, second = checks_of(lesson)
    long, twice = replace(first, options=tuple(_longer(first.options))), replace(second, stem=first.stem)
    poor = replace(lesson, minutes=4, screens=(replace(lesson.screens[0], blocks=(long, twice)),))
    lessons = academy.lessons | {"why-how-what": academy.lessons["why-how-what"] | {"en": poor}}

    slips = list(lesson_slips(replace(academy, lessons=lessons), read_bank(CURRICULUM)))

    assert slips[:2] == [
        "why-how-what: a full lesson has at least 1 × say, 1 × dialogue, 1 × task",
        "why-how-what: 4 minutes; a full lesson takes 5 to 12",
    ]
    assert slips[2].endswith("characters; the longest is at most twice the shortest")
    assert [slip for slip in slips[3:] if "is asked in why-how-what already" not in slip] == []


def _longer(options):
    yield replace(options[0], text=options[0].text + "!" * 600)
    yield from options[1:]


def test_right_answers_of_a_course_may_not_lean_to_one_place(academy):
    bent = {
        key: {language: _first_is_right(lesson) for language, lesson in twins.items()}
        for key, twins in academy.lessons.items()
    }

    slips = list(lesson_slips(replace(academy, lessons=bent), read_bank(CURRICULUM)))

    assert "onboarding: right answers of checks with 3 options lean to one place" in "\n".join(slips)


def _first_is_right(lesson):
    def turned(block):
        if not isinstance(block, Check):
            return block
        return replace(block, options=tuple(sorted(block.options, key=lambda option: not option.right)))

    return replace(lesson, screens=tuple(replace(s, blocks=tuple(map(turned, s.blocks))) for s in lesson.screens))


def test_every_requirement_of_the_rule_book_is_taught(academy):
    assert list(coverage_slips(read_requirements(CURRICULUM), academy, read_bank(CURRICULUM))) == []


def test_what_nobody_teaches_is_named(academy):
    asked = tuple(
        replace(one, key="juggling") if one.key == "invoices" else one for one in read_requirements(CURRICULUM)
    )

    assert list(coverage_slips(asked, academy, read_bank(CURRICULUM))) == [
        "no lesson covers juggling: Invoices",
        "an-invoice-the-first-time covers invoices, which is not required",
    ]


def test_every_house_fact_of_the_readme_can_be_looked_for():
    facts = read_facts(CURRICULUM)
    table = (CURRICULUM / "README.md").read_text().split("| Fact | Value |")[1]

    assert [fact.title.en for fact in facts] == [
        row.split(" | ")[0] for row in re.findall(r"^\| (?!---)(.*)", table, re.M)
    ]


def test_shipped_articles_cover_every_class(academy):
    classes = sorted({twins["en"].article_class for twins in academy.articles.values()})

    assert classes == ["after-sales", "faq", "product", "rules-and-process"]


def test_shipped_troubleshooting_has_three_causes_with_steps(academy):
    article = academy.articles["washing-machine-does-not-drain"]["en"]

    causes = [screen for screen in article.screens if screen.title.startswith("Cause ")]

    assert [[block.kind for block in screen.blocks] for screen in causes] == [["text", "steps"]] * 3
