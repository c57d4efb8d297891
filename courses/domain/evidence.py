"""Which completions rest on a page, so that nobody deletes what somebody was certified on."""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision

from courses.models import LessonCompletion


def read_by(pages: Iterable[Page]) -> int:
    """How many completions name a revision of these pages or of anything below them."""
    ids = {str(pk) for page in pages for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)}
    kind = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.filter(base_content_type=kind, object_id__in=ids)
    return LessonCompletion.objects.filter(revision__in=revisions).count()
