"""What happens below is heard here; a task judges the person's gates on commit."""

from wagtail.signals import page_published

from assessments.signals import attempt_released, attempt_remarked, scorecard_released
from courses import tasks
from courses.domain import enrolments
from courses.domain.course_papers.languages import same_in_every_language
from courses.domain.course_papers.rights import close_all
from courses.models import CoursePage, Enrolment, LessonPage, Programme
from courses.signals import attendance_marked, lesson_completed
from kernel.jobs import queue
from mentoring.signals import sign_off_given
from people.domain.roles import HIRE, has_role
from people.signals import person_joined, person_left
from simulations.signals import call_scored


def connect() -> None:
    attempt_released.connect(_attempt, dispatch_uid="courses-attempt")
    attempt_remarked.connect(_attempt, dispatch_uid="courses-attempt-remarked")
    scorecard_released.connect(_scorecard, dispatch_uid="courses-scorecard")
    lesson_completed.connect(_lesson, dispatch_uid="courses-lesson")
    attendance_marked.connect(_attendance, dispatch_uid="courses-attendance")
    call_scored.connect(_call, dispatch_uid="courses-call")
    sign_off_given.connect(_sign_off, dispatch_uid="courses-sign-off")
    person_joined.connect(_joined, dispatch_uid="courses-joined")
    person_left.connect(_left, dispatch_uid="courses-left")
    page_published.connect(_published, sender=CoursePage, dispatch_uid="courses-published")
    page_published.connect(_published, sender=LessonPage, dispatch_uid="courses-lesson-published")


def _attempt(sender, attempt, **kwargs) -> None:
    queue(tasks.judge_person, attempt.admission.person_id)


def _scorecard(sender, scorecard, **kwargs) -> None:
    queue(tasks.judge_person, scorecard.person_id)


def _lesson(sender, completion, **kwargs) -> None:
    queue(tasks.judge_person, completion.person_id)


def _attendance(sender, attendance, **kwargs) -> None:
    queue(tasks.judge_person, attendance.person_id)


def _call(sender, call, **kwargs) -> None:
    queue(tasks.judge_person, call.person_id)


def _sign_off(sender, sign_off, **kwargs) -> None:
    queue(tasks.judge_person, sign_off.hire_id)


def _joined(sender, person, started_on, by, now, **kwargs) -> None:
    """A new hire starts on the onboarding programme at once."""
    programme = Programme.objects.order_by("pk").first()
    if programme is None or not has_role(person, HIRE):
        return
    if not Enrolment.objects.filter(person=person, programme=programme, state=Enrolment.State.ACTIVE).exists():
        enrolments.enrol(person, programme, started_on=started_on, by=by, now=now)


def _left(sender, person, on, by, now, **kwargs) -> None:
    for enrolment in Enrolment.objects.filter(person=person, state=Enrolment.State.ACTIVE):
        enrolments.withdraw(enrolment, on=on, by=by, now=now, reason="left")
    close_all(person, now=now)


def _published(sender, instance, **kwargs) -> None:
    same_in_every_language(instance)
