"""Where the person of an assignment stands with each paper its course asks for, and in a sum."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.domain import marks
from assessments.domain.marks import ResultFact
from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.models import Admission, Paper
from courses.domain.completions import completed_lessons
from courses.domain.course_papers import rights, words
from courses.domain.course_papers.asked import Asked, Part, asked_of
from courses.domain.outline import lessons_of
from courses.models import CoursePage, LessonPage, PassedPaper, Refresher
from kernel.verdict import Verdict
from people.models import User


@dataclass(frozen=True)
class PaperStanding:
    part: Part
    lesson: LessonPage | None  # whose test it is
    title: str
    verdict: Verdict  # its sentence says what opens the paper or what is missing
    state: str  # the look of `word`
    word: str  # the same in a few words
    admission: Admission | None = None
    opening: Opening | None = None  # None: not opened yet

    @property
    def is_passed(self) -> bool:
        return self.verdict.met

    @property
    def awaits_result(self) -> bool:
        """Sat; a person has yet to score it or to release its result."""
        return self.opening is not None and self.opening.stand == Stand.AWAITS_RESULT

    @property
    def may_sit(self) -> bool:
        return not self.is_passed and self.opening is not None and self.opening.stand in (Stand.OPEN, Stand.RUNNING)


@dataclass(frozen=True)
class CourseStanding:
    """All of them, in the order of the course; none for a course that is done by reading."""

    papers: list[PaperStanding]
    unread: list[LessonPage]  # in the round of the assignment

    @property
    def tests(self) -> dict[UUID, PaperStanding]:
        """By the lesson they end."""
        return {one.lesson.translation_key: one for one in self.papers if one.lesson is not None}

    @property
    def ends(self) -> list[PaperStanding]:
        return [one for one in self.papers if one.part != Part.TEST]

    @property
    def passed(self) -> int:
        return sum(one.is_passed for one in self.papers)

    @property
    def next(self) -> PaperStanding | None:
        """The first that may be sat now; once every lesson is read else what is nearest to it: a retake, then what is
        being scored, then what nobody has opened."""
        missing = [one for one in self.papers if not one.is_passed and (one.may_sit or not self.unread)]
        return min(missing, key=lambda one: (not one.may_sit, one.opening is None, one.awaits_result), default=None)

    @property
    def said(self) -> str:
        """The sum in words; empty where there is nothing to add up."""
        if len(self.papers) < 2:
            return ""
        values = {"passed": self.passed, "total": len(self.papers)}
        upcoming = self.next.title if self.next else (self.unread[0].title if self.unread else "")
        if not upcoming:
            return _("%(passed)s of %(total)s passed.") % values
        if self.next and self.next.awaits_result:
            return _("%(passed)s of %(total)s passed; being scored: %(next)s") % (values | {"next": upcoming})
        return _("%(passed)s of %(total)s passed; next: %(next)s") % (values | {"next": upcoming})


def standing(
    refresher: Refresher,
    course: CoursePage,
    lessons: list[LessonPage],
    now: datetime,
    *,
    rules: Rules | None = None,
    done: Collection[UUID] | None = None,
) -> CourseStanding:
    """What its person is told about the papers, in as many queries for twelve as for one. `rules` and `done` (lessons
    read in the round) save asking again in a list."""
    done = completed_lessons(refresher.person, round_key=refresher.round_key) if done is None else done
    unread = [lesson for lesson in lessons if lesson.translation_key not in done]
    asked = asked_of(course, lessons)
    if not asked:
        return CourseStanding([], unread)
    desk = _Desk(refresher, asked, now, rules or Rules(refresher.person, now))
    untested = sum(one.part == Part.TEST and not desk.is_passed(one) for one in asked)
    papers = [_of(one, desk, words.before(one, done, len(unread), untested)) for one in asked]
    return CourseStanding(papers, unread)


class _Desk:
    """What all the papers of one assignment are judged by, read once."""

    def __init__(self, refresher: Refresher, asked: list[Asked], now: datetime, rules: Rules) -> None:
        self.refresher, self.now, self.rules = refresher, now, rules
        self.mark = rights.mark_for(refresher.person, now)
        self.papers = {paper.key: paper for paper in Paper.objects.filter(key__in=[one.paper_key for one in asked])}
        held = {right.pk: right for right in rights.standing_rights(refresher)}
        self.rights = {(right.for_key, right.paper.key): right for right in held.values()}
        self.passes = {row.admission_id: row for row in PassedPaper.objects.filter(admission__in=held)}
        self.results = marks.latest_by_right(held, now)

    def right(self, asked: Asked) -> Admission | None:
        return self.rights.get((asked.for_key(self.refresher), asked.paper_key))

    def is_passed(self, asked: Asked) -> bool:
        right = self.right(asked)
        return right is not None and right.pk in self.passes


def _of(asked: Asked, desk: _Desk, before: words.Said) -> PaperStanding:
    paper, right = desk.papers.get(asked.paper_key), desk.right(asked)
    title = paper.title if paper else asked.paper_key
    if right is not None and (row := desk.passes.get(right.pk)):
        score = Fraction(row.score)
        verdict = Verdict(True, score, None, words.passed(score, row.passed_on))
        return PaperStanding(asked.part, asked.lesson, title, verdict, "met", words.passed_with(score), right)
    stands = opening(right, desk.now, desk.rules) if right else None
    if (paper is None or paper.published is None) and (stands is None or stands.may_start):
        said = words.unpublished()
        return PaperStanding(
            asked.part, asked.lesson, title, Verdict(False, None, desk.mark, said.sentence), *said.chip
        )
    if right is None or stands is None:
        sentence = words.with_mark(before.sentence, desk.mark)
        return PaperStanding(asked.part, asked.lesson, title, Verdict(False, None, desk.mark, sentence), *before.chip)
    result = desk.results.get(right.pk)
    said = words.now(stands, right, result, desk.mark, desk.rules)
    return PaperStanding(asked.part, asked.lesson, title, _verdict(result, desk.mark, said), *said.chip, right, stands)


def _verdict(result: ResultFact | None, mark: int, said: words.Said) -> Verdict:
    if result is None:
        return Verdict(False, None, mark, words.with_mark(said.sentence, mark))
    return Verdict(result.score >= mark, result.score, mark, words.of_result(result.score, mark, said.sentence))


def of_course(course: CoursePage, person: User, now: datetime) -> tuple[CourseStanding, Refresher | None]:
    """The papers of a course for whoever looks at its page, with the assignment they rest on, if any: the open one,
    else the last that was met."""
    lessons = lessons_of(course.key, course.locale.language_code)
    asked = asked_of(course, lessons)
    if not asked:
        return CourseStanding([], []), None
    mine = Refresher.objects.filter(person=person, course_key=course.key, withdrawn=None).select_related("person")
    row = mine.filter(met_by=None).order_by("due_on").first()
    if row:
        return standing(row, course, lessons, now), row
    titles = {paper.key: paper.title for paper in Paper.objects.filter(key__in=[one.paper_key for one in asked])}
    done = mine.select_related("met_by").order_by("met_by__completed_on").last()
    if done:
        return CourseStanding(_of_done(asked, done, titles), []), done
    said, mark = words.unassigned(), rights.mark_for(person, now)
    verdict = Verdict(False, None, mark, words.with_mark(said.sentence, mark))
    papers = [
        PaperStanding(one.part, one.lesson, titles.get(one.paper_key, one.paper_key), verdict, *said.chip)
        for one in asked
    ]
    return CourseStanding(papers, []), None


def _of_done(asked: list[Asked], row: Refresher, titles: dict[str, str]) -> list[PaperStanding]:
    """Once the assignment is met: what each was passed with; the day for what the course did not ask for then."""
    counted = [key for kind, key in row.met_by.evidence if kind == "attempt"]
    rows = row.passed_papers.filter(attempt_key__in=counted).select_related("admission")
    passes = {one.admission.for_key: one for one in rows}
    on = row.met_by.completed_on
    found = []
    for one in asked:
        score = Fraction(held.score) if (held := passes.get(one.for_key(row))) else None
        said = words.passed(score, held.passed_on) if held and score is not None else words.done_on(on)
        chip = ("met", words.passed_with(score)) if score is not None else words.done()
        title = titles.get(one.paper_key, one.paper_key)
        found.append(PaperStanding(one.part, one.lesson, title, Verdict(True, score, None, said), *chip))
    return found
