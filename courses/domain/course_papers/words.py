"""What a person is told about a paper of their course: a sentence, and the same in a few words behind an icon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.domain.marks import ResultFact
from assessments.domain.openings import Opening, Rules, Stand
from assessments.domain.refusals import refusal
from assessments.models import Admission, Paper
from courses.domain.course_papers.asked import Asked
from kernel.exact import lacking, shown
from kernel.templatetags.bars import figure
from kernel.templatetags.dates import day_in_words

Chip = tuple[str, str]  # look and words


@dataclass(frozen=True)
class Said:
    sentence: str
    chip: Chip


def before(asked: Asked, done: Collection[UUID], lessons_left: int, tests_left: int) -> Said:
    """What opens a paper that nobody has a right to yet."""
    if asked.lesson is not None:
        if asked.lesson.translation_key in done:
            return Said(_("It opens in a moment."), ("waiting", _("Opens in a moment")))
        return Said(_("It opens when its lesson is read."), ("locked", _("After the lesson")))
    if not lessons_left and not tests_left:
        return Said(_("It opens in a moment."), ("waiting", _("Opens in a moment")))
    if not tests_left:
        sentence = _("It opens when every lesson is read: %(left)s to go.") % {"left": lessons_left}
    else:
        sentence = _(
            "It opens when every lesson is read and every test passed. To go: lessons %(lessons)s, tests %(tests)s."
        )
        sentence %= {"lessons": lessons_left, "tests": tests_left}
    return Said(sentence, ("locked", _("Not open yet")))


def now(stands: Opening, right: Admission, result: ResultFact | None, mark: int, rules: Rules) -> Said:
    """What may be done now, or what stands in the way."""
    if result is not None and result.score >= mark:
        return Said("", ("met", passed_with(result.score)))
    if stands.stand == Stand.RUNNING:
        return Said(_("It is running."), ("here", _("Running")))
    if stands.stand == Stand.OPEN:
        return _open(stands, result, mark)
    if stands.stand == Stand.AWAITS_RESULT and right.paper.release == Paper.Release.AT_ONCE:
        sentence = _(
            "Your answers are in. QA or a trainer scores them without seeing whose they are; you are told then."
        )
        return Said(sentence, ("waiting", _("Waits to be scored")))
    if stands.stand == Stand.AWAITS_RESULT:
        return Said(str(refusal(stands, right, rules.now)), ("waiting", _("Waits for its result")))
    sentence = str(refusal(stands, right, rules.now, rules.figures))
    if result is not None and stands.opens:
        day = day_in_words(localtime(stands.opens, right.person.zone).date(), with_year=False)
        values = {"missed": figure(lacking(result.score, mark)), "day": day}
        return Said(sentence, ("due", _("Missed by %(missed)s, retake from %(day)s") % values))
    if stands.stand == Stand.USED_UP:
        return Said(sentence, ("due", _("No attempt left")))
    return Said(sentence, ("locked", _("Not open yet")))


def _open(stands: Opening, result: ResultFact | None, mark: int) -> Said:
    if result is not None:
        word = _("Missed by %(missed)s, the retake is open") % {"missed": figure(lacking(result.score, mark))}
        return Said(_("The retake is open."), ("repeat", word))
    if stands.number > 1:
        return Said(_("The retake is open."), ("repeat", _("The retake is open")))
    return Said(_("It is open."), ("here", _("Open now")))


def with_mark(sentence: str, mark: int) -> str:
    return _("%(now)s It is passed with %(mark)s of 100.") % {"now": sentence, "mark": mark}


def of_result(score: Fraction, mark: int, then: str) -> str:
    values = {"score": shown(score), "mark": mark, "missed": lacking(score, mark), "now": then}
    if score >= mark:
        return _("Passed with %(score)s; the mark is %(mark)s.") % values
    return _("%(score)s of 100: missed by %(missed)s, the mark is %(mark)s. %(now)s") % values


def passed(score: Fraction, on: date) -> str:
    return _("Passed with %(score)s on %(day)s.") % {"score": figure(score), "day": day_in_words(on, with_year=True)}


def passed_with(score: Fraction) -> str:
    return _("Passed with %(score)s") % {"score": figure(score)}


def unpublished() -> Said:
    return Said(_("It is not published. Please tell your trainer."), ("due", _("Not published")))


def unassigned() -> Said:
    sentence = _("It opens for those the course is assigned to, once what comes before is done.")
    return Said(sentence, ("locked", _("By assignment")))


def done_on(day: date) -> str:
    return _("Done on %(day)s.") % {"day": day_in_words(day, with_year=True)}


def done() -> Chip:
    return ("met", _("Passed"))
