"""Components and filters of the pages. docs/design.md shows each of them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kernel.exact import Exact
from kernel.exact import shown as floored
from kernel.templatetags import dates
from kernel.templatetags.bars import Bar
from kernel.templatetags.bars import figure as bare
from kernel.verdict import Verdict

register = template.Library()

NONE_YET = "–"
STATE_ICONS = {
    "met": "check",
    "due": "clock",
    "overdue": "alert",
    "missed": "cross",
    "locked": "lock",
    "waiting": "dash",
    "here": "chevron-right",
    "repeat": "repeat",
}
# Words for a state that share another one's colour.
STATE_COLOURS = {"missed": "overdue", "repeat": "due"}
CHINESE = re.compile(r"[\u3400-\u9fff]+")


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a label."""
    classes = f"icon icon-{name} icon-{size}" if size else f"icon icon-{name}"
    address = icon_address(name)
    if label:
        shape = '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(shape, classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)


@register.simple_tag
def icon_address(name: str) -> str:
    return f"{static('icons.svg')}#{name}"


@register.inclusion_tag("readyline/mark_bar.html")
def mark_bar(value: Exact | None, mark: Exact | None = None, **options: object) -> dict[str, object]:
    """A score on its scale with an ink tick at the mark."""
    return {"bar": Bar(value, mark, **options)}


@register.inclusion_tag("readyline/state.html")
def state(kind: str, text: str, icon: str = "", quiet: bool = False) -> dict[str, object]:
    return _state(kind, text, icon) | {"quiet": quiet}


@register.inclusion_tag("readyline/chip.html")
def chip(kind: str, text: str, icon: str = "") -> dict[str, object]:
    return _state(kind, text, icon)


@register.inclusion_tag("readyline/verdict.html")
def verdict(v: Verdict, kind: str = "") -> dict[str, object]:
    """The sentence of a verdict behind its icon; `kind` colours an unmet one (default: waiting or due)."""
    unmet = kind or ("waiting" if v.measured is None else "due")
    return _state("met" if v.met else unmet, v.because, "") | {"met": v.met}


@register.inclusion_tag("readyline/door.html")
def door(title: str, **facts: object) -> dict[str, object]:
    """A gate: open=True with score, mark and date, or shut with the words that open it (because)."""
    return {"title": title} | facts


@register.inclusion_tag("readyline/path.html")
def path(stations: Iterable[object]) -> dict[str, object]:
    """The line: stations and doors, each with kind, state and title; the template lists the rest."""
    return {"stations": list(stations)}


@register.inclusion_tag("readyline/slot_tile.html")
def slot_tile(number: object, **facts: object) -> dict[str, object]:
    """One of the ten calls: state (met, repeat, waiting, next, open), score, mark, text, when, url."""
    return {"number": number} | facts | _state(*_tile_state(facts))


@register.inclusion_tag("readyline/next_step.html")
def next_step(title: str, **facts: object) -> dict[str, object]:
    return {"title": title, "due_state": "due", "icon_name": "headset"} | facts


@register.inclusion_tag("readyline/empty.html")
def empty(title: str, text: str = "", href: str = "", action: str = "") -> dict[str, object]:
    return {"title": title, "text": text, "href": href, "action": action}


@register.inclusion_tag("readyline/field.html")
def field(bound: object, optional: bool = True) -> dict[str, object]:
    """A form field: label, control, help and error. `optional` marks fields that may stay empty."""
    return {"field": bound, "optional": optional}


@register.inclusion_tag("readyline/fields.html")
def fields(form: object) -> dict[str, object]:
    """All fields of a form, with the errors that belong to none of them first."""
    return {"form": form}


@register.inclusion_tag("readyline/person.html")
def person(who: object, caption: str = "", large: bool = False) -> dict[str, object]:
    return {"name": _name(who), "caption": caption, "large": large}


@register.inclusion_tag("readyline/ticks.html")
def ticks(kinds: Iterable[object]) -> dict[str, object]:
    """Verdicts or state words of one row, as small bars beside the words that sum them up."""
    return {"kinds": [_tick(kind) for kind in kinds]}


@register.inclusion_tag("readyline/key.html")
def key(cap: str) -> dict[str, object]:
    """A key cap. Only beside an action that the key really does."""
    return {"cap": cap}


@register.filter
def shown(value: Exact | None, places: int = 1) -> str:
    """A score for show, rounded down: 89.99 reads 89.9. Nothing measured reads as a dash."""
    return NONE_YET if value is None or value == "" else str(floored(value, places))


@register.filter
def figure(value: Exact | None) -> str:
    """A mark or weight without a needless .0: 80, 88.5."""
    return NONE_YET if value is None or value == "" else bare(value)


@register.filter
def day(when: date | None, year: str = "") -> str:
    """Wed 25 March / 3月25日 周三; with the year when asked for, or when it is not this one."""
    if not when:
        return ""
    when = dates.local(when)
    return dates.day_in_words(when, with_year=bool(year) or when.year != timezone.localdate().year)


@register.filter
def moment(when: datetime | None, year: str = "") -> str:
    """Wed 25 March, 10:42 / 3月25日 周三 10:42, in the person's zone."""
    if not when:
        return ""
    when = dates.local(when)
    return dates.moment_in_words(when, with_year=bool(year) or when.year != timezone.localdate().year)


@register.filter
def clock(when: datetime | None) -> str:
    """10:42:07, for receipts."""
    return f"{dates.local(when):%H:%M:%S}" if when else ""


@register.filter
def span(length: timedelta | int | None) -> str:
    """1 hour 5 minutes / 1 小时 5 分钟, from a timedelta or seconds."""
    return "" if length is None or length == "" else dates.span_in_words(_length(length))


@register.filter
def runtime(length: timedelta | int | None) -> str:
    """6:06, from a timedelta or seconds."""
    return "" if length is None or length == "" else dates.runtime(_length(length))


@register.filter
def initials(who: object) -> str:
    """What stands in the round of a person: 小雨 for 林小雨, FY for Fang Yiran."""
    name = _name(who)
    chinese, latin = "".join(CHINESE.findall(name)), CHINESE.sub(" ", name).split()
    if chinese and (dates.speaks_chinese() or not latin):
        return chinese[-2:] if len(chinese) > 2 else chinese[-1:]
    letters = [word[0] for word in latin if word[0].isalpha()] or [word[0] for word in latin]
    return "".join(letters[:1] + letters[1:][-1:]).upper()


def _state(kind: str, text: str, icon: str) -> dict[str, object]:
    return {
        "kind": STATE_COLOURS.get(kind, kind),
        "text": text,
        "icon_name": icon or STATE_ICONS.get(kind, "info"),
    }


def _tile_state(facts: Mapping[str, object]) -> tuple[str, str, str]:
    words = {
        "met": _("Mark met"),
        "repeat": _("May repeat"),
        "missed": _("Below the mark"),
        "waiting": _("Being scored"),
        "next": _("Next call"),
        "open": _("Not started"),
    }
    of_slot = str(facts.get("state", "open"))
    kind, sign = {"waiting": ("here", "clock"), "next": ("here", "chevron-right"), "open": ("waiting", "dash")}.get(
        of_slot, (of_slot, "")
    )
    return kind, str(facts.get("text") or words.get(of_slot, "")), sign


def _tick(kind: object) -> str:
    if isinstance(kind, Verdict):
        return "met" if kind.met else ""
    return STATE_COLOURS.get(str(kind), str(kind))


def _name(who: object) -> str:
    if isinstance(who, str):
        return who
    whole = getattr(who, "get_full_name", None)
    return str(getattr(who, "name", "") or (whole() if whole else "") or who)


def _length(length: timedelta | int) -> timedelta:
    return length if isinstance(length, timedelta) else timedelta(seconds=int(length))
