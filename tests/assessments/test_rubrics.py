"""QA writes a rubric, a second person publishes it at exactly 100; what was scored stays as it was (RULES 2, 6)."""

import copy

import pytest
from django.urls import reverse

from assessments.domain import practicals, rubric_writing, rubrics, scorecards
from assessments.domain.rubrics import RubricError
from assessments.models import RubricVersion
from people.models import Event
from tests.assessments.made import full_card, text


def changed(rubric, **weights):
    content = copy.deepcopy(rubric.live_version.content)
    for line in content["categories"][0]["lines"]:
        line["weight"] = weights.get(line["key"].replace("-", "_"), line["weight"])
    return content


def write(rubric, quinn, now, **weights):
    return rubrics.write_version(rubric, content=changed(rubric, **weights), by=quinn, now=now)


def posted(content) -> dict[str, str]:
    """What a browser would post of the page for this content."""
    sent: dict[str, str] = {}

    def put(name, pair):
        sent[f"{name}-en"], sent[f"{name}-zh"] = pair["en"], pair["zh"]

    sheet = rubric_writing.rows_of(content)
    put("title", sheet["title"])
    for category in sheet["categories"]:
        sent[f"{category['name']}-key"] = category["key"]
        put(f"{category['name']}-title", category["title"])
        for line in category["lines"]:
            name = line["name"]
            sent |= {f"{name}-key": line["key"], f"{name}-weight": str(line["weight"])}
            put(f"{name}-title", line["title"])
            put(f"{name}-reasons", line["reasons"])
            for anchor in line["anchors"]:
                put(f"{name}-a{anchor['level']}", anchor)
    for error in sheet["errors"]:
        sent[f"{error['name']}-key"] = error["key"]
        put(f"{error['name']}-title", error["title"])
        put(f"{error['name']}-means", error["means"])
        if error["only_without_notice"]:
            sent[f"{error['name']}-notice"] = "on"
    return sent


def test_a_draft_scores_nothing_until_another_publishes_it(rubric, ada, quinn, qing, now):
    before = rubric.live_version
    version = write(rubric, quinn, now, greets=50, records=20)
    sitting = practicals.admit(ada, rubric.key, for_key="week-1", opens=now, reason="", now=now)
    card = practicals.examine(sitting, by=quinn, now=now)

    rubrics.publish(version, by=qing, now=now)
    rubric.refresh_from_db()

    assert (before.number, version.number, rubric.live_version) == (1, 2, version)
    scorecards.save_draft(card, content=full_card(card, greets=0), version=0, by=quinn, now=now)
    assert scorecards.release(card, version=1, by=quinn, now=now).raw == 60  # on version 1, where greets weighs 40


def test_the_author_does_not_publish(rubric, quinn, hana, now):
    version = write(rubric, quinn, now, greets=50, records=20)

    with pytest.raises(RubricError, match="A second person of your role, or HR"):
        rubrics.publish(version, by=quinn, now=now)
    rubrics.publish(version, by=hana, now=now)

    event = Event.objects.filter(verb="rubric-published").latest("pk")
    assert (event.actor_key, event.detail.values) == (hana.key, {"version": 2})


def test_a_comma_by_a_colleague_does_not_make_the_author_a_second_person(rubric, quinn, qing, hana, now):
    write(rubric, quinn, now, greets=50, records=20)
    corrected = write(rubric, qing, now, greets=50, records=19, hands_over=31)

    for author in (quinn, qing):
        with pytest.raises(RubricError, match="You wrote part of this version"):
            rubrics.publish(corrected, by=author, now=now)
    rubrics.publish(corrected, by=hana, now=now)

    later = write(rubric, qing, now, greets=45, records=25)
    assert [rubrics.has_part(later, who) for who in (quinn, qing, hana)] == [False, True, False]


def test_everybody_who_had_a_part_is_noted_where_that_is_relaxed(rubric, quinn, qing, now, relaxed):
    write(rubric, quinn, now, greets=50, records=20)
    corrected = write(rubric, qing, now, greets=45, records=25)

    rubrics.publish(corrected, by=quinn, now=now)

    event = Event.objects.filter(verb="rubric-published").latest("pk")
    assert event.detail.values == {"version": 3, "second_person": "relaxed"}


def test_the_page_tells_whoever_had_a_part(signed_in, rubric, quinn, qing, now):
    write(rubric, quinn, now, greets=50, records=20)
    write(rubric, qing, now, greets=45, records=25)

    page = signed_in(quinn).get(reverse("assessments:rubric", args=[rubric.key]))

    assert (page.context["own"], page.context["may_publish"]) == (True, False)


@pytest.mark.parametrize("sent", ["abc", "", "99", "²"])
def test_a_version_that_never_was_is_not_published(signed_in, rubric, quinn, qing, now, sent):
    write(rubric, quinn, now, greets=50, records=20)

    answer = signed_in(qing).post(reverse("assessments:rubric-publish", args=[rubric.key]), {"version": sent})

    rubric.refresh_from_db()
    assert (answer.status_code, rubric.live_version.number) == (302, 1)


@pytest.mark.parametrize(("greets", "publishes"), [(39, False), (40, True), (41, False)])
def test_a_rubric_is_published_at_exactly_100(rubric, quinn, qing, now, greets, publishes):
    content = changed(rubric, greets=greets)
    content["categories"][0]["lines"][1]["title"] = text("Writes the ticket")
    version = rubrics.write_version(rubric, content=content, by=quinn, now=now)

    if publishes:
        rubrics.publish(version, by=qing, now=now)
        return
    with pytest.raises(RubricError, match=f"total {60 + greets}, not 100"):
        rubrics.publish(version, by=qing, now=now)


def spoil_words(content):
    content["categories"][0]["lines"][0]["anchors"][2]["zh-hans"] = " "


def spoil_levels(content):
    del content["categories"][0]["lines"][0]["anchors"][1:]


def spoil_error(content):
    content["critical_errors"][0]["means"]["en"] = ""


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (spoil_words, "both languages: The agent greets"),
        (spoil_levels, "two levels: The agent greets"),
        (spoil_error, "both languages: Leak"),
    ],
)
def test_what_is_unfinished_is_named(rubric, quinn, qing, now, spoil, says):
    content = changed(rubric)
    spoil(content)
    version = rubrics.write_version(rubric, content=content, by=quinn, now=now)

    with pytest.raises(RubricError, match=says):
        rubrics.publish(version, by=qing, now=now)


def test_a_version_that_was_overtaken_is_not_published(rubric, quinn, qing, now):
    first = write(rubric, quinn, now, greets=50, records=20)
    write(rubric, qing, now, greets=45, records=25)

    with pytest.raises(RubricError, match="newer version"):
        rubrics.publish(first, by=qing, now=now)


def test_nothing_changed_writes_nothing(rubric, quinn, now):
    with pytest.raises(RubricError, match="Nothing was changed"):
        write(rubric, quinn, now)

    assert RubricVersion.objects.count() == 1


def test_the_page_posts_back_what_it_shows(rubric):
    content = rubric.live_version.content

    assert rubric_writing.content_from(posted(content)) == content


def test_a_new_line_gets_a_key_and_an_old_one_keeps_its_own(rubric):
    sent = posted(rubric.live_version.content)
    sent |= {"c0-l3-title-en": "Greets", "c0-l3-title-zh": "问候", "c0-l3-weight": "x", "c0-l0-title-en": "Says hello"}
    sent["c0-l1-remove"] = "on"
    sent["c0-l2-key"] = "../../odd"

    lines = rubric_writing.content_from(sent)["categories"][0]["lines"]

    assert [(line["key"], line["title"]["en"], line["weight"]) for line in lines] == [
        ("greets", "Says hello", 40),
        ("the-agent-hands-over", "The agent hands-over", 30),
        ("greets-2", "Greets", 0),
    ]


def test_what_was_typed_without_a_title_is_kept_and_named(rubric, quinn, now):
    sent = posted(rubric.live_version.content)
    sent |= {"c0-l3-weight": "10"}
    sent |= {f"c0-l3-a{level}-{short}": f"{short} {level}" for level in range(5) for short in ("en", "zh")}
    sent |= {"c1-title-en": "Closing", "c1-title-zh": "结束", "e2-means-en": "Said no", "e2-means-zh": "说了不"}

    version = rubrics.write_version(rubric, content=rubric_writing.content_from(sent), by=quinn, now=now)

    line = version.content["categories"][0]["lines"][3]
    assert (line["weight"], [anchor["en"] for anchor in line["anchors"]]) == (10, [f"en {level}" for level in range(5)])
    assert rubrics.problems(version.content) == [
        "The weights total 110, not 100. A rubric is published at exactly 100.",
        "Write a line in these categories, or empty their titles to leave them out: Closing.",
        "Write these in both languages: without a title: “en 0”, without a title: “Said no”.",
    ]
    assert rubric_writing.content_from(posted(version.content)) == version.content


def test_what_is_taken_out_or_emptied_is_left_out(rubric):
    sent = posted(rubric.live_version.content) | {"c0-l0-remove": "on", "c0-l1-weight": "50"}
    sent |= {name: "" for name in sent if name.startswith("c0-l2-") and name[-3:] in ("-en", "-zh")}

    lines = rubric_writing.content_from(sent)["categories"][0]["lines"]

    assert [(line["key"], line["weight"]) for line in lines] == [("records", 50)]


def test_a_draft_without_titles_shows_its_rows(signed_in, rubric, quinn):
    sent = posted(rubric.live_version.content) | {"c1-l0-a0-en": "Silent", "base": "1"}
    client = signed_in(quinn)

    client.post(reverse("assessments:rubric-write", args=[rubric.key]), sent)
    shown = client.get(reverse("assessments:rubric", args=[rubric.key])).content.decode()
    again = client.get(reverse("assessments:rubric-write", args=[rubric.key])).content.decode()

    assert ("Without a title" in shown, "Silent" in shown, "Silent" in again) == (True, True, True)


def test_the_second_person_is_told_what_changes(rubric):
    old = rubric.live_version.content
    new = changed(rubric, greets=30)
    del new["categories"][0]["lines"][1]
    new["critical_errors"][0]["means"] = text("Told anyone")

    assert rubric_writing.changes(old, new) == [
        ("weight", "The agent greets", 40, 30),
        ("removed", "The agent records", 30, 0),
        ("words", "Leak", 0, 0),
    ]


def test_qa_writes_on_the_page_and_a_colleague_publishes(signed_in, rubric, quinn, qing):
    write_page = reverse("assessments:rubric-write", args=[rubric.key])
    page = reverse("assessments:rubric", args=[rubric.key])
    sent = posted(changed(rubric, greets=45)) | {"base": "1"}

    client = signed_in(quinn)
    client.post(write_page, sent)
    unfinished = client.get(page).content.decode()
    client.post(write_page, sent | {"base": "2", "c0-l1-weight": "25"})
    own = client.get(page).content.decode()
    client = signed_in(qing)
    finished = client.get(page).content.decode()
    client.post(reverse("assessments:rubric-publish", args=[rubric.key]), {"version": 3})
    rubric.refresh_from_db()

    assert "The weights total 105, not 100" in unfinished
    assert ("Publish the version" in own, "weight 40 → 45" in own) == (False, True)
    assert "Publish the version" in finished
    assert rubric.live_version.number == 3


def test_two_who_write_at_once_lose_nothing(signed_in, rubric, quinn, qing):
    address = reverse("assessments:rubric-write", args=[rubric.key])
    signed_in(quinn).post(address, posted(changed(rubric, greets=45)) | {"base": "1"})

    answer = signed_in(qing).post(address, posted(changed(rubric, greets=35)) | {"base": "1"}, follow=True)

    assert RubricVersion.objects.count() == 3
    assert "has kept version 2 meanwhile; yours is version 3" in answer.content.decode()
