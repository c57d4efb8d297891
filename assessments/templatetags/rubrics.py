from django import template

from assessments.models import Rubric

register = template.Library()


@register.simple_tag
def published_rubrics() -> list[Rubric]:
    """What an editor may choose from: rubrics that something can be scored on."""
    return list(Rubric.objects.exclude(live_version=None).select_related("live_version"))
