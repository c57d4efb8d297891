import pytest
from django.urls import reverse

from people import mails, tasks
from people.domain import notices, profiles
from people.models import Event
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


def test_another_administrator_corrects_the_address_of_one(root, academy, signed_in, mailoutbox):
    ruth = person("ruth", "administrator")
    page = reverse("people:person", args=[root.key])

    opened = signed_in(ruth).get(page).content.decode()
    signed_in(ruth).post(reverse("people:person-edit", args=[root.key]), {"name": "Root", "email": "root2@example.org"})
    tasks.sweep_mail()

    root.refresh_from_db()
    assert root.email == "root2@example.org"
    assert reverse("people:person-edit", args=[root.key]) in opened
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["root@example.org"], "Your e-mail address was changed")
    ]
    assert Event.objects.filter(verb="person-corrected", actor_key=ruth.key, subject_key=root.key).count() == 1


def test_administrator_corrects_the_only_hr_and_no_learner(root, hana, ada, signed_in):
    corrected(hana, root, name="Hana Ito")

    hana.refresh_from_db()
    assert hana.name == "Hana Ito"
    assert signed_in(root).get(reverse("people:person-edit", args=[ada.key])).status_code == 403
    with pytest.raises(profiles.ProfileError, match="You may not correct this account"):
        corrected(ada, root, name="Ada the Great")


def test_old_address_hears_of_it_also_when_the_notice_was_read_first(hana, academy, mailoutbox):
    mei = person("mei", "agent")
    corrected(mei, hana, email="mei2@example.org")
    notices.mark_all_read(mei, now=NOW)

    notices.mail_unsent(NOW, send=mails.send_notice)

    assert [mail.to for mail in mailoutbox] == [["mei@example.org"]]


def test_nobody_corrects_themselves(hana):
    with pytest.raises(profiles.ProfileError, match="Nobody corrects their own details"):
        corrected(hana, hana, name="Hana the Great")


def test_new_address_is_told_to_its_person_in_their_language(hana, academy):
    mei = person("mei", "agent")
    profiles.set_language(mei, "zh-hans")

    corrected(mei, hana, email="mei2@example.org")

    notice = mei.notices.get()
    assert (notice.subject, notice.body) == ("你的邮箱已被修改", "由Hana修改。如果这不是你要求的，请告诉 HR。")
