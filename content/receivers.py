"""Wagtail says what happened to a page; the journal and the people concerned hear of it."""

from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Revision, TaskState
from wagtail.signals import page_published, page_unpublished, task_approved, task_rejected, task_submitted

from content.domain import reviews
from content.models import PeerReviewTask, ReviewedPage


def submitted(sender: object, instance: TaskState, user: object, **kwargs: object) -> None:
    if isinstance(instance.task.specific, PeerReviewTask):
        reviews.note_submitted(instance, user, now=timezone.now())


def approved(sender: object, instance: TaskState, user: object, **kwargs: object) -> None:
    if isinstance(instance.task.specific, PeerReviewTask):
        reviews.note_approved(instance, user, now=timezone.now())


def rejected(sender: object, instance: TaskState, user: object, **kwargs: object) -> None:
    if isinstance(instance.task.specific, PeerReviewTask):
        reviews.note_sent_back(instance, user, now=timezone.now())


def published(sender: object, instance: object, revision: Revision, **kwargs: object) -> None:
    if isinstance(instance, ReviewedPage):
        reviews.note_published(instance, revision, get_active_log_context().user, now=timezone.now())


def unpublished(sender: object, instance: object, **kwargs: object) -> None:
    if isinstance(instance, ReviewedPage):
        reviews.note_unpublished(instance, get_active_log_context().user, now=timezone.now())


def connect() -> None:
    task_submitted.connect(submitted, dispatch_uid="content_submitted")
    task_approved.connect(approved, dispatch_uid="content_approved")
    task_rejected.connect(rejected, dispatch_uid="content_rejected")
    page_published.connect(published, dispatch_uid="content_published")
    page_unpublished.connect(unpublished, dispatch_uid="content_unpublished")
