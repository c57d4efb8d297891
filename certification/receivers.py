"""What happens below is heard here; tasks do it once it is committed."""

from datetime import datetime

from assessments.models import Scorecard
from assessments.signals import scorecard_released
from certification import tasks
from certification.domain import awards
from courses.models import CourseCompletion, Enrolment
from courses.signals import course_completed, went_live_eligible
from kernel.jobs import queue
from people.models import User
from people.signals import person_left


def connect() -> None:
    course_completed.connect(_completed, dispatch_uid="certification-completed")
    went_live_eligible.connect(_eligible, dispatch_uid="certification-eligible")
    scorecard_released.connect(_scored, dispatch_uid="certification-scored")
    person_left.connect(_left, dispatch_uid="certification-left")


def _completed(sender: object, completion: CourseCompletion, **kwargs: object) -> None:
    queue(tasks.propose_course, completion.pk)


def _eligible(sender: object, enrolment: Enrolment, **kwargs: object) -> None:
    queue(tasks.propose_licence, enrolment.pk)


def _scored(sender: object, scorecard: Scorecard, **kwargs: object) -> None:
    queue(tasks.propose_licences_of, scorecard.person_id)


def _left(sender: object, person: User, by: User, now: datetime, **kwargs: object) -> None:
    # At once, as it belongs to the leaving: who comes back must not find it.
    awards.close_left(person, by=by, now=now)
