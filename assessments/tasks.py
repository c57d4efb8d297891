from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from assessments.domain import attempts, figures, practice, regrades, results, uploads
from assessments.models import Attempt, Mark, Paper, QuestionUpload, Regrade
from kernel.jobs import Schedule
from kernel.jobs.rounds import each

LATELY = timedelta(days=2)


def close_overdue() -> str:
    """Close attempts whose time is up. A lost run costs time, never a result (hazard 43)."""
    return gettext_noop("{} closed").format(attempts.close_overdue(timezone.now()))


def practise_from(attempt_id: int) -> None:
    """What was missed comes back in daily practice, and what a corrected result calls right does not."""
    attempt = Attempt.objects.select_related("admission__person").get(pk=attempt_id)
    practice.learn_from(attempt, now=timezone.now())


def practise_lately() -> str:
    """What a lost job left out: the exams released, or their marks corrected, in the last two days."""
    since = timezone.now() - LATELY
    corrected = Mark.objects.filter(marked_at__gte=since).exclude(supersedes=None).values("attempt")
    lately = Attempt.objects.filter(Q(released_at__gte=since) | Q(pk__in=corrected), state=Attempt.State.RELEASED)
    count = each(lately.select_related("admission__person"), lambda one: practice.learn_from(one, now=timezone.now()))
    return gettext_noop("{} looked at").format(count)


def apply_regrade(regrade_id: int) -> None:
    regrade = Regrade.objects.filter(pk=regrade_id, state=Regrade.State.APPROVED).first()
    if regrade:
        regrades.apply(regrade, now=timezone.now())


def apply_regrades() -> str:
    """What a lost job left undone."""
    count = each(regrades.still_to_apply(), lambda regrade: regrades.apply(regrade, now=timezone.now()))
    return gettext_noop("{} applied").format(count)


def count_results(paper_id: int) -> None:
    """Bring a paper's figures up to date after a result."""
    paper = Paper.objects.filter(pk=paper_id).first()
    if paper:
        figures.refresh_soon(paper, now=timezone.now())


def count_all_results() -> str:
    return gettext_noop("{} results counted").format(figures.refresh_all(timezone.now()))


def recount_results() -> str:
    """What was counted piece by piece is counted again in one go; a difference is mended."""
    return gettext_noop("{} papers mended").format(figures.recount_all(timezone.now()))


def complete_attempt(key: str) -> None:
    """The last answer of an attempt may have been scored by a person just now."""
    attempt = Attempt.objects.filter(key=key).first()
    if attempt:
        results.complete(attempt, now=timezone.now())


def complete_waiting() -> str:
    """Repeats what `complete_attempt` may have missed."""
    return gettext_noop("{} marked").format(results.complete_waiting(timezone.now()))


def take_in_questions(upload_id: int) -> None:
    """A confirmed file of questions goes into its bank."""
    upload = QuestionUpload.objects.filter(pk=upload_id).first()
    if upload:
        uploads.finish(upload, now=timezone.now())


def take_in_waiting() -> str:
    """Repeats what a lost job left undone, and forgets files that nobody confirmed."""
    now = timezone.now()
    count = each(uploads.running(), lambda upload: uploads.finish(upload, now=now))
    uploads.forget(now)
    return gettext_noop("{} taken in").format(count)


SCHEDULES = [
    Schedule("assessments.tasks.take_in_waiting", _("Files of questions are taken in or forgotten"), every_minutes=10),
    Schedule("assessments.tasks.practise_lately", _("What was missed in exams goes into practice"), cron="40 1 * * *"),
    Schedule("assessments.tasks.close_overdue", _("Exams whose time is up are handed in"), every_minutes=1),
    Schedule("assessments.tasks.apply_regrades", _("Approved regrades reach the results"), every_minutes=10),
    Schedule("assessments.tasks.count_all_results", _("Statistics of questions follow the results"), every_minutes=1),
    Schedule("assessments.tasks.recount_results", _("Statistics of questions are counted again"), cron="20 2 * * *"),
    Schedule(
        "assessments.tasks.complete_waiting", _("Exams whose texts have all been read are marked"), every_minutes=5
    ),
]
