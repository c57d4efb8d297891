"""Submits an exam and works off what follows; dies at a named step (tests.dying)."""

from datetime import timedelta
from functools import partial

from tests.dying import die

SAT = timedelta(minutes=5)
# In the order in which a submit goes on.
STEPS = (
    "handed in",
    "scored",
    "released",
    "committed",
    "queued",
    "judged",
    "told",
    "next week opened",
    "done",
)


def arm(step: str) -> None:
    from django.db import transaction
    from django.db.models.signals import post_save

    from assessments.models import Admission, Mark
    from assessments.signals import attempt_released
    from courses.models import GateResult
    from people.models import Event, Notice

    def at_event(instance, **_rest):
        if instance.verb == "attempt-submitted":
            die()

    # Held by the module, since signals hold their receivers weakly.
    on_commit = armed.setdefault("on commit", partial(lambda act, **_rest: transaction.on_commit(act), die))
    armed["at event"] = at_event
    {
        "handed in": lambda: post_save.connect(at_event, sender=Event),
        "scored": lambda: post_save.connect(die, sender=Mark),
        "released": lambda: attempt_released.connect(die),
        # What is asked for first is called first: before and after the message goes into the queue.
        "committed": lambda: post_save.connect(on_commit, sender=Mark),
        "queued": lambda: attempt_released.connect(on_commit),
        "judged": lambda: post_save.connect(die, sender=GateResult),
        "told": lambda: post_save.connect(die, sender=Notice),
        "next week opened": lambda: post_save.connect(die, sender=Admission),
        "done": lambda: None,
    }[step]()


armed: dict[str, object] = {}


def work_off(person: int) -> None:
    """Deliver what waits in the queue about this person, as the worker does; others die of their own messages."""
    from django_q.models import OrmQ

    from kernel.jobs import delivery

    for row in OrmQ.objects.order_by("pk"):
        if person in row.task["args"]:
            delivery.run(*row.task["args"])
            row.delete()


def act(key: str) -> None:
    from assessments.domain import attempts
    from assessments.models import Attempt

    attempt = Attempt.objects.select_related("admission__person").get(key=key)
    attempts.submit(attempt, by=attempt.admission.person, now=attempt.started + SAT)
    work_off(attempt.admission.person_id)
