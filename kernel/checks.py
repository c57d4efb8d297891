from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from kernel.jobs.schedules import declared, faults


@register()
def schedules_can_run(app_configs: Sequence[object] | None, **options: object) -> list[CheckMessage]:
    try:
        found = faults(declared())
    except ValueError as error:  # a Schedule refuses itself while its module is imported
        found = [str(error)]
    return [Error(fault, hint="Mend SCHEDULES in the tasks.py of its app.", id="kernel.E001") for fault in found]


@register()
def jobs_run_once(app_configs: Sequence[object] | None, **options: object) -> list[CheckMessage]:
    """A job must be over before the queue hands it out again, and few may wait in memory (hazard 91)."""
    cluster = settings.Q_CLUSTER
    found: list[CheckMessage] = []
    if cluster["retry"] <= 2 * cluster["timeout"]:
        found.append(
            Error("Q_CLUSTER: retry must be more than twice the timeout, or long jobs run twice.", id="kernel.E002")
        )
    if cluster["queue_limit"] > cluster["workers"]:
        found.append(
            Error("Q_CLUSTER: queue_limit above workers lets waiting jobs be handed out twice.", id="kernel.E003")
        )
    if not cluster.get("max_attempts"):
        found.append(Error("Q_CLUSTER: without max_attempts a failing job is tried for ever.", id="kernel.E004"))
    return found
