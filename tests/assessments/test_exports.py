"""Out of a bank and in again: the same questions, or the difference is named."""

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


def drafts_of(contents, topics=((), ("Tone",), ("Tone", "Greeting/first"))):
    return [
        Draft("", kind, content, points=n % 7 + 1, topic=topics[n % len(topics)], tags=("week 1",) if n % 2 else ())
        for n, (kind, content) in enumerate(contents)
    ]


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_what_goes_out_comes_in_the_same_or_is_told(banks, tom, now, name):
    first, second = banks
    found = []

    @settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(CONTENTS, min_size=30, max_size=30))
    def made(contents):
        found.extend(contents)

    made()
    write(first, [(f"retail-{n}", draft) for n, draft in enumerate(drafts_of(found))], by=tom, now=now)

    exported = exports.export(exports.of_bank(first), name)
    plan = imports.plan(exported.content, name, bank=second, language="en", rubric="essay")
    imports.take_in(plan, by=tom, now=now)

    told = {loss.where for loss in exported.losses}
    language = "" if name == "xlsx" else "en"

    def seen(rows):
        return sorted(
            (
                fingerprint(question.kind, version.content, language),
                version.points if name != "gift" else 1,
                tuple(question.tags.names()),
                question.topic.title_en,
            )
            for question, version in rows
        )

    whole = [row for row in of(first) if row[0].key not in told or name == "gift"]
    if name == "gift":
        whole = [row for row in whole if _only_points(exported.losses, row[0].key)]
    again = seen(of(second))
    assert [row for row in seen(whole) if _plain(row) not in map(_plain, again)] == []


def _plain(row):
    return tuple("second" if part == "retail" else part for part in row)


def _only_points(losses, key):
    return all("no points" in loss.what for loss in losses if loss.where == key)


@pytest.mark.parametrize("kind", sorted(MADE))
@given(data=st.data())
def test_a_workbook_holds_every_kind_whole(kind, data):
    content = data.draw(MADE[kind])
    draft = Draft("", kind, content, 5, difficulty=2, name="one-two", topic=("A/B", "语气"), tags=("x", "y"))

    found, problems = sheet.read(sheet.write([draft], "Questions", ()))

    assert (problems, found.refused) == ([], [])
    (again,) = found.taken
    assert (again.kind, again.content, again.points, again.difficulty) == (kind, content, 5, 2)
    assert (again.name, again.topic, again.tags) == (draft.name, draft.topic, draft.tags)


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
