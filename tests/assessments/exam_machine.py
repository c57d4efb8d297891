"""An exam as a state machine beside a model of it: every order of events a browser, a network and a clock can bring.

Hypothesis draws the steps; the model says in a few lines what must come of each. Nothing of a run is kept: it lives
in one transaction that is rolled back.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.db import transaction
from hypothesis import Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from assessments.domain import accommodations, attempts, marks, releases, retakes, screens
from assessments.domain.attempts import AttemptError
from assessments.models import Accommodation, Admission, AnswerSave, Attempt
from people.domain.working_days import WorkingCalendar
from people.models import Event, User
from tests.assessments.made import right_places, wrong_places
from tests.assessments.test_retakes import ZONE, Figures

MINUTES, GRACE, SETTLE = 30, 20, 40
SECOND = timedelta(seconds=1)
# How a request ends: its receipt arrives; it counted, but the receipt was lost; the process died before the commit.
HEARD, LOST, KILLED = "heard", "lost", "killed"
fates = st.sampled_from([HEARD, HEARD, HEARD, LOST, KILLED])
tabs, places = st.integers(0, 1), st.integers(1, 5)


class KilledError(Exception):
    """The process died before the transaction was committed."""


@dataclass
class Sat:
    """What the model knows of one attempt."""

    row: Attempt
    started: datetime
    deadline: datetime
    right: dict[int, list[str]]
    wrong: dict[int, list[str]]
    worth: dict[int, int]
    kept: dict[int, list[bool]] = field(default_factory=lambda: {position: [] for position in range(1, 6)})
    end: tuple[datetime, str, datetime] | None = None  # finished, why, released

    @property
    def settled(self) -> datetime:
        return self.deadline + (GRACE + SETTLE) * SECOND

    @property
    def released(self) -> datetime:
        return self.end[2] if self.end else self.settled

    @property
    def points(self) -> int:
        return sum(self.worth[position] for position, versions in self.kept.items() if versions and versions[-1])

    def close_by_time(self, now: datetime) -> None:
        """Sweep, late save, late submit or next start: whoever comes first, it is the same end."""
        if self.end is None and now >= self.settled:
            self.end = (self.deadline, "time", self.settled)

    def close_by_hand(self, now: datetime) -> None:
        now = max(now, self.started)
        self.close_by_time(now)
        if self.end is None:
            self.end = (self.deadline, "time", now) if now > self.deadline else (now, "submitted", now)


@dataclass(frozen=True)
class Post:
    """A save on its way: the network delivers it never, once or often, in any order."""

    sat: int
    tab: int
    position: int
    right: bool
    version: int
    key: str


class ExamMachine(RuleBasedStateMachine):
    """Whoever runs it gives a class of its own the people, the right to sit, and the moment it begins."""

    person: User
    trainer: User
    admission: Admission
    began: datetime
    runs = 0

    posts = Bundle("posts")

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = self.began
        self.sat: list[Sat] = []
        self.seen: dict[tuple[int, int], int] = {}  # by tab and position: the version that window shows
        self.counted: dict[str, tuple[str, int | None]] = {}  # by key: what became of a save that was committed
        self.acknowledged: list[Post] = []
        self.extra: dict[Accommodation, int] = {}
        self.released: dict[int, datetime] = {}
        self.allowed = 0
        self.numbers = count()

    def teardown(self) -> None:
        try:
            self.no_result_depends_on_when_the_sweep_came()
        finally:
            type(self).runs += 1
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @staticmethod
    def ask[Answer](fate: str, act: Callable[[], Answer]) -> Answer | None:
        """Do it as one request does; None when the process died before its commit."""
        try:
            with transaction.atomic():
                answer = act()
                if fate == KILLED:
                    raise KilledError
        except KilledError:
            return None
        return answer

    @property
    def last(self) -> Sat:
        return self.sat[-1]

    def is_running(self) -> bool:
        return bool(self.sat) and self.last.end is None and self.now <= self.last.deadline

    # The server's clock.

    @rule(seconds=st.sampled_from([1, 7, 300, 1500]))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds * SECOND

    @rule(seconds=st.sampled_from([-1, 0, 1, GRACE, GRACE + 1, GRACE + SETTLE - 1, GRACE + SETTLE, 172_800]))
    def time_runs_out(self, seconds: int) -> None:
        self.now = max(self.now, self.last.deadline + seconds * SECOND)

    @rule(seconds=st.sampled_from([1, 60, 7200]))
    def the_clock_is_set_back(self, seconds: int) -> None:
        self.now -= seconds * SECOND

    # The learner.

    @initialize(allowed=st.sampled_from([1, 2]))
    def first_start(self, allowed: int) -> None:
        self.allowed = allowed
        Admission.objects.filter(pk=self.admission.pk).update(attempts_allowed=allowed)
        self.start(HEARD)
        assert len(self.sat) == 1

    @rule(fate=fates)
    def start(self, fate: str) -> None:
        may = self.is_running() or self.may_begin_another()
        try:
            row = self.ask(fate, lambda: attempts.start(self.admission, by=self.person, now=self.now))
        except AttemptError:
            assert not may
            return
        assert may
        if row is None:
            return
        if self.is_running():
            assert row.pk == self.last.row.pk
            return
        for sat in self.sat:
            sat.close_by_time(self.now)
        self.sit_down(row)

    def may_begin_another(self) -> bool:
        number = len(self.sat) + 1
        if number == 1:
            return True
        if number > self.allowed and number not in self.released:
            return False
        waited = retakes.next_opening(self.last.released, WorkingCalendar(), ZONE, Figures())
        return self.now >= max(self.released.get(number, waited), self.last.released)

    def sit_down(self, row: Attempt) -> None:
        extra = max(self.extra.values(), default=0)
        drawn = {question.position: question for question in row.questions.select_related("question_version")}
        self.sat.append(
            Sat(
                row,
                self.now,
                self.now + -(-MINUTES * 60 * (100 + extra) // 100) * SECOND,
                right={position: right_places(question) for position, question in drawn.items()},
                wrong={position: wrong_places(question) for position, question in drawn.items()},
                worth={position: question.question_version.points for position, question in drawn.items()},
            )
        )
        self.seen.clear()

    @rule(target=posts, tab=tabs, position=places, right=st.booleans())
    def answer(self, tab: int, position: int, right: bool) -> Post:
        version = self.seen.get((tab, position), 0)
        return Post(len(self.sat) - 1, tab, position, right, version, f"k{next(self.numbers)}")

    @rule(target=posts, tab=tabs, position=places, right=st.booleans(), fate=fates)
    def answer_and_send(self, tab: int, position: int, right: bool, fate: str) -> Post:
        post = self.answer(tab, position, right)
        self.deliver(post, fate)
        return post

    @rule(post=posts, fate=fates)
    def deliver(self, post: Post, fate: str) -> None:
        sat = self.sat[post.sat]
        value = (sat.right if post.right else sat.wrong)[post.position]
        receipt = self.ask(
            fate,
            lambda: attempts.save_answer(
                sat.row, post.position, value=value, version=post.version, key=post.key, by=self.person, now=self.now
            ),
        )
        if receipt is None:
            return
        self.note(sat, post)
        standing, version = self.counted[post.key]
        latest = len(sat.kept[post.position])
        assert (receipt.standing, receipt.version) == (standing, version or latest)
        if fate == HEARD:
            self.hear(post, receipt, value)

    def note(self, sat: Sat, post: Post) -> None:
        """What must become of a save that was committed; of a repeated one nothing new."""
        sat.close_by_time(self.now)
        if post.key in self.counted:
            return
        versions = sat.kept[post.position]
        if sat.end or self.now > sat.deadline + GRACE * SECOND:
            self.counted[post.key] = ("late", None)
        elif post.version != len(versions):
            self.counted[post.key] = ("stale", None)
        else:
            versions.append(post.right)
            self.counted[post.key] = ("kept", len(versions))

    def hear(self, post: Post, receipt: attempts.Receipt, value: list[str]) -> None:
        if receipt.standing == "kept":
            self.acknowledged.append(post)
            assert set(receipt.shown) == set(value)
        if post.sat == len(self.sat) - 1:
            self.seen[post.tab, post.position] = receipt.version

    @rule(tab=tabs)
    def resume(self, tab: int) -> None:
        """A window is opened anew, on this computer or on another."""
        sat = self.last
        for question in screens.sheet_of(sat.row).questions:
            versions = sat.kept[question.position]
            assert question.version == len(versions)
            if versions:
                assert set(question.value) == set((sat.right if versions[-1] else sat.wrong)[question.position])
            self.seen[tab, question.position] = question.version

    @rule(fate=fates, often=st.integers(1, 2))
    def submit(self, fate: str, often: int) -> None:
        sat = self.last
        for _time in range(often):
            row = self.ask(fate, lambda: attempts.submit(sat.row, by=self.person, now=self.now))
            if row is not None:
                sat.close_by_hand(self.now)
                assert (row.submitted_at, row.finish_reason, row.released_at) == sat.end

    # Everybody else.

    @rule()
    def sweep(self) -> None:
        attempts.close_overdue(self.now)
        for sat in self.sat:
            sat.close_by_time(self.now)

    @rule(percent=st.sampled_from([10, 33, 100, 200]), of_the_paper=st.booleans())
    def grant_extra_time(self, percent: int, of_the_paper: bool) -> None:
        paper = self.admission.paper if of_the_paper else None
        given = {"extra_percent": percent, "reason": "Agreed", "by": self.trainer, "now": self.now}
        self.extra[accommodations.grant(self.person, paper=paper, **given)] = percent
        self.move_the_limit()

    @precondition(lambda self: self.extra)
    @rule(which=st.integers(0, 9))
    def withdraw_extra_time(self, which: int) -> None:
        taken = list(self.extra)[which % len(self.extra)]
        accommodations.withdraw(taken, reason="By mistake", by=self.trainer, now=self.now)
        del self.extra[taken]
        self.move_the_limit()

    def move_the_limit(self) -> None:
        extra = max(self.extra.values(), default=0)
        for sat in self.sat:
            if sat.end is None and self.now <= sat.deadline:
                full = sat.started + -(-MINUTES * 60 * (100 + extra) // 100) * SECOND
                sat.deadline = max(full, self.now)

    @rule()
    def release_an_attempt(self) -> None:
        number = len(self.sat) + 1
        wanted = not self.is_running() and number > self.allowed and number not in self.released
        try:
            releases.release_retake(self.admission, reason="Practised", by=self.trainer, now=self.now)
        except AttemptError:
            assert not wanted
        else:
            assert wanted
            self.released[number] = self.now

    # What must always be so.

    @invariant()
    def the_rows_are_what_the_model_says(self) -> None:
        kept = AnswerSave.objects.filter(standing="kept").order_by("version")
        found: dict[tuple[int, int], list[tuple[int, str]]] = {}
        for attempt, position, *save in kept.values_list("attempt", "attempt_question__position", "version", "key"):
            found.setdefault((attempt, position), []).append(tuple(save))
        for sat in self.sat:
            for position, versions in sat.kept.items():
                numbers = [version for version, _key in found.get((sat.row.pk, position), [])]
                assert numbers == list(range(1, len(versions) + 1))
        for post in self.acknowledged:
            _standing, version = self.counted[post.key]
            assert (version, post.key) in found[self.sat[post.sat].row.pk, post.position]

    @invariant()
    def limits_and_ends_are_what_the_model_says(self) -> None:
        rows = Attempt.objects.order_by("pk")
        found = list(rows.values_list("pk", "deadline", "submitted_at", "finish_reason", "released_at"))
        assert found == [(sat.row.pk, sat.deadline, *(sat.end or (None, "", None))) for sat in self.sat]
        assert all(finished is None or finished <= limit for _pk, limit, finished, *_rest in found)

    def no_result_depends_on_when_the_sweep_came(self) -> None:
        """Unswept, swept once and swept again: one result each, of the answers that were acknowledged, at the limit."""
        far = max([self.now, *(sat.settled for sat in self.sat)]) + timedelta(days=1)
        for sat in self.sat:
            sat.close_by_time(far)
        for swept in range(3):
            for sat in self.sat:
                row = Attempt.objects.get(pk=sat.row.pk)
                result = marks.result_of(row, far)
                assert (result.points, result.maximum, result.released_at) == (sat.points, 40, sat.released)
                if swept:
                    assert (row.submitted_at, row.finish_reason, row.released_at) == sat.end
                    assert row.marks.count() == 1
                    events = Event.objects.filter(object_kind="assessments.attempt", object_key=row.key)
                    assert events.filter(verb="attempt-released").count() == 1
            attempts.close_overdue(far)


def run(machine: type[ExamMachine], *, runs: int, seed: int, steps: int = 25, seconds: float = float("inf")) -> int:
    """So many runs in lots of 50, each with a seed of its own, until the time is up; how many it came to."""
    until = time.monotonic() + seconds
    machine.runs = 0
    for lot in count():
        left = runs - machine.runs
        if left <= 0 or time.monotonic() > until:
            return machine.runs
        # Nothing is made shorter: that takes minutes, and so few steps can be read as they are.
        asked = settings(max_examples=min(left, 50), stateful_step_count=steps, database=None, phases=[Phase.generate])
        run_state_machine_as_test(seeded(seed + lot)(machine), settings=asked)
    return machine.runs
