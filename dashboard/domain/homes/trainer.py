"""Where do people get stuck?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Window
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from assessments.domain import due, question_alerts
from assessments.models import PracticalSitting
from assessments.permissions import topics_of_trainer
from content.domain.translations import pick_language
from courses.models import ClassroomSession
from dashboard.domain import links
from dashboard.domain.cohort import Cohort, Way, cohort
from dashboard.domain.funnel import Funnel, funnel
from dashboard.domain.homes.trainer_counts import counted
from dashboard.domain.lines import MOST, Line, Lines, age, first
from dashboard.domain.pace import Pace, pace
from dashboard.domain.questions import LEAST_ANSWERS, WATCH, WINDOW, Facility, weakest
from dashboard.domain.words import gate_marks, title_of
from kernel.templatetags.dates import day_in_words, moment_in_words
from people.models import User
from policies.domain.editions import figures

# The pages with words of their own, which somebody reviews by a day.
REVIEWED = ("lessonpage", "articlepage", "casepage", "scriptpage", "tonepage")
# Sessions are shown this far ahead, and past ones until their attendance is marked.
AHEAD, BEHIND = timedelta(days=14), timedelta(days=14)


@dataclass(frozen=True)
class TrainerHome:
    on: date
    cohort: Cohort
    funnel: Funnel
    questions: list[Facility]
    waiting: Lines
    sessions: Lines
    stuck: list[Way]
    stale: Lines
    queue: int
    pace: Pace

    @property
    def watch(self) -> dict[str, int]:
        """Over how many days and from how many answers on questions are watched, and under which share."""
        return {"days": WINDOW.days, "least": LEAST_ANSWERS, "line": WATCH}


def facts(person: User, now: datetime, on: date) -> TrainerHome:
    everyone = cohort(on)
    queue = [way.person for way in everyone.under_way if way.mentor is None]
    retakes, unread = _retakes(person, now)
    # What is one line stands before lists that may be long.
    waiting = [*_reviews(person, now), *_checks(person, now), *counted(person, now), *retakes]
    waiting += [*_practicals(person, now), *_pairings(queue)]
    return TrainerHome(
        on=on,
        cohort=everyone,
        funnel=funnel(everyone, gate_marks(figures("gates", on), figures("mock_calls", on))),
        questions=weakest(person, now),
        waiting=first(waiting, total=len(waiting) + unread),
        sessions=_sessions(now),
        stuck=[way for way in everyone.under_way if way.is_repeating or way.is_late][:6],
        stale=_stale(on),
        queue=len(queue),
        pace=pace(everyone.ways, figures("gates", on)),
    )


def _reviews(person: User, now: datetime) -> list[Line]:
    """Pages a colleague has handed in: publishing is never one's own."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).select_related(
        "workflow_state__requested_by", "revision"
    )
    lines = []
    for state in states.order_by("started_at"):
        by = state.workflow_state.requested_by
        if by == person:
            continue
        lines.append(
            Line(
                _("Review: %(title)s") % {"title": state.revision.object_str},
                _("by %(name)s") % {"name": by.name if by else _("someone who left")},
                links.to("courses:reviews") or links.to("wagtailadmin_pages:edit", state.revision.object_id),
                "due",
                age(state.started_at, now),
            )
        )
    return lines


def _retakes(person: User, now: datetime) -> tuple[list[Line], int]:
    """As many as may be shown, and how many more there are: only a few of a full house are read."""
    rows = due.waiting_for_release(now, person).annotate(total=Window(Count("pk")))[:MOST]
    lines = [
        Line(
            _("Release a retake: %(name)s") % {"name": row.person.name},
            row.paper.title,
            links.to("assessments:person-exams", row.person.key),
            "due",
            _("waits for you"),
        )
        for row in rows
    ]
    return lines, max((row.total - len(lines) for row in rows), default=0)


def _practicals(person: User, now: datetime) -> list[Line]:
    rows = PracticalSitting.objects.filter(withdrawn=None, scored_at=None, opens__lte=now, person__is_active=True)
    return [
        Line(
            _("Practical: %(name)s") % {"name": row.person.name},
            row.rubric.live_version.title if row.rubric.live_version else row.rubric.key,
            links.to("assessments:practical-score", row.key),
            "due" if now - row.opens > timedelta(days=1) else "waiting",
            age(row.opens, now),
        )
        for row in rows.exclude(person=person).select_related("person", "rubric__live_version").order_by("opens")
    ]


def _checks(person: User, now: datetime) -> list[Line]:
    """Questions of their banks whose figures say that something may be wrong."""
    found = question_alerts.open_alerts().filter(version__question__topic__in=topics_of_trainer(person))
    alerts = question_alerts.by_question(found)
    if not alerts:
        return []
    title = ngettext("Check %(count)d question", "Check %(count)d questions", len(alerts)) % {"count": len(alerts)}
    oldest = alerts[0]
    return [
        Line(
            title,
            str(oldest.version),
            links.to("assessments:question-checks"),
            "due",
            age(oldest.alerts[0].raised, now),
        )
    ]


def _pairings(queue: list[User]) -> list[Line]:
    if not queue:
        return []
    title = ngettext("Find a mentor for %(count)d hire", "Find mentors for %(count)d hires", len(queue))
    names = "、".join if (get_language() or "").startswith("zh") else ", ".join
    note = names(hire.name for hire in queue[:2]) + ("…" if len(queue) > 2 else "")
    return [Line(title % {"count": len(queue)}, note, links.to("mentoring:pairings"), "due", _("no mentor yet"))]


def _sessions(now: datetime) -> Lines:
    rows = ClassroomSession.objects.filter(cancelled=None, starts__gte=now - BEHIND, starts__lte=now + AHEAD)
    rows = rows.annotate(marked=Count("attendances", filter=Q(attendances__superseded_by=None))).order_by("starts")
    lines = []
    for row in rows:
        begun = row.starts <= now
        if begun and row.marked:
            continue
        lines.append(
            Line(
                title_of(row),
                moment_in_words(localtime(row.starts), with_year=False) + (f" · {row.place}" if row.place else ""),
                links.to("courses:session", row.key),
                "due" if begun else "waiting",
                _("mark attendance") if begun else _("to come"),
            )
        )
    return first(lines, url=links.to("courses:sessions"))


def _stale(on: date) -> Lines:
    """Texts past their review date, one a key and in the reader's language where there is one."""
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    past = Coalesce(*(f"{kind}__review_by" for kind in REVIEWED))
    pages = Page.objects.live().annotate(review_by=past).filter(review_by__lt=on).select_related("locale")
    lines = []
    for page in pick_language(pages.order_by("review_by", "pk"), language):
        late = (on - page.review_by).days
        lines.append(
            Line(
                page.title,
                _("review by %(day)s")
                % {"day": day_in_words(page.review_by, with_year=page.review_by.year != on.year)},
                links.to("wagtailadmin_pages:edit", page.pk),
                "overdue",
                ngettext("%(days)d day", "%(days)d days", late) % {"days": late},
            )
        )
    return first(lines)
