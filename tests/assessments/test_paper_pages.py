"""The trainers' pages of papers: list, one paper, writing, publishing, print; and what a learner sees afterwards."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import admissions, attempts, blueprints, papers, withheld
from assessments.domain.openings import Rules
from assessments.models import Bank, Paper, PaperVersion, Question, QuestionVersion, Topic
from policies.models import Edition
from policies.schema import shipped_text
from tests.assessments.made import text, wrong_places
from tests.assessments.test_papers import admit, content_with, part, placed, published, row, start, write


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


def address(name, *args):
    return reverse(f"assessments:{name}", args=args)


def posted(**changed):
    usual = {
        "title_en": "Calls", "title_zh": "通话", "minutes": 25, "tolerance": 5, "navigation": "one-way",
        "release": "at-once", "review": "lost", "shuffle": "on", "act": "done",
        "p0-r0-topic": "greeting", "p0-r0-count": "2", "p0-r0-place": "1",
    }  # fmt: skip
    return usual | changed


def test_a_paper_goes_from_its_key_to_the_learner_through_the_pages(signed_in, client, bank, ada, tom, tara, now):
    writer = signed_in(tom)
    words = {"key": "calls", "title_en": "Calls", "title_zh": "通话", "minutes": 20}
    assert writer.post(address("paper-new"), words).url == address("paper-write", "calls")
    second = {
        "p1-title-en": "Tickets", "p1-title-zh": "工单", "p1-words-en": "Twice.", "p1-words-zh": "两遍。",
        "p1-r0-topic": "tickets", "p1-r0-count": "3", "p1-r0-points": "4", "p1-r0-place": "1",
    }  # fmt: skip
    assert writer.post(address("paper-write", "calls"), posted(**second)).url == address("paper", "calls")

    reviewer = signed_in(tara)
    page = reviewer.get(address("paper", "calls")).content.decode()
    reviewer.post(address("paper-publish", "calls"), {"version": 2})

    assert "Version 2 by Tom" in page
    paper = Paper.objects.get(key="calls")
    asked = start(ada, paper, now).questions.all()
    assert (paper.published, paper.navigation, paper.review) == (now, "one-way", "lost")
    assert [(one.points, one.section and one.section["words"]["en"]) for one in asked] == [
        (5, None), (5, None), (4, "Twice."), (4, "Twice."), (4, "Twice."),
    ]  # fmt: skip


def test_the_author_is_told_who_publishes(signed_in, bank, tom, now):
    write(tom, now)

    page = signed_in(tom).get(address("paper", "short-test")).content.decode()
    answer = signed_in(tom).post(address("paper-publish", "short-test"), {"version": 1}, follow=True)

    assert ("A second trainer publishes it" in page, "Publish this version" in page) == (True, False)
    assert "You wrote part of this version" in answer.content.decode()
    assert Paper.objects.get().published is None


@pytest.mark.parametrize("version", ["", "x", "1", "9"])
def test_only_the_newest_version_is_published(signed_in, bank, tom, tara, now, version):
    paper = published(tom, tara, now)
    papers.write_version(paper, content=content_with(minutes=30), by=tom, now=now)

    signed_in(tara).post(address("paper-publish", "short-test"), {"version": version})

    assert Paper.objects.get().minutes == 20


def test_the_page_says_what_is_missing_and_what_changes(signed_in, bank, tom, tara, now):
    paper = published(tom, tara, now)
    papers.write_version(paper, content=content_with(part(row(count=9)), minutes=30), by=tom, now=now)

    page = signed_in(tara).get(address("paper", "short-test")).content.decode()

    assert "Greeting: 9 needed, 4 live; once every row has its own, 5 are missing." in page
    assert "Publish this version" not in page
    assert re.findall(r'<th scope="row">(\w+)</th><td>([^<]*)</td><td>([^<]*)</td>', page) == [
        ("Minutes", "20", "30"),
        ("Greeting", "2 drawn, their own points", "9 drawn, their own points"),
    ]


def test_more_rows_keep_what_was_typed_and_write_nothing(signed_in, bank, tom, now):
    write(tom, now)

    page = signed_in(tom).post(address("paper-write", "short-test"), posted(act="more", **{"p0-r0-count": "7"}))

    assert (page.status_code, PaperVersion.objects.count()) == (200, 1)
    assert 'name="p0-r0-count" value="7"' in page.content.decode()
    assert 'name="p0-r3-topic"' in page.content.decode()


@pytest.mark.parametrize(
    "odd",
    [{"minutes": 0}, {"minutes": "x"}, {"tolerance": 51}, {"navigation": "up"}, {"review": "all"}, {"title_zh": ""}],
)
def test_odd_settings_are_refused_with_what_was_typed(signed_in, bank, tom, now, odd):
    write(tom, now)

    page = signed_in(tom).post(address("paper-write", "short-test"), posted(**odd))

    assert (page.status_code, PaperVersion.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"p0-r0-count": "x"}, [row(count=1)]),
        ({"p0-r0-count": "-2"}, [row(count=1)]),
        ({"p0-r0-count": "999999"}, [row(count=200)]),
        ({"p0-r0-difficulty": "3", "p0-r0-points": "4"}, [row(difficulty=3, points=4)]),
        ({"p0-r0-remove": "on"}, []),
        ({"p0-r5-topic": "tickets", "p0-r5-place": "0"}, [row(), row("tickets", 1)]),
        ({"p0-r0-place": "2", "p0-r1-topic": "tickets", "p0-r1-place": "1"}, [row("tickets", 1), row()]),
        ({"p0-r0-topic": "\0"}, []),
    ],
)
def test_rows_are_read_as_they_stand(signed_in, bank, tom, now, fields, rows):
    write(tom, now)

    signed_in(tom).post(address("paper-write", "short-test"), posted(**fields))

    assert PaperVersion.objects.latest("pk").content["parts"] == [part(*rows)]


def test_a_fixed_paper_pins_or_follows(signed_in, bank, tom, now):
    write(tom, now)
    fields = {
        "is_fixed": "on", "p0-r0-topic": "", "p0-q0-question": "greeting-2", "p0-q0-version": "live",
        "p0-q0-place": "2",
        "p0-q1-question": "greeting-1", "p0-q1-version": "", "p0-q1-points": "3", "p0-q1-place": "1",
    }  # fmt: skip

    signed_in(tom).post(address("paper-write", "short-test"), posted(**fields))

    wanted = [placed("greeting-1", None, 3), placed("greeting-2", 1)]
    assert PaperVersion.objects.latest("pk").content["parts"] == [part(questions=wanted)]
    page = signed_in(tom).get(address("paper", "short-test")).content.decode()
    assert ("pinned to version 1" in page, "follows the latest version" in page) == (True, True)


def test_a_copy_starts_from_the_newest_version(signed_in, bank, tom, tara, now):
    published(tom, tara, now, part(row(count=3)), navigation="one-way")
    words = {"key": "other", "title_en": "Other", "title_zh": "另一份", "minutes": 5}

    signed_in(tom).post(address("paper-new") + "?copy=short-test", words)

    copy = PaperVersion.objects.get(paper__key="other").content
    assert copy == content_with(part(row(count=3)), navigation="one-way", minutes=5) | {
        "title": {"en": "Other", "zh-hans": "另一份"}
    }


def test_a_taken_key_is_refused(signed_in, bank, tom, now):
    write(tom, now)

    page = signed_in(tom).post(
        address("paper-new"), {"key": "short-test", "title_en": "A", "title_zh": "甲", "minutes": 5}
    )

    assert "There is a paper with the key short-test already." in page.content.decode()


def test_the_list_finds_and_filters(signed_in, bank, tom, tara, now):
    published(tom, tara, now)
    write(tom, now, part(row(count=40)), key="waiting-one")
    client = signed_in(tom)

    def keys(**query):
        page = client.get(address("papers"), query).content.decode()
        return sorted(re.findall(r'<span class="caption">([a-z-]+)</span></th>', page))

    assert keys() == ["short-test", "waiting-one"]
    assert keys(state="published") == ["short-test"]
    assert keys(state="unpublished") == keys(state="waiting") == keys(state="short") == ["waiting-one"]
    assert (keys(q="WAITING test"), keys(q="nothing")) == (["waiting-one"], [])
    assert "No paper matches" in client.get(address("papers"), {"q": "nothing"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(signed_in, bank, tom, tara, now, count, django_assert_num_queries):
    theirs = Bank.objects.create(key="theirs", title_en="Theirs", title_zh="别人的")
    theirs.keepers.add(tara)
    Topic.objects.create(key="theirs", title_en="Theirs", title_zh="别人的", bank=theirs)
    for n in range(count):
        write(tom, now, key=f"paper-{n}")
    client = signed_in(tom)
    client.get(address("papers"))

    with django_assert_num_queries(22):
        client.get(address("papers"))


def test_a_paper_is_printed_again_as_it_was_drawn(signed_in, bank, ada, tom, tara, now):
    """Whatever became of bank and paper since; the key stands behind the last question, answers and seed nowhere."""
    attempt = start(ada, published(tom, tara, now, part(row(count=4))), now)
    client = signed_in(tom)
    before = client.get(address("attempt-print", attempt.key)).content.decode()
    papers.publish(papers.write_version(Paper.objects.get(), content=content_with(), by=tom, now=now), by=tara, now=now)
    QuestionVersion.objects.all()[0].question.__class__.objects.update(status="retired")

    after = client.get(address("attempt-print", attempt.key)).content.decode()

    def bare(page):
        return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", page)

    stems = [one.question_version.stem for one in attempt.questions.select_related("question_version")]
    sheet, key = after.split('class="print-key"')
    assert bare(before) == bare(after)
    assert [sheet.index(stem) for stem in stems] == sorted(sheet.index(stem) for stem in stems)
    assert ("About " in sheet, "About " in key, attempt.seed in after) == (False, True, False)


def test_a_specimen_is_the_same_each_time_and_written_nowhere(signed_in, bank, tom, now):
    write(tom, now)
    client = signed_in(tom)

    pages = {
        number: client.get(address("paper-print", "short-test"), {"specimen": number, "language": "zh-hans"}).content
        for number in (1, 1, 2)
    }

    assert "中文：" in pages[1].decode()
    assert len(set(pages.values())) == 2
    refused = write(tom, now, part(row(count=9)), key="too-big")
    assert client.get(address("paper-print", refused.paper.key)).url == address("paper", "too-big")


STATES = ("running", "released", "retake-open", "over")


@pytest.mark.parametrize("review", ["score", "lost", "key"])
@pytest.mark.parametrize("state", STATES)
def test_what_is_shown_when(signed_in, bank, ada, tom, tara, now, at_ten, state, review):
    """Hazards 30, 31: the words of the key only by the setting, and only once nothing may be started any more; every
    page a learner has of an attempt is read."""
    paper = published(tom, tara, now, part(row(count=4)), review=review)
    admission = admit(ada, paper, now, allowed=2)
    attempt = attempts.start(admission, by=ada, now=now)
    for question in attempt.questions.select_related("question_version"):
        attempts.save_answer(
            attempt, question.position, value=wrong_places(question), version=0, key=f"k{question.pk}", by=ada, now=now
        )
    if state != "running":
        attempts.submit(attempt, by=ada, now=now)
    if state == "retake-open":
        at_ten.move_to(now + timedelta(days=3))
    if state == "over":
        admissions.withdraw(admission, reason="Gate passed", now=now)

    client = signed_in(ada)
    names = ("exam", "exam-state", "exam-submit", "exam-forward", "exam-result")
    served = "".join(client.get(address(name, attempt.key), follow=True).content.decode() for name in names)
    served += client.get(address("exams")).content.decode()

    is_over = state == "over"
    assert ("Because of" in served, "About " in served) == (
        (True, True) if is_over and review == "key" else (False, False)
    )
    assert ("Questions that lost points" in served) == (is_over and review == "lost")
    result = client.get(address("exam-result", attempt.key), follow=True).content.decode()
    stems = [one.question_version.stem in result for one in attempt.questions.select_related("question_version")]
    assert stems == [state == "running" or (is_over and review != "score")] * 4


def test_another_right_to_the_same_paper_keeps_the_key_closed(signed_in, bank, ada, tom, tara, now):
    paper = published(tom, tara, now, part(row(count=4)))
    attempt = start(ada, paper, now)
    attempts.submit(attempt, by=ada, now=now)
    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)
    admit(ada, paper, now, for_key="refresher")

    page = signed_in(ada).get(address("exam-result", attempt.key)).content.decode()

    assert "Because of" not in page


def test_the_start_says_that_a_paper_goes_one_way(signed_in, bank, ada, tom, tara, now):
    admission = admit(ada, published(tom, tara, now, navigation="one-way"), now)

    page = signed_in(ada).get(address("exam-start", admission.key)).content.decode()

    assert "Forward only" in page
    assert blueprints.count(blueprints.content_of(Paper.objects.get())) == 2


def test_a_paper_of_another_s_bank_is_nobody_else_s(signed_in, bank, ada, tom, tara, now):
    """Hazard 11: neither list, page, copy, print nor a version may show what another keeps."""
    paper = published(tom, tara, now)
    attempt = start(ada, paper, now)
    bank[0].bank = Bank.objects.create(key="mine", title_en="Mine", title_zh="我的")
    bank[0].bank.keepers.add(tara)
    bank[0].save()
    client = signed_in(tom)

    pages = [address(name, "short-test") for name in ("paper", "paper-write", "paper-print")]
    pages += [address("attempt-print", attempt.key), address("paper-new") + "?copy=short-test"]
    statuses = [client.get(page).status_code for page in pages]
    posts = [client.post(address(name, "short-test")).status_code for name in ("paper-publish", "paper-withdraw")]
    own = client.post(address("paper-new"), {"key": "own", "title_en": "A", "title_zh": "甲", "minutes": 5}).url
    client.post(own, posted())

    assert (statuses, posts) == ([404] * 5, [404] * 2)
    assert "short-test" not in client.get(address("papers")).content.decode()
    assert PaperVersion.objects.filter(paper__key="own").count() == 1
    assert signed_in(tara).get(pages[0]).status_code == 200


SINGLES = {"greeting-1", "greeting-2", "greeting-3", "greeting-4"}
# What another paper draws, and which questions of the first one then wait.
ANOTHER = {
    "the same topic": ([part(row())], {}, SINGLES),
    "the same difficulty": ([part(row(difficulty=1))], {}, SINGLES),
    "another topic": ([part(row("tickets"))], {}, set()),
    "one of them, fixed": ([part(questions=[placed("greeting-2")])], {"is_fixed": True}, {"greeting-2"}),
}


def waiting_for(attempt, now) -> dict[str, str]:
    waits = withheld.waits_for(attempt, Rules(attempt.admission.person, now))
    return {Question.objects.get(pk=number).key: title for number, title in waits.items()}


@pytest.mark.parametrize("other", ANOTHER)
def test_another_exam_that_may_ask_the_question_keeps_its_answer(
    bank, ada, ben, tom, tara, now, other, django_assert_num_queries
):
    attempt = start(ada, published(tom, tara, now, part(row(count=4))), now)
    attempts.submit(attempt, by=ada, now=now)
    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)
    parts, settings, expected = ANOTHER[other]
    second = published(tom, tara, now, *parts, key="second", title=text("Second"), **settings)
    admit(ben, second, now)
    assert waiting_for(attempt, now) == {}

    right = admit(ada, second, now + timedelta(days=3))

    rules = Rules(ada, now)
    rules.admissions, rules.attempts, rules.coming, rules.today  # read for the page anyway  # noqa: B018
    with django_assert_num_queries(2 if expected else 1):
        withheld.waits_for(attempt, rules)
    assert waiting_for(attempt, now) == dict.fromkeys(expected, "Second")
    admissions.withdraw(right, reason="Gate passed", now=now)
    assert waiting_for(attempt, now) == {}


def test_a_question_that_cannot_be_asked_again_does_not_wait(bank, ada, tom, tara, now):
    """Retired, moved to another difficulty, or shown at once because the centre's figures say so."""
    attempt = start(ada, published(tom, tara, now, part(row(count=4))), now)
    attempts.submit(attempt, by=ada, now=now)
    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)
    admit(ada, published(tom, tara, now, part(row(difficulty=1)), key="second"), now)

    Question.objects.filter(key="greeting-1").update(status="retired")
    harder = QuestionVersion.objects.get(question__key="greeting-2")
    harder = QuestionVersion.objects.create(
        question=harder.question, number=2, content=harder.content, points=5, difficulty=2, created=now
    )
    Question.objects.filter(key="greeting-2").update(live_version=harder)
    assert set(waiting_for(attempt, now)) == {"greeting-3", "greeting-4"}

    words = shipped_text("exams").replace("keys_wait = true", "keys_wait = false")
    frame = {"number": 2, "in_force_from": now.date(), "published_at": now, "sha256": "0", "reason": "Open keys"}
    Edition.objects.create(subject="exams", text=words, **frame)
    assert waiting_for(attempt, now) == {}


@pytest.mark.parametrize("review", ["lost", "key"])
def test_what_waits_is_named_with_the_exam_to_finish(signed_in, bank, ada, tom, tara, now, review):
    """No byte of its key, its points or the answer given; the other questions are shown."""
    attempt = start(ada, published(tom, tara, now, part(row(count=4)), review=review), now)
    attempts.submit(attempt, by=ada, now=now)
    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)
    fixed = {"is_fixed": True, "title": text("Second")}
    admit(ada, published(tom, tara, now, part(questions=[placed("greeting-2")]), key="second", **fixed), now)

    page = signed_in(ada).get(address("exam-result", attempt.key)).content.decode()

    shown, later = page.split("Shown later")
    callers = [f"How do you greet caller {number}?" for number in (1, 2, 3, 4)]
    assert [caller in shown for caller in callers] == [True, False, True, True]
    assert [caller in later for caller in callers] == [False, True, False, False]
    assert "Shown once you have finished “Second”, which may ask it too." in later
    assert page.count("Because of How") == (3 if review == "key" else 0)
