"""What trainers may do in the editor: write everywhere in the academy, publish nowhere by themselves."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.models import AcademyPage, PeerReviewTask
from people.domain.roles import TRAINER

# Both languages, for the name of a row cannot be translated.
WORKFLOW = "Second pair of eyes · 双人复核"
TASK = "Review by another trainer · 另一位培训师审核"
ON_PAGES = ("add_page", "change_page")
# Wagtail asks for the rights over its own models, whatever models stand in for them.
ON_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def sync_authoring() -> None:
    """Make page and file permissions and the review agree with the rule; safe to run again and again.

    Every other group loses what it may have been given in the editor.
    """
    trainers, _made = Group.objects.get_or_create(name=TRAINER)
    roots = list(AcademyPage.objects.all())
    GroupPagePermission.objects.exclude(group=trainers, page__in=roots, permission__codename__in=ON_PAGES).delete()
    GroupCollectionPermission.objects.exclude(group=trainers).delete()
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ON_PAGES):
        for root in roots:
            GroupPagePermission.objects.get_or_create(group=trainers, page=root, permission=permission)
    collection = Collection.get_first_root_node()
    of_files = Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"))
    for permission in of_files.filter(codename__in=ON_FILES):
        GroupCollectionPermission.objects.get_or_create(group=trainers, collection=collection, permission=permission)
    _sync_workflow(roots)


def _sync_workflow(roots: list[AcademyPage]) -> None:
    """One workflow with one step on every academy; Wagtail's default moderation is switched off."""
    task = PeerReviewTask.objects.first() or PeerReviewTask.objects.create(name=TASK)
    workflow = Workflow.objects.filter(workflow_tasks__task=task).first() or Workflow.objects.create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    for root in roots:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    WorkflowPage.objects.exclude(workflow=workflow).delete()
    Workflow.objects.exclude(pk=workflow.pk).filter(active=True).update(active=False)
