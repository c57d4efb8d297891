from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from django_q.brokers import get_broker
from django_q.models import OrmQ
from django_q.models import Schedule as Row
from django_q.scheduler import scheduler

from kernel.jobs import schedules
from kernel.jobs.schedules import Schedule, declared, faults, sync
from kernel.jobs.supervisor import SCHEDULES_BEAT, Supervisor
from people.models import Heartbeat, Notice

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "has either every_minutes or cron"),
        ({"every_minutes": 5, "cron": "0 2 * * *"}, "has either every_minutes or cron"),
        ({"every_minutes": 0}, "goes from 1 to 1440"),
        ({"every_minutes": 1441}, "goes from 1 to 1440"),
        ({"cron": "0 25 * * *"}, "is no cron time"),
    ],
)
def test_schedule_with_a_wrong_time_is_refused(options, sentence):
    with pytest.raises(ValueError, match=sentence):
        Schedule("kernel.tasks.pulse", **options)


@pytest.mark.parametrize("options", [{"every_minutes": 1}, {"every_minutes": 1440}, {"cron": "0 2 * * *"}])
def test_schedule_at_the_bounds_is_accepted(options):
    assert Schedule("kernel.tasks.pulse", **options).task == "kernel.tasks.pulse"


def test_schedules_of_all_apps_can_run():
    assert faults(declared()) == []


def test_faults_name_what_cannot_run():
    hourly = Schedule("kernel.tasks.pulse", "Pulse", every_minutes=60)

    found = faults(
        [
            hourly,
            hourly,
            Schedule("kernel.tasks.gone", "Gone", every_minutes=1),
            Schedule("kernel.tasks.KEEP_DAYS", "Days", every_minutes=1),
            Schedule("kernel.tasks.tidy_jobs", every_minutes=1),
        ]
    )

    assert [fault.split(":")[0] for fault in found] == [
        "kernel.tasks.pulse is scheduled 2 times.",
        "kernel.tasks.gone is scheduled but cannot be imported",
        "kernel.tasks.KEEP_DAYS is scheduled but cannot be imported",
        "kernel.tasks.tidy_jobs is scheduled without a title.",
    ]


@pytest.fixture
def two_schedules(monkeypatch):
    wanted = [Schedule("kernel.tasks.pulse", every_minutes=5), Schedule("kernel.tasks.tidy_jobs", cron="30 2 * * *")]
    monkeypatch.setattr(schedules, "declared", lambda: wanted)


@pytest.mark.django_db
def test_sync_makes_rows_once(two_schedules):
    first, second = sync(NOW), sync(NOW)

    assert (first["made"], second["made"], second["kept"]) == (2, 0, 2)
    assert list(Row.objects.order_by("name").values_list("name", "minutes", "cron", "next_run")) == [
        ("kernel.tasks.pulse", 5, None, NOW),
        # 02:30 in Shanghai
        ("kernel.tasks.tidy_jobs", None, "30 2 * * *", datetime(2026, 3, 25, 18, 30, tzinfo=UTC)),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoilt",
    [
        {"args": "("},
        {"kwargs": "{'q_options': 1}"},
        {"func": "os.abort"},
        {"minutes": 1},
        {"repeats": 0},
        {"cluster": "elsewhere"},
        {"next_run": None},
        {"next_run": NOW + timedelta(minutes=11)},
    ],
)
def test_sync_mends_a_spoilt_row(two_schedules, spoilt):
    sync(NOW)
    before = Row.objects.values().get(name="kernel.tasks.pulse")
    Row.objects.filter(pk=before["id"]).update(**spoilt)

    counted = sync(NOW)

    assert counted == {"made": 0, "mended": 1, "deleted": 0, "kept": 1}
    assert Row.objects.values().get(name="kernel.tasks.pulse") == before


@pytest.mark.django_db
def test_sync_leaves_a_coming_run_alone(two_schedules):
    sync(NOW)
    Row.objects.filter(name="kernel.tasks.pulse").update(next_run=NOW + timedelta(minutes=3))

    sync(NOW + timedelta(minutes=1))

    assert Row.objects.get(name="kernel.tasks.pulse").next_run == NOW + timedelta(minutes=3)


@pytest.mark.django_db
def test_sync_deletes_foreign_and_double_rows(two_schedules):
    Row.objects.create(name="nightly-wipe", func="os.abort")
    Row.objects.create(name="kernel.tasks.pulse", func="kernel.tasks.pulse")
    Row.objects.create(name="kernel.tasks.pulse", func="kernel.tasks.pulse")

    counted = sync(NOW)

    assert counted["deleted"] == 2
    assert sorted(Row.objects.values_list("name", flat=True)) == ["kernel.tasks.pulse", "kernel.tasks.tidy_jobs"]


@pytest.mark.django_db(transaction=True)
def test_one_poison_row_stops_all_schedules_until_the_supervisor_mends_them(two_schedules, root, caplog):
    """Hazard 93: the cluster's own scheduler gives up the whole pass at the first row that it cannot read."""
    sync(NOW)
    Row.objects.create(name="poison", func="kernel.tasks.pulse", args="(", next_run=NOW - timedelta(days=1))
    scheduler(broker=get_broker())
    stuck = OrmQ.objects.count()
    Heartbeat.objects.create(name=SCHEDULES_BEAT, at=NOW - timedelta(days=1))

    Supervisor()._mend_schedules()
    scheduler(broker=get_broker())

    assert stuck == 0
    assert OrmQ.objects.count() == 2
    assert list(Notice.objects.values_list("person__username", "kind")) == [("root", "alarm-schedules")]


@pytest.mark.django_db(transaction=True)
def test_three_days_down_run_a_schedule_once(two_schedules):
    """Hazard 94: missed rounds are not caught up, each computes from the rows what is still to do."""
    sync(NOW)
    Row.objects.update(next_run=datetime(2020, 1, 1, tzinfo=UTC))

    scheduler(broker=get_broker())
    scheduler(broker=get_broker())

    assert OrmQ.objects.count() == 2


@pytest.mark.django_db
def test_alarm_is_one_notice_a_day_in_the_readers_language(root):
    from people.domain.heartbeats import alarm

    root.language = "zh-hans"
    root.save()
    with override("en"):
        alarm("job", "people.tasks.sweep_mail", NOW)
        alarm("job", "people.tasks.sweep_mail", NOW + timedelta(hours=5))
        alarm("job", "people.tasks.sweep_mail", NOW + timedelta(days=1))

    assert Notice.objects.filter(person=root).count() == 2
    assert "people.tasks.sweep_mail" in Notice.objects.first().subject
