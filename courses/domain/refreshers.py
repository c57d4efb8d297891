"""Refreshers: courses assigned again, with the reason, the due day and the rule that made them (RULES 4)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import Admission
from courses.domain.completions import record_completion
from courses.domain.course_papers import rights
from courses.domain.course_papers.asked import courses_asking
from courses.domain.outline import course_in, lessons_of
from courses.models import CourseCompletion, CoursePage, Refresher
from kernel.errors import Refusal
from kernel.templatetags.dates import day_in_words
from people.domain import journal, notices
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.models import User


class RefresherError(Refusal):
    pass


RENEWAL, COACHING, BY_HAND = "renewal", "coaching", "by-hand"


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
    """Assign a course once per cause, however often and by however many workers this runs. None when it was there.

    What a trainer took back may be assigned by hand again; no rule brings it back by itself.
    """
    if not person.is_active:
        return None
    if rule == BY_HAND:
        cause_key = _cause_by_hand(person, cause_key)
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
    _tell(refresher, now=now)
    return refresher


def _cause_by_hand(person: User, cause_key: str) -> str:
    """The cause, numbered by how often it was taken back, so that twice at once is still assigned once."""
    same = Q(cause_key=cause_key) | Q(cause_key__startswith=f"{cause_key}:")
    withdrawn = Refresher.objects.filter(same, person=person, rule=BY_HAND).exclude(withdrawn=None).count()
    return f"{cause_key}:{withdrawn}" if withdrawn else cause_key


def _tell(refresher: Refresher, *, now: datetime) -> None:
    person = refresher.person
    with translation.override(person.language):
        course = course_in(refresher.course_key, person.language)
        values = {"title": course.title if course else refresher.course_key, "day": in_words(refresher.due_on)}
        notify(
            person,
            "refresher-assigned",
            dedupe_key=f"refresher:{refresher.key}",
            subject=_("To be done by %(day)s: %(title)s") % values,
            body=explain(refresher),
            url=reverse("courses:refreshers"),
            now=now,
        )


def round_key(refresher: Refresher) -> str:
    """The reading round a refresher asks for: its lessons are read anew, the first reading does not count."""
    return refresher.round_key


@transaction.atomic
def meet(refresher: Refresher, course: CoursePage, *, on: date, now: datetime) -> CourseCompletion | None:
    """Close an assignment once every lesson of its course has been read in its round and every paper it asks for is
    passed; None before, with whatever came due opened. Safe to run twice or on two workers."""
    here = Refresher.objects.select_for_update(of=("self",)).select_related("met_by").get(pk=refresher.pk)
    if here.met_by or here.withdrawn:
        return here.met_by
    passed = rights.settle(refresher, course, lessons_of(course.key, refresher.person.language), now=now)
    if passed is None:
        return None
    completion = record_completion(
        refresher.person,
        course,
        on=on,
        now=now,
        round_key=round_key(refresher),
        evidence=[["refresher", refresher.key], *(["attempt", row.attempt_key] for row in passed)],
    )
    Refresher.objects.filter(pk=refresher.pk, met_by=None).update(met_by=completion)
    rights.close(refresher, reason="course done", now=now)
    return completion


def judge(refresher: Refresher, *, now: datetime) -> CourseCompletion | None:
    """Meet an assignment whose course asks for papers, or open what is due: after a result, a lesson, or a lost signal.

    Tells the person once it is met. Safe to run twice, late or on two workers.
    """
    person = refresher.person
    course = course_in(refresher.course_key, person.language)
    if course is None or not person.is_active:
        return None
    completion = meet(refresher, course, on=today_for(person, now), now=now)
    if completion:
        with translation.override(person.language):
            notify(
                person,
                "course-passed",
                dedupe_key=f"course-passed:{refresher.key}",
                subject=_("You have passed the course: %(title)s") % {"title": course.title},
                body=_("Its lessons are read and every paper it asks for is passed. It is on your record."),
                url=reverse("courses:refreshers"),
                now=now,
            )
    return completion


def with_papers() -> QuerySet[Refresher]:
    """Open assignments that ask for papers, or did when they were opened; what the sweep looks at."""
    own = Concat(Value("refresher:"), OuterRef("key"))
    standing = Admission.objects.filter(person=OuterRef("person"), withdrawn=None, for_key__startswith=own)
    rows = Refresher.objects.filter(met_by=None, withdrawn=None, person__is_active=True)
    asking = Q(course_key__in=courses_asking()) | Exists(standing)
    return rows.filter(asking).select_related("person").order_by("pk")


@transaction.atomic
def withdraw(refresher: Refresher, *, by: User, now: datetime) -> None:
    """Take an assignment back, with its notice and the rights to sit its papers. Raises RefresherError when it is done
    or taken back."""
    changed = Refresher.objects.filter(pk=refresher.pk, met_by=None, withdrawn=None).update(withdrawn=now)
    if not changed:
        raise RefresherError(_("It is done or was taken back already. Nothing was changed."))
    journal.record("refresher-withdrawn", by=by, subject=refresher.person, about=refresher, now=now)
    rights.close(refresher, reason="assignment taken back", by=by, now=now)
    for notice in refresher.person.notices.filter(dedupe_key=f"refresher:{refresher.key}"):
        notices.withdraw(notice, now=now)


def open_refreshers(person: User) -> list[Refresher]:
    rows = Refresher.objects.filter(person=person, met_by=None, withdrawn=None)
    return list(rows.select_related("person", "assigned_by").order_by("due_on"))


def in_words(day: date) -> str:
    return day_in_words(day, with_year=True)


def explain(refresher: Refresher) -> str:
    """Why it was assigned, in the reader's language; said so that both the person and a trainer may read it."""
    reason = refresher.reason
    if refresher.rule == RENEWAL:
        title = reason.get("title_zh" if get_language() == "zh-hans" else "title_en", "")
        values = {"title": title, "day": in_words(date.fromisoformat(reason["day"]))}
        return _("The certificate “%(title)s” ends on %(day)s; the refresher renews it.") % values
    if refresher.rule == COACHING:
        return _("It belongs to the coaching plan.")
    if refresher.assigned_by:
        return _("Assigned by %(name)s.") % {"name": refresher.assigned_by.name}
    return _("Assigned by a trainer.")
