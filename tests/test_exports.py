"""Every table that leaves the site: a name that looks like a formula leaves as text (hazard 74)."""

import csv
import io
import zipfile

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import reverse

from people.models import Team, User
from tests.permissions.rows import PEOPLE
from tests.test_permissions import OURS, rows_of, world  # noqa: F401  a fixture

pytestmark = [pytest.mark.slow]
FORMULA = '=HYPERLINK("http://x","'
RUNS = ("=", "+", "-", "@", "\t", "\r")

# Each by name: what is missing from the walk below is missed here.
EXPORTS = {
    "people:people-export",
    "people:intake-template",
    "courses:content-due-export",
    "assessments:questions-export",
    "certification:register-export",
    "certification:ladder-people-export",
    "dashboard:export",
}


def test_every_export_is_known_by_name():
    names = {name for app in OURS if rows_of(app) for name in rows_of(app).MATRIX}

    assert {name for name in names if "export" in name or "template" in name} == EXPORTS


def exports(app, world):  # noqa: F811
    """Each address of the app that gives a table, in both forms, with whoever may have it."""
    rows = rows_of(app)
    getattr(rows, "build", lambda world: None)(world)
    for name, row in rows.MATRIX.items():
        given = row.args(world)
        who = next((one for one in PEOPLE if row.statuses[one] == 200), None)
        if name not in EXPORTS:
            continue
        for place in {"form", "kind"} & set(given):
            for form in ("csv", "xlsx"):
                yield who, reverse(name, kwargs=given | {place: form})
        if not {"form", "kind"} & set(given):
            yield who, reverse(name, kwargs=given)


@pytest.mark.parametrize("app", OURS)
def test_no_cell_of_an_export_runs(app, world, client):  # noqa: F811
    found = list(exports(app, world))
    for model in (User, Team):
        model.objects.update(name=Concat(Value(FORMULA), F("name")))

    running = []
    for who, address in found:
        client.force_login(world[who])
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        running += [(address, cell) for cell in cells(content, answer["Content-Type"]) if cell.startswith(RUNS)]

    assert running == []
    assert len({address for _who, address in found}) >= sum(name.startswith(f"{app}:") for name in EXPORTS)


def cells(content: bytes, kind: str) -> list[str]:
    """Every text of a CSV; of a workbook only what stands as a formula."""
    if "csv" in kind:
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]
    if "spreadsheet" not in kind:
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    return ["=" for sheet in sheets if "<f>" in sheet or "<f " in sheet]
