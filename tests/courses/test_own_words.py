"""Make it yours: the centre's words in the shipped texts, what they change, and what stays as the centre edited it."""

import pytest
from django.urls import reverse

from assessments.models import Question
from courses.domain import own_words
from courses.domain.loading import whole
from courses.models import AcademyLoad, LessonPage
from tests.curriculum.test_academy import english_text


def words(**en: str) -> own_words.Rows:
    return {token: {"en": text} for token, text in en.items()}


def said(language: str = "en") -> str:
    return str(LessonPage.objects.get(locale__language_code=language).body.get_prep_value())


def test_shipped_words_are_plain_text_in_the_page(housed, now):
    whole.load_academy(housed, now=now)

    assert "“Fernhollow Home, staff number 1207, it’s a pleasure”" in said()
    assert "“蕨谷家居，工号 1207，很高兴为您服务”" in said("zh-hans")
    assert "{{" not in said() + said("zh-hans")


def test_a_second_load_that_changes_nothing_asks_little_and_queues_nothing(
    housed, now, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    whole.load_academy(housed, now=now)

    with django_assert_max_num_queries(100), django_capture_on_commit_callbacks() as queued:
        report = whole.load_academy(housed, now=now)

    assert (report.is_empty, queued) == (True, [])


def test_own_words_renew_what_nobody_edited_and_leave_the_rest(housed, now, tom, signed_in):
    whole.load_academy(housed, now=now)
    edited = LessonPage.objects.get(locale__language_code="zh-hans")
    edited.title = "我们的"
    edited.save_revision(user=tom).publish()

    load = own_words.save(
        {"company": {"en": 'Acme: "Beds" & Co', "zh-Hans": "新家居"}} | words(greeting="Good day, {{company}}"),
        by=tom,
        now=now,
    )
    whole.run(load, now=now)

    load.refresh_from_db()
    assert (load.state, load.renewed, load.kept) == ("done", {"lesson": 1, "question": 2}, ["lesson greet (zh-hans)"])
    assert '“Good day, Acme: "Beds" & Co”' in said()
    assert "蕨谷家居" in said("zh-hans")
    assert "lesson · greet · Chinese" in signed_in(tom).get(reverse("courses:make-it-yours")).content.decode()


def test_words_given_back_come_back_in_questions_too(housed, now, tom):
    def stem() -> str:
        return Question.objects.get(key="one").live_version.content["stem"]["en"]

    own_words.save(words(company="Acme"), by=tom, now=now)
    for company in ("Fernhollow Home", "Acme"):
        whole.load_academy(housed, now=now)
        before = stem()
        own_words.save(words(company=company), by=tom, now=now)
    whole.load_academy(housed, now=now)

    assert (before, stem()) == ("Who calls one, Fernhollow Home?", "Who calls one, Acme?")
    assert whole.load_academy(housed, now=now).is_empty


def test_a_word_given_back_is_the_shipped_one_again(housed, now, tom):
    own_words.save(words(company="Acme"), by=tom, now=now)

    own_words.save(words(company="Fernhollow Home"), by=tom, now=now)

    assert own_words.rows()["company"] == {"en": "", "zh-Hans": ""}
    with pytest.raises(own_words.WordsError, match="Nothing was changed"):
        own_words.save({}, by=tom, now=now)


def test_the_preview_names_what_reads_differently(housed, now):
    uses = own_words.would_change(words(staff_number="8"))

    assert [(use.kind, use.key, use.language) for use in uses] == [("lesson", "greet", "en")]
    assert own_words.would_change(words(hours="Always")) == []


def test_a_fault_in_the_files_stands_with_the_load(housed, now, tom):
    load = own_words.save(words(company="Acme"), by=tom, now=now)
    (housed / "courses/onboarding/week-1/greet.en.md").write_text(english_text("{{compny}}"))

    whole.run(load, now=now)

    load.refresh_from_db()
    assert load.state == AcademyLoad.State.FAILED
    assert "there is no token {{compny}}; known are company, greeting, hours, staff_number" in load.said


def test_the_page_previews_saves_and_shows_where_a_fact_stands(housed, now, tom, signed_in):
    whole.load_academy(housed, now=now)
    client, address = signed_in(tom), reverse("courses:make-it-yours")
    fields = {"company_en": "Acme", "greeting_en": "Hello"}

    preview = client.post(address, fields | {"preview": ""}).content.decode()
    refused = client.post(address, fields | {"company_en": "<b>", "save": ""}).content.decode()
    client.post(address, fields | {"save": ""})

    assert "With these words change:" in preview
    assert "they would be read as markup" in refused
    assert own_words.rows()["company"]["en"] == "Acme"
    assert "being loaded anew" in client.get(address).content.decode()
    assert "Greet" in client.get(reverse("courses:house-fact", args=["hours"])).content.decode()
