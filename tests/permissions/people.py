from datetime import date

from people.domain import absences, notices
from people.models import SignedIn
from tests.conftest import NOW
from tests.permissions.rows import HRS, LEADERS, TRAINERS, Row, World, everybody, only

SEE_ADA = (*HRS, *TRAINERS, "lena", "root")
INTAKE = (*HRS, *TRAINERS, "root")
GRANT = (*HRS, "root")


def build(world: World) -> None:
    ada, hana = world["ada"], world["hana"]
    today = date(2026, 3, 25)
    world["absence"] = absences.record_absence(ada, first_day=today, last_day=today, reason="unwell", by=hana, now=NOW)
    world["notice"] = notices.notify(ada, "due", dedupe_key="x", subject="Week 2 opens", now=NOW)
    world["leadership"] = world["lena"].leaderships.get()
    world["browser"] = SignedIn.objects.create(person=ada, session_key="k" * 32, started_at=NOW, seen_at=NOW)


def of_ada(world: World) -> dict[str, object]:
    return {"key": world["ada"].key}


def about_ada(permitted: tuple[str, ...], *, status: int = 200, method: str = "get") -> Row:
    """404 for who may not know of her, 403 for who sees her but may not do this."""
    row = only(*permitted, otherwise=404, status=status, method=method, args=of_ada)
    for name in set(SEE_ADA) - set(permitted):
        row.statuses[name] = 403
    return row


def calendar(world: World) -> dict[str, object]:
    return {"site": "hangzhou", "year": 2026}


MATRIX = {
    "people:sign-in": everybody(302, nobody=200),
    "people:sign-out": everybody(302, method="post"),
    "people:password-forgotten": everybody(200, nobody=200),
    "people:invitation-code": everybody(200, nobody=200),
    "people:invitation-accept": everybody(404, nobody=404, args=lambda world: {"token": "f" * 64}),
    "people:set-up": everybody(404, nobody=404, args=lambda world: {"token": "f" * 43}),
    "people:language-set": everybody(302, method="post"),
    "people:theme-set": everybody(302, method="post"),
    "people:profile": everybody(200),
    "people:password-change": everybody(200),
    "people:sessions": everybody(200),
    "people:session-end-others": everybody(302, method="post"),
    "people:session-end": only(
        "ada", status=302, otherwise=404, method="post", args=lambda world: {"key": world["browser"].key}
    ),
    "people:notices": everybody(200),
    "people:notices-read": everybody(302, method="post"),
    "people:notice-open": only(
        "ada", status=302, otherwise=404, method="post", args=lambda world: {"key": world["notice"].key}
    ),
    "people:people": only(*HRS, *TRAINERS, *LEADERS, "root", otherwise=404),
    "people:people-export": only(*HRS, *TRAINERS, *LEADERS, "root", otherwise=404, args=lambda world: {"form": "csv"}),
    "people:person-add": only(*INTAKE, otherwise=403),
    "people:intake": only(*INTAKE, otherwise=403),
    "people:intake-done": only(*INTAKE, otherwise=403),
    "people:levels-import": only(*HRS, otherwise=403),
    "people:intake-template": everybody(200, args=lambda world: {"name": "intake", "form": "csv"}),
    "people:slips": Row(about_ada(INTAKE).statuses, method="post", sent=lambda world: {"key": world["ada"].key}),
    "people:invite": Row(
        about_ada(INTAKE, status=302).statuses, method="post", sent=lambda world: {"key": world["ada"].key}
    ),
    "people:person": only(*SEE_ADA, otherwise=404, args=of_ada),
    "people:absence-record": about_ada(HRS),
    "people:absence-withdraw": Row(
        about_ada(HRS, status=302).statuses,
        method="post",
        args=lambda world: {"key": world["ada"].key, "pk": world["absence"].pk},
    ),
    "people:person-leave": about_ada(HRS),
    "people:person-return": about_ada(HRS),
    "people:person-move": about_ada(HRS),
    "people:person-edit": about_ada(HRS),
    "people:person-roles": about_ada(GRANT),
    "people:level-recognise": about_ada(HRS),
    "people:person-lead": about_ada(HRS),
    "people:leadership-end": Row(
        about_ada(HRS, status=302).statuses,
        method="post",
        args=lambda world: {"key": world["lena"].key, "pk": world["leadership"].pk},
    ),
    "people:look-as": about_ada(("root",)),
    "people:look-stop": everybody(302, method="post"),
    "people:password-reset": about_ada(INTAKE, method="post"),
    "people:organisation": only(*HRS, "root", otherwise=403),
    "people:company": only("root", otherwise=403),
    "people:organisation-add": only(*HRS, "root", otherwise=403, args=lambda world: {"kind": "team"}),
    "people:organisation-edit": only(
        *HRS, "root", otherwise=403, args=lambda world: {"kind": "site", "key": "hangzhou"}
    ),
    "people:calendar-home": only(*HRS, "root", status=302, otherwise=403),
    "people:calendar": only(*HRS, "root", otherwise=403, args=calendar),
    "people:calendar-import": only(*HRS, "root", otherwise=403, args=lambda world: {"site": "hangzhou"}),
    "people:calendar-year-confirm": only(*HRS, "root", status=302, otherwise=403, method="post", args=calendar),
    "people:calendar-shipped": only(*HRS, "root", status=302, otherwise=403, method="post", args=calendar),
    "people:calendar-day-remove": only(
        *HRS,
        "root",
        status=302,
        otherwise=403,
        method="post",
        args=lambda world: {"site": "hangzhou", "day": "2026-03-25"},
    ),
    "people:journal": only("root", otherwise=403),
    "people:jobs": only("root", otherwise=403),
    "people:job-try-again": only(
        "root", status=302, otherwise=403, method="post", args=lambda world: {"key": "f" * 32}
    ),
}
