"""Journey 3: ten calls, the mean to the last digit, a critical error, a coaching plan that blocks."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.models import Scorecard
from mentoring.domain import causes, coaching
from mentoring.models import CoachingPlan
from simulations.domain import boards, scoring
from simulations.models import Call
from tests.simulations.conftest import board, rubric, scenarios, slots  # noqa: F401 - fixtures
from tests.simulations.made import levels

pytestmark = pytest.mark.journey


class Academy:
    """The four at work: ada calls, mia plays, quinn scores, each through their own pages."""

    def __init__(self, client_of, ada, mia, quinn, clock):
        self.client_of, self.people, self.clock = client_of, (ada, mia, quinn), clock
        self.sign_in()

    def sign_in(self):
        self.ada, self.mia, self.quinn = (self.client_of(person) for person in self.people)

    def rest(self, length):
        """Time passes; whoever was idle signs in again."""
        self.clock.shift(length)
        self.sign_in()

    def book_and_hold(self, slot):
        booked = self.ada.post(reverse("simulations:slot", args=[slot.pk]))
        key = booked.url.split("/")[-2]
        self.mia.post(reverse("simulations:call-console", args=[key]), {"act": "accept"})
        self.ada.post(reverse("simulations:call-start", args=[key]), {"choice": "refuse"})
        self.clock.shift(timedelta(minutes=8))
        self.ada.post(reverse("simulations:chat-line", args=[key]), {"text": "Good morning", "key": "1"})
        self.ada.post(reverse("simulations:call-end", args=[key]))
        return key

    def score(self, key, percent, critical=False):
        desk = reverse("simulations:qa-desk", args=[key])
        self.quinn.post(desk, {"act": "begin"})
        posted = {"act": "release", "version": "0"}
        for line, level in levels(percent).items():
            posted |= {f"level-{line}": str(level), f"comment-{line}": "could be better", f"time-{line}": "0:05"}
        if critical:
            posted |= {"error": "leak", "critical-leak": "on", "comment-leak": "said it", "time-leak": "0:09"}
        released = self.quinn.post(desk, posted)
        assert released.url == reverse("simulations:score", args=[key]), released.content
        self.clock.shift(timedelta(minutes=2))

    def call(self, slot, percent, critical=False):
        key = self.book_and_hold(slot)
        self.score(key, percent, critical)
        return key

    def board(self):
        return self.ada.get(reverse("simulations:calls")).content.decode()


@pytest.fixture
def at_work(ada, mia, quinn, now, slots):  # noqa: F811
    from django.test import Client

    def client_of(person):
        client = Client()
        client.force_login(person)
        return client

    with time_machine.travel(now, tick=False) as clock:
        yield Academy(client_of, ada, mia, quinn, clock)


def test_mean_of_89_95_stays_shut_and_one_repeat_opens_at_90(at_work, board, slots, now):  # noqa: F811
    for slot, percent in zip(slots, ["90"] * 9 + ["89.5"], strict=True):
        at_work.call(slot, percent)

    page = at_work.board()
    assert "89.9" in page
    assert "90.0</p>" not in page
    assert "Mean 89.9: missed by 0.1. Repeat a call to lift it" in page
    assert not boards.standing(board, now.date()).verdict.met

    at_work.call(slots[9], "90")

    assert "Mean 90.0 (mark 90)" in at_work.board()
    assert boards.standing(board, now.date()).verdict.met


def test_nine_at_100_and_one_critical_error_stay_shut(at_work, board, slots, now):  # noqa: F811
    for slot in slots[:9]:
        at_work.call(slot, "100")
    at_work.call(slots[9], "100", critical=True)

    standing = boards.standing(board, now.date())

    assert (standing.mean, standing.verdict.met, standing.judgement.critical) == (90, False, (10,))
    assert "Critical error, to be repeated: call 10" in at_work.board()


def test_79_99_opens_a_plan_that_blocks_until_closed_and_80_does_not(at_work, board, slots, ada, quinn, now):  # noqa: F811
    eighty = at_work.call(slots[0], "80")
    causes.coach_all(now)
    assert coaching.open_plan_of(ada) is None

    below = at_work.call(slots[1], "79.99")
    assert not boards.standing(board, now.date()).verdicts[3].met
    causes.coach_all(now + timedelta(hours=2))
    causes.coach_all(now + timedelta(hours=2))

    plan = CoachingPlan.objects.get()
    assert [(cause.kind, cause.evidence_key, cause.score) for cause in plan.causes.all()] == [
        ("mock-call", below, "7999/100")
    ]
    assert boards.standing(board, now.date()).verdicts[3].met
    assert Call.objects.get(key=eighty).score == 80
    close = reverse("mentoring:coaching-close", args=[plan.key])
    refused = at_work.quinn.post(close, follow=True).content.decode()
    assert "Not yet: No call scored since the plan opened; 80 closes it." in refused
    assert "An open coaching plan: it must be closed first" in at_work.board()

    at_work.rest(timedelta(hours=3))
    at_work.call(slots[2], "80")
    at_work.quinn.post(close)

    assert coaching.open_plan_of(ada) is None
    assert "No open coaching plan" in at_work.board()


def test_corrected_score_is_what_counts(at_work, board, slots, qing, now):  # noqa: F811
    """A dispute upheld by another QA person: the correction replaces the score, the old card stays on record."""
    from django.test import Client

    from simulations.domain import disputes
    from simulations.models import Dispute

    key = at_work.call(slots[0], "85")
    at_work.ada.post(reverse("simulations:dispute-open", args=[key]), {"reason": "I did read it back"})
    row = Dispute.objects.get()
    refused = at_work.quinn.post(reverse("simulations:dispute", args=[row.key]), {"act": "uphold", "decision": "x"})
    assert (refused.status_code, Dispute.objects.get().state) == (302, "open")
    other = Client()
    other.force_login(qing)

    other.post(reverse("simulations:dispute", args=[row.key]), {"act": "uphold", "decision": "Heard at 0:40"})
    assert disputes.open_for(board.person).count() == 1
    posted = {"act": "release", "version": "1"}
    for line, level in levels("95").items():
        posted |= {f"level-{line}": str(level), f"comment-{line}": "short", f"time-{line}": "0:02"}
    other.post(reverse("simulations:qa-desk", args=[key]), posted)

    scoring.take_all(now)
    assert Call.objects.get(key=key).score == 95
    assert sorted(Scorecard.objects.filter(subject_key=key).values_list("state", flat=True)) == [
        "released",
        "superseded",
    ]
    assert disputes.open_for(board.person).count() == 0
