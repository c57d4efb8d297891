from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from courses.domain import after_go_live, judging, own_words, refreshers
from courses.domain.loading import whole
from courses.models import AcademyLoad, Enrolment
from kernel.jobs import Schedule
from kernel.jobs.rounds import each


def judge_person(person_id: int) -> None:
    """Judge a person's enrolments and the papers of their courses anew. The sweeps do the same for everyone, so a lost
    job costs time only."""
    for enrolment in _active().filter(person_id=person_id):
        judging.judge(enrolment, now=timezone.now())
    for refresher in refreshers.with_papers().filter(person_id=person_id):
        refreshers.judge(refresher, now=timezone.now())


def judge_everyone() -> str:
    count = each(_active().iterator(), lambda enrolment: judging.judge(enrolment, now=timezone.now()))
    return gettext_noop("{} judged").format(count)


def judge_course_papers() -> str:
    count = each(refreshers.with_papers().iterator(), lambda row: refreshers.judge(row, now=timezone.now()))
    return gettext_noop("{} judged").format(count)


def _active():
    return Enrolment.objects.filter(state=Enrolment.State.ACTIVE).select_related("person", "programme")


def sweep_mentorships() -> str:
    """Every night: mentorships that went on after go-live end on their last day."""
    return gettext_noop("{} ended").format(after_go_live.end_mentorships(timezone.now()))


def load_words(load_id: int) -> None:
    """Bring the centre's own words into the academy's texts."""
    load = AcademyLoad.objects.filter(pk=load_id).first()
    if load:
        whole.run(load, now=timezone.now())


def load_lost_words() -> str:
    """What a lost job left undone."""
    count = each(own_words.still_to_load(timezone.now()), lambda load: whole.run(load, now=timezone.now()))
    return gettext_noop("{} loaded").format(count)


SCHEDULES = [
    Schedule("courses.tasks.judge_everyone", _("Week gates are judged"), every_minutes=10),
    Schedule("courses.tasks.judge_course_papers", _("Papers of courses are judged"), every_minutes=10),
    Schedule("courses.tasks.sweep_mentorships", _("Mentorships past their last day are ended"), cron="20 1 * * *"),
    Schedule("courses.tasks.load_lost_words", _("The centre's own words are loaded"), every_minutes=10),
]
