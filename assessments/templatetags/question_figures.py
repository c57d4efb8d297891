"""The figures of a question where another page shows it."""

from django import template

from assessments.domain.figure_sheet import in_short
from assessments.domain.question_alerts import sentence
from assessments.models import Question, QuestionAlert

register = template.Library()


@register.simple_tag
def alert_sentence(alert: QuestionAlert) -> str:
    return sentence(alert)


@register.inclusion_tag("assessments/_question_figures.html")
def question_figures(question: Question) -> dict[str, object]:
    """A card for the side of a question's page: how its live version does in each paper."""
    return {"question": question, "papers": in_short(question)}
