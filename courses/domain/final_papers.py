"""The paper a course ends in: open to whom the course is assigned once it is read, judged by the mark of the gates."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Revision

from assessments.domain import admissions, marks
from assessments.domain.marks import ResultFact
from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.domain.refusals import refusal
from assessments.models import Admission, Paper
from content.models import unpublished_versions
from courses.domain.completions import completed_lessons
from courses.domain.outline import lessons_of
from courses.models import CoursePage, Refresher
from kernel.exact import lacking, shown
from kernel.templatetags.dates import day_in_words
from kernel.verdict import Verdict
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures


@dataclass(frozen=True)
class FinalPaper:
    """Where the person of an assignment stands with the paper at its end."""

    title: str
    verdict: Verdict  # its sentence says what opens the paper or what is missing
    admission: Admission | None
    opening: Opening | None  # None: not opened yet

    @property
    def may_sit(self) -> bool:
        return self.opening is not None and self.opening.stand in (Stand.OPEN, Stand.RUNNING)


def paper_of(course: CoursePage) -> Paper | None:
    """The published paper of the course; None without one, and while it is not published."""
    if not course.paper_key:
        return None
    return Paper.objects.filter(key=course.paper_key).exclude(published=None).first()


def admission_of(refresher: Refresher, course: CoursePage) -> Admission | None:
    """The standing right to sit the paper the course ends in today."""
    standing = Admission.objects.filter(for_key=refresher.round_key, paper__key=course.paper_key, withdrawn=None)
    return standing.select_related("paper", "person").first()


def passed(refresher: Refresher, course: CoursePage, *, now: datetime) -> ResultFact | None:
    """The latest result under this assignment where it is released and reaches the mark in force today, exactly."""
    admission = admission_of(refresher, course)
    result = marks.latest_of(admission) if admission else None
    return result if result and result.score >= mark_for(refresher.person, now) else None


def mark_for(person: User, now: datetime) -> int:
    """In points of 100: the pass mark of the gates (RULES 2)."""
    return figures("gates", today_for(person, now)).pass_mark


def open_for(refresher: Refresher, course: CoursePage, *, now: datetime) -> Admission | None:
    """Let the person sit the paper, with as many free retakes as at a gate. Safe to repeat; None while it is not
    published. A paper the course ended in before is closed."""
    person, paper = refresher.person, paper_of(course)
    close(refresher, reason="another paper", keep=course.paper_key, now=now)
    if paper is None or not person.is_active:
        return None
    with translation.override(person.language):
        reason = _("Final paper of “%(course)s”") % {"course": course.title}
    return admissions.admit(
        person,
        paper,
        opens=now,
        attempts_allowed=1 + figures("retakes", today_for(person, now)).free_retakes,
        reason=reason[:300],
        for_key=refresher.round_key,
        now=now,
    )


def close(refresher: Refresher, *, reason: str, now: datetime, keep: str = "", by: User | None = None) -> None:
    """Take back the right to sit it, but for the paper `keep`; a running attempt goes on to its limit."""
    rows = Admission.objects.filter(for_key=refresher.round_key, withdrawn=None)
    for admission in rows.exclude(paper__key=keep).select_related("person"):
        admissions.withdraw(admission, reason=reason, by=by, now=now)


def close_all(person: User, *, now: datetime) -> None:
    """For somebody who leaves. Who comes back and is still assigned the course sits it afresh."""
    for refresher in Refresher.objects.filter(person=person, met_by=None, withdrawn=None):
        close(refresher, reason="left", now=now)


def standing(
    refresher: Refresher, course: CoursePage, now: datetime, *, lessons_left: int, rules: Rules | None = None
) -> FinalPaper | None:
    """What its person is told about the paper; None for a course without one. `rules` saves asking again in a list."""
    if not course.paper_key:
        return None
    paper, admission = Paper.objects.filter(key=course.paper_key).first(), admission_of(refresher, course)
    mark = mark_for(refresher.person, now)
    title = paper.title if paper else course.paper_key
    stands = opening(admission, now, rules) if admission else None
    if (paper is None or paper.published is None) and (stands is None or stands.may_start):
        said = _("It is not published. Please tell your trainer.")
        return FinalPaper(title, Verdict(False, None, mark, said), None, None)
    if admission is None or stands is None:
        return FinalPaper(title, Verdict(False, None, mark, _before(lessons_left, mark)), None, None)
    verdict = _verdict(marks.latest_of(admission, now), mark, _now(stands, admission, now))
    return FinalPaper(title, verdict, admission, stands)


def lessons_left(refresher: Refresher, language: str) -> int:
    """How many lessons of the course are still to be read in the round of this assignment."""
    done = completed_lessons(refresher.person, round_key=refresher.round_key)
    return sum(lesson.translation_key not in done for lesson in lessons_of(refresher.course_key, language))


def of_course(course: CoursePage, person: User, now: datetime) -> tuple[FinalPaper | None, Refresher | None]:
    """How the course ends for whoever looks at its page, with the assignment by which they sit its paper, if any."""
    if not course.paper_key:
        return None, None
    mine = Refresher.objects.filter(person=person, course_key=course.key, withdrawn=None).select_related("person")
    row = mine.filter(met_by=None).order_by("due_on").first()
    if row:
        return standing(row, course, now, lessons_left=lessons_left(row, course.locale.language_code)), row
    paper, mark = Paper.objects.filter(key=course.paper_key).first(), mark_for(person, now)
    words = _(
        "It opens once the course is assigned to you and every lesson is read. The course is done with %(mark)s of 100."
    )
    verdict = Verdict(False, None, mark, words % {"mark": mark})
    if done := mine.select_related("met_by").order_by("met_by__completed_on").last():
        day = day_in_words(done.met_by.completed_on, with_year=True)
        verdict = Verdict(True, done.met_by.completed_on, mark, _("Done on %(day)s.") % {"day": day})
    return FinalPaper(paper.title if paper else course.paper_key, verdict, None, None), None


def _before(lessons_left: int, mark: int) -> str:
    if not lessons_left:
        return _("It opens in a moment.")
    words = _("It opens when every lesson is read: %(left)s to go. The course is done with %(mark)s of 100.")
    return words % {"left": lessons_left, "mark": mark}


def _now(stands: Opening, admission: Admission, now: datetime) -> str:
    """What may be done now, or what stands in the way."""
    if stands.stand == Stand.RUNNING:
        return _("It is running.")
    if stands.stand == Stand.OPEN:
        return _("The retake is open.") if stands.number > 1 else _("It is open.")
    return str(refusal(stands, admission, now))


def _verdict(result: ResultFact | None, mark: int, then: str) -> Verdict:
    if result is None:
        values = {"now": then, "mark": mark}
        return Verdict(False, None, mark, _("%(now)s The course is done with %(mark)s of 100.") % values)
    values = {"score": shown(result.score), "mark": mark, "missed": lacking(result.score, mark), "now": then}
    if result.score >= mark:
        return Verdict(True, result.score, mark, _("Passed with %(score)s; the mark is %(mark)s.") % values)
    words = _("%(score)s of 100: missed by %(missed)s, the mark is %(mark)s. %(now)s")
    return Verdict(False, result.score, mark, words % values)


def same_in_every_language(course: CoursePage) -> None:
    """After publishing: the pages of the course in other languages end in the same paper, what is being written too.

    A draft elsewhere would otherwise bring the old paper back the day it is published.
    """
    twins = CoursePage.objects.filter(translation_key=course.translation_key).exclude(pk=course.pk)
    for twin in twins.exclude(paper_key=course.paper_key):
        drafts = list(unpublished_versions(twin))
        for draft in drafts:
            Revision.objects.filter(pk=draft.pk).update(content=draft.content | {"paper_key": course.paper_key})
        if twin.live and not drafts:
            twin.paper_key = course.paper_key
            twin.save_revision(changed=True).publish()
        else:
            CoursePage.objects.filter(pk=twin.pk).update(paper_key=course.paper_key)
