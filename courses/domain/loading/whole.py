"""The curriculum folder into the database, all or nothing; from the command line or because somebody asked."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from content.domain.authoring import sync_authoring
from courses.domain import own_words, shipped
from courses.domain.academy.bank import read_bank
from courses.domain.academy.lessons import paper_problems, read_academy
from courses.domain.academy.problems import CurriculumError
from courses.domain.loading import LoadReport
from courses.domain.loading.bank import load_bank
from courses.domain.loading.pages import load_pages
from courses.domain.loading.programmes import load_programmes
from courses.models import AcademyLoad
from kernel.jobs.backend import together
from people.domain import journal


def load_academy(folder: Path, *, now: datetime, tell: Callable[[str], None] | None = None) -> LoadReport:
    """Add what is new, renew what nobody edited, keep and name the rest, in the centre's own words.

    Raises CurriculumError with every problem of the files; then nothing is loaded.
    """
    house = own_words.house_now(folder)
    academy, bank = read_academy(folder, house), read_bank(folder, house)
    if problems := paper_problems(academy, {paper.key for paper in bank.papers}, by_person=bank.scored_by_person):
        raise CurriculumError(problems)
    report = LoadReport(tell=tell)
    with transaction.atomic(), together():
        load_pages(academy, report, folder=folder, now=now)
        sync_authoring()
        load_programmes(academy, report)
        load_bank(bank, report, now=now)
        shipped.note(report.outside, now=now)
    return report


def run(load: AcademyLoad, *, now: datetime) -> None:
    """Do one load that was asked for, or say with it why nothing was loaded. Twice changes nothing."""
    with transaction.atomic():
        here = AcademyLoad.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=load.pk)
        if here.state != AcademyLoad.State.RUNNING:
            return
        try:
            report = load_academy(settings.CURRICULUM, now=now)
        except CurriculumError as faults:
            here.state, here.said = AcademyLoad.State.FAILED, str(faults)
        else:
            here.state, here.kept = AcademyLoad.State.DONE, report.kept
            here.renewed = {**report.added, **report.renewed}
        here.finished_at = now
        here.save()
        values = {"renewed": here.renewed, "kept": here.kept, "said": here.said}
        journal.record("academy-loaded", by=here.asked_by, about=here, now=now, values=values)
