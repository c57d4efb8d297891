from datetime import date

from courses.models import ClassroomSession, Enrolment, Programme, ProgrammeWeek, Refresher, ShippedText
from simulations.models import Scenario
from tests.conftest import NOW
from tests.content.made import draft, lesson, submit, tree
from tests.permissions.rows import HRS, NOBODY, PEOPLE, QAS, TRAINERS, Row, World, everybody, only


def build(world: World) -> None:
    module = tree()
    world["lesson"], world["course"] = lesson(module), module.get_parent().specific
    draft(world["lesson"], by=world["tom"], title="Calls that end better")
    world["review"] = submit(world["lesson"], by=world["tom"]).current_task_state
    programme = Programme.objects.create(key="onboarding", title_en="Onboarding", course_key="onboarding")
    for number, gate in enumerate(ProgrammeWeek.Gate.values, start=1):
        ProgrammeWeek.objects.create(
            programme=programme, number=number, title_en=f"Week {number}", module_key=f"week-{number}", gate=gate
        )
    world["enrolment"] = Enrolment.objects.create(person=world["ada"], programme=programme, started_on=date(2026, 3, 2))
    world["session"] = ClassroomSession.objects.create(
        session_key="product", title_en="Product", title_zh="产品", starts=NOW, created_by=world["tom"]
    )
    scenario = Scenario.objects.create(key="shipped", call_type="complaint", level=1, is_retired=True)
    content = {"title": {"en": "Moved", "zh-hans": "改期"}}
    scenario.versions.create(number=1, content=content, created=NOW)
    world["shipped"] = ShippedText.objects.create(
        kind="scenario", item="shipped", source_hash="1", content=content, seen_at=NOW
    )
    world["refresher"] = Refresher.objects.create(
        person=world["ada"],
        course_key="onboarding",
        rule="by hand",
        cause_key="x",
        due_on=date(2026, 4, 1),
        created=NOW,
    )


def of_lesson(world: World) -> dict[str, object]:
    return {"lesson": world["lesson"].translation_key}


def of_session(world: World) -> dict[str, object]:
    return {"key": world["session"].key}


def of_round(world: World) -> dict[str, object]:
    return {"refresher": world["refresher"].key, "lesson": world["lesson"].translation_key}


MATRIX = {
    "courses:catalogue": everybody(200),
    "courses:course": everybody(200, args=lambda world: {"key": world["course"].translation_key}),
    "courses:lesson-read": everybody(200, args=of_lesson),
    "courses:lesson-progress": everybody(302, method="post", args=of_lesson),
    "courses:reviews": only(*TRAINERS, otherwise=403),
    "courses:review": only(*TRAINERS, otherwise=403, args=lambda world: {"number": world["review"].pk}),
    "courses:make-it-yours": only(*TRAINERS, "root", otherwise=403),
    "courses:house-fact": only(*TRAINERS, "root", otherwise=403, args=lambda world: {"key": "member-points"}),
    "courses:shipped": only(*TRAINERS, *QAS, otherwise=403),
    "courses:shipped-text": Row(
        {NOBODY: 302} | dict.fromkeys(PEOPLE, 403) | dict.fromkeys(TRAINERS, 200) | dict.fromkeys(QAS, 404),
        args=lambda world: {"key": world["shipped"].key},
    ),
    "courses:content-due": only(*TRAINERS, otherwise=403),
    "courses:content-due-export": only(*TRAINERS, otherwise=403, args=lambda world: {"form": "csv"}),
    "courses:programme": everybody(200),
    "courses:programme-of": only(
        "ada", "mia", "lena", "sam", *TRAINERS, *HRS, otherwise=404, args=lambda world: {"key": world["enrolment"].key}
    ),
    "courses:enrolments": only(*TRAINERS, otherwise=403),
    "courses:enrol": only(*TRAINERS, otherwise=403),
    "courses:sessions": only(*TRAINERS, otherwise=403),
    "courses:session-plan": only(*TRAINERS, otherwise=403),
    "courses:session": only(*TRAINERS, otherwise=403, args=of_session),
    "courses:session-cancel": only(*TRAINERS, status=302, otherwise=403, method="post", args=of_session),
    "courses:attendance": only(*TRAINERS, status=302, otherwise=403, method="post", args=of_session),
    "courses:refreshers": everybody(200),
    "courses:refreshers-assigned": only(*TRAINERS, otherwise=403),
    "courses:refresher-withdraw": only(
        *TRAINERS, status=302, otherwise=403, method="post", args=lambda world: {"key": world["refresher"].key}
    ),
    "courses:refresher-assign": only(*TRAINERS, otherwise=403),
    "courses:refresher-read": only("ada", otherwise=404, args=of_round),
    "courses:refresher-progress": only("ada", status=302, otherwise=404, method="post", args=of_round),
}
