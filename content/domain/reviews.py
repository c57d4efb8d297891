"""Content waiting for a second trainer: who is told what, and what the journal keeps."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogContext
from wagtail.models import Page, Revision, TaskState

from content.models import PeerReviewTask, ReviewedPage, is_relaxed
from kernel.errors import Refusal
from people.domain import journal, notices
from people.domain.roles import TRAINER
from people.models import User

KIND = "review"


class ReviewError(Refusal):
    pass


@dataclass(frozen=True)
class Waiting:
    """A review as one trainer sees it: the page as it was submitted, and why they may not decide (empty: they may)."""

    page: Page
    state: TaskState
    why_not: str

    @property
    def is_open(self) -> bool:
        return self.state.status == TaskState.STATUS_IN_PROGRESS

    @property
    def author(self) -> str:
        who = self.state.workflow_state.requested_by or self.state.revision.user
        return who.name if who else ""


def waiting_for(person: User) -> list[Waiting]:
    """Everything that waits, the oldest first."""
    states = (
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=PeerReviewTask.objects.all())
        .select_related("revision__user", "workflow_state__requested_by", "task")
        .order_by("started_at")
    )
    return [review_for(person, state) for state in states]


def review_for(person: User, state: TaskState) -> Waiting:
    """What this review shows is the version that was submitted, whatever was saved since."""
    page = state.workflow_state.content_object.specific
    return Waiting(state.revision.as_object(), state, state.task.specific.why_not(page, person))


def decide(state: TaskState, *, approve: bool, comment: str, by: User) -> None:
    """Publish the version that was submitted, or send it back with what is to be changed. Raises ReviewError when it
    was decided meanwhile, when `by` may not decide, and when it would go back without a word."""
    review = review_for(by, state)
    if review.is_open and review.why_not:
        raise ReviewError(review.why_not)
    if not (approve or comment):
        raise ReviewError(gettext("Say what is to be changed; without a word nobody can change it."))
    if review.is_open:
        with LogContext(user=by):  # outside Wagtail's admin nobody else says who published
            state.task.specific.on_action(state, by, "approve" if approve else "reject", comment=comment)
    state.refresh_from_db()
    wanted = TaskState.STATUS_APPROVED if approve else TaskState.STATUS_REJECTED
    if (state.finished_by_id, state.status) != (by.pk, wanted):
        raise ReviewError(gettext("This review was decided or withdrawn meanwhile. You have changed nothing."))


@transaction.atomic
def note_submitted(state: TaskState, by: User | None, *, now: datetime) -> None:
    """The other trainers hear that a page waits; whoever submitted it does not."""
    page = state.workflow_state.content_object.specific
    record("content-submitted", page, state.revision, by, now)
    for trainer in User.objects.filter(groups__name=TRAINER, is_active=True).exclude(pk=by.pk if by else None):
        notices.notify(
            trainer,
            KIND,
            dedupe_key=f"review-waits-{state.pk}",
            subject=format_lazy(_("“{title}” waits for your review"), title=lazystr(page.get_admin_display_title())),
            body=_("Read it, then approve it or send it back with a comment."),
            url=reverse("courses:review", args=[state.pk]),
            now=now,
        )


@transaction.atomic
def note_approved(state: TaskState, by: User | None, *, now: datetime) -> None:
    page = state.workflow_state.content_object.specific
    record("content-approved", page, state.revision, by, now, second_person="relaxed" if is_own(state, by) else "")
    title = lazystr(page.get_admin_display_title())
    _tell_author(state, by, format_lazy(_("“{title}” is approved and published"), title=title), now)


@transaction.atomic
def note_sent_back(state: TaskState, by: User | None, *, now: datetime) -> None:
    page = state.workflow_state.content_object.specific
    record("content-sent-back", page, state.revision, by, now)
    subject = format_lazy(_("“{title}” came back to you"), title=lazystr(page.get_admin_display_title()))
    _tell_author(state, by, subject, now, body=state.comment)


def note_published(page: ReviewedPage, revision: Revision, by: User | None, *, now: datetime) -> None:
    record("content-published", page, revision, by, now)


def note_unpublished(page: ReviewedPage, by: User | None, *, now: datetime) -> None:
    record("content-unpublished", page, page.latest_revision or page, by, now)


def record(verb: str, page: Page, about: object, by: User | None, now: datetime, *, second_person: str = "") -> None:
    values = {"page": page.pk, "title": page.title, "locale": page.locale.language_code}
    if second_person:
        values["second_person"] = second_person
    journal.record(verb, by=by, about=about, now=now, values=values)


def is_own(state: TaskState, by: User | None) -> bool:
    """Whether whoever approved had written in it or submitted it, which only a relaxed policy allows."""
    return is_relaxed() and by is not None and getattr(state, "by_its_author", False)


def _tell_author(state: TaskState, by: User | None, subject: object, now: datetime, body: str = "") -> None:
    page = state.workflow_state.content_object
    authors = {state.revision.user, state.workflow_state.requested_by} - {None, by}
    for author in authors:
        notices.notify(
            author,
            KIND,
            dedupe_key=f"review-done-{state.pk}",
            subject=subject,
            body=body,
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            now=now,
        )
