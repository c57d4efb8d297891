"""Does training work?"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from assessments.models import Mark, Paper
from courses.domain.course_papers.asked import OF_LESSON
from courses.models import ProgrammeWeek
from dashboard.domain.cohort import Cohort, cohort
from dashboard.domain.funnel import Funnel, funnel
from dashboard.domain.pace import Pace, pace
from dashboard.domain.words import gate_marks
from kernel import charts
from kernel.charts import Chart
from kernel.exact import percent
from people.domain.mentorships import PLACES
from people.models import Mentorship, User
from policies.domain.editions import figures


@dataclass(frozen=True)
class PassRate:
    """First attempts of one paper: how many reached the mark."""

    title: str
    taken: int
    passed: int

    @property
    def rate(self) -> Fraction:
        return percent(self.passed, self.taken)


@dataclass(frozen=True)
class SupervisorHome:
    on: date
    cohort: Cohort
    funnel: Funnel
    pace: Pace
    days_chart: Chart | None
    rates: list[PassRate]
    rates_chart: Chart | None
    pass_mark: int
    mentors: int
    places_each: int
    taken: int
    waiting: int

    @property
    def places(self) -> int:
        return self.mentors * self.places_each


def facts(person: User, now: datetime, on: date) -> SupervisorHome:
    gates, calls = figures("gates", on), figures("mock_calls", on)
    everyone = cohort(on)
    went_live = pace(everyone.ways, gates)
    rates = pass_rates(gates.pass_mark)
    mentors = User.objects.filter(is_active=True, groups__name="mentor").count()
    places = min(figures("mentoring", on).hires_per_mentor, PLACES)
    return SupervisorHome(
        on=on,
        cohort=everyone,
        funnel=funnel(everyone, gate_marks(gates, calls)),
        pace=went_live,
        days_chart=_days_chart(everyone, went_live.plan),
        rates=rates,
        rates_chart=_rates_chart(rates),
        pass_mark=gates.pass_mark,
        mentors=mentors,
        places_each=places,
        taken=Mentorship.objects.filter(ended_on=None).count(),
        waiting=sum(way.mentor is None for way in everyone.under_way),
    )


def pass_rates(mark: int) -> list[PassRate]:
    """By paper, the short tests of lessons added up, without those weighed with a practical: alone they have no mark to
    pass (RULES 2)."""
    weighed = ProgrammeWeek.objects.exclude(practical_key="").values("paper_key")
    first = Mark.objects.filter(superseded_by=None, attempt__number=1, attempt__state="released")
    first = first.exclude(attempt__admission__paper__key__in=weighed)
    rows = first.values_list("attempt__admission__paper", "attempt__admission__for_key", "points", "maximum")
    found: dict[int, list[bool]] = {}
    tests: list[bool] = []
    for paper, for_key, points, maximum in rows:
        group = tests if OF_LESSON in for_key else found.setdefault(paper, [])
        group.append(percent(points, maximum) >= mark)
    papers = Paper.objects.filter(pk__in=found)
    rates = [PassRate(paper.title, len(found[paper.pk]), sum(found[paper.pk])) for paper in papers]
    return [*rates, PassRate(_("Short tests of lessons"), len(tests), sum(tests))] if tests else rates


def _rates_chart(rates: list[PassRate]) -> Chart | None:
    if not rates:
        return None
    return charts.bars(
        _("Passed at the first attempt"),
        _("Share of first attempts that reached the mark, by paper."),
        [(rate.title, rate.rate) for rate in rates],
        unit=" %",
        top=100,
    )


def _days_chart(everyone: Cohort, plan: int) -> Chart | None:
    """Working days to go live, one bar a person, the latest first."""
    live = sorted(everyone.live, key=lambda way: way.enrolment.live_on or way.on, reverse=True)[:8]
    if not live:
        return None
    return charts.bars(
        _("Working days to go live"),
        _("Working days from the first day to going live, by person; the line is the plan."),
        [(way.person.name, way.day) for way in live],
        mark=charts.Mark(plan, _("plan")),
    )
