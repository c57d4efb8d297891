"""Who may have which stored file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import TaskState

from content.models import Attachment, PeerReviewTask, Picture, PictureRendition
from content.uploads import TYPES, extension_of
from people.domain.roles import TRAINER, has_role
from people.models import User


def require_trainer(person: User) -> None:
    if not has_role(person, TRAINER):
        raise PermissionDenied


def get_review_for(person: User, number: int) -> TaskState:
    """A review, under way or decided; every trainer may look, who may decide is the task's to say."""
    require_trainer(person)
    reviews = TaskState.objects.filter(task__in=PeerReviewTask.objects.all())
    return get_object_or_404(reviews.select_related("revision__user", "workflow_state__requested_by"), pk=number)


def get_media_for(path: str) -> tuple[str, str, str]:
    """Stored name, name to save as and type of a file that a page shows; 404 for every other file in the store.

    Only what a row of ours names is served, so no path leads elsewhere: not to recordings, not out of the folder.
    """
    folder = path.partition("/")[0]
    if folder == "documents":
        row = Attachment.objects.filter(file=path).first()
        name = row.filename if row else ""
    elif folder == "pictures":
        row = PictureRendition.objects.filter(file=path).first() or Picture.objects.filter(file=path).first()
        name = path.rpartition("/")[2]
    else:
        row, name = None, ""
    extension = extension_of(path)
    if row is None or extension not in TYPES:
        raise Http404
    return path, name, TYPES[extension]
