"""Right answers that wait: another exam of the same person may still ask the very question (hazard 31).

The paper's own further attempts keep its whole review shut (`outlook.is_over`); this is about the others.
"""

from django.db.models import F, Q

from assessments.domain.openings import Rules, Stand, opening
from assessments.models import Admission, Attempt, Paper, PaperQuestion, PaperRow, Question
from policies.domain.editions import figures


def may_come(admission: Admission, rules: Rules) -> bool:
    """Whether this right can start its paper again, if need be once a trainer has released another attempt."""
    return opening(admission, rules.now, rules).stand not in (Stand.WITHDRAWN, Stand.CLOSED)


def waits_for(attempt: Attempt, rules: Rules) -> dict[int, str]:
    """By question of the attempt the title of a paper that may still ask it: one their person has a right to or is
    still to be given, which draws from its topic and difficulty or holds it fixed. Empty where the figures in force let
    keys be shown anyway.

    Beside what `rules` reads one query, one more where papers are to come, none where the person has no right to
    another paper, and the figures where something is to wait.
    """
    to_come = Paper.objects.filter(key__in=rules.coming).exclude(pk=attempt.admission.paper_id) if rules.coming else ()
    others: dict[int, Paper] = {paper.pk: paper for paper in to_come if paper.published}
    for admission in rules.admissions:
        paper = admission.paper
        if paper.published and paper.pk != attempt.admission.paper_id and may_come(admission, rules):
            others[paper.pk] = paper
    found = _asked_by(others, attempt) if others else []
    if not found or not figures("exams", rules.today).keys_wait:
        return {}
    return {question: others[paper].title for question, paper in found}


def _asked_by(papers: dict[int, Paper], attempt: Attempt) -> list[tuple[int, int]]:
    """The questions of the attempt that these papers could ask if they were started now, each with the paper."""
    asked = Question.objects.filter(
        versions__drawn__attempt=attempt, status=Question.Status.LIVE, use=Question.Use.EXAM
    ).values("pk")
    drawn = PaperRow.objects.filter(
        Q(difficulty=None) | Q(difficulty=F("topic__questions__live_version__difficulty")),
        paper__in=[paper.pk for paper in papers.values() if not paper.is_fixed],
        topic__questions__in=asked,
    )
    fixed = PaperQuestion.objects.filter(
        paper__in=[paper.pk for paper in papers.values() if paper.is_fixed], question__in=asked
    )
    pairs = drawn.order_by().values_list("topic__questions", "paper")
    return list(pairs.union(fixed.order_by().values_list("question", "paper")).order_by())
