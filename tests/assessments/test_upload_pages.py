"""Trainers take questions in and out by page: look, confirm, taken in once; what is lost before the download."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessments.domain import uploads
from assessments.models import Bank, Question, QuestionUpload
from assessments.tasks import take_in_waiting
from tests.assessments.test_imports import GIFT


@pytest.fixture
def retail(academy, tom):
    made = Bank.objects.create(key="retail", title_en="Retail", title_zh="零售")
    made.keepers.add(tom)
    return made


def send(client, text=GIFT, form="gift"):
    file = SimpleUploadedFile("bank.gift", text.encode())
    return client.post(reverse("assessments:questions-import"), {"bank": "retail", "form": form, "file": file})


def test_a_file_is_looked_at_and_then_taken_in_once(client, retail, tom):
    client.force_login(tom)

    address = send(client)["Location"]
    page = client.get(address).content.decode()
    assert Question.objects.count() == 0
    done = client.post(address, follow=True).content.decode()
    again = client.post(address, follow=True)

    assert "retail-first-words" in page
    assert page.count("<tr>") == 4
    assert Question.objects.filter(versions__author=tom).count() == 3
    assert bytes(QuestionUpload.objects.get().content) == b""
    assert "state=draft" in done
    assert again.redirect_chain[0][0] == reverse("assessments:questions-import")


def test_what_cannot_be_taken_is_left_out_only_on_purpose(client, retail, tom):
    client.force_login(tom)

    address = send(client, f"{GIFT}\n\nNothing.\n")["Location"]
    client.post(address)
    assert (Question.objects.count(), QuestionUpload.objects.get().state) == (0, "failed")

    address = send(client, f"{GIFT}\n\nNothing.\n")["Location"]
    client.post(address, {"leave-out": "on"})
    assert Question.objects.count() == 3


def test_an_old_preview_takes_nothing_in_and_is_forgotten(retail, tom, now):
    kept = uploads.keep(
        bank=retail, form="gift", language="", rubric="", filename="a", content=GIFT.encode(), by=tom, now=now
    )

    with pytest.raises(uploads.BankError, match="too old"):
        uploads.confirm(kept, leave_out=False, now=now + timedelta(hours=2))
    assert uploads.forget(now + timedelta(hours=3)) == 1


def test_a_lost_job_is_made_up_for(retail, tom, now):
    kept = uploads.keep(
        bank=retail, form="gift", language="", rubric="", filename="a", content=GIFT.encode(), by=tom, now=now
    )
    uploads.confirm(kept, leave_out=False, now=now)

    take_in_waiting()

    assert Question.objects.count() == 3


def test_another_trainer_sees_neither_the_file_nor_the_bank(client, retail, tom, tara):
    client.force_login(tom)
    address = send(client)["Location"]
    client.force_login(tara)

    assert client.get(address).status_code == 404
    assert "retail" not in client.get(reverse("assessments:questions-file")).content.decode()
    assert (
        client.get(reverse("assessments:questions-file"), {"bank": "retail", "form": "gift", "take": 1}).status_code
        == 404
    )


def test_losses_are_shown_before_the_download(client, retail, tom):
    client.force_login(tom)
    client.post(send(client)["Location"])
    address = reverse("assessments:questions-file")

    page = client.get(address, {"bank": "retail", "form": "qti", "language": "en"}).content.decode()
    file = client.get(address, {"bank": "retail", "form": "qti", "language": "en", "take": "1"})

    assert reverse("assessments:question", args=["retail-first-words"]) in page  # its tag is lost
    assert (file["Content-Type"], file.getvalue()[:2]) == ("application/zip", b"PK")
