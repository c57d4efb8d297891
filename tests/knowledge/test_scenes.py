"""Scenes are added and renamed by trainers; what stands under them stays."""

import pytest
from django.urls import reverse

from knowledge.domain.scenes import SceneError, add_scene, rename_scene, scenes_with_counts
from knowledge.models import Scene
from people.domain import journal_chain  # noqa: F401 - the journal's triggers stand
from people.models import Event
from tests.content.made import case, scene, tree


def noted():
    return Event.objects.filter(verb__startswith="scene-")


def test_a_trainer_adds_a_scene(academy, tom, now, signed_in):
    client, names = signed_in(tom), {"title_en": "Lost parcel", "title_zh": "包裹丢失"}

    page = client.post(reverse("knowledge:scenes"), names, follow=True)

    added = Scene.objects.get()
    assert (added.key, added.title_en, added.title_zh) == ("lost-parcel", "Lost parcel", "包裹丢失")
    assert "Lost parcel" in page.content.decode()
    assert list(noted().values_list("verb", "actor_key", "object_key")) == [("scene-added", tom.key, "lost-parcel")]


@pytest.mark.parametrize(("title_en", "title_zh"), [("safety", "别的"), ("SAFETY", "别的"), ("Other", "人身安全")])
def test_two_scenes_are_not_called_the_same(title_en, title_zh, academy, tom, now):
    scene("safety", title_en="Safety", title_zh="人身安全")

    with pytest.raises(SceneError, match="There is a scene of this name already"):
        add_scene(title_en=title_en, title_zh=title_zh, by=tom, now=now)

    assert (Scene.objects.count(), noted().count()) == (1, 0)


def test_keys_differ_where_names_look_alike(academy, tom, now):
    keys = [add_scene(title_en=title, title_zh=title, by=tom, now=now).key for title in ("A/B", "A B", "电", "气")]

    assert keys == ["ab", "a-b", "scene", "scene-2"]


def test_a_renamed_scene_keeps_its_texts_and_its_key(academy, tom, now):
    tree()
    case("The heater", ("safety",))
    before = Scene.objects.get()

    renamed = rename_scene(before, title_en="Danger", title_zh="危险", by=tom, now=now)
    rename_scene(renamed, title_en="Danger", title_zh="危险", by=tom, now=now)

    (row,) = scenes_with_counts()
    assert (row.key, row.title_en, row.cases, row.scripts) == ("safety", "Danger", 1, 0)
    assert noted().count() == 1


def test_a_name_that_is_taken_is_refused_on_the_page(academy, tom, signed_in):
    scene("safety", title_en="Safety", title_zh="人身安全")
    scene("abuse", title_en="Abuse", title_zh="客户辱骂")

    page = signed_in(tom).post(
        reverse("knowledge:scene-edit", args=["abuse"]), {"title_en": "Safety", "title_zh": "客户辱骂"}
    )

    assert "There is a scene of this name already" in page.content.decode()
    assert Scene.objects.get(key="abuse").title_en == "Abuse"
