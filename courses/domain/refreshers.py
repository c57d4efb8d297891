"""Refreshers: courses assigned again, with the reason, the due day and the rule that made them (RULES 4)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.domain.completions import completed_lessons
from courses.domain.outline import lessons_of
from courses.models import CourseCompletion, Refresher
from courses.signals import course_completed
from kernel.errors import Refusal
from people.domain import journal
from people.domain.notices import notify
from people.models import User

RENEWAL, COACHING, BY_HAND = "renewal", "coaching", "by-hand"


class RefresherError(Refusal):
    pass


@transaction.atomic
def assign(
    person: User,
    *,
    course_key: str,
    rule: str,
    cause_key: str,
    due_on: date,
    now: datetime,
    reason: dict[str, Any] | None = None,
    edition: str = "",
    by: User | None = None,
) -> Refresher | None:
    """Assign a course once per cause, however often and by however many workers this runs. None when it was there."""
    if not person.is_active:
        return None
    try:
        with transaction.atomic():
            refresher = Refresher.objects.create(
                person=person,
                course_key=course_key,
                rule=rule,
                cause_key=cause_key,
                due_on=due_on,
                reason=reason or {},
                edition=edition,
                assigned_by=by,
                created=now,
            )
    except IntegrityError:
        return None
    values = {"course": course_key, "rule": rule, "cause": cause_key, "due_on": due_on}
    journal.record("refresher-assigned", by=by, subject=person, about=refresher, now=now, values=values)
    notify(
        person,
        "refresher-assigned",
        dedupe_key=f"refresher:{refresher.key}",
        subject=gettext_lazy("A refresher has been assigned to you"),
        url="/learn/refreshers/",
        now=now,
    )
    return refresher


def round_key(refresher: Refresher) -> str:
    """The reading round a refresher asks for: its lessons are read anew, the first reading does not count."""
    return f"refresher:{refresher.key}"


@transaction.atomic
def meet(refresher: Refresher, *, title: str, on: date, now: datetime) -> CourseCompletion:
    """Close an assignment once every lesson of its course has been read in its round. Raises RefresherError before."""
    lessons = lessons_of(refresher.course_key, refresher.person.language)
    done = completed_lessons(refresher.person, round_key=round_key(refresher))
    if not lessons or any(lesson.translation_key not in done for lesson in lessons):
        raise RefresherError(_("Some lessons of this refresher are still to be read."))
    completion, created = CourseCompletion.objects.get_or_create(
        person=refresher.person,
        course_key=refresher.course_key,
        round_key=round_key(refresher),
        defaults={"title": title, "completed_on": on, "created": now, "evidence": [["refresher", refresher.key]]},
    )
    Refresher.objects.filter(pk=refresher.pk, met_by=None).update(met_by=completion)
    if created:
        values = {"course": refresher.course_key}
        journal.record(
            "course-completed", by=refresher.person, subject=refresher.person, about=completion, now=now, values=values
        )
        course_completed.send(sender=CourseCompletion, completion=completion)
    return completion


def open_refreshers(person: User) -> list[Refresher]:
    return list(Refresher.objects.filter(person=person, met_by=None, withdrawn=None).order_by("due_on"))


def explain(refresher: Refresher) -> str:
    """Why it was assigned, in the reader's language."""
    values = {"day": "", "title": "", "score": ""} | refresher.reason
    if refresher.rule == RENEWAL:
        return _("Your certificate “%(title)s” ends on %(day)s; the refresher renews it.") % values
    if refresher.rule == COACHING:
        return _("It belongs to your coaching plan.")
    return _("Assigned by your trainer.")
