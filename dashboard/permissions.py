"""Who may see what of the pages that draw on several apps."""

from django.http import Http404

from assessments.models import Regrade
from assessments.permissions import get_question_for
from people.models import User


def get_regrade_for(user: User, key: str) -> Regrade:
    """A regrade, for whoever keeps the question it is about; 404 for everybody else."""
    rows = Regrade.objects.select_related("version__question__topic", "key_version", "proposed_by", "decided_by")
    found = rows.filter(key=key).first()
    if found is None:
        raise Http404
    get_question_for(user, found.version.question.key)
    return found
