"""Where programmes use papers, for whoever writes papers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from assessments.models.wording import within
from courses.models import ProgrammeWeek


def papers_used(keys: Iterable[str], on: date) -> dict[str, list[str]]:
    """By paper key: the weeks whose gate asks for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for week in ProgrammeWeek.objects.filter(paper_key__in=keys).select_related("programme"):
        words = {
            "programme": within({"en": week.programme.title_en, "zh-hans": week.programme.title_zh}),
            "number": week.number,
        }
        found[week.paper_key].append(_("%(programme)s, week %(number)s") % words)
    return found
