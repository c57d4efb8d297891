"""Levels of veterans by file: every fault is told by its row before anything is written (hazard 75)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kernel.tables import to_xlsx
from people.domain import levels
from people.models import Event, Import, LevelHeld

HEAD = ["Staff number", "Level", "Held since", "Reason"]
GOOD = [
    ["S-ada", "junior", "2025-06-01", "certificate 2025-117"],
    ["S-ben", "初级", "2026-03-25", "certificate 2025-118"],
    ["S-mia", "Junior", "2024-06-01", "certificate 2024-9"],
    ["s-MIA", "intermediate", "2025-06-01", "certificate 2025-9"],
]


@pytest.fixture(autouse=True)
def on_wednesday(time_machine, now, ada, ben, mia):
    time_machine.move_to(now)


def choose(client, rows, form="csv"):
    text = "\n".join(",".join(row) for row in (HEAD, *rows)).encode()
    content = text if form == "csv" else to_xlsx(HEAD, rows)
    return client.post(reverse("people:levels-import"), {"file": SimpleUploadedFile(f"levels.{form}", content)})


def confirm(client, preview):
    return client.post(reverse("people:levels-import"), {"draft": preview.context["token"]})


def told(preview):
    return [(problem["row"], str(problem["sentence"])) for problem in preview.context["problems"]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_good_file_is_shown_then_written_and_journalled(hana, signed_in, form):
    client = signed_in(hana)

    preview = choose(client, GOOD, form)
    before = LevelHeld.objects.count()
    done = confirm(client, preview)

    held = LevelHeld.objects.order_by("person__username", "from_day")
    assert (preview.status_code, told(preview), before, done.status_code) == (200, [], 0, 302)
    assert [(row.person.username, row.level, str(row.from_day), row.source) for row in held] == [
        ("ada", "junior", "2025-06-01", "recognised"),
        ("ben", "junior", "2026-03-25", "recognised"),
        ("mia", "junior", "2024-06-01", "recognised"),
        ("mia", "intermediate", "2025-06-01", "recognised"),
    ]
    assert {(row.recorded_by, row.reason[:11]) for row in held} == {(hana, "certificate")}
    assert Event.objects.filter(verb="level-recognised").count() == 4
    assert Import.objects.get().rows == 4


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        (0, "S-nobody", "Nobody who works here has this staff number."),
        (0, "S-hana", "Nobody recognises their own level. Ask a colleague in HR."),
        (1, "expert", "Write junior, intermediate or senior."),
        (1, "senior", "This level was recognised before."),
        (2, "2026-03-26", "A level is recognised from a day that has come."),
        (2, "someday", "This is not a date. Write it like 2026-11-22."),
        (3, "", "There is no value."),
        (3, "x" * 301, "A reason has up to 300 characters."),
        (3, "=1+1", "This cell holds a formula. Put the value itself there."),
    ],
)
@pytest.mark.parametrize("bad", range(4))
def test_fault_of_any_row_is_told_by_its_row(request, hana, hugo, now, signed_in, bad, place, value, sentence):
    for name in ("ada", "ben", "mia"):
        person = request.getfixturevalue(name)
        levels.recognise(person, level="senior", from_day=now.date(), reason="x", by=hugo, now=now)
    before = LevelHeld.objects.count()
    rows = [list(row) for row in GOOD]
    rows[bad][place] = value

    preview = choose(signed_in(hana), rows)

    assert told(preview) == [(bad + 2, sentence)]
    assert preview.context["token"] == ""
    assert (LevelHeld.objects.count(), Import.objects.count()) == (before, 0)


@pytest.mark.parametrize("again", [["S-ada", "初级"], ["s-ADA", "JUNIOR"]])
def test_one_level_in_two_spellings_stands_in_two_rows(hana, signed_in, again):
    preview = choose(signed_in(hana), [*GOOD, [*again, "2025-06-02", "another"]])

    assert told(preview)[0][0] == 6
    assert preview.context["token"] == ""


def test_all_there_is_to_put_right_is_told_at_once(hana, signed_in):
    preview = choose(
        signed_in(hana), [["S-hana", "boss", "2026-03-26", "x"], ["S-nobody", "junior", "?", "x"], GOOD[0]]
    )

    assert [row for row, _sentence in told(preview)] == [2, 2, 2, 3]


def test_what_changed_between_preview_and_confirmation_is_told_by_its_row(hana, hugo, ben, now, signed_in):
    client = signed_in(hana)
    preview = choose(client, GOOD)
    levels.recognise(ben, level="junior", from_day=now.date(), reason="x", by=hugo, now=now)

    answer = confirm(client, preview)

    assert (answer.status_code, answer.context["refusal"]) == (
        422,
        "Row 3: This level was recognised before. Nothing was taken in.",
    )
    assert LevelHeld.objects.count() == 1


def test_reason_of_exactly_300_characters_fits(hana, signed_in):
    preview = choose(signed_in(hana), [[*GOOD[0][:3], "x" * 300]])

    assert told(preview) == []
