"""Programmes and their weeks from the curriculum's outline.

The site has no editor for them: `academy.yaml` is where a centre changes which papers, practicals and sessions a week
asks for, and what stands there is written at each load. Marks, weights and retakes are policies, edited on the site.
"""

from typing import Any

from courses.domain.academy import lessons as academy
from courses.domain.loading import LoadReport
from courses.models import Enrolment, GateResult, Programme, ProgrammeWeek

Gate = ProgrammeWeek.Gate


def load_programmes(outline: academy.Academy, report: LoadReport) -> None:
    for item in outline.programmes:
        titles = {"title_en": item.title["en"], "title_zh": item.title["zh-Hans"], "course_key": item.course}
        programme, added = Programme.objects.get_or_create(key=item.key, defaults=titles)
        changed = _write(programme, titles)
        weeks = {week.number: week for week in programme.weeks.all()}
        for number, shipped in enumerate(item.weeks, start=1):
            week = weeks.pop(number, None) or ProgrammeWeek(programme=programme, number=number)
            changed = _write(week, week_values(shipped)) or changed
        for week in weeks.values():
            _leave_out(week, report)
        report.count("programme", "added" if added else "renewed" if changed else "same", item.key)


def _write(row: Any, values: dict[str, str]) -> bool:
    """Save the row if it is new or says something else."""
    if row.pk and all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return True


def _leave_out(week: ProgrammeWeek, report: LoadReport) -> None:
    """A week that left the files goes, unless somebody is on the programme or has passed the week's gate."""
    under_way = Enrolment.objects.filter(programme=week.programme, state=Enrolment.State.ACTIVE).exists()
    stays = under_way or GateResult.objects.filter(week=week).exists()
    report.count("week", "kept" if stays else "gone", f"week {week.number} of the programme {week.programme.key}")
    if not stays:
        week.delete()


def week_values(week: academy.Week) -> dict[str, str]:
    return {
        "title_en": week.title["en"],
        "title_zh": week.title["zh-Hans"],
        "module_key": week.key,
        "gate": gate_of(week),
        "paper_key": week.papers[0] if week.papers else "",
        "practical_key": week.practical,
        "session_key": week.sessions[0].key if week.sessions else "",
    }


def gate_of(week: academy.Week) -> str:
    if week.mock_calls:
        return Gate.MOCK_CALLS
    if week.sign_off:
        return Gate.SIGN_OFF
    return Gate.THEORY_AND_PRACTICAL if week.practical else Gate.THEORY
