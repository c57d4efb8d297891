"""The board of the ten scored calls: opened by courses, filled by released scorecards, judged afresh each time."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from kernel.exact import lacking, shown
from kernel.verdict import Verdict, all_met
from kernel.verdict import missed as not_met
from mentoring.domain.coaching import MOCK_CALL, is_coached
from mentoring.models.mentoring import CallType
from people.domain import journal
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import edition_in_force, figures_of
from simulations.domain.go_live import Judgement, SlotScore, judge
from simulations.models import Call, CallBoard, Slot


@dataclass(frozen=True)
class SlotStanding:
    """A slot for show: the call that counts, the newest one, and whether the hire may begin one."""

    slot: Slot
    calls: list[Call]  # oldest first, without abandoned ones
    mark: int

    @property
    def counts(self) -> Call | None:
        scored = [call for call in self.calls if call.state == Call.State.SCORED]
        return scored[-1] if scored else None

    @property
    def open_call(self) -> Call | None:
        """The call of this slot that is booked, running or waiting for its score."""
        return next((call for call in self.calls if call.state != Call.State.SCORED), None)

    @property
    def score(self) -> Fraction | None:
        return Fraction(self.counts.effective_score) if self.counts else None

    @property
    def is_critical(self) -> bool:
        return bool(self.counts and self.counts.has_critical_error)

    @property
    def repeats(self) -> int:
        return max(0, len([call for call in self.calls if call.state == Call.State.SCORED]) - 1)

    @property
    def as_score(self) -> SlotScore:
        return SlotScore(self.slot.number, self.slot.call_type, self.score, self.is_critical)


@dataclass(frozen=True)
class BoardStanding:
    """What the board says on a day. `verdicts` are the conditions in words, `missing` the unmet ones."""

    board: CallBoard
    slots: list[SlotStanding]
    judgement: Judgement
    verdicts: list[Verdict]
    mark: int

    @property
    def mean(self) -> Fraction | None:
        return self.judgement.mean

    @property
    def needed_mean_of_rest(self) -> Fraction | None:
        return self.judgement.needed

    @property
    def missing(self) -> list[str]:
        return [str(verdict.because) for verdict in not_met(self.verdicts)]

    @property
    def verdict(self) -> Verdict:
        """All conditions of the board as one answer."""
        met = all_met(self.verdicts)
        because = str(self.verdicts[1].because) if met else pgettext("between two sentences", ". ").join(self.missing)
        return Verdict(met, self.mean, self.mark, because)

    def of_type(self, call_type: str) -> list[SlotStanding]:
        return [slot for slot in self.slots if slot.slot.call_type == call_type]


@transaction.atomic
def open_board(person: User, *, for_key: str, now: datetime) -> CallBoard:
    """Give the person the ten slots of the quota in force (RULES 2); safe to repeat for the same `for_key`.

    A board that was withdrawn opens again as it was: the calls on it stay.
    """
    known = CallBoard.objects.filter(for_key=for_key).first()
    if known:
        if CallBoard.objects.filter(pk=known.pk, withdrawn__isnull=False).update(withdrawn=None):
            journal.record("call-board-reopened", by=None, about=known, subject=person, now=now)
            known.refresh_from_db()
        return known
    edition = edition_in_force("mock_calls", today_for(person, now))
    board = CallBoard.objects.create(person=person, for_key=for_key, opened=now, edition=edition.key)
    rule = figures_of(edition)
    types = [call_type for call_type in CallType.values for _number in range(getattr(rule, call_type))]
    Slot.objects.bulk_create(
        Slot(board=board, number=number, call_type=call_type) for number, call_type in enumerate(types, 1)
    )
    journal.record("call-board-opened", by=None, about=board, subject=person, now=now, values={"for": for_key})
    return board


@transaction.atomic
def withdraw(board: CallBoard, *, now: datetime) -> None:
    """Close the board; calls that were only booked fall away, those held stay. Safe to repeat."""
    if CallBoard.objects.filter(pk=board.pk, withdrawn=None).update(withdrawn=now) != 1:
        return
    booked = Call.objects.filter(slot__board=board, state=Call.State.BOOKED)
    booked.update(state=Call.State.ABANDONED, abandoned_because="board withdrawn")
    journal.record("call-board-withdrawn", by=None, about=board, subject=board.person, now=now)


def board_of(person: User) -> CallBoard | None:
    """The board the person works on now."""
    return CallBoard.objects.filter(person=person, withdrawn=None).first()


def slot_standings(board: CallBoard, mark: int) -> list[SlotStanding]:
    of_slot: dict[int, list[Call]] = {}
    calls = Call.objects.filter(slot__board=board).exclude(state=Call.State.ABANDONED)
    for call in calls.select_related("scenario_version").order_by("attempt"):
        of_slot.setdefault(call.slot_id, []).append(call)
    return [SlotStanding(slot, of_slot.get(slot.pk, []), mark) for slot in board.slots.all()]


def standing(board: CallBoard, on: date) -> BoardStanding:
    """The slots, the mean so far, what the rest needs and what is missing, by the figures in force on that day.

    The open coaching plan, open disputes and the gates before are not the board's: courses adds them.
    """
    rule = figures_of(edition_in_force("mock_calls", on))
    slots = slot_standings(board, rule.pass_mark)
    quota = {call_type: getattr(rule, call_type) for call_type in CallType.values}
    judgement = judge([slot.as_score for slot in slots], quota=quota, mark=rule.pass_mark, rule=rule.rule)
    verdicts = [
        _all_scored(judgement),
        _mark(judgement, rule),
        _no_critical(judgement),
        _coached(slots, rule.coaching_mark),
    ]
    return BoardStanding(board, slots, judgement, verdicts, rule.pass_mark)


def _all_scored(found: Judgement) -> Verdict:
    sentence = _("All %(total)d calls are scored") % {"total": found.total}
    if not found.is_complete:
        left = found.total - found.scored
        sentence = ngettext("%(left)d call still to be scored", "%(left)d calls still to be scored", left)
        sentence %= {"left": left}
    return Verdict(found.is_complete, found.scored, found.total, sentence)


def _mark(found: Judgement, rule) -> Verdict:
    if rule.rule == "every_call":
        sentence = _("Every call reaches %(mark)s") % {"mark": rule.pass_mark}
        if found.below:
            sentence = _("Under %(mark)s: %(calls)s") % {"mark": rule.pass_mark, "calls": _calls(found.below)}
        return Verdict(found.is_mark_met, found.mean, rule.pass_mark, sentence)
    return Verdict(found.is_mark_met, found.mean, rule.pass_mark, _mean_in_words(found, rule.pass_mark))


def _mean_in_words(found: Judgement, mark: int):
    if found.mean is None or found.needed is not None:
        return in_words_needed(found, mark)
    if found.mean >= mark:
        return _("Mean %(mean)s (mark %(mark)s)") % {"mean": shown(found.mean), "mark": mark}
    return _("Mean %(mean)s: missed by %(gap)s. Repeat a call to lift it") % {
        "mean": shown(found.mean),
        "gap": lacking(found.mean, mark),
    }


def in_words_needed(found: Judgement, mark: int) -> str:
    """What the calls still to come need, rounded up for show so that reaching it is enough."""
    left = found.total - found.scored
    if not found.scored:
        return _("The mean of the ten must reach %(mark)s") % {"mark": mark}
    if not found.is_reachable:
        return _("The rest alone cannot lift the mean to %(mark)s: repeat a call") % {"mark": mark}
    needed = lacking(Fraction(0), found.needed or Fraction(0))
    sentence = ngettext(
        "The other %(left)d call needs %(needed)s and the door opens",
        "The other %(left)d calls need a mean of %(needed)s and the door opens",
        left,
    )
    return sentence % {"left": left, "needed": needed}


def _no_critical(found: Judgement) -> Verdict:
    sentence = _("No critical error")
    if found.critical:
        sentence = _("Critical error, to be repeated: %(calls)s") % {"calls": _calls(found.critical)}
    return Verdict(not found.critical, len(found.critical), 0, sentence)


def _coached(slots: list[SlotStanding], mark: int) -> Verdict:
    """A call under the coaching mark whose plan the worker has not opened yet must not slip through (RULES 2)."""
    left = [
        slot.slot.number
        for slot in slots
        if slot.score is not None and slot.score < mark and not is_coached(MOCK_CALL, slot.counts.key)
    ]
    sentence = _("Every call under %(mark)s was coached") % {"mark": mark}
    if left:
        sentence = _("Under %(mark)s and not coached yet: %(calls)s") % {"mark": mark, "calls": _calls(left)}
    return Verdict(not left, len(left), 0, sentence)


def _calls(numbers) -> str:
    return ", ".join(str(_("call %(number)d") % {"number": number}) for number in numbers)
