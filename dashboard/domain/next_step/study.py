"""Lessons, the session, the theory paper and the practical of a week."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain import practicals
from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.domain.refusals import waiting_rule
from assessments.models import Admission, Attempt, PracticalSitting
from courses.domain import gates
from courses.domain.completions import completed_lessons
from courses.domain.facts import for_key
from courses.domain.outline import lessons_of
from courses.models import ClassroomSession
from dashboard.domain import links
from dashboard.domain.next_step.situation import Situation, Step
from dashboard.domain.words import sentences, title_of
from kernel.templatetags.dates import moment_in_words
from policies.domain.editions import figures


def exam_running(of: Situation) -> Step | None:
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


def lesson(of: Situation) -> Step | None:
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
        body = sentences(body, more % {"left": left})
    elif of.facts.week.paper_key:
        last = _("It is the last of the week; then the exam opens.")
        body = sentences(body, last)
    return Step(
        title=_("Read “%(title)s”") % {"title": unread[0].title},
        body=body,
        url=links.to("courses:lesson-read", unread[0].translation_key),
        action=_("Start the lesson"),
        **of.by_week_end(),
    )


def session(of: Situation) -> Step | None:
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


def tests(of: Situation) -> Step | None:
    if of.facts is None or of.way is None or not of.facts.may_open or not of.facts.week.paper_key:
        return None
    if of.gate is not None and of.gate.met:
        # Met, and the job that records it has not run yet: there is nothing left to sit.
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
            because=free_retakes(of),
            url=url,
            action=_("See your results"),
            icon="people",
        )
    if stands.stand == Stand.AWAITS_RESULT:
        return Step(
            title=_("Your answers are in: %(title)s") % {"title": title},
            body=_("A person has yet to read a text or to release the result. You are told when it is there."),
            url=url,
            action=_("See where it stands"),
            icon="clock",
        )
    if stands.stand in (Stand.RETAKE_LATER, Stand.LATER) and stands.opens:
        return Step(
            title=_("Prepare the retake: %(title)s") % {"title": title},
            body=_with_miss(of, _("Read again what your result lists under “repeat”; the lessons stay open.")),
            due=_opens(of, stands.opens),
            because=_retake_rule(of),
            url=url,
            action=_("See what to repeat"),
        )
    if stands.stand == Stand.OPEN:
        retake = stands.number > 1
        return Step(
            title=(_("Sit the retake: %(title)s") if retake else _("Sit the exam: %(title)s")) % {"title": title},
            body=_with_miss(
                of,
                _("%(minutes)d minutes. Each answer is saved as you give it.") % {"minutes": admission.paper.minutes},
            ),
            url=url,
            action=_("Go to the exam"),
            icon="edit",
            **of.by_week_end(),
        )
    return None


def _with_miss(of: Situation, words: str) -> str:
    """By how much the gate was missed, and what lifts it, before anything else."""
    return words if of.missed is None else sentences(of.missed.because, words)


def _opens(of: Situation, moment: datetime) -> str:
    return _("opens %(moment)s") % {"moment": moment_in_words(moment.astimezone(of.person.zone), with_year=False)}


def _practical(of: Situation) -> Step | None:
    key = for_key(of.way.enrolment, of.facts.week)
    sittings = PracticalSitting.objects.filter(person=of.person, for_key=key, withdrawn=None)
    sitting = sittings.select_related("person").order_by("-number").first()
    if sitting is None:
        return None
    if sitting.scored_at:
        return _practical_again(of, sitting)
    first = sitting.number == 1
    words = _("QA or a trainer watches you work in the systems and scores a checklist. Ask for a time today.")
    step = Step(
        title=_("Do the systems practical") if first else _("Do the systems practical again"),
        body=words if first else _with_miss(of, _("Practise the lines that lost points first.")),
        url=links.to("assessments:exams"),
        action=_("See the practical"),
        icon="edit",
        **of.by_week_end(),
    )
    if sitting.opens <= of.now:
        return step
    return replace(step, due=_opens(of, sitting.opens), because=_retake_rule(of), due_state="due")


def _practical_again(of: Situation, sitting: PracticalSitting) -> Step:
    """After a result under the mark: book the free retake with its earliest time, or ask the trainer for another."""
    url = links.to("assessments:exams")
    if practicals.needs_release(sitting, of.now):
        return Step(
            title=_("Talk to your trainer about the systems practical"),
            body=_with_miss(of, _("Your trainer books another once you have practised what was missing.")),
            because=free_retakes(of),
            url=url,
            action=_("See your results"),
            icon="people",
        )
    opens = practicals.retake_opens(sitting, Rules(of.person, of.now))
    return Step(
        title=_("Book the retake of the systems practical"),
        body=_with_miss(of, _("Practise the lines that lost points first.")),
        due=_opens(of, opens) if opens and opens > of.now else _("open now"),
        because=_retake_rule(of),
        url=url,
        action=_("Book the retake"),
        icon="edit",
    )


def free_retakes(of: Situation) -> str:
    free = figures("retakes", of.on).free_retakes
    words = ngettext(
        "Rule: %(count)d retake is free, further ones are released by the trainer",
        "Rule: %(count)d retakes are free, further ones are released by the trainer",
        free,
    )
    return words % {"count": free}


def _retake_rule(of: Situation) -> str:
    return _("Rule: %(rule)s") % {"rule": waiting_rule(figures("retakes", of.on))}
