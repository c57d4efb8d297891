"""What an admission lets its person do now, and if not, why and from when: one answer for list, start and result."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from assessments.domain import coming, retakes
from assessments.domain.limits import settled_at
from assessments.models import Admission, Attempt, PracticalSitting, RetakeRelease
from people.domain.calendars import calendar_for, current_site, today_for
from people.domain.working_days import WorkingCalendar
from people.models import User
from policies.domain.editions import figures


class Stand(StrEnum):
    RUNNING = "running"  # an attempt is open
    OPEN = "open"  # may be started now
    LATER = "later"  # opens at `opens`
    RETAKE_LATER = "retake-later"  # the wait after a result lasts until `opens`
    AWAITS_RESULT = "awaits-result"  # taken; a person has yet to score an answer or to release the result
    AWAITS_PARTS = "awaits-parts"  # a retake follows a failed gate, and a part of it has no result yet
    USED_UP = "used-up"  # a trainer must release another attempt
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Opening:
    stand: Stand
    number: int  # of the attempt that is running or comes next
    opens: datetime | None = None
    attempt: Attempt | None = None
    granted: RetakeRelease | None = None  # the extra attempt that may be started: by whom and why

    @property
    def may_start(self) -> bool:
        return self.stand == Stand.OPEN


class Rules:
    """What decides about one person's openings, read once for a whole list."""

    def __init__(self, person: User, now: datetime) -> None:
        self.person, self.now = person, now

    @cached_property
    def attempts(self) -> list[Attempt]:
        attempts = Attempt.objects.filter(admission__person=self.person)
        # As they came, whatever the clock said: it may have been set back.
        return list(attempts.select_related("admission").order_by("pk"))

    @cached_property
    def releases(self) -> dict[tuple[int, int], RetakeRelease]:
        rows = RetakeRelease.objects.filter(admission__person=self.person).select_related("by")
        return {(row.admission_id, row.number): row for row in rows}

    @cached_property
    def calendar(self) -> WorkingCalendar:
        return calendar_for(self.person)

    @cached_property
    def zone(self) -> ZoneInfo:
        site = current_site(self.person)
        return ZoneInfo(site.time_zone) if site else self.person.zone

    @cached_property
    def today(self) -> date:
        return today_for(self.person, self.now)

    @cached_property
    def figures(self) -> Any:
        return figures("retakes", self.today)

    def after_result(self, released_at: datetime) -> datetime:
        """The rule-book opening of a retake (RULES 2), by the figures in force today."""
        return retakes.next_opening(released_at, self.calendar, self.zone, self.figures)

    @cached_property
    def admissions(self) -> list[Admission]:
        return list(Admission.objects.filter(person=self.person).select_related("paper"))

    @cached_property
    def coming(self) -> set[str]:
        """The keys of papers that are still to be opened."""
        return coming.papers_coming(self.person)

    def is_over(self, for_key: str) -> bool:
        """Whether the rights of this cause were taken back: its gate was passed, or its programme has ended."""
        standing = [admission.withdrawn is None for admission in self.admissions if admission.for_key == for_key]
        return bool(standing) and not any(standing)

    @cached_property
    def weighed(self) -> set[str]:
        """Causes whose gate weighs a paper and a practical together, so that neither has a mark of its own."""
        practical = PracticalSitting.objects.filter(person=self.person).values_list("for_key", flat=True)
        return set(practical) & {admission.for_key for admission in self.admissions}

    @cached_property
    def first_results(self) -> dict[str, list[datetime | None]]:
        """By cause (`for_key`) when each of its parts, papers and practicals, first had a result; None before it."""
        firsts: dict[str, list[datetime | None]] = defaultdict(list)
        for admission in self.admissions:
            if admission.withdrawn:
                continue
            own = [attempt for attempt in self.attempts if attempt.admission_id == admission.pk]
            over = [released(attempt) for attempt in own if not attempt.is_running(self.now)]
            firsts[admission.for_key].append(min((at for at in over if at), default=None))
        for sitting in PracticalSitting.objects.filter(person=self.person, withdrawn=None, number=1):
            firsts[sitting.for_key].append(sitting.scored_at)
        return firsts

    def failed_at(self, for_key: str, result_at: datetime) -> datetime | None:
        """When the gate was failed, as a part with a result at `result_at` sees it: once every part has one.

        A gate that was passed has withdrawn its rights. A later result of another part does not move this moment, so
        a retake that is open stays open. None while a part has no result.
        """
        latest = result_at
        for first in self.first_results[for_key]:
            if first is None:
                return None
            latest = max(latest, first)
        return latest

    def retake_opens(self, admission: Admission, number: int) -> datetime | None:
        """When attempt `number` may start after the last result of this paper; None before any result."""
        if (admission.pk, number) in self.releases:
            return self.releases[admission.pk, number].opens
        over = [
            attempt
            for attempt in self.attempts
            if attempt.admission.paper_id == admission.paper_id and not attempt.is_running(self.now)
        ]
        if not over:
            return None
        result_at = released(over[-1]) or settled_at(over[-1])
        failed_at = self.failed_at(admission.for_key, result_at) if number > 1 else None
        return self.after_result(failed_at or result_at)


def opening(admission: Admission, now: datetime, rules: Rules | None = None) -> Opening:
    rules = rules or Rules(admission.person, now)
    attempts = [attempt for attempt in rules.attempts if attempt.admission_id == admission.pk]
    number = len(attempts) + 1
    last = attempts[-1] if attempts else None
    if last and last.is_running(now):
        return Opening(Stand.RUNNING, last.number, attempt=last)
    if admission.withdrawn:
        return Opening(Stand.WITHDRAWN, number)
    result_at = released(last) if last else None
    if last and result_at is None:
        return Opening(Stand.AWAITS_RESULT, number)
    # What a trainer released wins over the window.
    if admission.closes and now >= admission.closes and (admission.pk, number) not in rules.releases:
        return Opening(Stand.CLOSED, number)
    if result_at and rules.failed_at(admission.for_key, result_at) is None:
        return Opening(Stand.AWAITS_PARTS, number)
    if admission.attempts_allowed is not None and number > admission.attempts_allowed:
        return Opening(Stand.USED_UP, number)
    if now < admission.opens:
        return Opening(Stand.LATER, number, opens=admission.opens)
    opens = rules.retake_opens(admission, number)
    if opens and result_at:
        opens = max(opens, result_at)  # the one before is over, and its last answers may still be on their way
    if opens and now < opens:
        return Opening(Stand.RETAKE_LATER, number, opens=opens)
    granted = rules.releases.get((admission.pk, number))
    return Opening(Stand.OPEN, number, opens=opens or admission.opens, granted=granted)


def released(attempt: Attempt) -> datetime | None:
    """When the result was released; for one that ran out and was not yet closed, when it will be, from its limit.

    None while a person has yet to score an answer or to release the result.
    """
    return settled_at(attempt) if attempt.state == Attempt.State.OPEN else attempt.released_at
