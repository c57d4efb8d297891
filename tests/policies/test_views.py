from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from policies import schema
from policies.domain import drafts, wording
from policies.domain.editions import edition_in_force
from policies.models import Draft, Edition


@pytest.fixture
def by_hana(hana):
    moment = timezone.now()
    text = schema.shipped_text("certificates").replace("course_valid_months = 12", "course_valid_months = 18")
    made = drafts.draft(
        "certificates", text=text, in_force_from=moment.date() + timedelta(days=3), reason="Longer", by=hana, now=moment
    )
    return drafts.submit(made, by=hana, now=moment)


def test_list_shows_every_subject_with_the_edition_in_force(signed_in, hana):
    page = signed_in(hana).get(reverse("policies:editions"))

    assert page.status_code == 200
    assert page.content.decode().count("Edition 1") == len(schema.SHAPES)


def test_edition_page_says_the_figures_in_words(signed_in, tom, now):
    edition = edition_in_force("gates", now.date())

    page = signed_in(tom).get(reverse("policies:edition", args=[edition.key])).content.decode()

    assert "Mark that opens a week gate" in page
    assert "80 %" in page


def test_form_names_the_line_of_each_fault(signed_in, tom):
    text = schema.shipped_text("gates").replace("pass_mark = 80 ", "pass_mark = 180 ")

    page = signed_in(tom).post(
        reverse("policies:edition-draft-new", args=["gates"]),
        {"text": text, "in_force_from": "2099-01-01", "reason": "x"},
    )

    assert "Line 2: 180 is outside 0 to 100." in page.content.decode()
    assert Draft.objects.count() == 0


def test_draft_is_made_from_the_form_and_extra_fields_are_ignored(signed_in, tom):
    page = signed_in(tom).post(
        reverse("policies:edition-draft-new", args=["gates"]),
        {
            "text": schema.shipped_text("gates"),
            "in_force_from": "2099-01-01",
            "reason": "x",
            "state": "published",
            "author": "999",
            "subject": "second_person",
        },
    )

    made = Draft.objects.get()
    assert page.url == reverse("policies:edition-draft", args=[made.key])
    assert (made.subject, made.state, made.author) == ("gates", "draft", tom)


def test_publish_page_refuses_the_author_in_words(signed_in, hana, by_hana):
    page = signed_in(hana).post(reverse("policies:edition-publish", args=[by_hana.key]))

    assert "You wrote this draft." in page.content.decode()
    assert Edition.objects.filter(subject="certificates").count() == 1


def test_second_person_publishes_from_the_page(signed_in, hugo, by_hana):
    client = signed_in(hugo)

    shown = client.get(reverse("policies:edition-publish", args=[by_hana.key]))
    asked, seen = shown.content.decode(), {"seen": shown.context["version"]}
    page = client.post(reverse("policies:edition-publish", args=[by_hana.key]), seen, follow=True)

    assert "18 months" in asked
    assert "Published." in page.content.decode()
    assert Edition.objects.filter(subject="certificates").count() == 2


@pytest.mark.parametrize("field", ["text", "in_force_from", "reason"])
def test_second_person_publishes_only_what_they_have_seen(signed_in, hana, hugo, by_hana, field):
    url, client, moment = reverse("policies:edition-publish", args=[by_hana.key]), signed_in(hugo), timezone.now()
    seen = client.get(url).context["version"]
    before = {"text": by_hana.text, "in_force_from": by_hana.in_force_from, "reason": by_hana.reason}
    after = {
        "text": by_hana.text.replace("= 18", "= 24"),
        "in_force_from": by_hana.in_force_from + timedelta(days=1),
        "reason": "Shorter",
    }
    drafts.submit(drafts.edit(by_hana, **before | {field: after[field]}, by=hana, now=moment), by=hana, now=moment)

    page = client.post(url, {"seen": seen})

    assert "The draft was changed after you opened this page." in page.content.decode()
    assert Edition.objects.filter(subject="certificates").count() == 1
    assert client.post(url, {"seen": page.context["version"]}).status_code == 302


def test_publish_form_says_what_was_seen(signed_in, hugo, by_hana):
    page = signed_in(hugo).get(reverse("policies:edition-publish", args=[by_hana.key])).content.decode()

    assert f'name="seen" value="{drafts.version(by_hana)}"' in page


def test_markup_in_a_draft_is_shown_as_text(signed_in, hugo, by_hana):
    Draft.objects.filter(pk=by_hana.pk).update(text=by_hana.text + "# <script>alert(1)</script>\n")

    page = signed_in(hugo).get(reverse("policies:edition-draft", args=[by_hana.key])).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("who", ["ada", "mia", "lena", "sam"])
def test_others_do_not_read_the_figures(who, signed_in, by_hana, request):
    client = signed_in(request.getfixturevalue(who))

    assert client.get(reverse("policies:editions")).status_code == 403
    assert client.get(reverse("policies:edition-draft", args=[by_hana.key])).status_code == 403


def test_qa_reads_but_does_not_change_hr_figures(signed_in, quinn, by_hana):
    client = signed_in(quinn)

    assert client.get(reverse("policies:edition-draft", args=[by_hana.key])).status_code == 200
    assert client.post(reverse("policies:edition-publish", args=[by_hana.key])).status_code == 403
    assert client.post(reverse("policies:edition-draft-new", args=["ladder"])).status_code == 403


@pytest.mark.parametrize("subject", schema.SHAPES)
def test_form_explains_every_key_of_its_text(signed_in, root, hana, tom, quinn, subject):
    for who in (root, hana, tom, quinn):
        page = signed_in(who).get(reverse("policies:edition-draft-new", args=[subject]))
        if page.status_code == 200:
            break
    words = page.content.decode()

    keys = [row.key for row in wording.keys(subject)]
    assert [key for key in keys if f"<code>{key}</code>" not in words] == []


def test_keys_say_what_may_stand_there():
    rows = {row.key: row.allowed for row in wording.keys("mock_calls") + wording.keys("exams")}

    assert rows["pass_mark"] == "0 to 100 %"
    assert rows["rule"] == '"mean", "every_call"'
    assert rows["autosubmit"] == "true, false"
    assert rows["low_time_minutes"].startswith("[list], each ")
