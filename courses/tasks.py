from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from courses.domain import after_go_live, judging
from courses.models import Enrolment
from kernel.jobs import Schedule
from kernel.jobs.rounds import each


def judge_person(person_id: int) -> None:
    """Judge a person's enrolments anew. The sweep does the same for everyone, so a lost job costs time only."""
    for enrolment in _active().filter(person_id=person_id):
        judging.judge(enrolment, now=timezone.now())


def judge_everyone() -> str:
    count = each(_active().iterator(), lambda enrolment: judging.judge(enrolment, now=timezone.now()))
    return gettext_noop("{} judged").format(count)


def _active():
    return Enrolment.objects.filter(state=Enrolment.State.ACTIVE).select_related("person", "programme")


def sweep_mentorships() -> str:
    """Every night: mentorships that went on after go-live end on their last day."""
    return gettext_noop("{} ended").format(after_go_live.end_mentorships(timezone.now()))


SCHEDULES = [
    Schedule("courses.tasks.judge_everyone", _("Week gates are judged"), every_minutes=10),
    Schedule("courses.tasks.sweep_mentorships", _("Mentorships past their last day are ended"), cron="20 1 * * *"),
]
