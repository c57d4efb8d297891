"""Where someone stands on the ladder, in words. Awarding the levels is a decision of its own."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.models import Paper
from certification.domain.ladder import Held, Requirement, current_level, judge, next_level
from certification.domain.ladder_facts import facts_of_all
from kernel.exact import lacking, shown
from kernel.templatetags.dates import day_in_words
from kernel.verdict import Verdict, all_met, missed
from people.models import User
from policies.domain.editions import figures
from policies.models import Subject
from policies.schema.ladder import Ladder

LEVEL_WORDS = {
    "junior": gettext_lazy("Junior"),
    "intermediate": gettext_lazy("Intermediate"),
    "senior": gettext_lazy("Senior"),
}


@dataclass(frozen=True)
class LevelStanding:
    """One level: whether it is held, what it brings, and every condition with its verdict."""

    level: str
    verdicts: list[Verdict]
    uplift_percent: Decimal
    valid_months: int
    held: Held | None
    is_next: bool

    @property
    def words(self) -> str:
        return str(LEVEL_WORDS[self.level])

    @property
    def met(self) -> bool:
        return all_met(self.verdicts)

    @property
    def missing(self) -> list[Verdict]:
        return missed(self.verdicts)


def standing(person: User, on: date) -> list[LevelStanding]:
    """Every level from the lowest, judged by the figures in force that day."""
    ladder: Ladder = figures(Subject.LADDER, on)
    facts = facts_of_all([person], ladder)[person.pk]
    titles = paper_titles(ladder)
    judged, upcoming = judge(facts, ladder, on), next_level(facts.held, on)
    standing_now = current_level(facts.held, on)
    return [
        LevelStanding(
            level=name,
            verdicts=[in_words(requirement, titles) for requirement in judged[name]],
            uplift_percent=level.uplift_percent,
            valid_months=level.valid_months,
            held=standing_now if standing_now and standing_now.level == name else None,
            is_next=name == upcoming,
        )
        for name, level in ladder.levels
    ]


def paper_titles(ladder: Ladder) -> dict[str, str]:
    """The papers of all levels by key, in the reader's language."""
    keys = {level.theory_paper for _name, level in ladder.levels}
    return {paper.key: str(paper) for paper in Paper.objects.filter(key__in=keys)}


def papers_used(keys: Iterable[str], on: date) -> dict[str, list[str]]:
    """By paper key: the levels that ask for it by the figures in force."""
    ladder = figures("ladder", on)
    found: dict[str, list[str]] = {}
    for name, level in ladder.levels:
        if level.theory_paper in keys:
            found.setdefault(level.theory_paper, []).append(str(LEVEL_WORDS[name]))
    return found


def in_words(requirement: Requirement, titles: dict[str, str]) -> Verdict:
    """The verdict with the sentence the person reads."""
    if requirement.name == "theory":
        because = _scored(requirement, titles.get(requirement.subject, _("Theory paper")))
    else:
        because = WORDS[requirement.name](requirement)
    return Verdict(requirement.met, requirement.measured, requirement.required, because)


def _licence(one: Requirement) -> str:
    return _("Go-live licence held.") if one.met else _("The go-live licence comes first.")


def _live(one: Requirement) -> str:
    if one.measured is None:
        return _("Counts from the day you go live: %(months)s months.") % {"months": one.required}
    values = {"done": one.measured, "months": one.required}
    if one.met:
        return _("%(done)s months live; %(months)s are needed.") % values
    left = one.required - one.measured
    words = ngettext("%(done)s months live: %(left)s more.", "%(done)s months live: %(left)s more.", left)
    return words % (values | {"left": left})


def _held(one: Requirement) -> str:
    values = {"level": LEVEL_WORDS[one.subject], "months": one.required, "done": one.measured}
    if one.measured is None:
        return _("%(level)s must be held for %(months)s months.") % values
    if one.met:
        return _("%(level)s held for %(done)s months; %(months)s are needed.") % values
    return _("%(level)s held for %(done)s of %(months)s months.") % values


def _kpi(one: Requirement) -> str:
    values = {"months": one.required, "window": one.window, "done": one.measured}
    if one.measured is None:
        return _("KPI in %(months)s of the last %(window)s months: not known yet, no figures are taken in.") % values
    if one.met:
        return _("KPI reached in %(done)s of the last %(window)s months.") % values
    return _("KPI reached in %(done)s of the last %(window)s months; %(months)s are needed.") % values


def _practical(one: Requirement) -> str:
    return _scored(one, _("Practical"))


def _call(one: Requirement) -> str:
    return _scored(one, _("Call scored by QA"))


def _scored(one: Requirement, name: str) -> str:
    if one.score is None:
        return _("%(name)s: mark %(mark)s, not taken yet.") % {"name": name, "mark": one.required}
    values = {
        "name": name,
        "mark": one.required,
        "score": shown(one.score.percent),
        "day": day_in_words(one.score.on, with_year=True),
    }
    if one.met:
        return _("%(name)s: %(score)s on %(day)s, mark %(mark)s.") % values
    values["by"] = lacking(one.score.percent, one.required)
    return _("%(name)s: %(score)s on %(day)s, missed by %(by)s.") % values


def _course(one: Requirement) -> str:
    return _("Advanced course passed.") if one.met else _("The advanced course is to be passed.")


def _coaching(one: Requirement) -> str:
    return _("No coaching plan is open.") if one.met else _("A coaching plan is open; it has to be closed first.")


WORDS: dict[str, Callable[[Requirement], str]] = {
    "licence": _licence,
    "live": _live,
    "held": _held,
    "kpi": _kpi,
    "practical": _practical,
    "course": _course,
    "call": _call,
    "coaching": _coaching,
}
