"""A text that somebody forgot to translate is found without gettext, in code and in templates."""

import pytest

from tools import catalogue

CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext
label = _("Open the door")
later = gettext_lazy("It's shut")
many = ngettext("%(n)d door", "%(n)d doors", n) % {"n": n}
month = pgettext("calendar", "May")
plain = "not meant"
"""
TEMPLATE = """{% load i18n %}<a title="{% translate "Go on" %}">{% translate 'A "quoted" word' as word %}{{ word }}</a>
{% blocktranslate trimmed count n=doors|length with name=person.name %}
  {{ name }} has a door
{% plural %}{{ name }} has {{ n }} doors{% endblocktranslate %}
{% empty _("Nothing here") _("It will come.") %}
"""


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("views.py", CODE, {"Open the door", "It's shut", "%(n)d door", "May"}),
        ("page.html", TEMPLATE, {"Go on", 'A "quoted" word', "%(name)s has a door", "Nothing here", "It will come."}),
    ],
)
def test_texts_to_translate_are_found(tmp_path, name, source, found):
    (tmp_path / name).write_text(source)

    assert catalogue.texts(tmp_path / name) == found


def test_no_text_of_ours_is_left_out():
    assert catalogue.left_out() == []
