"""Where a question is used: papers that may draw it, papers that hold it, and how often it was drawn."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.models import AttemptQuestion, Paper, PaperRow, Question, QuestionVersion


@dataclass(frozen=True)
class Uses:
    drawn_from: list[Paper]  # by a row of its topic, following the live version
    follow: list[Paper]  # fixed papers that take the live version at each start
    pinned: list[tuple[Paper, QuestionVersion]]
    attempts: int  # attempts that drew any version of it
    by_version: dict[int, int]

    @property
    def in_papers(self) -> bool:
        return bool(self.drawn_from or self.follow or self.pinned)


def uses(question: Question) -> Uses:
    """All of it in four reads; a draft is drawn by no paper yet, and what is practised only by none at all."""
    placed = list(question.placed.select_related("paper", "version").order_by("paper__key"))
    drawn = AttemptQuestion.objects.filter(question_version__question=question)
    counts = drawn.values_list("question_version").annotate(Count("pk")).order_by()
    by_version = dict(counts)
    return Uses(
        drawn_from=list(Paper.objects.filter(pk__in=_rows(question).values("paper"))),
        follow=[row.paper for row in placed if row.version is None],
        pinned=[(row.paper, row.version) for row in placed if row.version],
        attempts=sum(by_version.values()),
        by_version=by_version,
    )


def _rows(question: Question) -> QuerySet[PaperRow]:
    if question.live_version is None or question.use != Question.Use.EXAM:
        return PaperRow.objects.none()
    fits = Q(difficulty=None) | Q(difficulty=question.live_version.difficulty)
    return PaperRow.objects.filter(fits, topic=question.topic, paper__is_fixed=False)
