"""A newer shipped text beside what the centre edited: shown, compared, taken as a draft or declined."""

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.domain import papers, rubrics
from assessments.domain.shipped import content_of
from assessments.domain.word_diff import FIELDS
from assessments.models import Question, Topic
from courses.domain import shipped
from courses.domain.academy.bank import read_bank
from courses.domain.loading import whole
from courses.models import LessonPage, ShippedText
from courses.views.shipped_words import PLACES, UNSAID
from simulations.domain import scenarios
from tests.simulations.made import scenario

LESSON = "courses/onboarding/week-1/greet.en.md"


def lesson() -> LessonPage:
    return LessonPage.objects.get(locale__language_code="en")


def rewrite(folder, old: str, new: str, name: str = LESSON) -> None:
    file = folder / name
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


def waiting() -> list[tuple[str, str]]:
    return list(ShippedText.objects.filter(state="open").values_list("kind", "item"))


@pytest.fixture
def edited(housed, now, tom):
    """The lesson as Tom edited it, and a newer shipped one that stayed outside."""
    whole.load_academy(housed, now=now)
    page = lesson()
    page.title = "Our own greeting"
    page.save_revision(user=tom).publish()
    assert whole.load_academy(housed, now=now).outside == []
    rewrite(housed, "A calm voice on the line is worth a lot.", "A warm voice on the line is worth a lot.")
    whole.load_academy(housed, now=now)
    return ShippedText.objects.get()


def test_a_trainer_sees_what_would_change_and_by_whom_ours_was_edited(edited, signed_in, tom):
    client = signed_in(tom)

    listed = client.get(reverse("courses:shipped")).content.decode()
    compared = client.get(reverse("courses:shipped-text", args=[edited.key])).content.decode()

    assert "Our own greeting" in listed
    assert "edited by Tom" in listed
    assert '<del><span class="sr">removed: </span>calm</del>' in compared
    assert '<ins><span class="sr">added: </span>warm</ins>' in compared


def test_taking_a_page_writes_a_draft_and_publishes_nothing(edited, housed, now, tara):
    shipped.take(edited, by=tara, now=now)

    page = lesson()
    draft = page.get_latest_revision_as_object()
    assert (page.title, draft.title, page.has_unpublished_changes) == ("Our own greeting", "Greet", True)
    assert "A warm voice" in str(draft.body.get_prep_value())
    assert page.latest_revision.user == tara
    whole.load_academy(housed, now=now)
    assert waiting() == []


def test_what_was_taken_and_published_is_renewed_again(edited, housed, now, tara):
    shipped.take(edited, by=tara, now=now)
    lesson().latest_revision.publish()
    rewrite(housed, "A warm voice", "A clear voice")

    report = whole.load_academy(housed, now=now)

    assert (report.renewed, report.kept) == ({"lesson": 1}, [])


def test_ours_kept_is_asked_again_only_when_the_shipped_text_changes_again(edited, housed, now, tara):
    shipped.keep_ours(edited, by=tara, now=now)
    whole.load_academy(housed, now=now)
    quiet = waiting()
    rewrite(housed, "A warm voice", "A clear voice")

    whole.load_academy(housed, now=now)

    assert (quiet, waiting()) == ([], [("lesson", "greet")])
    assert lesson().title == "Our own greeting"
    with pytest.raises(shipped.ShippedError, match="decided meanwhile"):
        shipped.take(edited, by=tara, now=now)


def test_a_shipped_text_as_before_is_no_longer_asked_about(edited, housed, now):
    rewrite(housed, "A warm voice", "A calm voice")

    whole.load_academy(housed, now=now)

    assert waiting() == []


def test_a_topic_renamed_here_keeps_its_name(housed, now):
    whole.load_academy(housed, now=now)
    rewrite(housed, "{en: A,", "{en: B,", "papers.yaml")
    renewed = whole.load_academy(housed, now=now)
    Topic.objects.update(title_en="Ours")
    rewrite(housed, "{en: B,", "{en: C,", "papers.yaml")

    kept = whole.load_academy(housed, now=now)

    assert (renewed.renewed, kept.kept, Topic.objects.get().title_en) == ({"topic": 1}, ["topic a"], "Ours")


def test_questions_follow_a_topic_that_is_split_and_the_empty_one_goes(housed, now, tom, tara):
    whole.load_academy(housed, now=now)
    mine = Question.objects.get(key="two")
    shipped.bank.write_version(mine, content=mine.live_version.content, points=1, difficulty=1, by=tom, now=now)
    was, split = "{key: a, title: {en: A, zh-Hans: 甲}}", "{key: b, title: {en: B, zh-Hans: 乙}}"
    for name, old, new in (
        ("papers", was, split),
        ("papers", "topic: a", "topic: b"),
        ("questions/a", "topic: a", "topic: b"),
    ):
        rewrite(housed, old, new, f"{name}.yaml")

    first = whole.load_academy(housed, now=now)
    moved = dict(Question.objects.values_list("key", "topic__key"))
    shipped.take(ShippedText.objects.get(), by=tara, now=now)
    second = whole.load_academy(housed, now=now)

    assert (moved, first.kept, first.gone) == ({"one": "b", "two": "a"}, ["question two"], [])
    assert (second.gone, [topic.key for topic in Topic.objects.all()]) == (["topic a"], ["b"])
    rewrite(housed, split, f"{split}, {was}", "papers.yaml")
    assert whole.load_academy(housed, now=now).added == {"topic": 1}


def test_a_question_is_taken_as_a_version_that_another_trainer_reviews(housed, now, tom, tara, signed_in):
    whole.load_academy(housed, now=now)
    question = Question.objects.get(key="one")
    content = question.live_version.content | {"explanation": {"en": "Ours.", "zh-hans": "我们的。"}}
    shipped.bank.write_version(question, content=content, points=1, difficulty=1, by=tom, now=now)
    rewrite(housed, "Who calls one", "Who rings one", "questions/a.yaml")
    whole.load_academy(housed, now=now)
    row = ShippedText.objects.get()
    address = reverse("courses:shipped-text", args=[row.key])

    answer = signed_in(tara).post(address, {"decision": "take"})

    assert answer.url == reverse("assessments:question", args=["one"])
    newest = question.versions.latest("number")
    assert (newest.number, newest.author, newest.content["stem"]["en"]) == (3, tara, "Who rings one, Fernhollow Home?")
    assert Question.objects.get(key="one").live_version.number == 1


def test_a_scenario_says_that_it_counts_at_once_and_asks_before(academy, now, tara, signed_in):
    call = scenario("late-sofa", "complaint", now=now)
    newer = call.current.content | {"title": {"en": "Later sofa", "zh-hans": "更晚的沙发"}}
    row = ShippedText.objects.create(kind="scenario", item=call.key, source_hash="new", content=newer, seen_at=now)
    client, address = signed_in(tara), reverse("courses:shipped-text", args=[row.key])

    page = client.get(address).content.decode()
    answer = client.post(address, {"decision": "take"}, follow=True).content.decode()

    assert 'data-confirm="A scenario has no drafts: taken, every call booked from now on is held on it.' in page
    assert "<h2>Title · English</h2>" in page
    assert "Calls booked from now on are held on it." in answer
    assert (call.current.number, call.current.content["title"]["en"]) == (2, "Later sofa")


@pytest.mark.pure
def test_every_field_that_may_differ_has_a_name_for_an_editor():
    bank = read_bank(settings.BASE_DIR / "curriculum")
    kinds = (
        (bank.questions, content_of),
        (bank.papers, papers.content_of),
        (bank.rubrics, rubrics.content_of),
        (bank.scenarios, scenarios.content_of),
    )
    names = {name for items, content in kinds for item in items for name in names_in(content(item))}

    assert names - PLACES.keys() - FIELDS.keys() - UNSAID == set()


def names_in(value):
    if isinstance(value, dict):
        return set(value).union(*map(names_in, value.values()))
    return set().union(*map(names_in, value)) if isinstance(value, list) else set()
