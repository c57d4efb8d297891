"""What holds for every kind of question, whichever there are: a new module is tested by being there."""

import json
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.kinds import KINDS, languages
from assessments.domain.kinds.shared import Asked, NotAnAnswerError
from tests.assessments.kinds_made import ANSWERS, MADE, SECRET
from tests.conftest import NOW

pytestmark = pytest.mark.pure

TEMPLATES = Path(__file__).parents[2] / "assessments" / "templates" / "assessments" / "kinds"
PROTOCOL = "texts remarks problems orders read shown is_answered screen review written editor".split()
EVERY = pytest.mark.parametrize("key", sorted(KINDS))
FEW = settings(max_examples=20, deadline=None)


class Posted(HTMLParser):
    """What a browser would send of an editor's fields as they are served."""

    def __init__(self, page):
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "select":
            self.select = name
        elif tag == "option":
            if "selected" in given or self.select not in self.fields:
                self.fields[self.select] = [given.get("value", "")]
        elif tag == "textarea":
            self.area, self.fields[name] = name, [""]
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value", ""))

    def handle_data(self, text):
        if self.area:
            self.fields[self.area][0] += text

    def handle_endtag(self, tag):
        self.area = "" if tag == "textarea" else self.area


def english(text):
    return text.get("en", "")


def drawn(data, key, body):
    numbers = range(KINDS[key].orders(body))
    order = numbers if getattr(KINDS[key], "FIXED_ORDER", False) else data.draw(st.permutations(numbers))
    return Asked(tuple(order), now=NOW, language=data.draw(st.sampled_from(["en", "zh-hans"])))


def answered(data, key, body, asked):
    """What a screen posts, and the value it is kept as."""
    screen = KINDS[key].screen(body, {}, asked, english)
    posted = data.draw(ANSWERS[key](body, asked, screen))
    return posted, KINDS[key].read(posted, body, asked)


def test_each_kind_has_its_contents_here():
    assert (set(KINDS) - set(MADE), set(KINDS) - set(ANSWERS)) == (set(), set())


@EVERY
def test_a_kind_is_complete(key):
    kind = KINDS[key]

    wanted = PROTOCOL if getattr(kind, "BY_PERSON", False) else [*PROTOCOL, "points"]

    assert [name for name in wanted if not callable(getattr(kind, name, None))] == []
    assert all(isinstance(getattr(kind, name), str) for name in ("NAME", "LABEL", "INPUT", "TEMPLATES"))
    assert all((TEMPLATES / kind.TEMPLATES / f"{name}.html").exists() for name in ("answer", "review", "write"))


@EVERY
@FEW
@given(data=st.data())
def test_a_sound_content_has_no_problems_in_both_languages(key, data):
    body = data.draw(MADE[key])

    assert (KINDS[key].problems(body), languages(key, body)) == ([], ["en", "zh-hans"])


@EVERY
@FEW
@given(data=st.data())
def test_a_screen_holds_nothing_of_the_key(key, data):
    """Hazard 30: feedback, accepted words, units and explanations carry the marker."""
    body = data.draw(MADE[key])
    asked = drawn(data, key, body)

    _posted, value = answered(data, key, body, asked)
    screens = [KINDS[key].screen(body, given, asked, english) for given in ({}, value)]

    assert SECRET in json.dumps(body)
    assert SECRET not in json.dumps(screens)


@EVERY
@FEW
@given(data=st.data())
def test_an_answer_comes_back_as_it_was_given(key, data):
    body = data.draw(MADE[key])
    asked = drawn(data, key, body)

    posted, value = answered(data, key, body, asked)
    again = KINDS[key].read(KINDS[key].shown(value, asked), body, asked)

    assert again == value
    assert json.loads(json.dumps(value)) == value
    assert KINDS[key].is_answered(value) is any(part.strip() for part in (posted[1:] if key == "cloze" else posted))


@EVERY
@FEW
@given(data=st.data())
def test_points_lie_between_none_and_all(key, data):
    if getattr(KINDS[key], "BY_PERSON", False):
        return
    body = data.draw(MADE[key])

    _posted, value = answered(data, key, body, drawn(data, key, body))
    given = [KINDS[key].points(body, value, maximum) for maximum in (1, 7)]

    assert all(isinstance(points, Fraction) for points in given)
    assert (0 <= given[0] <= 1, given[1]) == (True, given[0] * 7)


@EVERY
@FEW
@given(data=st.data())
def test_nothing_earns_nothing(key, data):
    body = data.draw(MADE[key])

    value = KINDS[key].read([], body, drawn(data, key, body))

    assert not KINDS[key].is_answered(value)
    if not getattr(KINDS[key], "BY_PERSON", False):
        assert KINDS[key].points(body, value, 5) == 0


@EVERY
@FEW
@given(data=st.data(), posted=st.lists(st.text(max_size=6), max_size=6))
def test_whatever_is_posted_is_read_or_refused(key, data, posted):
    body = data.draw(MADE[key])
    asked = drawn(data, key, body)

    try:
        value = KINDS[key].read(posted, body, asked)
    except NotAnAnswerError:
        return

    KINDS[key].screen(body, value, asked, english)
    KINDS[key].review(body, value, asked, english)


@EVERY
@FEW
@given(data=st.data())
def test_a_review_can_be_made_of_every_answer(key, data):
    body = data.draw(MADE[key])
    asked = drawn(data, key, body)

    _posted, value = answered(data, key, body, asked)

    assert all(isinstance(KINDS[key].review(body, given, asked, english), dict) for given in ({}, value))


@EVERY
@FEW
@given(data=st.data())
def test_an_editor_posts_what_it_was_given(key, data):
    kind, body = KINDS[key], data.draw(MADE[key])

    page = render_to_string(f"assessments/kinds/{kind.TEMPLATES}/write.html", {"kind": kind, "own": kind.editor(body)})
    written = kind.written(Posted(page).fields)

    assert {name: body.get(name, written[name]) for name in written} == written
    assert kind.problems(body | written) == []
