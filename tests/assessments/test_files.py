"""Pictures and sounds of questions: what is taken in, and who gets it when."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import admissions, attempts, bank, files
from assessments.domain.bank import BankError
from assessments.domain.files import FileError
from assessments.models import Paper, PaperRow, Question, QuestionFile, Topic
from people.models import Event
from tests.assessments.made import content, question, text

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
MP3 = b"ID3" + bytes(20)
WAV = b"RIFF\0\0\0\0WAVE" + bytes(20)
M4A = b"\0\0\0\x20ftypM4A " + bytes(20)


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def topic(academy):
    return Topic.objects.create(key="rings", title_en="Rings", title_zh="铃声")


@pytest.fixture
def asked(topic, now):
    """A question with a picture in its stem, one in an option, and a sound in the feedback alone."""
    body = content("Which?", "*Yes", "No", "Never") | {"format": "markdown"}
    body["stem"] = text("Look: ![A card](file:card.png)")
    body["options"][1]["text"] = text("![A red lamp](file:lamp.png)")
    body["options"][0]["feedback"] = text("Listen: ![A call](file:call.mp3)")
    made = question(topic, "rings-1", "single", body, points=5, now=now)
    for name, data in (("card.png", PNG), ("lamp.png", PNG + b"1"), ("call.mp3", MP3), ("spare.png", PNG + b"2")):
        files.add_file(made, name=name, content=data, by=None, now=now)
    return made


@pytest.fixture
def attempt(asked, ada, now):
    paper = Paper.objects.create(key="rings", title_en="Rings", title_zh="铃声", minutes=30, published=now)
    PaperRow.objects.create(paper=paper, topic=asked.topic, position=1, count=1)
    admission = admissions.admit(
        ada, paper, opens=now - timedelta(days=1), attempts_allowed=1, reason="", for_key="week-1", now=now
    )
    return attempts.start(admission, by=ada, now=now)


@pytest.mark.parametrize(
    ("name", "data", "stored", "kind"),
    [
        ("My Card.PNG", PNG, "my-card.png", "image/png"),
        ("ring.png", MP3, "ring.mp3", "audio/mpeg"),
        ("../x/y.wav", WAV, "x-y.wav", "audio/wav"),
        ("声音.m4a", M4A, "file.m4a", "audio/mp4"),
        ("a.gif", b"GIF89a", "a.gif", "image/gif"),
    ],
)
def test_a_file_is_what_its_bytes_say(asked, tom, now, name, data, stored, kind):
    added = files.add_file(asked, name=name, content=data, by=tom, now=now)

    assert (added.name, added.kind) == (stored, kind)
    assert Event.objects.filter(verb="question-file-added", actor_key=tom.key).count() == 1


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.7", PNG + bytes(2 * files.MB)],
)
def test_other_files_are_refused(asked, tom, now, data):
    with pytest.raises(FileError):
        files.add_file(asked, name="x.png", content=data, by=tom, now=now)

    assert asked.files.count() == 4


def test_a_file_is_never_replaced(asked, tom, now):
    again = files.add_file(asked, name="card.png", content=PNG, by=tom, now=now)

    with pytest.raises(FileError, match=r"card\.png"):
        files.add_file(asked, name="card.png", content=PNG + b"other", by=tom, now=now)

    assert again == asked.files.get(name="card.png")


def test_a_question_holds_so_many_files(asked, tom, now):
    for number in range(asked.files.count(), files.MOST_FILES):
        files.add_file(asked, name=f"p{number}.png", content=PNG + bytes([number]), by=tom, now=now)

    with pytest.raises(FileError, match="20"):
        files.add_file(asked, name="more.png", content=PNG + b"more", by=tom, now=now)


@pytest.mark.parametrize(
    ("stem", "sentence"),
    [
        ("![](file:card.png)", "description"),
        ("![A card](file:none.png)", r"none\.png"),
        ("![A card](https://example.org/card.png)", "elsewhere"),
    ],
)
def test_words_with_a_faulty_picture_are_refused(asked, tom, now, stem, sentence):
    body = asked.live_version.content | {"stem": text(stem)}

    with pytest.raises(BankError, match=sentence):
        bank.write_version(asked, content=body, points=5, difficulty=1, by=tom, now=now)


def address(name):
    return reverse("assessments:question-file", args=[QuestionFile.objects.get(name=name).key])


def test_a_learner_gets_what_the_question_shows_and_no_feedback_yet(signed_in, ada, ben, attempt):
    """Hazard 30."""
    names = ("card.png", "lamp.png", "call.mp3", "spare.png")

    of_ada, of_ben = ([signed_in(who).get(address(name)).status_code for name in names] for who in (ada, ben))

    assert (of_ada, of_ben) == ([200, 200, 404, 404], [404] * 4)


def test_the_feedback_is_heard_with_the_review(signed_in, ada, attempt, now):
    attempts.submit(attempt, by=ada, now=now)
    client = signed_in(ada)
    before = client.get(address("call.mp3")).status_code

    admissions.withdraw(attempt.admission, reason="Gate passed", now=now)

    assert (before, client.get(address("call.mp3")).status_code) == (404, 200)
    assert client.get(address("spare.png")).status_code == 404


def test_a_file_is_served_as_what_it_is(signed_in, tom, asked):
    answer = signed_in(tom).get(address("call.mp3"))
    part = signed_in(tom).get(address("call.mp3"), headers={"range": "bytes=1-2"})
    beyond = signed_in(tom).get(address("call.mp3"), headers={"range": "bytes=99-"})

    assert (answer.content, answer["Content-Type"]) == (MP3, "audio/mpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (part.status_code, part.content, part["Content-Range"]) == (206, b"D3", f"bytes 1-2/{len(MP3)}")
    assert beyond.status_code == 416


def test_the_exam_page_shows_picture_and_description(signed_in, ada, attempt):
    page = signed_in(ada).get(reverse("assessments:exam", args=[attempt.key])).content.decode()

    assert f'<img class="words-picture" src="{address("card.png")}" alt="A card">' in page
    assert f'<img class="words-picture" src="{address("lamp.png")}" alt="A red lamp">' in page
    assert "call.mp3" not in page
    assert address("call.mp3") not in page


def test_a_trainer_adds_a_picture_on_the_question_s_page(signed_in, tom, asked, tmp_path):
    client, place = signed_in(tom), tmp_path / "New lamp.png"
    place.write_bytes(PNG + b"new")

    with place.open("rb") as file:
        client.post(reverse("assessments:question-file-add", args=[asked.key]), {"file": file})
    page = client.get(reverse("assessments:question", args=[asked.key])).content.decode()

    assert "file:" in page
    assert "new-lamp.png" in page
    assert Question.objects.get(key=asked.key).files.count() == 5
