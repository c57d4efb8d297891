"""Practice calls, the sign-off, and the ten mock calls."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import ProgrammeWeek
from dashboard.domain import links
from dashboard.domain.next_step.situation import Situation, Step
from mentoring.domain import sign_offs
from mentoring.models.mentoring import CallType
from people.models import User
from policies.domain.editions import figures
from simulations.domain import tiles
from simulations.models import Call


def call_going_on(of: Situation) -> Step | None:
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


def practice(of: Situation) -> Step | None:
    if of.facts is None or of.facts.week.gate != ProgrammeWeek.Gate.SIGN_OFF:
        return None
    asked = sign_offs.of_this_employment().filter(hire=of.person).exclude(asked_at=None).exists()
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
            body=_reviewed(of),
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


def _reviewed(of: Situation) -> str:
    count = figures("gates", of.on).reviewed_recordings
    words = ngettext(
        "%(count)d practice call is reviewed and the last of each kind is good enough.",
        "%(count)d practice calls are reviewed and the last of each kind is good enough.",
        count,
    )
    return words % {"count": count}


def _missing_type(person: User) -> str:
    """The kind of call that nobody has rated yet, otherwise the one of the weakest last rating."""
    held = set(
        Call.objects.filter(person=person, kind=Call.Kind.PRACTICE, state__in=("ended", "scored")).values_list(
            "scenario_version__scenario__call_type", flat=True
        )
    )
    return next((str(kind.label) for kind in CallType if kind not in held), str(CallType.COMPLAINT.label))


def mock_calls(of: Situation) -> Step | None:
    if of.board is None:
        return None
    slot = tiles.next_slot(of.board, of.now)
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
            because=_("Rule: a call is scored within %(hours)s hours")
            % {"hours": figures("mock_calls", of.on).score_within_hours},
            url=links.to("simulations:calls"),
            action=_("See your calls"),
            icon="clock",
        )
    if of.board.verdict:
        return Step(
            title=_("HR confirms your licence"),
            body=_("All ten calls are there and reach the mark. You get a notice when you are live."),
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
