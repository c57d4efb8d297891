"""Proposes an award, has HR approve it and works off the print; dies at a named step (tests.dying)."""

from functools import partial

from tests.courses.dying import work_off
from tests.dying import die

# In the order in which a completed course becomes a certificate.
STEPS = ("proposed", "decided", "numbered", "committed", "queued", "printed", "told", "done")

armed: dict[str, object] = {}


def arm(step: str) -> None:
    from django.db import transaction
    from django.db.models.signals import post_save

    from certification.models import Award, AwardDecision, Certificate, CertificateFile
    from certification.signals import award_changed
    from people.models import Notice

    def at_approval(decision=None, **_rest):
        if decision:
            die()

    # Held by the module, since signals hold their receivers weakly.
    on_commit = armed.setdefault("on commit", partial(lambda act, **_rest: transaction.on_commit(act), die))
    armed["at approval"] = at_approval
    {
        "proposed": lambda: post_save.connect(die, sender=Award),
        "decided": lambda: post_save.connect(die, sender=AwardDecision),
        "numbered": lambda: post_save.connect(die, sender=Certificate),
        # Before and after the message goes into the queue.
        "committed": lambda: post_save.connect(on_commit, sender=Certificate),
        "queued": lambda: award_changed.connect(at_approval),
        "printed": lambda: post_save.connect(die, sender=CertificateFile),
        "told": lambda: post_save.connect(die, sender=Notice),
        "done": lambda: None,
    }[step]()


def act(completion: str) -> None:
    from django.utils import timezone

    from certification import tasks
    from certification.domain import awards
    from certification.models import Award
    from people.models import User

    tasks.propose_course(int(completion))
    award = Award.objects.select_related("person").get(decision_key=f"course:{completion}")
    awards.approve(award, by=User.objects.get(username="hana"), now=timezone.now())
    work_off(award.certificates.get().pk)
