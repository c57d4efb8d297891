"""The one thing a learner does next: which act, until when, and the rule behind it. First answer in the order wins."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from courses.domain.outline import course_in
from courses.domain.refreshers import explain, open_refreshers
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
    kind, near = due_state(rows[0].due_on, of.on)
    course = course_in(rows[0].course_key, of.person.language)
    return Step(
        title=_("Refresher: %(title)s") % {"title": course.title if course else rows[0].course_key},
        body=explain(rows[0]),
        due=near if (rows[0].due_on - of.on).days <= 3 else _("by %(day)s") % {"day": in_words(rows[0].due_on)},
        because=_("Rule: it is read before the certificate ends"),
        due_state="overdue" if kind == "overdue" else "due",
        url=links.to("courses:refreshers"),
        action=_("Start the refresher"),
        icon="repeat",
    )


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
