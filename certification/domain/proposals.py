"""Who is put forward, and which certificates are to be renewed. Safe to run twice, late or on two workers."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from certification.domain import awards, grounds
from certification.domain.readiness import licence_verdicts
from certification.models import Award, Certificate
from courses.domain import refreshers
from courses.models import CourseCompletion, Enrolment
from kernel.verdict import all_met
from people.domain.calendars import today_for
from policies.domain.editions import edition_in_force, figures
from policies.models import Subject


def under_way() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(state=Enrolment.State.ACTIVE, person__is_active=True).select_related(
        "person", "programme"
    )


def propose_licence(enrolment: Enrolment, *, now: datetime) -> Award | None:
    """Put a hire forward for the licence once every condition is met; HR confirms (RULES 2, 6)."""
    today = today_for(enrolment.person, now)
    key = grounds.licence_key(enrolment)
    if enrolment.state != Enrolment.State.ACTIVE or Award.objects.filter(decision_key=key).exists():
        return None
    if not all_met(licence_verdicts(enrolment, today)):
        return None
    return awards.propose(
        enrolment.person,
        kind=Award.Kind.GO_LIVE,
        subject_key=enrolment.programme.key,
        decision_key=key,
        rests_on=grounds.of_licence(enrolment, today),
        now=now,
    )


def propose_course(completion: CourseCompletion, *, now: datetime) -> Award | None:
    """Put someone forward for the certificate of a course they completed."""
    key = grounds.course_key(completion)
    if not completion.person.is_active or Award.objects.filter(decision_key=key).exists():
        return None
    return awards.propose(
        completion.person,
        kind=Award.Kind.COURSE,
        subject_key=completion.course_key,
        decision_key=key,
        rests_on=grounds.of_course(completion, today_for(completion.person, now)),
        now=now,
    )


def propose_missing(now: datetime) -> int:
    """Whatever a lost signal or job left out."""
    made = [propose_licence(enrolment, now=now) for enrolment in under_way().iterator()]
    decided = Award.objects.filter(decision_key=Concat(Value("course:"), Cast(OuterRef("pk"), CharField())))
    waiting = CourseCompletion.objects.exclude(Exists(decided)).filter(person__is_active=True)
    made += [propose_course(completion, now=now) for completion in waiting.select_related("person").iterator()]
    return sum(award is not None for award in made)


def ending(on: date, *, within_days: int) -> QuerySet[Certificate]:
    """Certificates that hold on that day and end within so many days, the first to end first."""
    return (
        Certificate.objects.filter(
            award__state=Award.State.APPROVED,
            superseded_by=None,
            last_valid_day__gte=on,
            last_valid_day__lte=on + timedelta(days=within_days),
        )
        .select_related("award__person")
        .order_by("last_valid_day", "pk")
    )


def assign_renewals(now: datetime) -> int:
    """Assign the renewal of each course certificate that ends within the notice (RULES 4): once, 60 days before.

    Due on the last valid day. One whose course was passed again since the certificate was issued is left out.
    """
    here = timezone.localdate(now)
    # At one moment the sites of a company stand on three dates at most.
    return sum(_assign_renewals_on(here + timedelta(days=days), now) for days in (-1, 0, 1))


def _assign_renewals_on(on: date, now: datetime) -> int:
    """For those whose site has that date now."""
    notice = figures(Subject.CERTIFICATES, on).renewal_notice_days
    rules, edition = figures(Subject.REFRESHERS, on), edition_in_force(Subject.REFRESHERS, on)
    assigned = 0
    for certificate in ending(on, within_days=notice).filter(
        award__kind=Award.Kind.COURSE, award__person__is_active=True
    ):
        award = certificate.award
        course = rules.renewal_course(award.subject_key)
        if today_for(award.person, now) != on or _met_already(award, course):
            continue
        last_day = certificate.last_valid_day
        made = refreshers.assign(
            award.person,
            course_key=course,
            rule=refreshers.RENEWAL,
            cause_key=certificate.number,
            due_on=last_day if rules.due_rule == "last_valid_day" else on + timedelta(days=1),
            reason={"title_en": award.title_en, "title_zh": award.title_zh, "day": last_day.isoformat()},
            edition=f"refreshers {edition.number}",
            now=now,
        )
        assigned += made is not None
    return assigned


def _met_already(award: Award, course: str) -> bool:
    since = Award.objects.filter(
        person=award.person, kind=Award.Kind.COURSE, subject_key=course, proposed_at__gt=award.proposed_at
    )
    return since.exclude(state__in=(Award.State.DECLINED, Award.State.REVOKED)).exists()
