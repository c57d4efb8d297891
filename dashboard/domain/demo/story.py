"""The acts of one hire's history, each through the verb of the product, at the working day on which it happened."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property

from assessments.domain import attempts, practicals, scorecards
from assessments.models import Admission, Attempt, AttemptQuestion, PracticalSitting, Scorecard
from courses.domain import completions, judging, sessions
from courses.domain.facts import for_key
from courses.domain.outline import lessons_of
from courses.models import ClassroomSession, Enrolment, ProgrammeWeek
from dashboard.domain.demo import aiming
from dashboard.domain.demo.answers import posted
from dashboard.domain.demo.house import at
from dashboard.domain.demo.remarks import REMARKS, THANKS
from mentoring.domain import causes, check_ins
from people.domain import mentorships
from people.domain.calendars import calendar_for
from people.models import Mentorship, User
from simulations.domain import calls, chats, scoring
from simulations.models import Call, CallBoard, Slot

READING = timedelta(minutes=17)  # from one lesson to the next; a week's lessons end before one o'clock


class Story:
    """One person's way. `day` is a working day of their programme, 1 the first; clocks are the site's."""

    def __init__(self, person: User, staff: dict[str, User], now: datetime) -> None:
        self.person, self.staff, self.now = person, staff, now
        self.moved = 0
        self.enrolment = Enrolment.objects.select_related("person", "programme").get(person=person)

    @cached_property
    def weeks(self) -> dict[int, ProgrammeWeek]:
        return {week.number: week for week in self.enrolment.programme.weeks.all()}

    @cached_property
    def _calendar(self):
        return calendar_for(self.person)

    def date(self, day: int) -> date:
        return self._calendar.nth_day(self.enrolment.started_on, day)

    def at(self, day: int, clock: str) -> datetime:
        """That moment. What would be still to come today happened late on the working day before, in its order."""
        hour, minute = clock.split(":")
        moment = at(self.date(day), time(int(hour), int(minute)))
        if moment < self.now - timedelta(hours=2):
            return moment
        self.moved += 1
        return at(self.date(max(day - 1, 1)), time(17, min(self.moved * 9, 59)))

    def judge(self, now: datetime) -> None:
        judging.judge(self.enrolment, now=now)

    def pair(self, mentor: str, day: int = 1) -> Mentorship:
        row = mentorships.open_mentorship(
            self.staff[mentor], self.person, by=self.staff["tom"], on=self.date(day), now=self.at(day, "11:00")
        )
        check_ins.schedule_first(row, now=self.at(day, "11:00"))
        return row

    @property
    def mentor(self) -> User:
        return Mentorship.objects.get(hire=self.person, ended_on=None).mentor

    def talk(self, day: int, well: str, work_on: str) -> None:
        """A check-in is held."""
        row = check_ins.next_due(Mentorship.objects.get(hire=self.person, ended_on=None))
        check_ins.hold(
            row,
            held_on=self.date(day),
            went_well=well,
            to_work_on=work_on,
            by=self.mentor,
            now=self.at(day, "16:30"),
        )

    def read(self, week: int, day: int, *, only: int = 0) -> None:
        """Read the lessons of a week (or the first few)."""
        module = self.weeks[week].module_key
        lessons = lessons_of(self.enrolment.programme.course_key, self.person.language, module)
        began = self.at(day, "09:10")
        for number, lesson in enumerate(lessons[: only or None]):
            completions.complete(self.person, lesson, now=began + READING * number)
        self.judge(self.at(day, "13:00"))

    def attend(self, day: int) -> None:
        """The product session, one for everyone of the same day."""
        session = plan_session(self.weeks[2].session_key, self.at(day, "14:00"), self.staff["tom"])
        marked_at = max(self.at(day, "15:40"), session.starts)
        sessions.mark_attendance(session, self.person, was_present=True, by=self.staff["tom"], now=marked_at)
        self.judge(self.at(day, "15:45"))

    def theory(self, week: int, day: int, score: int, clock: str = "14:10") -> Attempt:
        admission = Admission.objects.get(
            person=self.person, for_key=for_key(self.enrolment, self.weeks[week]), withdrawn=None
        )
        began = self.at(day, clock)
        finished = sit(admission, score, began=began)
        self.judge(began + timedelta(minutes=17))
        return finished

    def practical(self, day: int, score: int, examiner: str) -> Scorecard:
        sitting = PracticalSitting.objects.filter(person=self.person, scored_at=None, withdrawn=None).get()
        by, now = self.staff[examiner], self.at(day, "15:30")
        card = practicals.examine(sitting, by=by, now=now)
        released = self.fill(card, Fraction(score), by=by, now=now)
        self.judge(now + timedelta(minutes=30))
        return released

    def fill(self, card: Scorecard, score: Fraction, *, by: User, now: datetime, critical: str = "") -> Scorecard:
        sheet = scorecards.sheet_for(card)
        chosen = aiming.levels([(line.key, line.weight, line.top_level) for line in sheet.lines], score)
        words = REMARKS[self.person.language]
        lines = {}
        for number, line in enumerate(sheet.lines):
            full = chosen[line.key] == line.top_level
            comment = "" if full else words.get(line.key, words[""])
            lines[line.key] = {
                "level": chosen[line.key],
                "not_applicable": None,
                "comment": comment,
                "at_ms": None if full else 18_000 + number * 21_000,
            }
        content = {"lines": lines, "critical": {}}
        receipt = scorecards.save_draft(card, content=content, version=card.version, by=by, now=now)
        return scorecards.release(card, version=receipt.version, by=by, now=now + timedelta(minutes=12))

    def practise(self, kind: str, day: int, clock: str, score: str = "") -> Call:
        """A practice call, rated by the mentor when there is a score."""
        began = self.at(day, clock)
        call = calls.practise(self.person, call_type=kind, by=self.person, now=began)
        self._hold(call, self.mentor, began)
        if score:
            now = began + timedelta(minutes=40)
            card = self.fill(
                scoring.begin_review(call, by=self.mentor, now=now), Fraction(score), by=self.mentor, now=now
            )
            scoring.take(card, now=now + timedelta(minutes=13))
        return call

    def mock(
        self, number: int, day: int, clock: str, score: str = "", *, qa: str = "quinn", player: str = "luo"
    ) -> Call:
        """A scored call in slot `number`; without a score it waits for QA."""
        board = CallBoard.objects.get(person=self.person, withdrawn=None)
        slot = Slot.objects.get(board=board, number=number)
        began = self.at(day, clock)
        call = calls.book(slot, by=self.person, now=began)
        self._hold(call, self.staff[player], began)
        if score:
            by, now = self.staff[qa], began + timedelta(minutes=50)
            card = self.fill(scoring.begin(call, by=by, now=now), Fraction(score), by=by, now=now)
            scoring.take(card, now=card.released_at)
            causes.coach_after(card, now=card.released_at)
            self.judge(card.released_at)
        return call

    def _hold(self, call: Call, player: User, began: datetime) -> None:
        """A text call along the scenario's path."""
        language = self.person.language
        calls.accept(call, by=player, now=began)
        call.refresh_from_db()
        calls.start(call, mode=Call.Mode.TEXT, by=self.person, now=began + timedelta(minutes=2))
        call.refresh_from_db()
        moment = began + timedelta(minutes=2)
        for number, step in enumerate(call.scenario_version.content["path"][:6]):
            for by, words in ((player, step["customer"]), (self.person, step["agent"])):
                moment += timedelta(seconds=23)
                key = f"{number}-{by.pk}"
                chats.post(call, text=words[language], key=key, by=by, now=moment)
        chats.post(call, text=THANKS[language], key="end", by=player, now=moment + timedelta(seconds=9))
        calls.end(call, by=self.person, now=moment + timedelta(seconds=20))
        call.refresh_from_db()


def sit(admission: Admission, score: int, *, began: datetime) -> Attempt:
    """Sit a paper with as near to that score as its points allow."""
    person = admission.person
    attempt = attempts.start(admission, by=person, now=began)
    questions = list(attempt.questions.select_related("question_version__question"))
    # Some questions are hard for everybody: they come first when points are to be lost.
    questions.sort(key=lambda row: hardness(row, person))
    total = sum(row.question_version.points for row in questions)
    lost = aiming.missed([row.question_version.points for row in questions], total - score * total // 100)
    for number, row in enumerate(questions):
        attempts.save_answer(
            attempt,
            row.position,
            value=posted(row, right=number not in lost),
            version=0,
            key=f"demo-{row.position}",
            by=person,
            now=began + timedelta(seconds=40 * number + 25),
        )
    last = timedelta(minutes=min(16, admission.paper.minutes - 1))
    return attempts.submit(attempt, by=person, now=began + last)


def plan_session(session_key: str, starts: datetime, by: User) -> ClassroomSession:
    known = ClassroomSession.objects.filter(session_key=session_key, starts=starts, cancelled=None).first()
    return known or sessions.plan(
        session_key=session_key,
        title_en="Our range and what customers ask about it",
        title_zh="产品线与客户常问",
        starts=starts,
        minutes=90,
        place="302 会议室 Room 302",
        leader_name="产品经理 葛青 Ge Qing",
        by=by,
        now=starts - timedelta(days=3),
    )


def hardness(row: AttemptQuestion, person: User) -> int:
    question = row.question_version.question_id
    return question * 7919 % 97 + (question * 31 + person.pk * 17) % 90
