from django.utils import timezone

from courses.domain import after_go_live, judging
from courses.models import Enrolment
from kernel.jobs import Schedule
from kernel.jobs.rounds import each
from people.domain import heartbeats


def judge_person(person_id: int) -> None:
    """Judge a person's enrolments anew. The sweep does the same for everyone, so a lost job costs time only."""
    for enrolment in _active().filter(person_id=person_id):
        judging.judge(enrolment, now=timezone.now())


def judge_everyone() -> None:
    count = each(_active().iterator(), lambda enrolment: judging.judge(enrolment, now=timezone.now()))
    heartbeats.beat("gates", f"{count} judged", now=timezone.now())


def _active():
    return Enrolment.objects.filter(state=Enrolment.State.ACTIVE).select_related("person", "programme")


def sweep_mentorships() -> None:
    """Every night: mentorships that went on after go-live end on their last day."""
    now = timezone.now()
    heartbeats.beat("mentorships", f"{after_go_live.end_mentorships(now)} ended", now=now)


SCHEDULES = [
    Schedule("courses.tasks.judge_everyone", every_minutes=10),
    Schedule("courses.tasks.sweep_mentorships", cron="20 1 * * *"),
]
