import pytest
from django.urls import reverse

from people.domain import profiles
from tests.conftest import NOW, person


def corrected(who, by, **changed):
    return profiles.correct(who, **{"name": who.name, "email": who.email} | changed, by=by, now=NOW)


def test_hr_sends_no_link_of_an_administrator_elsewhere(root, hana, signed_in):
    signed_in(hana).post(reverse("people:person-edit", args=[root.key]), {"name": "Root", "email": "hana2@example.org"})

    root.refresh_from_db()
    assert root.email == "root@example.org"
    with pytest.raises(profiles.ProfileError, match="You may not change the e-mail address of this account"):
        corrected(root, hana, email="hana2@example.org")


def test_hr_corrects_the_name_of_an_administrator(root, hana):
    assert corrected(root, hana, name="Root Ru").name == "Root Ru"
    assert not root.notices.exists()


def test_nobody_corrects_themselves(hana):
    with pytest.raises(profiles.ProfileError, match="Nobody corrects their own details"):
        corrected(hana, hana, name="Hana the Great")


def test_new_address_is_told_to_its_person_in_their_language(hana, academy):
    mei = person("mei", "agent")
    profiles.set_language(mei, "zh-hans")

    corrected(mei, hana, email="mei2@example.org")

    notice = mei.notices.get()
    assert (notice.subject, notice.body) == ("你的邮箱已被修改", "由Hana修改。如果这不是你要求的，请告诉 HR。")
