"""Every table that leaves the site: no text that a person typed runs as a formula (hazard 74)."""

import csv
import inspect
import io
from datetime import date

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from assessments.domain import admissions, attempts, figures
from assessments.models import Bank, QuestionVersion, Topic
from certification.models import Award, AwardDecision
from courses.models import LessonPage, Programme, ProgrammeWeek
from dashboard.domain.tables import TABLES
from kernel.tables.export import starts_formula
from people.domain import append_only
from people.models import Employment, Team, User
from people.views.imports import PAGES
from tests.assessments.made import make_bank, make_paper
from tests.certification.test_ladder_people import goes_live
from tests.permissions import certification, courses
from tests.test_permissions import world  # noqa: F401  a fixture

pytestmark = [pytest.mark.slow]
WRITERS = ("table_response(", "to_csv(", "to_xlsx(", "exports.pieces(", ".template()")

# Each text that somebody types and that a table shows; the formula says where a cell took it from.
TYPED = {
    "name": (User, "name"),
    "job": (Employment, "job_title"),
    "team": (Team, "name"),
    "topic": (Topic, "title_en"),
    "page": (Page, "title"),
    "course": (Award, "title_en"),
    "reason": (AwardDecision, "reason"),
    "programme": (Programme, "title_en"),
    "week": (ProgrammeWeek, "title_en"),
}
PEOPLE_UNDER_WAY = {"name", "team", "week"}
WORKBOOKS_ONLY = {"assessments:questions-file": "?bank=phones&form=xlsx&take=1", "assessments:questions-template": ""}
# Each export by name: for whom, with what in its address, and whose texts must stand in it.
EXPORTS = {
    "people:people-export": [("hana", {}, {"name", "job", "team"})],
    "people:intake-template": [("hana", {"name": name}, set()) for name in PAGES],
    "courses:content-due-export": [("tom", {}, {"page", "name"})],
    "assessments:questions-export": [("tom", {}, {"topic", "stem"})],
    "assessments:questions-file": [("tom", {}, {"stem"})],
    "assessments:questions-template": [("tom", {}, set())],
    "assessments:paper-figures-export": [("tom", {"key": "week-1-theory"}, {"topic", "stem"})],
    "certification:register-export": [("hana", {}, {"name", "course", "reason"})],
    "certification:ladder-people-export": [("hana", {}, {"name", "team"})],
    "dashboard:export": [
        ("sam", {"table": "gates"}, set()),
        ("tom", {"table": "questions"}, {"topic", "stem"}),
        ("hana", {"table": "people"}, PEOPLE_UNDER_WAY),
        ("lena", {"table": "team"}, PEOPLE_UNDER_WAY),
    ],
}


def patterns(resolver, namespace=""):
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{namespace}{one.name}", one
        else:
            yield from patterns(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)


def test_every_view_that_writes_a_table_is_walked_below():
    found = set()
    for name, one in patterns(get_resolver()):
        view = inspect.unwrap(one.callback)
        if "site-packages" not in inspect.getfile(view) and any(word in inspect.getsource(view) for word in WRITERS):
            found.add(name)

    assert found == set(EXPORTS)
    assert {given["table"] for _who, given, _kinds in EXPORTS["dashboard:export"]} == set(TABLES)


@pytest.fixture
def full_house(world):  # noqa: F811
    """A row in every table, and in every text that somebody typed a formula."""
    now = timezone.now()
    courses.build(world)
    certification.build(world)
    goes_live(world["ben"], date(2025, 12, 1))
    LessonPage.objects.update(review_by=date(2026, 1, 1), keeper=world["tom"])
    Employment.objects.update(job_title="Agent")
    paper = make_paper(make_bank(now))
    for who in (world[name] for name in ("ada", "ben", "mia", "lena", "omar")):
        admission = admissions.admit(who, paper, opens=now, attempts_allowed=1, reason="", for_key="x", now=now)
        attempts.submit(attempts.start(admission, by=who, now=now), by=who, now=now)
    figures.refresh(paper, now=now)
    Topic.objects.update(bank=Bank.objects.create(key="phones", title_en="Phones", title_zh="电话"))
    append_only.lift()
    for kind, (model, field) in TYPED.items():
        model.objects.update(**{field: Concat(Value(formula(kind)), F(field))})
    for version in QuestionVersion.objects.all():
        stem = {language: formula("stem") + words for language, words in version.content["stem"].items()}
        QuestionVersion.objects.filter(pk=version.pk).update(content=version.content | {"stem": stem})
    return world


def formula(kind: str) -> str:
    return f'=HYPERLINK("http://{kind}")'


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", EXPORTS)
def test_no_cell_of_an_export_runs(name, form, full_house, client):
    running, missing = [], []
    for who, given, kinds in EXPORTS[name]:
        client.force_login(full_house[who])
        for address in addresses(name, given, form):
            cells = CELLS[form](b"".join(client.get(address)))
            running += [(address, text) for text, runs in cells if runs]
            shown = "".join(text for text, _runs in cells)
            missing += [(address, kind) for kind in kinds if formula(kind) not in shown]

    assert running == []
    assert missing == []


def addresses(name: str, given: dict[str, str], form: str) -> list[str]:
    """None where the table has one form only and this is not it."""
    if name in WORKBOOKS_ONLY:
        return [reverse(name) + WORKBOOKS_ONLY[name]] if form == "xlsx" else []
    place = "kind" if name.startswith("certification:") else "form"
    everything = "?show=all" if name == "certification:register-export" else ""
    return [reverse(name, kwargs=given | {place: form}) + everything]


def of_csv(content: bytes) -> list[tuple[str, bool]]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return [(cell, starts_formula(cell)) for row in rows for cell in row]


def of_workbook(content: bytes) -> list[tuple[str, bool]]:
    """A workbook marks what runs by its type; a text that looks like it stays one also when somebody edits it."""
    rows = load_workbook(io.BytesIO(content)).active.iter_rows()
    return [
        (str(cell.value), cell.data_type == "f" or (starts_formula(str(cell.value)) and not cell.quotePrefix))
        for row in rows
        for cell in row
    ]


CELLS = {"csv": of_csv, "xlsx": of_workbook}
