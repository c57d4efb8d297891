from django import template

from people.domain.roles import NAMES

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    return str(NAMES.get(role, role))
