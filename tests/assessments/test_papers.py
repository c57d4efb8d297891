"""Papers by blueprint: written, tried out, published by a second person, drawn (hazards 32, 33)."""

from datetime import timedelta

import pytest

from assessments.domain import admissions, attempts, blueprints, drawing, figures, papers
from assessments.domain.attempts import AttemptError
from assessments.domain.draw import Trial
from assessments.domain.papers import PaperError
from assessments.domain.pools import PRIORS, TRUSTED, Known, Pools, ease
from assessments.models import Attempt, Bank, Paper, PaperVersion, Question, QuestionFigures, QuestionVersion
from people.models import Event, EventDetail
from tests.assessments.made import content as words
from tests.assessments.made import question as make_question
from tests.assessments.made import right_places, text


def row(topic="greeting", count=2, difficulty=None, points=None):
    return {"topic": topic, "difficulty": difficulty, "count": count, "points": points}


def placed(question, version=None, points=None):
    return {"question": question, "version": version, "points": points}


def part(*rows, questions=(), title=None):
    empty = {"en": "", "zh-hans": ""}
    return {"title": title or empty, "words": empty, "rows": list(rows), "questions": list(questions)}


def content_with(*parts, **changed):
    usual = {
        "title": text("Short test"),
        "minutes": 20,
        "shuffle": True,
        "is_fixed": False,
        "navigation": "free",
        "release": "at-once",
        "review": "key",
        "step_up": False,
        "tolerance": 5,
        "parts": list(parts) or [part(row())],
    }
    return usual | changed


def write(by, now, *parts, key="short-test", **changed) -> PaperVersion:
    return papers.write_paper(key=key, content=content_with(*parts, **changed), by=by, now=now).versions.get()


def published(tom, tara, now, *parts, **changed) -> Paper:
    return papers.publish(write(tom, now, *parts, **changed), by=tara, now=now)


def admit(person, paper, now, for_key="week-9", allowed=3):
    return admissions.admit(
        person, paper, opens=now, attempts_allowed=allowed, reason="", for_key=for_key, now=now
    )  # fmt: skip


def start(person, paper, now, for_key="week-9"):
    return attempts.start(admit(person, paper, now, for_key), by=person, now=now)


def keys_of(attempt) -> list[str]:
    return [one.question_version.question.key for one in attempt.questions.select_related("question_version__question")]


def test_nobody_starts_a_paper_before_it_is_published(bank, ada, tom, now):
    version = write(tom, now)

    with pytest.raises(AttemptError, match="not published"):
        start(ada, version.paper, now)


def test_a_second_trainer_publishes(bank, tom, tara, now):
    version = write(tom, now)

    with pytest.raises(PaperError, match="You wrote part of this version"):
        papers.publish(version, by=tom, now=now)
    paper = papers.publish(version, by=tara, now=now)

    assert (paper.published, blueprints.content_of(paper)) == (now, version.content)


def test_who_wrote_a_version_in_between_does_not_publish_either(bank, tom, tara, now):
    paper = published(tom, tara, now)
    papers.write_version(paper, content=content_with(minutes=25), by=tara, now=now)
    last = papers.write_version(paper, content=content_with(minutes=26), by=tom, now=now)

    for person in (tom, tara):
        with pytest.raises(PaperError, match="You wrote part"):
            papers.publish(last, by=person, now=now)


def test_publishing_is_journalled_with_before_and_after(bank, tom, tara, now):
    paper = published(tom, tara, now)
    version = papers.write_version(paper, content=content_with(part(row(count=3)), minutes=25), by=tom, now=now)

    papers.publish(version, by=tara, now=now)

    values = EventDetail.objects.filter(event__verb="paper-published").latest("pk").values
    assert (values["before"], values["after"]) == (content_with(), version.content)


@pytest.mark.parametrize(
    ("parts", "changed", "sentence"),
    [
        ([part(row(count=5))], {}, "Greeting: 5 needed, 4 live; once every row has its own, 1 is missing."),
        ([part(row(count=2, difficulty=3))], {}, "Greeting, difficulty 3: 2 needed, 0 live"),
        ([part(row(count=3), row(count=2, points=5))], {}, "1 is missing"),
        ([part(row("nowhere"))], {}, "nowhere: 2 needed, 0 live"),
        ([part()], {}, "asks at least one question"),
        ([part(questions=[placed("greeting-9")])], {"is_fixed": True}, "greeting-9 cannot be asked"),
        ([part(questions=[placed("greeting-1", 7)])], {"is_fixed": True}, "greeting-1 cannot be asked"),
        ([part(row()), part(row("tickets"))], {}, "Every section after the first has a title"),
        ([part(row(), title={"en": "Only English", "zh-hans": ""})], {}, "both languages: Only English"),
    ],
)
def test_what_the_bank_cannot_fill_is_refused_in_words(bank, tom, tara, now, parts, changed, sentence):
    version = write(tom, now, *parts, **changed)

    with pytest.raises(PaperError, match=sentence.replace(".", r"\.")):
        papers.publish(version, by=tara, now=now)

    version.paper.refresh_from_db()
    assert version.paper.published is None


def test_questions_worth_different_points_need_the_row_s_points(bank, tom, tara, now):
    make_question(bank[0], "greeting-5", "single", words("Again?", "*Yes", "No"), points=7, now=now)
    version = write(tom, now)

    with pytest.raises(PaperError, match=r"different points \(5, 7\)"):
        papers.publish(version, by=tara, now=now)

    mended = papers.write_version(version.paper, content=content_with(part(row(points=4))), by=tom, now=now)
    assert papers.publish(mended, by=tara, now=now).published


def test_unequal_points_are_fair_where_everybody_is_asked_them_all(bank, ada, tom, tara, now):
    make_question(bank[0], "greeting-5", "single", words("Again?", "*Yes", "No"), points=7, now=now)

    attempt = start(ada, published(tom, tara, now, part(row(count=5))), now)

    assert sorted(one.points for one in attempt.questions.all()) == [5, 5, 5, 5, 7]


def test_points_that_became_unequal_stop_the_next_start(bank, ada, tom, tara, now):
    paper = published(tom, tara, now)
    make_question(bank[0], "greeting-5", "single", words("Again?", "*Yes", "No"), points=7, now=now)

    with pytest.raises(AttemptError, match="worth different points"):
        start(ada, paper, now)


def test_rows_give_points_and_sections_their_words(bank, ada, tom, tara, now):
    title = text("Say it right")
    second = part(row("tickets", count=3, points=1), title=title)
    attempt = start(ada, published(tom, tara, now, part(row(points=4)), second), now)

    assert [(one.points, one.section and one.section["title"]) for one in attempt.questions.all()] == [
        (4, None), (4, None), (1, title), (1, title), (1, title),
    ]  # fmt: skip


def test_attempts_keep_what_they_drew_when_the_paper_changes(bank, ada, ben, tom, tara, now):
    paper = published(tom, tara, now, navigation="one-way")
    before = start(ada, paper, now)
    drawn = keys_of(before)
    version = papers.write_version(paper, content=content_with(part(row("tickets", 3)), minutes=99), by=tom, now=now)

    papers.publish(version, by=tara, now=now)
    before.refresh_from_db()
    after = start(ben, paper, now)

    assert (keys_of(before), before.minutes, before.one_way) == (drawn, 20, True)
    assert (after.minutes, after.one_way, all(key.startswith("tickets") for key in keys_of(after))) == (99, False, True)


def test_taken_out_of_use_nobody_starts_it_and_running_exams_go_on(bank, ada, ben, tom, tara, now):
    paper = published(tom, tara, now)
    attempt = start(ada, paper, now)

    papers.withdraw(paper, by=tara, now=now)
    attempts.save_answer(attempt, 1, value=["0"], version=0, key="k", by=ada, now=now)

    with pytest.raises(AttemptError, match="not published"):
        start(ben, paper, now)
    with pytest.raises(PaperError, match="not published"):
        papers.withdraw(paper, by=tara, now=now)
    assert papers.publish(papers.Paper.objects.get().live_version, by=tara, now=now).published == now


def test_a_start_while_a_paper_is_published_draws_from_one_publication(bank, ada, tom, tara, now):
    paper = published(tom, tara, now)
    paper.rows.all().delete()  # what a reader meets between two reads of the rows

    assert start(ada, paper, now).questions.count() == 2


def test_shipped_rows_that_change_while_they_are_read_start_nothing(paper, now):
    found = Paper.objects.get(pk=paper.pk)
    Paper.objects.filter(pk=paper.pk).update(source_hash="newer")

    with pytest.raises(AttemptError, match="published anew"):
        drawing.content_to_draw(found)


def test_an_empty_paper_cannot_start(paper, ada, now):
    paper.rows.all().delete()

    with pytest.raises(AttemptError, match="asks no question"):
        start(ada, paper, now)
    assert not Attempt.objects.exists()


def test_a_retake_draws_what_was_not_asked_before(bank, ada, tom, tara, now):
    """RULES 2: four questions, two each time; the third time whatever was asked as seldom."""
    paper = published(tom, tara, now)
    seen = []
    for day in range(2):
        later = now + timedelta(days=3 * day)
        attempt = attempts.start(admit(ada, paper, now), by=ada, now=later)
        seen += keys_of(attempt)
        attempts.submit(attempt, by=ada, now=later)

    assert sorted(seen) == ["greeting-1", "greeting-2", "greeting-3", "greeting-4"]


@pytest.mark.parametrize("counted", [True, False])
def test_the_least_used_come_next_counted_or_not(bank, ada, ben, tom, tara, now, counted):
    paper = published(tom, tara, now)
    first_attempt = start(ada, paper, now)
    first = keys_of(first_attempt)
    if counted:
        attempts.submit(first_attempt, by=ada, now=now)
        figures.refresh_all(now)

    second = keys_of(start(ben, paper, now))

    assert set(first).isdisjoint(second)


def test_practice_only_questions_and_half_written_ones_are_never_drawn(bank, ada, tom, tara, now):
    paper = published(tom, tara, now)
    Question.objects.filter(key="greeting-1").update(use="practice")
    body = words("Only English?", "*Yes", "No")
    body["stem"] = {"en": "Only English?"}
    make_question(bank[0], "greeting-half", "single", body, points=5, now=now)

    pools = Pools([blueprints.content_of(paper)])

    assert sorted(version.question.key for version in pools.live["greeting"]) == [
        "greeting-2",
        "greeting-3",
        "greeting-4",
    ]
    bank[0].bank = Bank.objects.create(key="english", title_en="E", title_zh="英", languages=["en"])
    bank[0].save()
    assert len(Pools([blueprints.content_of(paper)]).live["greeting"]) == 4


def test_a_fixed_paper_asks_everybody_the_same_pinned_or_latest(bank, ada, ben, tom, tara, now):
    chosen = [placed("greeting-1", 1), placed("greeting-2"), placed("tickets-rings", None, 3)]
    paper = published(tom, tara, now, part(questions=chosen), is_fixed=True, shuffle=False)
    for key in ("greeting-1", "greeting-2"):
        asked = Question.objects.get(key=key)
        newer = QuestionVersion.objects.create(
            question=asked, number=2, content=words("New?", "*A", "B", "C"), points=5, difficulty=1, created=now
        )
        Question.objects.filter(pk=asked.pk).update(live_version=newer)

    for person in (ada, ben):
        drawn = start(person, paper, now).questions.select_related("question_version__question")
        assert [(one.question_version.question.key, one.question_version.number, one.points) for one in drawn] == [
            ("greeting-1", 1, 5), ("greeting-2", 2, 5), ("tickets-rings", 1, 3),
        ]  # fmt: skip


def test_a_retired_question_of_a_fixed_paper_stops_it_in_words(bank, ada, tom, tara, now):
    paper = published(tom, tara, now, part(questions=[placed("greeting-1")]), is_fixed=True)
    Question.objects.filter(key="greeting-1").update(status="retired")

    with pytest.raises(AttemptError, match="no longer in use"):
        start(ada, paper, now)


@pytest.mark.parametrize(
    ("difficulty", "answers", "earned", "expected"),
    [(1, 0, 0, 850), (2, 0, 0, 700), (3, 0, 0, 550), (3, 20, 20_000, 775), (1, 20, 0, 425), (1, 980, 0, 17)],
)
def test_ease_goes_from_the_author_s_word_to_the_answers(difficulty, answers, earned, expected):
    assert (PRIORS[difficulty], TRUSTED) == ({1: 850, 2: 700, 3: 550}[difficulty], 20)
    assert ease(difficulty, Known(answers, earned)) == expected
    assert ease(difficulty, Known()) == PRIORS[difficulty]


def test_what_is_expected_follows_the_results(bank, ada, tom, tara, now):
    paper = published(tom, tara, now, part(row(count=1), row("tickets", 1)))
    attempt = start(ada, paper, now)
    first, other = attempt.questions.select_related("question_version").order_by("position")
    attempts.save_answer(attempt, 1, value=right_places(first), version=0, key="k", by=ada, now=now)
    attempts.submit(attempt, by=ada, now=now)

    figures.refresh_all(now)

    known = Pools([blueprints.content_of(paper)]).known
    assert known == {first.question_version_id: Known(1, 1000), other.question_version_id: Known(1, 0)}


def test_a_publisher_is_told_when_papers_cannot_be_equally_hard(bank, tom, now):
    """Four questions, one drawn: two that everybody knows, two that nobody does."""
    content = content_with(part(row(count=1)), tolerance=10)
    asked = write(tom, now).paper
    for n, version in enumerate(QuestionVersion.objects.filter(question__topic=bank[0])):
        facility = {"facility": 100.0 if n % 2 else 0.0}
        QuestionFigures.objects.create(paper=asked, version=version, drawn=980, cells=[], choices=[], figures=facility)
    tried = papers.try_out(content, Pools([content]))

    warnings = papers.warnings(content, tried)

    assert tried.outside == tried.papers == 40
    assert warnings[0].startswith("Of 40 papers drawn for a trial 40 lie further than half of 10 points of 100")
    assert papers.warnings(content, Trial(40, tried.target, tried.low, tried.high, 0)) == []


def test_a_version_without_a_change_is_not_written(bank, tom, tara, now):
    paper = published(tom, tara, now)

    with pytest.raises(PaperError, match="Nothing was changed"):
        papers.write_version(paper, content=content_with(), by=tom, now=now)
    with pytest.raises(PaperError, match="key short-test already"):
        write(tara, now)


def test_the_seed_is_random_and_served_nowhere(bank, ada, ben, tom, tara, now):
    paper = published(tom, tara, now)

    seeds = {start(person, paper, now).seed for person in (ada, ben)}

    assert len(seeds) == 2
    everything = "".join(str(row) for row in EventDetail.objects.values_list("values", flat=True))
    assert [seed for seed in seeds if seed in everything] == []
    assert Event.objects.filter(verb="attempt-started").count() == 2
