import json

import pytest
from django.core.management import CommandError, call_command

from assessments.domain.exchange import formats
from assessments.domain.exchange.encodings import NotTextError, decode
from assessments.domain.exchange.items import Problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_is_read_in_any_usual_encoding(encoding):
    text = "::第一题:: 接通后先说什么？{=问候语，再报工号 ~“喂？”}"

    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("text", ["Größe der Straße: süß?", "déjà vu, à côté", "“quoted” – naïve café", "100 €"])
def test_western_is_read_in_its_own_encoding(text):
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize("file_bytes", [b"\xef\xbb\xbf\xff\xff", b"\x00\x01\x02\x81", b"\xff\xfe\x00"])
def test_what_is_no_text_is_refused(file_bytes):
    with pytest.raises(NotTextError):
        decode(file_bytes)


def test_check_prints_questions_and_problems_as_json(tmp_path, capsys):
    file = tmp_path / "bank.gift"
    file.write_text("::A:: 够了吗？{=够了#对。 ~%50%不够}\n\nNothing.\n", encoding="gbk")

    call_command("import_questions", str(file), "--bank", "culture", "--format", "gift", "--check")

    told = json.loads(capsys.readouterr().out)
    assert told["questions"] == [
        {
            "kind": "single",
            "stem": "够了吗？",
            "options": [
                {"text": "够了", "share": "1", "feedback": "对。"},
                {"text": "不够", "share": "0.5", "feedback": ""},
            ],
            "answer": ["够了"],
            "feedback": "",
            "points": "1",
            "name": "A",
            "topic": [],
            "tags": [],
            "format": "plain",
            "all_or_nothing": False,
            "files": [],
        }
    ]
    assert told["problems"] == [
        {
            "where": "line 3",
            "what": "It asks nothing: it has no answers in braces { }. (A text of its own is not supported.)",
        }
    ]
    assert told["losses"] == []


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_questions", str(tmp_path / "bank.gift"), "--format", "gift", "--check")


@pytest.mark.parametrize(
    ("file_bytes", "name", "what"),
    [
        (b"", "gift", "There is no question in this file."),
        (b"", "aiken", "There is no question in this file."),
        (b"<quiz></quiz>", "moodle-xml", "There is no question in this file."),
        (b"\x00\x01", "gift", "The characters of this file cannot be read. Save it as UTF-8 and try again."),
        (b" " * (formats.LARGEST_FILE + 1), "gift", "The file is larger than 50 MB."),
    ],
)
def test_a_file_without_questions_is_one_problem(file_bytes, name, what):
    found = formats.read(file_bytes, name)

    assert found.items == []
    assert found.problems == [Problem("file", what)]


@pytest.mark.parametrize(
    ("count", "told"), [(10_000, []), (10_001, ["more than 10000"]), (10_900, ["more than 10000"])]
)
def test_no_more_questions_are_read_than_a_file_may_hold(count, told):
    found = formats.read(b"Why?{=a}\n\n" * count, "gift")

    assert len(found.items) == min(count, 10_001)
    assert [words for words in told if words in found.problems[0].what] == told == told[: len(found.problems)]
