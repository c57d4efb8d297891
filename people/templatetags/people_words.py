"""Words for what the code calls by short names: roles, journal verbs, columns of a file."""

from django import template
from django.utils.translation import get_language, gettext

from people.domain.browsers import browser_words
from people.domain.journal_words import VERBS
from people.domain.roles import NAMES

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    return str(NAMES.get(role, role))


@register.filter
def verb_words(verb: str) -> str:
    return str(VERBS.get(verb, verb.replace("-", " ")))


@register.filter
def column_words(headers: tuple[str, ...]) -> str:
    """A column by its name in the reader's language: English first, Chinese second."""
    return headers[1] if get_language() == "zh-hans" else headers[0]


@register.filter
def browser(agent: str) -> str:
    return browser_words(agent) or gettext("Unknown browser")
