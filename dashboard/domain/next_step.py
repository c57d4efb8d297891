"""The one thing a learner does next: which act, until when, and the rule behind it. First answer in the order wins."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.models import Admission, Attempt, PracticalSitting
from courses.domain import gates
from courses.domain.completions import completed_lessons
from courses.domain.facts import WeekFacts, for_key
from courses.domain.outline import course_in, lessons_of
from courses.domain.refreshers import explain, open_refreshers
from courses.models import ClassroomSession, ProgrammeWeek
from dashboard.domain import links
from dashboard.domain.cohort import Way
from dashboard.domain.lines import due_state
from dashboard.domain.words import title_of
from kernel.templatetags.dates import day_in_words, moment_in_words
from mentoring.domain import sign_offs
from mentoring.models.mentoring import CallType
from people.models import User
from policies.domain.editions import figures
from simulations.domain.boards import BoardStanding, SlotStanding
from simulations.models import Call

Gate = ProgrammeWeek.Gate


@dataclass(frozen=True)
class Step:
    title: str
    body: str = ""
    due: str = ""
    because: str = ""
    url: str = ""
    action: str = ""
    icon: str = "book"
    due_state: str = "due"
    second_url: str = ""
    second_action: str = ""


@dataclass(frozen=True)
class Situation:
    """What the step is chosen by."""

    person: User
    way: Way | None
    facts: WeekFacts | None  # of the current week; None without one
    board: BoardStanding | None
    on: date
    now: datetime

    @property
    def mentor_name(self) -> str:
        return self.way.mentor.name if self.way and self.way.mentor else _("your mentor")

    def by_week_end(self) -> dict[str, str]:
        """The due day of the week with its rule."""
        if self.way is None or self.way.due_on is None or self.way.week is None:
            return {}
        due = self.way.due_on
        kind, near = due_state(due, self.on)
        words = near if (due - self.on).days <= 1 else _("by %(day)s") % {"day": in_words(due)}
        rule = _("Rule: week %(week)d ends with working day %(days)d") % {
            "week": self.way.week.number,
            "days": self.way.week.number * self.way.week_days,
        }
        return {"due": words, "because": rule, "due_state": "overdue" if kind == "overdue" else "due"}


def in_words(day: date) -> str:
    return day_in_words(day, with_year=False)


def choose(situation: Situation) -> Step:
    for answer in ORDER:
        step = answer(situation)
        if step:
            return step
    return _nothing(situation)


def _exam_running(of: Situation) -> Step | None:
    attempt = (
        Attempt.objects.filter(admission__person=of.person, state=Attempt.State.OPEN, deadline__gt=of.now)
        .select_related("admission__paper")
        .first()
    )
    if attempt is None:
        return None
    return Step(
        title=_("Go back to your exam: %(title)s") % {"title": attempt.admission.paper.title},
        body=_("It is running. Everything that showed “saved” is kept; the clock goes on on the server."),
        due=_("ends %(moment)s")
        % {"moment": moment_in_words(attempt.deadline.astimezone(of.person.zone), with_year=False)},
        because=_("Rule: what is saved when time is up is handed in by itself"),
        url=links.to("assessments:exam", attempt.key),
        action=_("Back to the exam"),
        icon="clock",
    )


def _call_going_on(of: Situation) -> Step | None:
    call = (
        Call.objects.filter(person=of.person, state__in=(Call.State.BOOKED, Call.State.RUNNING))
        .select_related("scenario_version__scenario", "player", "slot")
        .order_by("-state", "booked_at")
        .first()
    )
    if call is None:
        return None
    what = call.scenario_version.scenario.get_call_type_display()
    title = _("Practice call: %(type)s") % {"type": what}
    if call.slot:
        title = _("Mock call %(number)d: %(type)s") % {"number": call.slot.number, "type": what}
    body = _("A colleague has still to take the customer's part. Tell one, then check your headset.")
    if call.player:
        body = _("%(name)s plays the customer. Check your headset and begin.") % {"name": call.player.name}
    return Step(
        title=title,
        body=body,
        url=links.to("simulations:call-preflight", call.key) or links.to("simulations:calls"),
        action=_("Check devices and start"),
        icon="headset",
        **of.by_week_end(),
    )


def _lesson(of: Situation) -> Step | None:
    if of.facts is None or of.facts.is_read or of.way is None:
        return None
    done = completed_lessons(of.person)
    lessons = lessons_of(of.way.enrolment.programme.course_key, of.person.language, of.facts.week.module_key)
    unread = [lesson for lesson in lessons if lesson.translation_key not in done]
    if not unread:
        return None
    left = len(unread) - 1
    body = _("About %(minutes)d minutes.") % {"minutes": unread[0].minutes}
    if left:
        more = ngettext("After it one more lesson this week.", "After it %(left)d more lessons this week.", left)
        body = f"{body} {more % {'left': left}}"
    elif of.facts.week.paper_key:
        body = f"{body} {_('It is the last of the week; then the exam opens.')}"
    return Step(
        title=_("Read “%(title)s”") % {"title": unread[0].title},
        body=body,
        url=links.to("courses:lesson-read", unread[0].translation_key),
        action=_("Start the lesson"),
        **of.by_week_end(),
    )


def _session(of: Situation) -> Step | None:
    if of.facts is None or of.facts.was_present is not False:
        return None
    coming = ClassroomSession.objects.filter(session_key=of.facts.week.session_key, cancelled=None, starts__gt=of.now)
    session = coming.order_by("starts").first()
    if session is None:
        return Step(
            title=_("The product session comes next"),
            body=_("Your trainer sets the day, or marks your attendance if it was held. Your exam opens after that."),
            because=_("Rule: the exam of week 2 opens once your attendance is marked"),
            icon="people",
        )
    return Step(
        title=_("Attend: %(title)s") % {"title": title_of(session)},
        body=" · ".join(part for part in (session.place, session.leader_name) if part),
        due=moment_in_words(session.starts.astimezone(of.person.zone), with_year=False),
        because=_("Rule: the exam of week 2 opens once your attendance is marked"),
        url=links.to("courses:programme"),
        action=_("See the week"),
        icon="people",
    )


def _tests(of: Situation) -> Step | None:
    if of.facts is None or of.way is None or not of.facts.may_open or not of.facts.week.paper_key:
        return None
    facts, rules = of.facts, Rules(of.person, of.now)
    if facts.theory is None:
        return _exam(of, rules)
    if facts.week.practical_key and facts.practical is None:
        return _practical(of)
    if facts.week.practical_key:
        parts = gates.weighed_parts(facts, figures("gates", of.on))
        if parts and not parts.passes and parts.part_to_lift == "practical":
            return _practical(of)
    return _exam(of, rules)


def _exam(of: Situation, rules: Rules) -> Step | None:
    week, key = of.facts.week, for_key(of.way.enrolment, of.facts.week)
    admission = (
        Admission.objects.filter(person=of.person, for_key=key, paper__key=week.paper_key, withdrawn=None)
        .select_related("paper")
        .first()
    )
    if admission is None:
        return Step(
            title=_("Your exam opens in a moment"),
            body=_("Everything before it is done. Load the page again in a minute."),
            icon="clock",
        )
    return _by_stand(of, admission, opening(admission, of.now, rules))


def _by_stand(of: Situation, admission: Admission, stands: Opening) -> Step | None:
    title, url = admission.paper.title, links.to("assessments:exams")
    if stands.stand == Stand.USED_UP:
        return Step(
            title=_("Talk to your trainer about %(title)s") % {"title": title},
            body=_("Your attempts are used. Your trainer releases another once you have practised what was missing."),
            because=_("Rule: one retake is free, further ones are released by the trainer"),
            url=url,
            action=_("See your results"),
            icon="people",
        )
    if stands.stand in (Stand.RETAKE_LATER, Stand.LATER) and stands.opens:
        return Step(
            title=_("Prepare the retake: %(title)s") % {"title": title},
            body=_("Read again what your result lists under “repeat”; the lessons stay open."),
            due=_("opens %(moment)s")
            % {"moment": moment_in_words(stands.opens.astimezone(of.person.zone), with_year=False)},
            because=_("Rule: from the next working day, at least 24 hours after the result"),
            url=url,
            action=_("See what to repeat"),
        )
    if stands.stand == Stand.OPEN:
        retake = stands.number > 1
        return Step(
            title=(_("Sit the retake: %(title)s") if retake else _("Sit the exam: %(title)s")) % {"title": title},
            body=_("%(minutes)d minutes. Each answer is saved as you give it.") % {"minutes": admission.paper.minutes},
            url=url,
            action=_("Go to the exam"),
            icon="edit",
            **of.by_week_end(),
        )
    return None


def _practical(of: Situation) -> Step | None:
    key = for_key(of.way.enrolment, of.facts.week)
    sitting = PracticalSitting.objects.filter(person=of.person, for_key=key, withdrawn=None).order_by("-number").first()
    if sitting is None or sitting.scored_at:
        return Step(
            title=_("Book the retake of the systems practical"),
            body=_("It lifts your week most. Practise the lines that lost points first."),
            url=links.to("assessments:exams"),
            action=_("See your results"),
            icon="edit",
            **of.by_week_end(),
        )
    return Step(
        title=_("Do the systems practical"),
        body=_("QA or a trainer watches you work in the systems and scores a checklist. Ask for a time today."),
        url=links.to("assessments:exams"),
        action=_("See the practical"),
        icon="edit",
        **of.by_week_end(),
    )


def _practice(of: Situation) -> Step | None:
    if of.facts is None or of.facts.week.gate != Gate.SIGN_OFF:
        return None
    asked = sign_offs.SignOff.objects.filter(hire=of.person).exclude(asked_at=None).exists()
    url = links.to("mentoring:sign-off", of.person.key)
    if asked:
        return Step(
            title=_("Wait for the sign-off"),
            body=_("You have asked %(name)s. Until then practise as much as you like.") % {"name": of.mentor_name},
            url=links.to("simulations:calls"),
            action=_("Practise a call"),
            icon="headset",
            **of.by_week_end(),
        )
    parts = sign_offs.readiness(of.person, of.on)
    unmet = [part for part in parts if not part.met]
    if not unmet:
        return Step(
            title=_("Ask %(name)s for the sign-off") % {"name": of.mentor_name},
            body=_("Three practice calls are reviewed and the last of each kind is good enough."),
            url=url,
            action=_("Ask for the sign-off"),
            icon="check",
            **of.by_week_end(),
        )
    waiting = Call.objects.filter(person=of.person, kind=Call.Kind.PRACTICE, state=Call.State.ENDED).exists()
    body = "；".join if of.person.language == "zh-hans" else "; ".join
    return Step(
        title=_("Practise: %(type)s") % {"type": _missing_type(of.person)},
        body=(_("%(name)s still reviews a call. ") % {"name": of.mentor_name} if waiting else "")
        + body(str(part.because) for part in unmet[:2]),
        url=links.to("simulations:calls"),
        action=_("Practise a call"),
        icon="headset",
        **of.by_week_end(),
    )


def _missing_type(person: User) -> str:
    """The kind of call that nobody has rated yet, otherwise the one of the weakest last rating."""
    held = set(
        Call.objects.filter(person=person, kind=Call.Kind.PRACTICE, state__in=("ended", "scored")).values_list(
            "scenario_version__scenario__call_type", flat=True
        )
    )
    return next((str(kind.label) for kind in CallType if kind not in held), str(CallType.COMPLAINT.label))


def next_slot(board: BoardStanding) -> SlotStanding | None:
    """The slot to fill next: the first that is empty, else the weakest under the mark that may be repeated."""
    empty = [slot for slot in board.slots if not slot.calls]
    if empty:
        return empty[0]
    if any(slot.open_call for slot in board.slots):
        return None
    weak = [slot for slot in board.slots if slot.score is not None and (slot.is_critical or slot.score < board.mark)]
    weak = [slot for slot in weak if slot.repeats == 0]
    return min(weak, key=lambda slot: (not slot.is_critical, slot.score)) if weak and not board.verdict else None


def _mock_calls(of: Situation) -> Step | None:
    if of.board is None:
        return None
    slot = next_slot(of.board)
    if slot is None:
        return _after_calls(of)
    what = slot.slot.get_call_type_display()
    repeat = bool(slot.calls)
    title = _("Repeat mock call %(number)d: %(type)s") if repeat else _("Make mock call %(number)d: %(type)s")
    body = _("About 8 minutes. Sit somewhere quiet with your headset; a colleague plays the customer.")
    if repeat:
        body = _("It lifts your mean most. Another scenario of the same kind; the latest score counts.")
    return Step(
        title=title % {"number": slot.slot.number, "type": what},
        body=body,
        url=links.to("simulations:calls"),
        action=_("Go to your calls"),
        icon="headset",
        second_url=links.to("knowledge:articles"),
        second_action=_("Look something up first"),
        **of.by_week_end(),
    )


def _after_calls(of: Situation) -> Step | None:
    if of.way and of.way.plan:
        return Step(
            title=_("Practise for your coaching plan"),
            body=_(
                "It closes with the next call that QA scores high enough; a practice call counts when you ask for it."
            ),
            because=_("Rule: with an open coaching plan nobody goes live"),
            url=links.to("mentoring:coaching-plan", of.way.plan.key),
            action=_("See the plan"),
            icon="headset",
        )
    waiting = sum(slot.open_call is not None for slot in of.board.slots)
    if waiting:
        words = ngettext("Wait for the score of your last call", "Wait for the scores of %(count)d calls", waiting)
        return Step(
            title=words % {"count": waiting},
            body=_("QA scores without knowing what the others gave. You get a notice as soon as it is released."),
            because=_("Rule: a call is scored within 24 hours"),
            url=links.to("simulations:calls"),
            action=_("See your calls"),
            icon="clock",
        )
    if of.board.verdict:
        return Step(
            title=_("HR confirms your licence"),
            body=_("All ten calls are there and the mean is high enough. You get a notice when you are live."),
            because=_("Rule: the product proposes, a person in HR decides"),
            url=links.to("courses:programme"),
            action=_("See your four weeks"),
            icon="certificate",
        )
    return Step(
        title=_("Talk to QA about your calls"),
        body=str(of.board.verdict.because),
        because=_("Rule: a further repeat needs a coaching plan that was closed since"),
        url=links.to("simulations:calls"),
        action=_("See your calls"),
        icon="people",
    )


def _refresher(of: Situation) -> Step | None:
    rows = open_refreshers(of.person)
    if not rows:
        return None
    kind, near = due_state(rows[0].due_on, of.on)
    course = course_in(rows[0].course_key, of.person.language)
    return Step(
        title=_("Refresher: %(title)s") % {"title": course.title if course else rows[0].course_key},
        body=explain(rows[0]),
        due=near if (rows[0].due_on - of.on).days <= 3 else _("by %(day)s") % {"day": in_words(rows[0].due_on)},
        because=_("Rule: it is read before the certificate ends"),
        due_state="overdue" if kind == "overdue" else "due",
        url=links.to("courses:refreshers"),
        action=_("Start the refresher"),
        icon="repeat",
    )


def _nothing(of: Situation) -> Step:
    if of.way is None:
        return Step(
            title=_("Look into the courses"),
            body=_("You are on no programme at the moment. What you may read stands in the catalogue."),
            url=links.to("courses:catalogue"),
            action=_("Open the catalogue"),
        )
    if of.way.is_live:
        return Step(
            title=_("You are live, nothing is due"),
            body=_("Refreshers appear here before they are due. Your way to the next level stands beside."),
            url=links.to("certification:mine") or links.to("courses:catalogue"),
            action=_("See your certificates"),
            icon="check",
        )
    return Step(
        title=_("Nothing to do right now"),
        body=_("What you did is being judged. Load the page again in a few minutes."),
        url=links.to("courses:programme"),
        action=_("See your four weeks"),
        icon="clock",
    )


ORDER: tuple[Callable[[Situation], Step | None], ...] = (
    _exam_running,
    _call_going_on,
    _lesson,
    _session,
    _tests,
    _practice,
    _mock_calls,
    _refresher,
)
