"""The one thing a learner does next: which act, until when, and the rule behind it. First answer in the order wins."""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from assessments.domain.openings import Stand
from courses.domain.course_papers.standing import PaperStanding, standing
from courses.domain.outline import course_in, lessons_of
from courses.domain.refreshers import RENEWAL, explain, open_refreshers
from courses.models import CoursePage, Refresher
from dashboard.domain import links
from dashboard.domain.lines import due_state
from dashboard.domain.next_step import calls, study
from dashboard.domain.next_step.situation import Situation, Step, in_words


def choose(situation: Situation) -> Step:
    for answer in ORDER:
        step = answer(situation)
        if step:
            return step
    return _nothing(situation)


def _refresher(of: Situation) -> Step | None:
    rows = open_refreshers(of.person)
    if not rows:
        return None
    row = rows[0]
    kind, near = due_state(row.due_on, of.on)
    course = course_in(row.course_key, of.person.language)
    step = Step(
        title=_("Assigned course: %(title)s") % {"title": course.title if course else row.course_key},
        body=explain(row),
        due=near if (row.due_on - of.on).days <= 3 else _("by %(day)s") % {"day": in_words(row.due_on)},
        because=_("Rule: it is read before the certificate ends") if row.rule == RENEWAL else "",
        due_state="overdue" if kind == "overdue" else "due",
        url=links.to("courses:refreshers"),
        action=_("Go to the course"),
        icon="repeat",
    )
    upcoming = _paper(of, row, course) if course else None
    return _with_paper(step, upcoming) if upcoming else step


def _paper(of: Situation, row: Refresher, course: CoursePage) -> PaperStanding | None:
    """What the course asks for next besides reading: the first paper that may be sat, or what is waited for."""
    return standing(row, course, lessons_of(course.key, of.person.language), of.now).next


def _with_paper(reading: Step, paper: PaperStanding) -> Step:
    """What opens the paper or what is missing, in place of the lessons."""
    title, icon = _act(paper)
    return replace(
        reading,
        title=title % {"title": paper.title},
        body=paper.verdict.because,
        url=links.to("assessments:exam-start", paper.admission.key) if paper.may_sit else reading.url,
        action=_("Go to the exam") if paper.may_sit else _("See where it stands"),
        icon=icon,
    )


def _act(paper: PaperStanding) -> tuple[str, str]:
    """What there is to do for it, and the icon."""
    if paper.awaits_result:
        return _("Your answers are in: %(title)s"), "clock"
    if paper.opening and paper.opening.stand == Stand.USED_UP:
        return _("Talk to your trainer about %(title)s"), "people"
    if paper.opening and paper.opening.number > 1:
        return _("Sit the retake: %(title)s") if paper.may_sit else _("Prepare the retake: %(title)s"), "edit"
    return _("Sit the exam: %(title)s"), "edit"


def _nothing(of: Situation) -> Step:
    if of.way is None:
        return Step(
            title=_("Look into the courses"),
            body=_("You are on no programme at the moment. What you may read stands in the catalogue."),
            url=links.to("courses:catalogue"),
            action=_("Open the catalogue"),
        )
    if of.way.is_live:
        return Step(
            title=_("You are live, nothing is due"),
            body=_("Refreshers appear here before they are due. Your way to the next level stands beside."),
            url=links.to("certification:mine") or links.to("courses:catalogue"),
            action=_("See your certificates"),
            icon="check",
        )
    return Step(
        title=_("Nothing to do right now"),
        body=_("What you did is being judged. Load the page again in a few minutes."),
        url=links.to("courses:programme"),
        action=_("See your four weeks"),
        icon="clock",
    )


ORDER: tuple[Callable[[Situation], Step | None], ...] = (
    study.exam_running,
    calls.call_going_on,
    study.lesson,
    study.session,
    study.tests,
    calls.practice,
    calls.mock_calls,
    _refresher,
)
