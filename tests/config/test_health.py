from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from config.health import LEAST_FREE_BYTES, SCHEDULES_SECONDS, WORKER_SECONDS, beat_part, disk_part
from kernel.jobs.supervisor import SCHEDULES_BEAT
from people.domain.heartbeats import beat
from people.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_healthz_is_well_while_everything_beats(client):
    beat("worker", now=timezone.now())
    beat(SCHEDULES_BEAT, now=timezone.now())

    response = client.get("/healthz")

    answer = response.json()
    assert (response.status_code, answer["ok"], answer["failing"]) == (200, True, [])
    assert sorted(answer) == ["database", "disk", "failing", "ok", "schedules", "worker"]
    assert (answer["database"], answer["worker"]) == (connection.vendor, "0 s ago")


@pytest.mark.parametrize(("name", "part"), [("worker", "worker"), (SCHEDULES_BEAT, "schedules")])
def test_healthz_names_what_stands_still(client, name, part):
    beat("worker", now=timezone.now())
    beat(SCHEDULES_BEAT, now=timezone.now())
    Heartbeat.objects.filter(name=name).update(at=timezone.now() - timedelta(hours=1))

    response = client.get("/healthz")

    assert (response.status_code, response.json()["failing"]) == (503, [part])


def test_healthz_without_any_sign_of_life_is_not_well(client):
    assert client.get("/healthz").json()["failing"] == ["worker", "schedules"]


@pytest.mark.parametrize("limit", [WORKER_SECONDS, SCHEDULES_SECONDS])
def test_beat_is_well_up_to_its_limit(now, limit):
    beat("worker", now=now)

    parts = [beat_part("worker", "worker", limit, now + timedelta(seconds=limit + late)) for late in (-1, 0, 1)]

    assert [part.well for part in parts] == [True, True, False]


@pytest.mark.parametrize(("free", "well"), [(LEAST_FREE_BYTES - 1, False), (LEAST_FREE_BYTES, True)])
def test_disk_is_well_down_to_its_limit(free, well):
    assert disk_part(free).well is well
