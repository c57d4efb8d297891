from assessments.domain import regrades
from assessments.models import Question
from tests.assessments.made import make_bank
from tests.conftest import NOW
from tests.permissions.rows import HRS, TRAINERS, World, everybody, only


def build(world: World) -> None:
    make_bank(NOW)
    version = Question.objects.get(key="greeting-1").versions.get(number=1)
    world["regrade"] = regrades.propose(
        regrades.draft(version, "drop", None), reason="Not taught", by=world["tom"], now=NOW
    )


MATRIX = {
    "dashboard:home": everybody(200),
    "dashboard:export": only(
        *TRAINERS, *HRS, "sam", otherwise=404, args=lambda world: {"table": "people", "form": "csv"}
    ),
    "dashboard:regrades": only(*TRAINERS, otherwise=403),
    "dashboard:regrade-new": only(*TRAINERS, otherwise=404, args=lambda world: {"key": "greeting-1"}),
    "dashboard:regrade": only(*TRAINERS, otherwise=404, args=lambda world: {"key": world["regrade"].key}),
}
