from tests.permissions.rows import HRS, TRAINERS, everybody, only

MATRIX = {
    "dashboard:home": everybody(200),
    "dashboard:export": only(
        *TRAINERS, *HRS, "sam", otherwise=404, args=lambda world: {"table": "people", "form": "csv"}
    ),
}
