"""Programmes and their weeks from the curriculum's outline."""

from courses.domain.academy import lessons as academy
from courses.domain.loading import LoadReport
from courses.models import Programme, ProgrammeWeek

Gate = ProgrammeWeek.Gate


def load_programmes(outline: academy.Academy, report: LoadReport) -> None:
    for item in outline.programmes:
        programme, added = Programme.objects.update_or_create(
            key=item.key,
            defaults={"title_en": item.title["en"], "title_zh": item.title["zh-Hans"], "course_key": item.course},
        )
        for number, week in enumerate(item.weeks, start=1):
            ProgrammeWeek.objects.update_or_create(programme=programme, number=number, defaults=week_values(week))
        report.count("programme", "added" if added else "same", item.key)


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
