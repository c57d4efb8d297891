"""What an award rests on, for each kind: found out when it is proposed, judged again when it is approved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.marks import result_of
from assessments.models import Attempt, Scorecard
from certification.domain.keeping import kept, kept_figures
from certification.domain.readiness import licence_verdicts
from certification.models import Award
from courses.domain import enrolments
from courses.domain.outline import course_in
from courses.models import CourseCompletion, Enrolment, PassedPaper
from kernel.exact import shown
from kernel.templatetags.dates import day_in_words
from kernel.verdict import Verdict
from people.domain.calendars import today_for
from people.domain.mentorships import end_mentorship
from people.domain.roles import AGENT, HIRE, give_role
from people.models import Mentorship, User
from policies.domain.editions import edition_in_force, figures
from policies.models import Edition, Subject

LICENCE_ZH, LICENCE_EN = "客服代表上岗证", "Customer Service Go-live Licence"


@dataclass(frozen=True)
class Grounds:
    """What a proposal rests on: the verdicts and figures as kept, and who graded."""

    title_en: str
    title_zh: str
    edition: Edition
    figures: dict[str, Any]
    verdict: list[dict[str, Any]]
    graders: list[str]
    valid_months: int | None = None


def of_licence(enrolment: Enrolment, on: date) -> Grounds:
    return Grounds(
        title_en=LICENCE_EN,
        title_zh=LICENCE_ZH,
        edition=edition_in_force(Subject.MOCK_CALLS, on),
        figures=kept_figures((Subject.MOCK_CALLS, Subject.GATES, Subject.COACHING), on),
        verdict=kept(partial(licence_verdicts, enrolment, on)),
        graders=_graders(enrolment),
    )


def of_course(completion: CourseCompletion, on: date) -> Grounds:
    return Grounds(
        title_en=_course_title(completion, "en"),
        title_zh=_course_title(completion, "zh-hans"),
        edition=edition_in_force(Subject.CERTIFICATES, on),
        figures=kept_figures(_subjects(completion), on),
        verdict=kept(partial(_course_verdicts, completion)),
        graders=[],
        valid_months=completion.valid_months or figures(Subject.CERTIFICATES, on).course_valid_months,
    )


def _subjects(completion: CourseCompletion) -> tuple[str, ...]:
    return (Subject.CERTIFICATES, Subject.GATES) if _attempts(completion) else (Subject.CERTIFICATES,)


def licence_key(enrolment: Enrolment) -> str:
    return f"go-live:{enrolment.key}"


def course_key(completion: CourseCompletion) -> str:
    return f"course:{completion.pk}"


def judged_again(award: Award, on: date) -> list[dict[str, Any]]:
    """The verdict as it stands now: a licence is judged afresh, what was completed stays completed."""
    if award.kind == Award.Kind.GO_LIVE:
        return kept(partial(licence_verdicts, _enrolment_of(award), on))
    return list(award.verdict)


def carry_out(award: Award, *, by: User, now: datetime) -> None:
    """What follows from an approval besides the certificate: with the licence a hire becomes an agent, today."""
    if award.kind != Award.Kind.GO_LIVE:
        return
    today = today_for(award.person, now)
    enrolments.go_live(_enrolment_of(award), on=today, by=by, now=now)
    give_role(award.person, AGENT)
    award.person.groups.remove(*award.person.groups.filter(name=HIRE))
    if figures(Subject.MENTORING, today).mentorship_days_after_go_live == 0:
        for mentorship in Mentorship.objects.filter(hire=award.person, ended_on=None):
            end_mentorship(mentorship, on=today, reason="went live", by=by, now=now)


def _enrolment_of(award: Award) -> Enrolment:
    return Enrolment.objects.select_related("person", "programme").get(key=award.decision_key.removeprefix("go-live:"))


def _course_verdicts(completion: CourseCompletion) -> Iterable[Verdict]:
    day = completion.completed_on
    said = _("Every lesson taken by %(day)s: %(title)s.")
    yield Verdict(True, day, None, said % {"title": completion.title, "day": day_in_words(day, with_year=True)})
    keys = _attempts(completion)
    passed_on = dict(PassedPaper.objects.filter(attempt_key__in=keys).values_list("attempt_key", "passed_on"))
    attempts = Attempt.objects.filter(key__in=keys).select_related("admission__paper")
    for attempt in sorted(attempts, key=lambda one: keys.index(one.key)):
        # Each by the mark it was passed by.
        mark = figures(Subject.GATES, passed_on.get(attempt.key, day)).pass_mark
        if result := result_of(attempt):
            values = {"paper": attempt.admission.paper.title, "score": shown(result.score), "mark": mark}
            words = _("%(paper)s: %(score)s of 100, the mark is %(mark)s.")
            yield Verdict(result.score >= mark, result.score, mark, words % values)


def _attempts(completion: CourseCompletion) -> list[str]:
    """The keys of the exams that the completion rests on, in the order of the course: those it asks for."""
    return [key for kind, key in completion.evidence if kind == "attempt"]


def _graders(enrolment: Enrolment) -> list[str]:
    """The keys of everyone who scored the calls the licence rests on."""
    cards = Scorecard.objects.filter(person=enrolment.person, purpose="mock-call", state="released")
    return sorted(set(cards.values_list("scorer__key", flat=True)))


def _course_title(completion: CourseCompletion, language: str) -> str:
    page = course_in(completion.course_key, language)
    return page.title if page else completion.title
