from django.utils import timezone

from assessments.models import Mark
from dashboard.domain import consequences


def tell_of_shaken_gate(mark_id: int) -> None:
    """A corrected mark fell; a gate that rests on it may not be met any more, and only HR may say what follows."""
    mark = Mark.objects.select_related("supersedes", "attempt__admission__person", "attempt__admission__paper")
    consequences.tell_hr(mark.get(pk=mark_id), now=timezone.now())
