"""Files are taken in whole: an error at any row, injected into the database, leaves nothing behind (hazard 42)."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction

from assessments.domain import imports as questions
from assessments.models import Bank
from people.domain import imports
from people.domain.calendar_files import CALENDAR
from people.domain.intake import INTAKE
from people.domain.levels import LEVELS
from people.models import Site

HIRES = "工号,姓名,入职日期,班组\n" + "\n".join(f"S-{n},新人{n},2026-03-30,phone one" for n in range(1000, 1003))
VETERANS = "Staff number,Level,Held since,Reason\nS-ada,junior,2025-06-01,a\nS-ben,junior,2025-06-01,b\n"
DAYS = "Day,Kind,Name\n2026-10-01,holiday,国庆\n2026-10-10,working,调休\n2026-10-02,holiday,国庆\n"
GIFT = "$CATEGORY: Tone/Greeting\n\n::One::Which?{=a ~b}\n\n// [tag:week 1]\n::Two::Who?{=a ~b}\n\nHow many?{=3}\n"


def by_table(kind, text, **scope):
    def take(by, now):
        draft = imports.read(kind, text.encode(), "rows.csv", scope | {"by": by, "now": now})
        assert [str(problem) for problem in draft.problems] == []
        return imports.take_in(kind, draft, scope | {"by": by, "now": now}, by=by, now=now)

    return take


def by_gift(by, now):
    made = questions.plan(GIFT.encode(), "gift", bank=Bank.objects.get(key="retail"))
    return questions.take_in(made, by=by, now=now)


# By file: who takes it in, how, and how many rows it has.
FILES = {
    "hires": ("hana", by_table(INTAKE, HIRES), 3),
    "levels": ("hana", by_table(LEVELS, VETERANS, today=date(2026, 3, 25)), 2),
    "calendar": ("hana", lambda by, now: by_table(CALENDAR, DAYS, site=Site.objects.get().key)(by, now), 3),
    "questions": ("tom", by_gift, 3),
}


def rows_of_all() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


class Failing:
    """Fails at write number `at` of the block, or counts the writes where `at` is None."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.seen = at, 0

    def __call__(self, execute, sql, params, many, context):
        if re.match(r"\s*(INSERT|UPDATE|DELETE)\b", sql):
            self.seen += 1
            if self.seen == self.at:
                raise OperationalError("injected")
        return execute(sql, params, many, context)


@pytest.mark.parametrize("file", FILES)
def test_an_error_at_any_write_of_a_file_leaves_nothing(academy, request, ada, ben, now, file):
    who, take, rows = FILES[file]
    by = request.getfixturevalue(who)
    Bank.objects.create(key="retail", title_en="Retail", title_zh="零售")
    before = rows_of_all()
    with transaction.atomic(), connection.execute_wrapper(counted := Failing()):
        assert len(take(by, now)) == rows
        written = {name for name, count in rows_of_all().items() if count != before[name]}
        transaction.set_rollback(True)
    assert counted.seen >= rows

    for number in range(1, counted.seen + 1):
        with pytest.raises(OperationalError), connection.execute_wrapper(Failing(number)):
            take(by, now)
        assert {name: apps.get_model(name)._base_manager.count() for name in written} == {
            name: before[name] for name in written
        }, number
    assert rows_of_all() == before
