"""Checks of the bank as a whole, after every file could be read."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction

from assessments.domain.kinds import kind_of
from assessments.domain.kinds.short import plain_form
from assessments.domain.shipped import content_of
from courses.domain.academy.bank_items import WITH_OPTIONS, Bank, Essay, Paper, Question, Rubric, Scenario
from courses.domain.academy.fields import Place
from courses.domain.academy.text_checks import text_slips, texts_within
from courses.domain.academy.wording import LANGUAGES, forbidden_wording

Finding = tuple[Place, str]

WHOLE_WEIGHT = 100
OPTION_COUNTS = {"single": range(3, 6), "multiple": range(4, 7), "true_false": range(2, 3), "judgement": range(3, 6)}
# Judged by the exam engine's own rules; the first four have their own sentences below, for authors.
LATER_KINDS = ("judgement", "ordering", "matching", "numeric", "essay")
# A right answer that stands out by its length is found without knowing it.
LONGEST_TO_SHORTEST = Fraction(2)
SPREAD_FROM = 8
SPREAD_SHARE = Fraction(3, 2)
RIGHT_LONGEST_SHARE = Fraction(2, 5)

_CATCH_ALL = re.compile(r"(all|none|both|neither) of the above|以上(都|全|皆|均)", re.IGNORECASE)


def findings(bank: Bank) -> Iterator[Finding]:
    yield from _duplicates(bank)
    yield from _texts(bank)
    for question in bank.questions:
        yield from ((question.place, f"question {question.key}: {what}") for what in _question(question, bank))
    yield from _positions(bank.questions)
    yield from _right_answers_by_length(bank.questions)
    for paper in bank.papers:
        yield from ((paper.place, f"paper {paper.key}: {what}") for what in _paper(paper, bank))
    for scenario in bank.scenarios:
        yield from ((scenario.place, f"scenario {scenario.key}: {what}") for what in _scenario(scenario, bank))
    for rubric in bank.rubrics:
        yield from ((rubric.place, f"rubric {rubric.key}: {what}") for what in _rubric(rubric))


def _duplicates(bank: Bank) -> Iterator[Finding]:
    for group in (bank.topics, bank.questions, bank.papers, bank.scenarios, bank.rubrics):
        for place, key in _second(group, lambda item: item.key):
            yield place, f"the key {key} stands twice"
    for place, stem in _second(bank.questions, lambda question: plain_form(question.stem.en)):
        yield place, f"this stem stands twice in English: {stem}"
    for place, stem in _second(bank.questions, lambda question: plain_form(question.stem.zh_hans)):
        yield place, f"this stem stands twice in Chinese: {stem}"


def _second(group: Iterable, reading) -> Iterator[tuple[Place, str]]:  # type: ignore[no-untyped-def,type-arg]
    seen: set[str] = set()
    for item in group:
        value = reading(item)
        if value in seen:
            yield item.place, value
        seen.add(value)


def _texts(bank: Bank) -> Iterator[Finding]:
    for group in (bank.topics, bank.questions, bank.papers, bank.scenarios, bank.rubrics):
        for item in group:
            for text in texts_within(item):
                yield from ((item.place, f"{item.key}: {what}") for what in text_slips(text))


def _question(question: Question, bank: Bank) -> Iterator[str]:
    if question.kind in LATER_KINDS:
        yield from kind_of(question.kind).problems(content_of(question))
    if question.kind == "short":
        yield from _accepted(question)
    if question.essay:
        yield from _essay(question, question.essay, bank)
    if question.kind not in WITH_OPTIONS:
        return
    rights = sum(option.right for option in question.options)
    if len(question.options) not in OPTION_COUNTS[question.kind]:
        yield f"{len(question.options)} options do not suit the kind {question.kind}"
    if rights == 0:
        yield "no option is right"
    if question.kind != "multiple" and rights > 1:
        yield "more than one option is right"
    if question.kind == "multiple" and (rights < 2 or rights == len(question.options)):
        yield "a multiple choice needs at least two right options and one wrong"
    for language in LANGUAGES:
        yield from _options(question, language)


def _options(question: Question, language: str) -> Iterator[str]:
    texts = [option.text.within(language) for option in question.options]
    if len(set(map(plain_form, texts))) < len(texts):
        yield f"an option stands twice in {language}"
    if any(_CATCH_ALL.search(text) for text in texts):
        yield f"no catch-all options, please ({language})"
    shortest, longest = min(map(len, texts)), max(map(len, texts))
    if question.kind != "true_false" and longest > shortest * LONGEST_TO_SHORTEST:
        yield f"options differ too much in length in {language}: {shortest} to {longest} characters"


def _essay(question: Question, essay: Essay, bank: Bank) -> Iterator[str]:
    if essay.rubric not in {rubric.key for rubric in bank.rubrics}:
        yield f"there is no rubric {essay.rubric}"
    if question.use == "practice":
        yield "a person scores this text, so it cannot be for daily practice"


def _accepted(question: Question) -> Iterator[str]:
    for language, answers in (("en", question.accepted.en), ("zh-Hans", question.accepted.zh_hans)):
        if len(set(map(plain_form, answers))) < len(answers):
            yield f"two accepted answers are the same once compared in plain form ({language})"


def _positions(questions: Iterable[Question]) -> Iterator[Finding]:
    """Neither the right options nor, of multiple choices, the wrong ones may favour a place: none holds more than half
    as much again as its fair share."""
    groups: dict[tuple[str, int], list[Question]] = defaultdict(list)
    for question in questions:
        if question.kind in WITH_OPTIONS:
            groups[question.kind, len(question.options)].append(question)
    for (kind, size), group in groups.items():
        for right, name in ((True, "right answers"), (False, "wrong options")):
            if len(group) < SPREAD_FROM or not (right or kind == "multiple"):
                continue
            places = Counter(
                place for question in group for place, option in enumerate(question.options) if option.right == right
            )
            if max(places.values(), default=0) > SPREAD_SHARE * places.total() / size:
                shares = ", ".join(str(places[place]) for place in range(size))
                yield group[0].place, f"{name} of {kind} questions with {size} options lean to one place: {shares}"


def _right_answers_by_length(questions: Iterable[Question]) -> Iterator[Finding]:
    """Whoever always ticks the longest option may not get far."""
    group = [question for question in questions if question.kind == "single"]
    for language in LANGUAGES:
        count = sum(_right_is_longest(question, language) for question in group)
        if len(group) >= SPREAD_FROM and count > RIGHT_LONGEST_SHARE * len(group):
            yield group[0].place, f"the longest option is the right one in {count} of {len(group)} ({language})"


def _right_is_longest(question: Question, language: str) -> bool:
    right = max((len(option.text.within(language)) for option in question.options if option.right), default=0)
    return all(len(option.text.within(language)) < right for option in question.options if not option.right)


def _paper(paper: Paper, bank: Bank) -> Iterator[str]:
    topics = {topic.key for topic in bank.topics}
    for row in paper.draw:
        pool = [question for question in bank.questions if question.topic == row.topic and question.use == "exam"]
        if row.topic not in topics:
            yield f"unknown topic {row.topic}"
        if len(pool) <= row.count:
            yield f"topic {row.topic} draws {row.count} of {len(pool)}; the bank must hold more than a paper draws"
        if len({question.points for question in pool}) > 1:
            yield f"the questions of topic {row.topic} carry different points, so papers would differ in total"
    if len({row.topic for row in paper.draw}) < len(paper.draw):
        yield "a topic stands in two rows"


def _scenario(scenario: Scenario, bank: Bank) -> Iterator[str]:
    for number, step in enumerate(scenario.path, 1):
        for language in LANGUAGES:
            if found := forbidden_wording(step.agent.within(language), language):
                yield f"path {number}: the agent says “{found}” ({language})"
    if scenario.place.path.rpartition("/")[2] != f"{scenario.key}.yaml":
        yield "the file should be called like the key"
    twins = [
        other
        for other in bank.scenarios
        if other.use == "mock" and (other.type, other.level) == (scenario.type, scenario.level)
    ]
    if scenario.use == "alternate" and not twins:
        yield f"no mock scenario of type {scenario.type} and level {scenario.level} that it could replace"


def _rubric(rubric: Rubric) -> Iterator[str]:
    if rubric.weight != WHOLE_WEIGHT:
        yield f"the weights total {rubric.weight}, not {WHOLE_WEIGHT}"
    for group in (rubric.categories, rubric.lines, rubric.critical_errors):
        for key, count in Counter(part.key for part in group).items():
            if count > 1:
                yield f"the key {key} stands twice"
    if len({line.top_level for line in rubric.lines}) > 1:
        yield "the lines have different numbers of levels"
