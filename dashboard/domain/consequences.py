"""What a regrade would mean for people: their marks, the gates and ladder levels that rest on them, the awards behind.

Nothing here changes anything. A gate that was passed or a level that is held stands, whatever a regrade does: that
someone is moved back is a decision of HR, who are told (the rule book lets no result of a person change silently).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.marks import latest_of, latest_result
from assessments.domain.regrades import Change
from assessments.models import Attempt, Mark
from certification.domain.grounds import course_key
from certification.domain.standing import LEVEL_WORDS
from certification.models import Award
from courses.domain.course_papers.rights import assignment_of
from courses.domain.facts import WeekFacts, week_facts
from courses.domain.gates import verdict
from courses.domain.outline import titles_of
from courses.models import Enrolment, PassedPaper, ProgrammeWeek, Refresher
from kernel.templatetags.dates import day_in_words
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.domain.roles import HR
from people.models import LevelHeld, User
from policies.domain.editions import figures
from policies.models import Subject

STANDING = (Award.State.ELIGIBLE, Award.State.REVIEWED, Award.State.APPROVED)


@dataclass(frozen=True)
class Consequence:
    change: Change
    counts: bool  # whether this attempt is the one that counts: the latest
    gate: str = ""  # what becomes of gate or level, in words
    opens: bool = False  # a gate opens by it, or a level's theory is met
    shaken: bool = False  # a passed gate or a held level would not be met any more; it stands until HR decides
    is_level: bool = False  # it is a level of the ladder that rests on the paper, not a gate
    is_course: bool = False  # it is a course that asks for the paper
    awards: list[Award] = field(default_factory=list)


@dataclass(frozen=True)
class Sums:
    up: int
    down: int
    passes: int  # come up to the mark of the paper
    fails: int  # fall below it


def mark_by(on: date) -> Callable[[Change], int]:
    """The mark of each change's paper by the figures in force that day: the ladder's for a level's theory (RULES 6),
    else that of the gates, which a week and an assigned course go by."""
    gates = figures("gates", on).pass_mark
    levels = {level.theory_paper: level.theory_mark for _name, level in figures(Subject.LADDER, on).levels}

    def mark(change: Change) -> int:
        admission = change.attempt.admission
        return gates if _is_of_gate(admission.for_key) else levels.get(admission.paper.key, gates)

    return mark


def _is_of_gate(for_key: str) -> bool:
    return ":week-" in for_key or for_key.startswith("refresher:")


def sums(changes: Iterable[Change], mark: Callable[[Change], int]) -> Sums:
    """Counts over all attempts, by the mark of each paper."""
    changes = list(changes)
    return Sums(
        up=sum(change.after > change.before for change in changes),
        down=sum(change.after < change.before for change in changes),
        passes=sum(change.before < mark(change) <= change.after for change in changes),
        fails=sum(change.after < mark(change) <= change.before for change in changes),
    )


def by_weight(changes: Iterable[Change], mark: Callable[[Change], int]) -> list[Change]:
    """Those that cross the mark first, then the largest moves, then the rest by name."""

    def weight(change: Change) -> tuple[bool, Fraction, str]:
        crosses = (change.before < mark(change)) != (change.after < mark(change))
        return not crosses, -abs(change.after - change.before), change.attempt.admission.person.name

    return sorted(changes, key=weight)


def of(change: Change, now: datetime) -> Consequence:
    """What one change would mean for its person, judged by the figures in force today."""
    enrolment, week = _week_of(change.attempt.admission.for_key)
    if enrolment is None or week is None:
        return _of_course(change, now) or _of_ladder(change, now)
    facts = week_facts(enrolment, week, now)
    if facts.theory is None or facts.theory.attempt_key != change.attempt.key:
        return Consequence(change, counts=False, gate=_("A later attempt counts instead."))
    before, after = (_judged(facts, enrolment, score, now) for score in (change.before, change.after))
    number = {"week": week.number}
    if facts.result:
        when = number | {"day": day_in_words(facts.result.passed_on, with_year=True)}
        if after.met:
            return Consequence(change, True, _("Gate of week %(week)s, passed %(day)s: stays met.") % when)
        words = _("Gate of week %(week)s, passed %(day)s: would not be met any more. It stands until HR decides.")
        return Consequence(change, True, words % when, shaken=True, awards=_resting_on(enrolment))
    if after.met and not before.met:
        return Consequence(change, True, _("The gate of week %(week)s opens.") % number, opens=True)
    words = _("The gate of week %(week)s stays as it is: %(because)s")
    return Consequence(change, True, words % (number | {"because": after.because}))


def _week_of(for_key: str) -> tuple[Enrolment | None, ProgrammeWeek | None]:
    """The enrolment and week an admission was written for; neither for one that no programme wrote."""
    key, _colon, week = for_key.rpartition(":week-")
    enrolment = Enrolment.objects.select_related("person", "programme").filter(key=key).first()
    if enrolment is None or not week.isdecimal():
        return None, None
    return enrolment, enrolment.programme.weeks.filter(number=int(week)).first()


def _judged(facts: WeekFacts, enrolment: Enrolment, score: Fraction, now: datetime):
    theory = replace(facts.theory, score=score) if facts.theory else None
    return verdict(replace(facts, theory=theory), enrolment.person, today_for(enrolment.person, now))


def _resting_on(enrolment: Enrolment) -> list[Award]:
    return list(Award.objects.filter(decision_key=f"go-live:{enrolment.key}", state__in=STANDING))


def _of_course(change: Change, now: datetime) -> Consequence | None:
    """For a paper that an assigned course asks for; None for any other. What was passed stands until HR decides."""
    admission = change.attempt.admission
    row = assignment_of(admission)
    if row is None:
        return None
    passed = PassedPaper.objects.filter(attempt_key=change.attempt.key).first()
    mark = mark_by(passed.passed_on if passed else today_for(admission.person, now))(change)
    words = {"course": titles_of([row.course_key], get_language() or "en").get(row.course_key, row.course_key)}
    words["paper"] = admission.paper.title
    found = _of_done(change, row, mark, words) if row.met_by else _of_open(change, mark, words)
    return replace(found, is_course=True)


def _of_done(change: Change, row: Refresher, mark: int, words: dict[str, str]) -> Consequence:
    """For a course that is passed."""
    if ["attempt", change.attempt.key] not in row.met_by.evidence:
        return Consequence(change, counts=False, gate=_("Another attempt counts, or none."))
    words["day"] = day_in_words(row.met_by.completed_on, with_year=True)
    if change.after >= mark:
        return Consequence(change, True, _("“%(course)s”, passed %(day)s: stays passed.") % words)
    said = _("“%(course)s”, passed %(day)s: would not be passed any more. It stands until HR decides.") % words
    awards = list(Award.objects.filter(decision_key=course_key(row.met_by), state__in=STANDING))
    return Consequence(change, True, said, shaken=True, awards=awards)


def _of_open(change: Change, mark: int, words: dict[str, str]) -> Consequence:
    """For one paper of a course that is still under way."""
    admission = change.attempt.admission
    passed = PassedPaper.objects.filter(admission=admission, admission__withdrawn=None).first()
    latest = None if admission.withdrawn else latest_of(admission)
    counts = passed.attempt_key if passed else latest.attempt_key if latest else ""
    if counts != change.attempt.key:
        return Consequence(change, counts=False, gate=_("Another attempt counts, or none."))
    if passed is None:
        reaches = change.after >= mark
        said = _("“%(paper)s” of “%(course)s” is passed.") if reaches else _("“%(paper)s” stays below the mark.")
        return Consequence(change, True, said % words, opens=reaches)
    words["day"] = day_in_words(passed.passed_on, with_year=True)
    if change.after >= mark:
        return Consequence(change, True, _("“%(paper)s”, passed %(day)s: stays passed.") % words)
    said = _("“%(paper)s”, passed %(day)s: would not be passed any more. It stands until HR decides.")
    return Consequence(change, True, said % words, shaken=True)


def _of_ladder(change: Change, now: datetime) -> Consequence:
    """For a paper that is the theory of a level: its latest released result counts (RULES 6)."""
    attempt = change.attempt
    person, paper = attempt.admission.person, attempt.admission.paper.key
    levels = figures(Subject.LADDER, today_for(person, now)).levels
    asking = [(name, level.theory_mark) for name, level in levels if level.theory_paper == paper]
    if not asking or attempt.state != Attempt.State.RELEASED:
        return Consequence(change, counts=True)
    latest = latest_result(person, paper)
    if latest is None or latest.attempt_key != attempt.key:
        return Consequence(change, counts=False, gate=_("A later attempt counts instead."))
    found = [_of_level(change, name, mark, today_for(person, now)) for name, mark in asking]
    return Consequence(
        change,
        counts=True,
        gate=" ".join(one.gate for one in found),
        opens=any(one.opens for one in found),
        shaken=any(one.shaken for one in found),
        is_level=True,
        awards=[award for one in found for award in one.awards],
    )


def _of_level(change: Change, name: str, mark: int, on: date) -> Consequence:
    words = {"level": LEVEL_WORDS[name], "mark": mark}
    before, after = change.before >= mark, change.after >= mark
    if before == after:
        stays = (
            _("Theory of %(level)s: stays met.") if after else _("Theory of %(level)s: stays below the mark %(mark)s.")
        )
        return Consequence(change, True, stays % words)
    if after:
        return Consequence(change, True, _("Theory of %(level)s: reaches the mark %(mark)s.") % words, opens=True)
    person = change.attempt.admission.person
    awards = list(Award.objects.filter(person=person, kind=Award.Kind.LEVEL, subject_key=name, state__in=STANDING))
    if awards or _is_awarded(person, name, on):
        held = _("%(level)s rests on this result, which would be below the mark %(mark)s. It stands until HR decides.")
        return Consequence(change, True, held % words, shaken=True, awards=awards)
    return Consequence(change, True, _("Theory of %(level)s: falls below the mark %(mark)s.") % words)


def _is_awarded(person: User, level: str, on: date) -> bool:
    """Whether the level is held by award that day; one that was recognised rests on no paper of ours."""
    held = LevelHeld.objects.filter(person=person, level=level, source=LevelHeld.Source.AWARD, from_day__lte=on)
    return held.filter(Q(until_day=None) | Q(until_day__gte=on)).exists()


def tell_hr(mark: Mark, *, now: datetime) -> bool:
    """Tell HR when a gate that somebody passed, or a level they hold, would not be met with this corrected mark.

    Safe to run twice.
    """
    if mark.supersedes is None:
        return False
    found = of(Change(mark.attempt, mark.supersedes.score, mark.score), now)
    if not found.shaken:
        return False
    person = mark.attempt.admission.person
    for hr in User.objects.filter(groups__name=HR, is_active=True):
        with translation.override(hr.language):
            subject, body = _for_hr(found)
            notify(
                hr,
                "gate-shaken",
                dedupe_key=f"gate-shaken:{mark.pk}",
                subject=subject,
                body=body,
                url=reverse("people:person", args=[person.key]),
                now=now,
            )
    return True


def _for_hr(found: Consequence) -> tuple[str, str]:
    admission = found.change.attempt.admission
    values = {"name": admission.person.name, "paper": admission.paper.title}
    if found.is_level:
        subject = _("%(name)s: a level rests on a corrected result")
        body = _("%(paper)s was judged anew and is below the mark. The level stands until you decide.")
    elif found.is_course:
        subject = _("%(name)s: a course rests on a corrected result")
        body = _("%(paper)s was judged anew and is below the mark. It counts as passed until you decide.")
    else:
        subject = _("%(name)s: a passed gate rests on a corrected result")
        body = _("%(paper)s was judged anew and is below the mark. The gate stands until you decide.")
    return subject % values, body % values
