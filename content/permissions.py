"""Who may have which stored file."""

from django.http import Http404

from content.models import Attachment, Picture, PictureRendition
from content.uploads import TYPES, extension_of


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
