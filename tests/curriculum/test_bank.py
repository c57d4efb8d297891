import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.domain.shipped import content_of
from courses.domain.academy.bank import CurriculumError, read_bank
from courses.domain.academy.bank_checks import findings
from courses.domain.academy.bank_items import QUESTION_KINDS

pytestmark = pytest.mark.pure

CURRICULUM = Path(__file__).parents[2] / "curriculum"
SERVICE = "questions/service-standards.yaml"
DOOR = "questions/wording.yaml"
WAYS, STEPS = SERVICE, "questions/phone-flow.yaml"
CALL = "rubrics/call.yaml"
LEAST_SHARE = 1  # a bank holds at least so many times what a paper draws of a topic
PARCEL = "scenarios/consult-order-progress.yaml"


@pytest.fixture(scope="module")
def bank():
    return read_bank(CURRICULUM)


@pytest.fixture
def folder(tmp_path):
    for part in ("questions", "scenarios", "rubrics"):
        shutil.copytree(CURRICULUM / part, tmp_path / part)
    for file in ("papers.yaml", "academy.yaml"):
        shutil.copy(CURRICULUM / file, tmp_path)
    return tmp_path


def sentences(folder):
    """What the reader says about the folder, without line numbers."""
    with pytest.raises(CurriculumError) as caught:
        read_bank(folder)
    return [f"{problem.path}: {problem.sentence}" for problem in caught.value.problems]


def edit(folder, name, old, new, count=1):
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, count), "utf-8")


# What is shipped


def test_bank_holds_several_times_what_a_paper_draws(bank):
    held = Counter(question.topic for question in bank.questions if question.use == "exam")

    drawn = {row.topic: row.count for paper in bank.papers for row in paper.draw}
    assert {topic: held[topic] for topic, count in drawn.items() if held[topic] < LEAST_SHARE * count} == {}


def test_papers_have_the_same_total_whichever_questions_are_drawn(bank):
    points = {question.topic: question.points for question in bank.questions}

    papers = {
        paper.key: (paper.question_count, paper.minutes, sum(points[row.topic] * row.count for row in paper.draw))
        for paper in bank.papers
    }

    week_1, week_2 = papers["week-1-theory"], papers["week-2-theory"]
    assert (week_1, week_2, papers["supervisor-final"]) == ((20, 40, 100), (10, 20, 100), (20, 40, 100))
    ends = {key: total for key, (_count, _minutes, total) in papers.items() if not re.fullmatch(r"[a-z]+-\d+", key)}
    assert set(ends.values()) == {100}  # the tests of single chapters are smaller


def test_questions_come_in_every_kind(bank):
    assert {question.kind for question in bank.questions} == set(QUESTION_KINDS)
    assert bank.scored_by_person == {"supervisor-case"}


def test_each_topic_has_a_question_to_practise(bank):
    practised = {question.topic for question in bank.questions if question.use == "practice"}

    assert practised == {question.topic for question in bank.questions if question.kind != "essay"}


def test_a_field_that_came_later_leaves_the_fingerprints_of_before(bank, folder):
    before = {question.key: question.source_hash for question in bank.questions}
    edit(folder, "questions/wording.yaml", "    use: practice\n", "    use: exam\n")

    after = {question.key: question.source_hash for question in read_bank(folder).questions}

    assert {key for key in before if before[key] != after[key]} == {"wording-check-or-unsure"}


def test_each_of_the_ten_slots_has_a_call_and_another_to_repeat_it(bank):
    held = Counter((scenario.use, scenario.type) for scenario in bank.scenarios)

    assert held == {
        ("mock", "consultation"): 5,
        ("mock", "complaint"): 3,
        ("mock", "transaction"): 2,
        ("alternate", "consultation"): 5,
        ("alternate", "complaint"): 3,
        ("alternate", "transaction"): 2,
        ("practice", "consultation"): 2,
        ("practice", "complaint"): 2,
        ("practice", "transaction"): 2,
    }


def test_alternates_stand_in_level_by_level(bank):
    by_use = {
        use: Counter((scenario.type, scenario.level) for scenario in bank.scenarios if scenario.use == use)
        for use in ("mock", "alternate")
    }

    assert by_use["alternate"] == by_use["mock"]


def test_scenarios_of_each_type_include_calls_where_the_agent_gives_the_notice(bank):
    unplayed = {scenario.type for scenario in bank.scenarios if not scenario.brief.line_played_notice}

    assert unplayed == {"consultation", "complaint", "transaction"}


def test_scenario_greeting_gives_the_notice_exactly_where_the_line_has_not(bank):
    given = {
        scenario.key: "record" in scenario.path[0].agent.en and "录音" in scenario.path[0].agent.zh_hans
        for scenario in bank.scenarios
    }

    assert given == {scenario.key: not scenario.brief.line_played_notice for scenario in bank.scenarios}


def test_scenario_brief_tells_the_hire_nothing_that_is_hidden(bank):
    for scenario in bank.scenarios:
        shown = " ".join(text.en + text.zh_hans for text in (scenario.brief.situation, *scenario.brief.system))
        hidden = [scenario.hidden.mood, scenario.hidden.wants, scenario.hidden.behind, scenario.opening]

        assert [text for text in hidden if text.en in shown or text.zh_hans in shown] == []


def test_call_rubric_weighs_as_the_rule_book_says(bank):
    (call,) = (rubric for rubric in bank.rubrics if rubric.key == "call")

    weights = {category.key: category.weight for category in call.categories}

    assert weights == {
        "greeting": 10,
        "need": 20,
        "solution": 30,
        "closing": 10,
        "language-empathy": 10,
        "system-record": 10,
        "compliance-identity": 10,
    }


def test_rubrics_word_every_level(bank):
    levels = {(rubric.kind, line.top_level) for rubric in bank.rubrics for line in rubric.lines}

    assert levels == {("scorecard", 4), ("checklist", 2)}


def test_rubrics_keep_seventy_percent_when_all_that_may_be_left_out_is(bank):
    leavable = {rubric.key: sum(line.weight for line in rubric.lines if line.may_not_apply) for rubric in bank.rubrics}

    assert {key: weight for key, weight in leavable.items() if weight} == {"call": 7, "chat": 17}


def test_critical_errors_are_those_of_the_rule_book(bank):
    errors = {rubric.key: [error.key for error in rubric.critical_errors] for rubric in bank.rubrics}
    errors = {key: listed for key, listed in errors.items() if listed}

    assert errors == {
        "call": ["data-leak", "no-recording-notice", "data-before-identity-check", "abuse"],
        "chat": ["data-leak", "data-before-identity-check", "abuse"],
        "supervisor-case": ["customer-data", "promise-outside-rules", "blame-in-public"],
        "systems-practical": ["customer-data-before-identity-check"],
    }


# The fingerprint


def test_source_hash_ignores_layout_comments_and_place(bank, folder):
    edit(folder, SERVICE, "questions:\n", "# a remark\n\nquestions:\n")

    after = read_bank(folder)

    assert [item.source_hash for item in after.questions] == [item.source_hash for item in bank.questions]


def test_source_hash_changes_with_one_word_of_one_question(bank, folder):
    edit(folder, SERVICE, "A customer is furious", "A customer is livid")

    after = read_bank(folder)

    before = {item.key: item.source_hash for item in bank.questions}
    changed = [item.key for item in after.questions if item.source_hash != before[item.key]]
    assert changed == ["service-standards-thirty-second-response"]


# What is refused


def _false_is_right(part):
    """Whether the true/false question that `part` begins with is answered by False."""
    return part.index("right: false") < part.index("right: true")


REFUSED = {
    "one language": (
        "papers.yaml",
        "    title:\n      en: Wording\n      zh-Hans: 服务用语\n",
        "    title:\n      en: Wording\n",
        "papers.yaml: topics 3 > title: zh-Hans should be a text (quote numbers)",
    ),
    "unknown field": (
        "papers.yaml",
        "minutes: 40",
        "minutes: 40\n    pass: 80",
        "papers.yaml: papers 1: unknown field pass",
    ),
    "field twice": (
        "papers.yaml",
        "minutes: 40",
        "minutes: 40\n    minutes: 50",
        "papers.yaml: is no readable YAML: field minutes stands twice",
    ),
    "weight over": (CALL, "weight: 14", "weight: 15", "rubrics/call.yaml: rubric call: the weights total 101, not 100"),
    "weight under": (CALL, "weight: 14", "weight: 13", "rubrics/call.yaml: rubric call: the weights total 99, not 100"),
    "draws the whole topic": (
        "papers.yaml",
        "- topic: wording\n        count: 3",
        "- topic: wording\n        count: 200",
        "papers.yaml: paper week-1-theory: topic wording draws 200 of",
    ),
    "forbidden in English": (
        PARCEL,
        "What can I do for you?",
        "I can’t say more.",
        "scenarios/consult-order-progress.yaml: scenario consult-order-progress: path 1: the agent says “can't” (en)",
    ),
    "forbidden in Chinese": (
        PARCEL,
        "请问有什么可以帮您？",
        "这个我不清楚。",
        "scenarios/consult-order-progress.yaml: scenario consult-order-progress: "
        "path 1: the agent says “不清楚” (zh-Hans)",
    ),
    "identity number": (
        PARCEL,
        "书都堆在纸箱里",
        "证件号11010119900307451X",
        "scenarios/consult-order-progress.yaml: looks like personal data: 11010119900307451X",
    ),
    "half-width comma": (
        PARCEL,
        "书柜到哪儿了",
        "书柜,到哪儿了",
        "scenarios/consult-order-progress.yaml: consult-order-progress: half-width punctuation in Chinese: “柜,”",
    ),
    "Chinese in English": (
        PARCEL,
        "Where is my bookcase?",
        "Where is my 书柜?",
        "scenarios/consult-order-progress.yaml: consult-order-progress: "
        "Chinese characters in the English text: Where is my 书柜?",
    ),
    "catch-all": (
        DOOR,
        "“You had better take your tape and measure it before you order.”",
        "None of the above is what I would ever say to a customer.",
        "questions/wording.yaml: question wording-door-width: no catch-all options, please (en)",
    ),
    "points differ": (
        DOOR,
        "points: 5",
        "points: 6",
        "papers.yaml: paper week-1-theory: the questions of topic wording carry different points, "
        "so papers would differ in total",
    ),
    "no right answer": (
        DOOR,
        "right: true",
        "right: false",
        "questions/wording.yaml: question wording-door-width: no option is right",
    ),
    "two right answers": (
        DOOR,
        "right: false",
        "right: true",
        "questions/wording.yaml: question wording-door-width: more than one option is right",
    ),
    "alternate without a twin": (
        "scenarios/consult-spend-points.yaml",
        "type: consultation\nlevel: 1",
        "type: transaction\nlevel: 3",
        "scenarios/consult-spend-points.yaml: scenario consult-spend-points: "
        "no mock scenario of type transaction and level 3 that it could replace",
    ),
    "key twice": (
        SERVICE,
        "key: service-standards-rings",
        "key: service-standards-thirty-second-response",
        "questions/service-standards.yaml: the key service-standards-thirty-second-response stands twice",
    ),
    "two best ways": (
        WAYS,
        'share: "1/2"',
        'share: "1"',
        "questions/service-standards.yaml: question service-standards-two-lines-ringing: more than one option is right",
    ),
    "share above one": (
        WAYS,
        'share: "1/2"',
        'share: "3/2"',
        "questions/service-standards.yaml: question service-standards-two-lines-ringing: Shares run from 0 to 1",
    ),
    "one step twice": (
        STEPS,
        "en: Ask for the order number, and whether she is the account holder",
        "en: Answer from the knowledge base in plain words",
        "questions/phone-flow.yaml: question phone-flow-order-of-a-call: Two steps read the same",
    ),
    "no number": (
        "questions/points.yaml",
        'value: "2980"',
        'value: "many"',
        "questions/points.yaml: question points-count-the-order: Write numbers as digits",
    ),
    "answers alike": (
        SERVICE,
        '["3", "three",',
        '["3", "３", "three",',
        "questions/service-standards.yaml: question service-standards-rings: "
        "two accepted answers are the same once compared in plain form (en)",
    ),
}


ESSAY = """questions:
  - key: a-case
    topic: wording
    kind: essay
    use: exam
    difficulty: 3
    points: 5
    rubric: call
    longest: 2000
    least: {en: 120, zh-Hans: 200}
    stem: {en: Tell the team what changes., zh-Hans: 请写出团队要改的地方。}
    explanation: {en: It names one owner., zh-Hans: 写明一位负责人。}
"""
ESSAYS_REFUSED = {
    "no such rubric": ("rubric: call", "rubric: cal", "question a-case: there is no rubric cal"),
    "too long": ("longest: 2000", "longest: 5001", "questions 1: longest should be a whole number from 100 to 5000"),
    "least above longest": ("zh-Hans: 200", "zh-Hans: 2000", "question a-case: The least length is below the longest."),
    "practised": ("use: exam", "use: practice", "question a-case: a person scores this text, so it cannot be for daily "
                  "practice"),
    "options": ("least:", "options: []\n    least:", "questions 1: unknown field options"),
}  # fmt: skip


def test_read_bank_takes_an_essay_with_its_rubric(bank, folder):
    (folder / "questions/case.yaml").write_text(ESSAY, "utf-8")

    essay = next(question for question in read_bank(folder).questions if question.key == "a-case")

    held = {name: text for name, text in content_of(essay).items() if name not in ("stem", "explanation")}
    assert held == {"rubric": "call", "longest": 2000, "least": {"en": 120, "zh-hans": 200}}


@pytest.mark.parametrize("case", ESSAYS_REFUSED)
def test_read_bank_refuses_an_essay(case, folder):
    old, new, sentence = ESSAYS_REFUSED[case]
    (folder / "questions/case.yaml").write_text(ESSAY.replace(old, new), "utf-8")

    assert sentences(folder) == [f"questions/case.yaml: {sentence}"]


@pytest.mark.parametrize("case", REFUSED)
def test_read_bank_refuses(case, folder):
    name, old, new, sentence = REFUSED[case]
    edit(folder, name, old, new)

    assert [said[: len(sentence)] for said in sentences(folder)] == [sentence]


def test_read_bank_accepts_an_option_twice_as_long_as_the_shortest(bank, folder):
    # the shortest English option of this question has 23 characters
    edit(folder, "questions/phone-flow.yaml", "When the order was placed", "W" * 46)

    assert len(read_bank(folder).questions) == len(bank.questions)


def test_read_bank_refuses_an_option_more_than_twice_as_long_as_the_shortest(folder):
    edit(folder, "questions/phone-flow.yaml", "When the order was placed", "W" * 47)

    assert sentences(folder) == [
        "questions/phone-flow.yaml: question phone-flow-account-holder: "
        "options differ too much in length in en: 23 to 47 characters"
    ]


def test_read_bank_refuses_right_answers_that_lean_to_one_place(folder):
    turned = re.compile(r"right: false(\n(?:(?!right:|explanation:)[\s\S])*?)right: true")
    for path in folder.glob("questions/*.yaml"):
        first, *rest = path.read_text("utf-8").split("kind: true_false")
        rest = [turned.sub(r"right: true\1right: false", part, 1) if _false_is_right(part) else part for part in rest]
        path.write_text("kind: true_false".join([first, *rest]), "utf-8")

    (said,) = sentences(folder)
    assert re.search(r": right answers of true_false questions with 2 options lean to one place: \d+, 0$", said)


def test_multiple_choices_that_begin_with_a_wrong_option_lean_to_one_place(bank):
    wrong_first = tuple(
        replace(question, options=tuple(sorted(question.options, key=lambda option: option.right)))
        if question.kind == "multiple"
        else question
        for question in bank.questions
    )

    said = [sentence for _place, sentence in findings(replace(bank, questions=wrong_first))]

    assert [sentence.partition(":")[0] for sentence in said] == [
        "right answers of multiple questions with 5 options lean to one place",
        "wrong options of multiple questions with 5 options lean to one place",
    ]


def test_read_bank_names_every_problem_with_file_and_line(folder):
    edit(folder, "papers.yaml", "minutes: 40", "minutes: soon")
    (folder / CALL).unlink()
    edit(folder, PARCEL, "level: 1", "level: 9")

    with pytest.raises(CurriculumError) as caught:
        read_bank(folder)

    paper = (folder / "papers.yaml").read_text("utf-8").split("  - key: week-1-theory")[0].count("\n") + 1
    assert [str(problem) for problem in caught.value.problems] == [
        f"papers.yaml:{paper}: papers 1: minutes should be a whole number from 1 to 240",
        "scenarios/consult-order-progress.yaml:1: level should be a whole number from 1 to 3",
    ]


def test_read_bank_says_when_the_papers_are_missing(folder):
    (folder / "papers.yaml").unlink()

    assert sentences(folder) == ["papers.yaml: the file is missing"]


def test_read_bank_says_where_yaml_breaks(folder):
    (folder / CALL).write_text("key: call\ntitle: [\n", "utf-8")

    with pytest.raises(CurriculumError) as caught:
        read_bank(folder)

    assert [(problem.path, problem.line) for problem in caught.value.problems] == [(CALL, 3)]
