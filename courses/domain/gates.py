"""The week gates (RULES 2): judged from facts and the figures in force, recorded once met, opened step by step."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain.facts import WeekFacts
from courses.domain.weighing import WeighedParts
from courses.models import ProgrammeWeek
from kernel.exact import lacking, shown
from kernel.verdict import Verdict
from policies.domain.editions import figures
from simulations.domain import boards

Gate = ProgrammeWeek.Gate


def verdict(facts: WeekFacts, person, on: date) -> Verdict:
    """Whether the gate of a week opens, by the latest results and the figures in force that day."""
    rules = figures("gates", on)
    if facts.week.gate == Gate.THEORY_AND_PRACTICAL:
        return _weighed(facts, rules)
    if facts.week.gate == Gate.THEORY:
        return _theory(facts, rules)
    if facts.week.gate == Gate.SIGN_OFF:
        return _sign_off(facts, rules)
    return _calls(facts, person, on)


def weighed_parts(facts: WeekFacts, rules) -> WeighedParts | None:
    if not (facts.theory and facts.practical):
        return None
    return WeighedParts(
        facts.theory.score,
        facts.practical.score,
        rules.week1_theory_weight,
        rules.week1_practical_weight,
        rules.pass_mark,
    )


def _weighed(facts: WeekFacts, rules) -> Verdict:
    parts = weighed_parts(facts, rules)
    mark = rules.pass_mark
    if parts is None:
        return Verdict(False, None, mark, _missing_parts(facts))
    values = {
        "total": shown(parts.total),
        "theory": shown(parts.theory),
        "practical": shown(parts.practical),
        "mark": mark,
    }
    if parts.passes:
        because = _("Theory %(theory)s and practical %(practical)s give %(total)s; the mark is %(mark)s.") % values
        return Verdict(True, parts.total, mark, because)
    values["missed"] = lacking(parts.total, mark)
    because = _("Theory %(theory)s and practical %(practical)s give %(total)s: missed by %(missed)s. %(lift)s") % (
        values | {"lift": _lift(parts)}
    )
    return Verdict(False, parts.total, mark, because)


def _lift(parts: WeighedParts) -> str:
    """Which part lifts the total most, and how far it has to go."""
    part = parts.part_to_lift
    needed = parts.needed_in(part)
    if needed is None:
        return _("Both parts need to be lifted.")
    # Rounded up, so that reaching what is shown always passes.
    values = {"needed": lacking(0, needed)}
    if part == "practical":
        return _("The practical lifts it most: with %(needed)s there the door opens.") % values
    return _("The theory exam lifts it most: with %(needed)s there the door opens.") % values


def _missing_parts(facts: WeekFacts) -> str:
    if not facts.is_read:
        return _lessons_left(facts)
    if facts.theory is None and facts.practical is None:
        return _("The theory exam and the practical have no result yet.")
    if facts.theory is None:
        return _("The theory exam has no result yet.")
    return _("The practical has no result yet.")


def _theory(facts: WeekFacts, rules) -> Verdict:
    mark = rules.pass_mark
    if facts.theory is None:
        return Verdict(False, None, mark, _before_theory(facts))
    score = facts.theory.score
    values = {"score": shown(score), "mark": mark, "missed": lacking(score, mark)}
    if score >= mark:
        return Verdict(True, score, mark, _("Theory exam %(score)s; the mark is %(mark)s.") % values)
    return Verdict(False, score, mark, _("Theory exam %(score)s: missed by %(missed)s.") % values)


def _before_theory(facts: WeekFacts) -> str:
    if not facts.is_read:
        return _lessons_left(facts)
    if facts.was_present is False:
        return _("Opens when your attendance at the product session is marked.")
    return _("The theory exam has no result yet.")


def _lessons_left(facts: WeekFacts) -> str:
    left = max(facts.lessons - facts.read, 0)
    if not facts.lessons:
        return _("No lesson of this week is published yet. Please tell your trainer.")
    return _("Lessons still to read: %(left)s.") % {"left": left}


def _sign_off(facts: WeekFacts, rules) -> Verdict:
    if facts.sign_off:
        return Verdict(True, facts.sign_off.given_at, None, _("Your mentor has signed off your practice."))
    needed = rules.reviewed_recordings
    sentence = ngettext(
        "Opens when your mentor signs off %(count)d reviewed practice call.",
        "Opens when your mentor signs off %(count)d reviewed practice calls.",
        needed,
    )
    return Verdict(False, None, None, sentence % {"count": needed})


def _calls(facts: WeekFacts, person, on: date) -> Verdict:
    if facts.board is None:
        return Verdict(False, None, None, _("The ten mock calls open when the first three doors are open."))
    return boards.standing(facts.board, on).verdict
