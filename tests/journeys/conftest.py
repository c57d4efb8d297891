"""A small programme of four weeks whose scores can be set exactly, calls to hold, and a clock that a test moves."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from assessments.domain import rubrics
from assessments.models import Rubric
from people.domain import calendars
from simulations.models import Scenario, ScenarioVersion
from tests.assessments.made import text
from tests.conftest import NOW
from tests.courses.conftest import course, programme  # noqa: F401  fixtures for this folder
from tests.journeys.steps import Walk


def pytest_itemcollected(item):
    item.add_marker("journey")


@pytest.fixture
def walk(academy, programme, now):  # noqa: F811  pytest hands the fixture over by its name
    """Everything the weeks need, at ten o'clock of the first day; `walk.as_(ada)` is her browser."""
    calendars.load_shipped(academy, by=None, now=now)
    call_rubric(now)
    for call_type, count in (("consultation", 5), ("complaint", 3), ("transaction", 2)):
        for n in range(count):
            scenario(f"{call_type}-{n}", call_type, Scenario.Use.MOCK, now)
        scenario(f"{call_type}-practice", call_type, Scenario.Use.PRACTICE, now)
    with time_machine.travel(NOW, tick=False) as clock:
        yield Walk(Client(), clock)


def at(day: str, time: str = "10:00") -> datetime:
    """A moment of 2026 by the clock of Hangzhou, such as at("04-07", "09:30")."""
    return datetime.fromisoformat(f"2026-{day}T{time}+08:00").astimezone(UTC)


def call_rubric(now) -> None:
    """Two lines of 90 and 10: a call can reach 0, 10, 90 and 100."""
    lines = [
        {"key": key, "title": text(key), "weight": weight, "anchors": [text("no"), text("yes")], "reasons": []}
        for key, weight in (("solves", 90), ("closes", 10))
    ]
    body = {
        "title": text("Calls"),
        "categories": [{"key": "all", "title": text("All"), "lines": lines}],
        "critical_errors": [],
    }
    rubric = Rubric.objects.create(key="call", kind="call")
    rubrics.publish_version(rubric, content=body, by=None, now=now)


def scenario(key: str, call_type: str, use: str, now) -> ScenarioVersion:
    content = {
        "title": text(key),
        "brief": {"line_played_notice": True, "situation": text("A caller waits"), "system": []},
        "customer": {"name": text("Li"), "number": "1", "member_level": text("gold"), "labels": [], "orders": []},
        "hidden": {"mood": text("calm"), "wants": text("help"), "behind": text("nothing"), "if_asked": []},
        "opening": text("Hello"),
        "path": [],
        "mistakes": [],
        "record": {"ticket_type": "consultation", "urgency": "general", "facts": []},
    }
    made = Scenario.objects.create(key=key, call_type=call_type, level=1, use=use)
    return ScenarioVersion.objects.create(scenario=made, number=1, content=content, created=now)
