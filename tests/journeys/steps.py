"""What people do on the pages, by posting what their browsers would post. Scores are reached exactly."""

import html
import re
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from time_machine import Traveller

from assessments import tasks as assessments_tasks
from assessments.models import Admission, Attempt, PracticalSitting, Scorecard
from certification import tasks as certification_tasks
from courses import tasks as courses_tasks
from courses.models import ClassroomSession, LessonPage
from mentoring import tasks as mentoring_tasks
from mentoring.models import CheckIn
from simulations import tasks as simulations_tasks
from simulations.models import Call
from tests.assessments.made import right_places, wrong_places
from tests.courses.conftest import WEIGHTS

SWEEPS = (
    assessments_tasks.close_overdue,
    simulations_tasks.sweep_calls,
    mentoring_tasks.sweep_coaching,
    courses_tasks.judge_everyone,
    certification_tasks.sweep_awards,
    certification_tasks.sweep_prints,
)


@dataclass
class Walk:
    client: Client
    clock: Traveller

    def as_(self, person) -> Client:
        self.client.logout()
        self.client.force_login(person)
        return self.client

    def page(self, person, name: str, *args) -> str:
        """The words of a page as a reader gets them, on one line."""
        answer = self.as_(person).get(reverse(name, args=args), follow=True)
        assert answer.status_code == 200
        body = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))

    def post(self, who, name: str, /, *args, **sent) -> str:
        """Post a form and stay within what the product accepts; the address it leads to."""
        answer = self.as_(who).post(reverse(name, args=args), sent)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        return answer.url

    def work(self) -> None:
        """The worker's sweeps, in an order of their own; twice, so that each sees what the others did."""
        for sweep in SWEEPS * 2:
            sweep()

    # Learning

    def enrol(self, person, programme, started_on: str, *, by) -> None:
        self.post(by, "courses:enrol", person=person.pk, programme=programme.pk, started_on=started_on)

    def read_week(self, person, number: int) -> None:
        """Screen two, then past the last screen."""
        key = LessonPage.objects.get(key=f"lesson-{number}").translation_key
        for screen in (2, 3):
            self.post(person, "courses:lesson-progress", key, screen=screen)

    def sit(self, person, paper_key: str, score: int) -> Attempt:
        """Start the open paper, answer for exactly `score` percent, submit."""
        admission = Admission.objects.get(person=person, paper__key=paper_key, withdrawn=None)
        self.post(person, "assessments:exam-start", admission.key)
        attempt = admission.attempts.get(state="open")
        left = score
        for drawn in attempt.questions.select_related("question_version").order_by("-question_version__points"):
            is_right = drawn.question_version.points <= left
            left -= drawn.question_version.points if is_right else 0
            places = right_places(drawn) if is_right else wrong_places(drawn)
            sent = {"position": drawn.position, "value": places, "version": 0, "key": f"k{drawn.position}"}
            self.post(person, "assessments:answer-save", attempt.key, **sent)
        assert left == 0
        self.post(person, "assessments:exam-submit", attempt.key)
        return attempt

    def examine(self, person, score: int, *, by) -> None:
        sitting = PracticalSitting.objects.get(person=person, scored_at=None, withdrawn=None)
        self.post(by, "assessments:practical-score", sitting.key)
        weights = {f"line-{n}": weight for n, weight in enumerate(WEIGHTS)}
        self.post(by, "assessments:practical-score", sitting.key, **self._card(sitting.key, weights, score))

    def hold_session(self, key: str, *, led_by, marked_by, starts: tuple[str, str], during) -> None:
        """tom plans it for a day to come; the day comes; everyone expected is marked present."""
        day, time = starts
        words = {"session_key": key, "title_en": "Products", "title_zh": "产品", "minutes": 60, "place": "Room 2"}
        self.post(led_by, "courses:session-plan", day=day, time=time, leader_name="Mr Wu", **words)
        self.clock.move_to(during)
        self.post(marked_by, "courses:attendance", ClassroomSession.objects.get(session_key=key).key)

    # Practising

    def hold_call(self, call: Call, *, player) -> Call:
        """The colleague takes the customer's part; the call runs as text; the hire hangs up."""
        hire = call.person
        self.post(player, "simulations:call-console", call.key, act="accept")
        self.post(hire, "simulations:call-start", call.key, choice="text")
        for person, words in ((player, "Hello, where is my order?"), (hire, "I will look it up for you.")):
            line = {"text": words, "key": f"line-{person.username}"}
            assert self.as_(person).post(reverse("simulations:chat-line", args=[call.key]), line).status_code == 200
        self.post(hire, "simulations:call-end", call.key)
        call.refresh_from_db()
        return call

    def practise(self, hire, call_type: str, score: int, *, mentor) -> None:
        self.post(hire, "simulations:practice-book", type=call_type)
        call = self.hold_call(Call.objects.get(person=hire, state="booked"), player=mentor)
        self._rate(mentor, "simulations:practice-review", call, score)

    def mock_call(self, hire, slot, score: int, *, player, qa) -> None:
        self.post(hire, "simulations:slot", slot.pk)
        call = self.hold_call(Call.objects.get(slot=slot, state="booked"), player=player)
        self._rate(qa, "simulations:qa-desk", call, score)

    def _rate(self, by, name: str, call: Call, score: int) -> None:
        self.post(by, name, call.key)
        self.post(by, name, call.key, **self._card(call.key, {"solves": 90, "closes": 10}, score))

    def check_in(self, mentor, hire, day: str) -> None:
        due = CheckIn.objects.filter(mentorship__hire=hire, held_on=None).earliest("due_on")
        self.post(mentor, "mentoring:check-in", due.key, held_on=day, went_well="Calm voice", to_work_on="Closing")

    def _card(self, subject_key: str, weights: dict[str, int], score: int) -> dict[str, object]:
        """A scorecard form that releases exactly `score`: whole lines met or missed, a comment for each missed."""
        card = Scorecard.objects.get(subject_key=subject_key, state="draft")
        sent, left = {"act": "release", "version": card.version}, score
        for key, weight in sorted(weights.items(), key=lambda pair: -pair[1]):
            is_met = weight <= left
            left -= weight if is_met else 0
            sent[f"level-{key}"] = int(is_met)
            if not is_met:
                sent |= {f"comment-{key}": "Left out", f"time-{key}": "0:05"}
        assert left == 0
        return sent
