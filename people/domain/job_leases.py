"""Which jobs run or have run, so that one that the queue delivers twice runs once. The kernel's hooks."""

from datetime import datetime, timedelta

from django.db import transaction

from people.models import JobLease

# Far longer than the queue holds a message back before it delivers it again.
KEPT = timedelta(days=1)


@transaction.atomic
def take(job: str, *, until: datetime, now: datetime) -> str:
    """Whose the job is: "mine" until then, "held" while another run may go on, "done" after one came through.

    The lease of a run that died ends by itself.
    """
    lease, is_new = JobLease.objects.get_or_create(job=job, defaults={"until": until})
    if is_new:
        return "mine"
    if lease.done:
        return "done"
    taken_over = JobLease.objects.filter(job=job, done=False, until__lte=now).update(until=until)
    return "mine" if taken_over else "held"


def finish(job: str) -> None:
    JobLease.objects.filter(job=job).update(done=True)


def give_back(job: str) -> None:
    """The run failed, or is one that comes again: the next delivery may begin at once."""
    JobLease.objects.filter(job=job).delete()


def sweep(now: datetime) -> int:
    return JobLease.objects.filter(until__lt=now - KEPT).delete()[0]
