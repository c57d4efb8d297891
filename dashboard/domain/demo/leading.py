"""Two leaders on the supervisor course: Leng Na half way through its chapters, Omar Haddad with everything but a score.

Each act through the verb of the product, at the working day on which it happened, counted back from today.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from assessments.domain import attempts
from assessments.models import Admission, Attempt
from courses.domain import completions, refreshers
from courses.domain.outline import lessons_of
from dashboard.domain.demo.case_texts import TEXTS
from dashboard.domain.demo.house import ZONE, at
from dashboard.domain.demo.story import sit
from people.domain.calendars import calendar_for
from people.domain.working_days import ONE_DAY
from people.models import User

COURSE = "supervisor"
MINUTE = timedelta(minutes=1)


class Chapters:
    """One leader's way through the course; `ago` is a working day, 1 the last one before today."""

    def __init__(self, person: User, now: datetime) -> None:
        self.person, self.calendar, self.today = person, calendar_for(person), now.astimezone(ZONE).date()
        self.lessons = lessons_of(COURSE, person.language)

    def day(self, ago: int) -> date:
        day = self.today
        while ago:
            day -= ONE_DAY
            ago -= self.calendar.counts(day)
        return day

    def at(self, ago: int, clock: time) -> datetime:
        return at(self.day(ago), clock)

    def assign(self, ago: int, *, days: int, by: User, now: datetime) -> None:
        """For so many working days from then on."""
        self.row = refreshers.assign(
            self.person,
            course_key=COURSE,
            rule=refreshers.BY_HAND,
            cause_key="demo",
            due_on=self.calendar.nth_day(self.day(ago), days),
            by=by,
            now=self.at(ago, time(11, 20)),
        )

    def read(self, chapter: int, ago: int) -> None:
        now = self.at(ago, time(9, 40))
        lesson = self.lessons[chapter - 1]
        completions.complete(self.person, lesson, now=now, round_key=self.row.round_key)
        refreshers.judge(self.row, now=now + MINUTE)

    def sit(self, paper: str, ago: int, score: int) -> None:
        finished = sit(self.right(paper), score, began=self.at(ago, time(16, 10)))
        refreshers.judge(self.row, now=finished.released_at + MINUTE)

    def write(self, paper: str, ago: int) -> Attempt:
        """Hand in the case; a person has yet to score it."""
        began = self.at(ago, time(14, 5))
        attempt = attempts.start(self.right(paper), by=self.person, now=began)
        asked = attempt.questions.select_related("question_version__question").get()
        text, done = TEXTS[asked.question_version.question.key], began + 47 * MINUTE
        attempts.save_answer(attempt, 1, value=[text], version=0, key="demo-1", by=self.person, now=done)
        return attempts.submit(attempt, by=self.person, now=done + MINUTE)

    def right(self, paper: str) -> Admission:
        return Admission.objects.get(person=self.person, paper__key=paper, withdrawn=None)


def chapters(way: Chapters, scores: Sequence[int], *, since: int) -> None:
    """A chapter and its test a day."""
    for number, score in enumerate(scores, 1):
        way.read(number, since - number + 1)
        way.sit(f"supervisor-{number}", since - number + 1, score)


def lena(person: User, staff: dict[str, User], now: datetime) -> None:
    """Four tests passed, the fifth missed and to be retaken, the sixth open."""
    way = Chapters(person, now)
    way.assign(9, days=24, by=staff["tom"], now=now)
    chapters(way, (100, 80, 100, 80), since=8)
    way.read(5, 3)
    way.read(6, 2)
    way.sit("supervisor-5", 1, 60)


def omar(person: User, staff: dict[str, User], now: datetime) -> None:
    """All tests and the final paper passed, one test at the second go; the case waits for whoever scores it."""
    way = Chapters(person, now)
    way.assign(24, days=30, by=staff["tara"], now=now)
    chapters(way, (80, 100, 80, 100, 100, 80), since=23)
    way.read(7, 16)
    way.sit("supervisor-7", 16, 60)
    for number, score in ((8, 80), (9, 100), (10, 80)):
        way.read(number, 22 - number)
        way.sit(f"supervisor-{number}", 22 - number, score)
    way.sit("supervisor-7", 11, 100)
    way.sit("supervisor-final", 6, 90)
    way.write("supervisor-case", 1)


TALES: dict[str, Callable[[User, dict[str, User], datetime], None]] = {"lena": lena, "omar": omar}
