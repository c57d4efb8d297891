"""What happens below is heard here; tasks do it once it is committed."""

from assessments.models import Scorecard
from assessments.signals import scorecard_released
from certification import tasks
from courses.models import CourseCompletion, Enrolment
from courses.signals import course_completed, went_live_eligible
from kernel.jobs import queue


def connect() -> None:
    course_completed.connect(_completed, dispatch_uid="certification-completed")
    went_live_eligible.connect(_eligible, dispatch_uid="certification-eligible")
    scorecard_released.connect(_scored, dispatch_uid="certification-scored")


def _completed(sender: object, completion: CourseCompletion, **kwargs: object) -> None:
    queue(tasks.propose_course, completion.pk)


def _eligible(sender: object, enrolment: Enrolment, **kwargs: object) -> None:
    queue(tasks.propose_licence, enrolment.pk)


def _scored(sender: object, scorecard: Scorecard, **kwargs: object) -> None:
    queue(tasks.propose_licences_of, scorecard.person_id)
