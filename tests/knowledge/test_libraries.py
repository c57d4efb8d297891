"""Cases and scripts: found by scene and by their words in either language, read, and kept by the same rules."""

from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale

from knowledge.models import CaseIndexPage, CasePage, Scene, ScriptPage
from knowledge.templatetags.library import slots, spoken
from tests.content.made import article, case, lexicon, scene, script, stream, tree, under

LIST_QUERIES = 11


@pytest.fixture
def texts(academy):
    tree()
    scene("holiday-emergency", title_zh="节假日突发问题")
    case("The bed on the landing", ("delivery-delay", "holiday-emergency"))
    case("The heater", ("holiday-emergency",), summary="Heating fails on a holiday.")
    script("Late delivery", ("delivery-delay",))
    article("Delivery")


def listed(client, place, **asked):
    page = client.get(reverse(f"knowledge:{place}"), asked)
    return [shown.title for shown in page.context["page"]]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, ["The bed on the landing", "The heater"]),
        ({"scene": "delivery-delay"}, ["The bed on the landing"]),
        ({"scene": "holiday-emergency", "q": "heating"}, ["The heater"]),
        ({"q": "LANDING sleeps"}, ["The bed on the landing"]),
        ({"q": "节假日"}, ["The bed on the landing", "The heater"]),
        ({"q": "节假日 bed"}, ["The bed on the landing"]),
        ({"q": "nothing of the kind"}, []),
        ({"scene": "no-such-scene"}, ["The bed on the landing", "The heater"]),
    ],
)
def test_a_case_is_found_by_scene_and_by_words(asked, titles, texts, ada, signed_in):
    assert listed(signed_in(ada), "cases", **asked) == titles


def test_a_renamed_scene_is_found_by_its_new_name(texts, ada, signed_in):
    Scene.objects.filter(key="delivery-delay").update(title_zh="送货晚点")

    assert listed(signed_in(ada), "scripts", q="晚点") == ["Late delivery"]


def test_every_list_says_how_many_the_other_libraries_hold(texts, ada, signed_in):
    page = signed_in(ada).get(reverse("knowledge:articles"), {"q": "delivery"})

    # The bed's case lies under the scene of late deliveries.
    assert page.context["found_in"] == {"articlepage": 1, "casepage": 1, "scriptpage": 1}
    assert f'href="{reverse("knowledge:cases")}?q=delivery"' in page.content.decode()


def test_words_of_the_other_language_find_the_readers_own_version(texts, ada, signed_in):
    english = CasePage.objects.get(title="The heater")
    chinese = Locale.objects.get(language_code="zh-hans")
    copy = CaseIndexPage.objects.get().copy_for_translation(chinese, copy_parents=True)
    under(copy, CasePage(title="暖气", slug="nuanqi", locale=chinese, translation_key=english.translation_key,
                         summary="放假停暖气。", body=[]))  # fmt: skip
    ada.language = "zh-hans"
    ada.save()

    assert listed(signed_in(ada), "cases", q="heating") == ["暖气"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_database_a_fixed_number_of_times(count, academy, ada, signed_in, django_assert_num_queries):
    tree()
    for number in range(count):
        case(f"Case {number}", ("delivery-delay", "safety"))
    client = signed_in(ada)
    client.get(reverse("knowledge:cases"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("knowledge:cases"))


def test_a_withdrawn_case_is_neither_listed_nor_read(texts, ada, signed_in):
    gone = case("Gone", ("safety",))
    gone.unpublish()
    client = signed_in(ada)

    assert "Gone" not in listed(client, "cases")
    assert client.get(reverse("knowledge:case-read", args=[gone.translation_key])).status_code == 404


def test_empty_libraries_say_how_they_fill(academy, ada, signed_in):
    tree()
    client = signed_in(ada)

    shown = [client.get(reverse(f"knowledge:{place}")).content.decode() for place in ("cases", "scripts", "tone")]

    assert ["No cases yet" in shown[0], "No scripts yet" in shown[1], "No lexicon yet" in shown[2]] == [True] * 3


def test_a_script_shows_its_steps_variants_and_what_is_never_said(texts, ada, signed_in):
    page = ScriptPage.objects.get()

    shown = signed_in(ada).get(page.url).content.decode()

    assert 'all <span class="slot">[morning]</span>.”' in shown
    assert 'data-copy="I’m sorry, you waited all [morning]."' in shown
    assert "“Let me ring you.”" in shown
    assert "“Ask logistics.”" in shown
    assert "27 % of this script is yours to word" in shown
    assert f"{reverse('knowledge:scripts')}?scene=delivery-delay" in shown


def test_the_lexicon_stands_under_its_moments(academy, ada, signed_in):
    tree()
    lexicon()

    shown = signed_in(ada).get(reverse("knowledge:tone")).content.decode()

    assert shown.index("Answering") < shown.index("no idea") < shown.index("“Let me check.”")


@pytest.mark.parametrize(("who", "sees"), [("tom", True), ("ada", False), ("hana", False)])
def test_the_way_to_the_editor_is_shown_to_trainers(who, sees, texts, request, signed_in):
    page = ScriptPage.objects.get()

    shown = signed_in(request.getfixturevalue(who)).get(page.url).content.decode()

    assert (reverse("wagtailadmin_pages:edit", args=[page.pk]) in shown) == sees


@pytest.mark.parametrize(
    ("own", "refused"), [("x" * 9, True), ("x" * 10, False), ("x" * 11, False)], ids=["9 %", "10 %", "over 10 %"]
)
def test_a_tenth_of_a_script_stays_the_agents_own(own, refused, academy):
    tree()
    page = script()
    other = {"type": "step", "value": {"title": "One", "say": "a" * (100 - len(own))}}
    page.body = stream(ScriptPage, [other, {"type": "step", "value": {"title": "Two", "say": own, "own": True}}])

    assert page.own_share == Fraction(len(own), 100)
    if refused:
        with pytest.raises(ValidationError, match="At least a tenth of the wording"):
            page.full_clean()
    else:
        page.full_clean()


@pytest.mark.parametrize("words", ["Ms Jian rang twice.", "Ring 138 1234 5678.", "Mail lin@example.com."])
def test_a_case_that_says_who_it_was_is_refused_in_the_editor(words, academy):
    tree()
    page = case()
    page.full_clean()
    page.body = stream(CasePage, [{"type": "text", "value": f"<p>{words}</p>"}])

    with pytest.raises(ValidationError, match="A case is told without names"):
        page.full_clean()


def test_a_draft_keeps_its_scenes_until_it_is_published(academy, tom):
    tree()
    page = script(scenes=("delivery-delay",))
    page.scenes = [scene("safety")]
    revision = page.save_revision(user=tom)

    assert ScriptPage.objects.get().scene_keys == ["delivery-delay"]

    revision.publish()
    assert ScriptPage.objects.get().scene_keys == ["safety"]


@pytest.mark.pure
def test_slots_are_marked_and_everything_is_escaped():
    assert slots("Ring <b> at [time & place]") == ('Ring &lt;b&gt; at <span class="slot">[time &amp; place]</span>')


@pytest.mark.pure
@pytest.mark.parametrize(
    ("line", "copied"),
    [
        ("“Let me check.”", "Let me check."),
        ('"Let me check."', "Let me check."),
        (" Let me check. ", "Let me check."),
        ("It says “parcel”", "It says “parcel”"),
        ("“Parcel” or “letter”", "“Parcel” or “letter”"),
    ],
)
def test_a_copied_line_stands_without_the_marks_around_it(line, copied):
    assert spoken(line) == copied
