"""Out of a bank and in again: the same questions, or the difference is named."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assessments.domain import exports, imports, sheet_words
from assessments.domain.exchange import sheet
from assessments.domain.exchange.drafts import Draft, fingerprint
from assessments.domain.import_rows import write
from assessments.models import Bank, Question
from kernel.tables import to_xlsx
from tests.assessments.kinds_made import MADE

CONTENTS = st.sampled_from(sorted(MADE)).flatmap(lambda kind: MADE[kind].map(lambda content: (kind, content)))


@pytest.fixture
def banks(academy):
    return [Bank.objects.create(key=key, title_en=key, title_zh=key) for key in ("retail", "second")]


def of(bank):
    rows = list(Question.objects.filter(topic__bank=bank).select_related("topic"))
    return [(question, question.versions.get()) for question in rows]


def drafts_of(contents, *, tagged, topics=((), ("Tone",), ("Tone", "Greeting/first"))):
    return [
        Draft(
            "",
            kind,
            content,
            points=n % 7 + 1,
            topic=topics[n % len(topics)],
            tags=("week 1",) if tagged and n % 2 else (),
        )
        for n, (kind, content) in enumerate(contents)
    ]


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_what_goes_out_comes_in_the_same_or_is_told(banks, tom, now, name):
    first, second = banks
    found = {}

    @settings(
        max_examples=120,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(CONTENTS)
    def collect(pair):
        found.setdefault(fingerprint(*pair, "en"), pair)

    collect()
    write(
        first,
        [(f"retail-{n}", draft) for n, draft in enumerate(drafts_of(found.values(), tagged=name != "qti"))],
        by=tom,
        now=now,
    )

    told = {loss.where for loss in exports.report(exports.of_bank(first), name).losses if "no points" not in loss.what}
    exported = b"".join(exports.pieces(exports.of_bank(first).exclude(key__in=told), name))
    imports.take_in(imports.plan(exported, name, bank=second, language="en"), by=tom, now=now)

    language = "" if name == "xlsx" else "en"
    kept = sorted(seen(row, name, language) for row in of(first) if row[0].key not in told)
    assert kept == sorted(seen(row, name, language) for row in of(second))
    assert len(kept) > 4


def seen(row, name, language):
    question, version = row
    print_ = fingerprint(question.kind, version.content, language)
    points = 1 if name == "gift" else version.points
    topic = question.topic.title_en.replace("retail", "second")
    return print_, points, sorted(tag.name for tag in question.tags.all()), topic


@settings(max_examples=12)
@given(st.lists(CONTENTS, min_size=6, max_size=12))
def test_a_workbook_holds_every_kind_whole(contents):
    frame = {"difficulty": 2, "topic": ("A/B", "语气"), "tags": ("x", "y")}
    given_drafts = [Draft("", kind, content, 5, name=f"one-{n}", **frame) for n, (kind, content) in enumerate(contents)]

    found, problems = sheet.read(sheet.write(given_drafts, "Questions", ()))

    assert (problems, found.refused) == ([], [])
    assert [replace(draft, where="") for draft in found.taken] == given_drafts


def test_the_template_can_be_taken_in(banks, tom, now):
    plan = imports.plan(sheet_words.template(), "xlsx", bank=banks[0])

    written = imports.take_in(plan, by=tom, now=now)

    assert (plan.problems, [question.kind for question in written]) == ([], ["single", "short", "numeric", "matching"])


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"Kind": "riddle"}, "no questions of the kind riddle"),
        ({"Answers (English)": "*a\n*b"}, "Exactly one option is right."),
        ({"Answers (English)": "*a"}, "two to ten options"),
        ({"Points": "500"}, "Points run from 1 to 100"),
        ({"Settings": "credit"}, "name: value"),
        ({"Settings": "options: 5", "Kind": "cloze"}, "do not suit"),
        ({"Format": "rtf"}, "plain, markdown or html"),
        ({"Key": "Über Alles"}, "lower-case words"),
        ({"Question (English)": ""}, "Something a learner must read is empty."),
    ],
)
def test_an_odd_row_is_told(cells, what):
    row = {"Kind": "single", "Question (English)": "Who?", "Answers (English)": "*me\nyou"} | cells

    found, problems = sheet.read(to_xlsx(list(row), [list(row.values())]))

    assert (problems, found.taken) == ([], [])
    assert what in found.refused[0].what


def test_the_command_writes_the_losses_beside(banks, tom, now, tmp_path, capsys):
    write(banks[0], [("retail-typing", Draft("", "typing", _typing(), 1))], by=tom, now=now)

    call_command("export_questions", str(tmp_path / "out.xml"), "--bank", "retail", "--format", "moodle-xml")

    assert "0 questions written" in capsys.readouterr().out
    assert "retail-typing: Left out: only the workbook" in (tmp_path / "out.xml.losses.txt").read_text()


def _typing():
    text = {"en": "Thank you for calling, how may I help?", "zh-hans": ""}
    return {"stem": text, "explanation": {}, "text": text, "target": {"en": 60}, "accuracy": 95, "steps": []}
