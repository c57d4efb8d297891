"""Questions from a file into a bank: drafts, topics, keys, nothing doubled, nothing half taken."""

import pytest
from django.core.management import CommandError, call_command

from assessments.domain import imports
from assessments.domain.bank import BankError
from assessments.models import Bank, Question, Topic
from people.models import Event

GIFT = """\
$CATEGORY: top/Tone/Greeting

// [tag:week 1]
::First words::What do you say first?{=The greeting#Right. ~%50%The name ~Hello?}

::Facts::Which facts belong in a ticket?{~%50%who ~%50%when ~%-100%the weather####Six of them.}

$CATEGORY: top/Tone

Within how many rings?{=3 =three}
"""


@pytest.fixture
def retail(academy):
    return Bank.objects.create(key="retail", title_en="Retail", title_zh="零售")


def take_in(text, bank, by, now, **options):
    made = imports.plan(text.encode(), "gift", bank=bank, **options)
    return made, imports.take_in(made, by=by, now=now)


def test_the_questions_of_a_file_become_drafts(retail, tom, now):
    _made, written = take_in(GIFT, retail, tom, now)

    assert [(q.key, q.kind, q.status, q.topic.title_en) for q in written] == [
        ("retail-first-words", "single", "draft", "Greeting"),
        ("retail-facts", "multiple", "draft", "Greeting"),
        (written[2].key, "short", "draft", "Tone"),
    ]
    version = written[0].versions.get()
    assert (version.author, version.number, version.points, version.source_hash) == (tom, 1, 1, "")
    assert version.content["stem"] == {"en": "What do you say first?", "zh-hans": ""}
    assert [option.get("share") for option in version.content["options"]] == [None, "1/2", None]
    assert list(written[0].tags.names()) == ["week 1"]
    assert [(topic.key, topic.parent and topic.parent.key) for topic in Topic.objects.filter(bank=retail)] == [
        ("retail-tone", None),
        ("retail-tone-greeting", "retail-tone"),
    ]
    assert Event.objects.filter(verb="questions-imported", object_key="retail").count() == 1


def test_the_same_file_again_doubles_nothing(retail, tom, now):
    take_in(GIFT, retail, tom, now)

    made, written = take_in(GIFT, retail, tom, now)

    assert written == []
    assert [line.there for line in made.lines][:2] == ["retail-first-words", "retail-facts"]
    assert Question.objects.count() == 3


def test_a_question_with_other_answers_is_told_and_taken(retail, tom, now):
    take_in(GIFT, retail, tom, now)

    made, written = take_in("::First words::What do you say first?{=Good day ~Hello}", retail, tom, now)

    assert [line.alike for line in made.lines] == ["retail-first-words"]
    assert [question.key for question in written] == ["retail-first-words-2"]


def test_one_bad_question_keeps_all_out(retail, tom, now):
    made = imports.plan(f"{GIFT}\n\nNothing.\n".encode(), "gift", bank=retail)

    with pytest.raises(BankError, match="Nothing was taken in"):
        imports.take_in(made, by=tom, now=now)
    assert (Question.objects.count(), Topic.objects.filter(bank=retail).count()) == (0, 0)
    assert len(imports.take_in(made, by=tom, now=now, leave_out=True)) == 3


def test_chinese_topics_and_names_get_keys_of_their_own(retail, tom, now):
    text = "$CATEGORY: 语气\n\n::问候::接通后先说什么？{=问候语 ~喂}\n"

    _made, (question,) = take_in(text, retail, tom, now)

    assert question.key.startswith("retail-")
    assert (question.topic.title_zh, question.topic.title_en) == ("语气", "")
    assert question.versions.get().content["stem"] == {"en": "", "zh-hans": "接通后先说什么？"}


def test_pictures_come_along_and_scripts_do_not(retail, tom, now):
    picture = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    xml = f"""<quiz><question type="shortanswer"><name><text>Card</text></name><questiontext format="html">
    <text><![CDATA[<p>One?<script>alert(1)</script><img src="@@PLUGINFILE@@/My%20card.gif"></p>]]></text>
    <file name="My card.gif" path="/" encoding="base64">{picture}</file></questiontext>
    <answer fraction="100"><text>yes</text></answer></question></quiz>"""

    made = imports.plan(xml.encode(), "moodle-xml", bank=retail)
    (question,) = imports.take_in(made, by=tom, now=now)

    stem = question.versions.get().content["stem"]["en"]
    assert stem == '<p>One?<img src="file:my-card.gif" alt="my-card.gif"></p>'
    assert [(file.name, file.kind) for file in question.files.all()] == [("my-card.gif", "image/gif")]
    assert [loss for loss in made.lines[0].draft.losses if "script" in loss]


def test_the_command_imports_and_reports_a_line_each(retail, tom, tmp_path, capsys):
    file = tmp_path / "bank.gift"
    file.write_bytes(b"\xef\xbb\xbf" + GIFT.replace("\n", "\r\n").encode())

    call_command("import_questions", str(file), "--bank", "retail", "--format", "gift", "--by", "tom")

    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("line 4: imported as retail-first-words; single choice")
    assert out[-1] == "3 taken in, 0 there already."
    assert Question.objects.filter(status="draft").count() == 3


def test_the_command_names_the_banks_it_knows(retail, tmp_path):
    file = tmp_path / "bank.gift"
    file.write_text(GIFT)

    with pytest.raises(CommandError, match="retail"):
        call_command("import_questions", str(file), "--bank", "other", "--format", "gift")
