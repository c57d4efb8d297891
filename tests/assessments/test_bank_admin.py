"""The bank in Wagtail's admin: only the addresses we meant, only for keepers, by our verbs (hazard 11)."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import NoReverseMatch, get_resolver, reverse
from taggit.models import Tag, TaggedItem

from assessments.models import Bank, Question, Topic
from people.models import Event
from tests.assessments.test_bank_keepers import MARKER, toms  # noqa: F401  a fixture

SETS = ("exam_questions", "exam_topics", "exam_banks")
NOT_SERVED = ("delete", "copy", "history", "history_results", "usage", "inspect", "reorder")


def names_under(prefix: str) -> set[str]:
    """Every address that Wagtail serves below this part of the admin, read from the resolver itself."""
    admin = next(
        one for one in get_resolver().url_patterns if str(one.pattern) == "admin/" and hasattr(one, "url_patterns")
    )
    found = [one for one in admin.url_patterns if getattr(one, "namespace", None) == prefix]
    return {pattern.name for one in found for pattern in one.url_patterns}


def test_only_what_obeys_the_banks_rules_has_an_address():
    assert {name: names_under(name) for name in SETS} == {
        "exam_questions": {"index", "index_results"},
        "exam_topics": {"index", "index_results", "add", "edit"},
        "exam_banks": {"index", "index_results", "add", "edit"},
    }
    for viewset in SETS:
        for name in NOT_SERVED:
            with pytest.raises(NoReverseMatch):
                reverse(f"{viewset}:{name}", args=[1])


def test_lists_show_what_one_keeps(signed_in, toms, tom, tara, ada):  # noqa: F811
    places = [reverse(f"{viewset}:{name}") for viewset in SETS for name in ("index", "index_results")]

    for who, holds in ((tom, True), (tara, False)):
        client = signed_in(who)
        answers = [client.get(place) for place in places]
        assert [(answer.status_code, MARKER.encode() in answer.content) for answer in answers] == [(200, holds)] * 6
    client = signed_in(ada)
    assert {client.get(place).status_code for place in places} <= {302, 403}


def test_a_tag_is_suggested_to_who_keeps_a_question_that_bears_it(signed_in, toms, tom, tara, ada):  # noqa: F811
    TaggedItem.objects.create(
        tag=Tag.objects.create(name="Zebra", slug="zebra"),
        content_type_id=ContentType.objects.get_for_model(Bank).pk,
        object_id=1,
    )
    Tag.objects.create(name="Zephyr", slug="zephyr")  # nothing bears it any more
    places = ["/admin/tag-autocomplete/?term=z", "/admin/tag-autocomplete/taggit/tag/?term=z"]

    found = {who: [signed_in(who).get(place).json() for place in places] for who in (tom, tara)}

    assert found == {tom: [[MARKER, "Zebra"]] * 2, tara: [["Zebra"]] * 2}
    assert signed_in(tom).get("/admin/tag-autocomplete/").json() == []
    assert signed_in(ada).get(places[0]).status_code == 403


def test_no_search_filter_or_export_of_the_list_reaches_it(signed_in, toms, tara):  # noqa: F811
    client = signed_in(tara)
    for query in (
        f"q={MARKER}",
        "bank=zanzibar-retail",
        "topic=zanzibar",
        f"tag={MARKER}",
        "export=csv",
        "export=xlsx",
    ):
        answer = client.get(reverse("exam_questions:index") + f"?{query}")
        # What was asked for stands in the search field again; nothing of a question does.
        assert (b"zanzibar-1" in answer.content, b"Where does" in answer.content) == (False, False)
        assert answer["Content-Type"].startswith("text/html")


def test_the_list_is_filtered_as_ours(signed_in, bank, tom):
    client, place = signed_in(tom), reverse("exam_questions:index")
    asked = {"": 7, "q=ticket": 3, "topic=greeting": 4, "kind=short": 1, "state=live": 7, "lacks=en": 0}

    found = {query: client.get(f"{place}?{query}").context["paginator"].count for query in asked}

    assert found == asked


@pytest.mark.parametrize("viewset", ["exam_topics", "exam_banks"])
def test_what_another_keeps_cannot_be_edited(signed_in, toms, tom, tara, viewset):  # noqa: F811
    row = Topic.objects.get(key="zanzibar") if viewset == "exam_topics" else toms
    address = reverse(f"{viewset}:edit", args=[row.pk])

    assert [signed_in(tara).get(address).status_code, signed_in(tara).post(address, {}).status_code] == [404, 404]
    assert signed_in(tom).get(address).status_code == 200


def test_no_bulk_action_knows_them(signed_in, toms, tom):  # noqa: F811
    client, statuses = signed_in(tom), set()
    for model in ("question", "topic", "bank", "questionversion"):
        for action in ("delete", "publish", "move"):
            address = reverse("wagtail_bulk_action", args=["assessments", model, action])
            statuses.add(client.post(f"{address}?id=1").status_code)

    assert statuses <= {403, 404}
    assert Question.objects.filter(key="zanzibar-1").exists()


def test_a_topic_is_added_and_moved_by_our_verbs(signed_in, bank, tom):
    client = signed_in(tom)
    titles = {"title_en": "Tone", "title_zh": "语气"}
    greeting = Topic.objects.get(key="greeting")

    client.post(reverse("exam_topics:add"), titles | {"key": "tone", "parent": greeting.pk})
    tone = Topic.objects.get(key="tone")
    circle = client.post(reverse("exam_topics:edit", args=[greeting.pk]), titles | {"parent": tone.pk})

    assert (tone.parent, Topic.objects.get(key="greeting").parent) == (greeting, None)
    assert "part of itself" in circle.content.decode()
    assert list(Event.objects.filter(verb="topic-written").values_list("object_key", flat=True)) == ["tone"]


def test_a_bank_is_added_and_given_keepers(signed_in, academy, tom, tara):
    words = {"title_en": "Retail", "title_zh": "零售", "languages": ["en"]}
    signed_in(tom).post(reverse("exam_banks:add"), words | {"key": "retail", "keepers": [tom.pk]})
    made = Bank.objects.get(key="retail")

    signed_in(tom).post(reverse("exam_banks:edit", args=[made.pk]), words | {"keepers": [tara.pk]})

    assert list(made.keepers.all()) == [tara]
    assert signed_in(tom).get(reverse("exam_banks:edit", args=[made.pk])).status_code == 404


def test_the_menu_leads_there_and_global_search_does_not(signed_in, toms, tom, quinn):  # noqa: F811
    home = signed_in(tom).get("/admin/").content.decode()

    assert "exams\\/questions" in home or "/admin/exams/questions/" in home
    assert (
        "exam_questions"
        not in signed_in(tom).get(reverse("wagtailadmin_pages:search") + f"?q={MARKER}").content.decode()
    )
