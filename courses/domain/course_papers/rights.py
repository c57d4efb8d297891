"""The right to sit each paper of an assigned course: opened when it is due, closed when passed or no longer asked."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import admissions, marks
from assessments.domain.marks import ResultFact
from assessments.models import Admission, Paper
from courses.domain.completions import completed_lessons
from courses.domain.course_papers import words
from courses.domain.course_papers.asked import OF_LESSON, Asked, Part, asked_of
from courses.domain.outline import course_in, lessons_of
from courses.models import CoursePage, LessonPage, PassedPaper, Refresher
from people.domain import journal, notices
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import edition_in_force, figures


def standing_rights(refresher: Refresher) -> QuerySet[Admission]:
    """Every right this assignment gives at the moment, to sit a paper or to count as passed."""
    rights = Admission.objects.filter(person=refresher.person_id, for_key__startswith=refresher.round_key)
    return rights.filter(withdrawn=None).select_related("paper", "person")


def assignment_of(right: Admission) -> Refresher | None:
    """The assignment that gave a right; None for one that something else gave."""
    key = right.for_key.removeprefix("refresher:").partition("/")[0]
    return Refresher.objects.select_related("met_by").filter(key=key, person=right.person_id).first()


def mark_for(person: User, now: datetime) -> int:
    """In points of 100: the pass mark of the gates (RULES 2)."""
    return figures("gates", today_for(person, now)).pass_mark


def settle(
    refresher: Refresher, course: CoursePage, lessons: list[LessonPage], *, now: datetime
) -> list[PassedPaper] | None:
    """Close what is no longer asked, record what is passed, open what is due. Safe to run twice or on two workers.

    Returns what was passed, in the order of the course, once nothing it asks for is missing; None before.
    """
    asked = asked_of(course, lessons)
    _close_unasked(refresher, asked, now=now)
    passes = _passes(refresher, now)
    done = completed_lessons(refresher.person, round_key=refresher.round_key)
    is_read = bool(lessons) and all(lesson.translation_key in done for lesson in lessons)
    is_tested = all(one.for_key(refresher) in passes for one in asked if one.part == Part.TEST)
    for one in asked:
        due = one.lesson.translation_key in done if one.lesson is not None else is_read and is_tested
        if due and one.for_key(refresher) not in passes:
            _open(refresher, course, one, now=now)
    found = [passes[key] for one in asked if (key := one.for_key(refresher)) in passes]
    return found if is_read and len(found) == len(asked) else None


def _passes(refresher: Refresher, now: datetime) -> dict[str, PassedPaper]:
    """By cause what counts as passed, what has just been reached among it."""
    rights = {right.pk: right for right in standing_rights(refresher)}
    passes = {row.admission_id: row for row in PassedPaper.objects.filter(admission__in=rights)}
    results, mark = marks.latest_by_right(rights), mark_for(refresher.person, now)
    for pk, result in results.items():
        if pk not in passes and result.score >= mark:
            passes[pk] = _pass(refresher, rights[pk], result, now=now)
    return {rights[pk].for_key: row for pk, row in passes.items()}


def _pass(refresher: Refresher, right: Admission, result: ResultFact, *, now: datetime) -> PassedPaper:
    """Record it by the figures in force today; a later figure never undoes it. What is passed is not retaken."""
    on = today_for(refresher.person, now)
    edition = f"gates {edition_in_force('gates', on).number}"
    try:
        with transaction.atomic():
            row = PassedPaper.objects.create(
                refresher=refresher,
                admission=right,
                attempt_key=result.attempt_key,
                score=str(result.score),
                edition=edition,
                passed_on=on,
                created=now,
            )
    except IntegrityError:  # another worker recorded it in the same moment
        return PassedPaper.objects.get(admission=right)
    values = {"paper": right.paper.key, "score": row.score, "edition": edition}
    journal.record("paper-passed", by=None, subject=refresher.person, about=row, now=now, values=values)
    admissions.close(right, reason="passed", now=now)
    notices.withdraw_all(_told_by(right), now=now)
    return row


def papers_coming(person: User) -> set[str]:
    """The keys of what the courses assigned to somebody ask for and they have not passed, opened or not."""
    found: set[str] = set()
    for row in Refresher.objects.filter(person=person, met_by=None, withdrawn=None):
        course = course_in(row.course_key, person.language)
        asked = asked_of(course, lessons_of(row.course_key, person.language)) if course else []
        rights = standing_rights(row).exclude(passed_paper=None) if asked else ()
        passed = {right.for_key for right in rights}
        found |= {one.paper_key for one in asked if one.for_key(row) not in passed}
    return found


def _open(refresher: Refresher, course: CoursePage, asked: Asked, *, now: datetime) -> None:
    """Let the person sit it: a test of a lesson as often as they need, the others with the free retakes of a gate.

    Nothing happens while it is not published.
    """
    person = refresher.person
    paper = Paper.objects.filter(key=asked.paper_key).exclude(published=None).first()
    if paper is None or not person.is_active:
        return
    with translation.override(person.language):
        reason = _reason(course, asked)
    free = figures("retakes", today_for(person, now)).free_retakes
    right = admissions.admit(
        person,
        paper,
        opens=now,
        attempts_allowed=None if asked.part == Part.TEST else 1 + free,
        reason=reason[:300],
        for_key=asked.for_key(refresher),
        now=now,
    )
    if asked.part != Part.TEST and right.admitted_at == now:  # a test stands at the end of the lesson just read
        _tell(right, now=now)


def _tell(right: Admission, *, now: datetime) -> None:
    with translation.override(right.person.language):
        notices.notify(
            right.person,
            "paper-open",
            dedupe_key=_told_by(right),
            subject=_("Now open: %(title)s") % {"title": right.paper.title},
            body=words.with_mark(_("It is open."), mark_for(right.person, now)),
            url=reverse("assessments:exam-start", args=[right.key]),
            now=now,
        )


def _told_by(right: Admission) -> str:
    return f"paper-open:{right.key}"


def _take_back(right: Admission, *, reason: str, now: datetime, by: User | None = None) -> None:
    admissions.withdraw(right, reason=reason, by=by, now=now)
    notices.withdraw_all(_told_by(right), now=now)


def _reason(course: CoursePage, asked: Asked) -> str:
    if asked.lesson is not None:
        return _("Test of “%(lesson)s”") % {"lesson": asked.lesson.title}
    if asked.part == Part.CASE:
        return _("Case of “%(course)s”") % {"course": course.title}
    return _("Final paper of “%(course)s”") % {"course": course.title}


def _close_unasked(refresher: Refresher, asked: list[Asked], *, now: datetime) -> None:
    """Take back the rights to what its course asks for no more, passed or not."""
    kept = {(one.for_key(refresher), one.paper_key) for one in asked}
    for right in standing_rights(refresher):
        if (right.for_key, right.paper.key) not in kept and not _may_be_asked_again(right):
            _take_back(right, reason="another paper", now=now)


def _may_be_asked_again(right: Admission) -> bool:
    """A lesson that is out of sight for a while, and still names its test, costs nobody what they passed."""
    lesson = right.for_key.partition(OF_LESSON)[2]
    hidden = LessonPage.objects.filter(translation_key=lesson or None, paper_key=right.paper.key)
    return PassedPaper.objects.filter(admission=right).exists() and hidden.exists()


def close(refresher: Refresher, *, reason: str, now: datetime, by: User | None = None) -> None:
    """Take back what it gave; what was passed by it counts no more for this assignment.

    A running attempt goes on to its limit.
    """
    for right in standing_rights(refresher):
        _take_back(right, reason=reason, by=by, now=now)


def close_all(person: User, *, now: datetime) -> None:
    """For somebody who leaves. Who comes back and is still assigned the course sits its papers afresh."""
    for refresher in Refresher.objects.filter(person=person, met_by=None, withdrawn=None).select_related("person"):
        close(refresher, reason="left", now=now)
