"""Words that only the homes need."""

import re
from datetime import datetime

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from people.models import User

register = template.Library()

CHINESE = re.compile(r"[\u3400-\u9fff]+")


@register.filter
def called(person: User) -> str:
    """What someone is called in a greeting: 小雨 for Lin Xiaoyu 林小雨 in Chinese, Xiaoyu in English."""
    chinese, latin = "".join(CHINESE.findall(person.name)), CHINESE.sub(" ", person.name).split()
    if chinese and ((get_language() or "").startswith("zh") or not latin):
        return chinese[-2:] if len(chinese) > 2 else chinese
    # Names written in both scripts put the family name first.
    return latin[-1] if chinese else latin[0]


@register.filter
def greeting(now: datetime, person: User) -> str:
    hour = now.astimezone(person.zone).hour
    if hour < 12:
        return _("Good morning, %(name)s") % {"name": called(person)}
    if hour < 18:
        return _("Good afternoon, %(name)s") % {"name": called(person)}
    return _("Good evening, %(name)s") % {"name": called(person)}


@register.filter
def unlocal(number: float) -> str:
    """A length for SVG: a point, never a comma."""
    return f"{number:.1f}"
