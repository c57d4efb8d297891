"""The pictures of a paper's and a question's figures, drawn with the shapes of `kernel.charts`."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.figure_sheet import Line
from assessments.domain.figure_words import QUESTION, words
from assessments.models.wording import within
from kernel.charts import TEXT_SIZE, Box, Chart, Dot, Label, Shape, Stroke, columns

WIDTH, LEFT, RIGHT, FOOT = 640.0, 44.0, 26.0, 44.0
# More numbers than these would lie on each other; the table has them all.
MOST_NUMBERS = 25
STEP = 20  # of the axis of discrimination, in percent


def scores(counts: Sequence[int], mark: int) -> Chart:
    """How many earned how much, in bands, with the pass mark as a line between two of them."""
    height, top = 260.0, TEXT_SIZE * 3.4
    floor, room = height - FOOT, WIDTH - LEFT - RIGHT
    slot, most = room / len(counts), max([*counts, 1])
    shapes: list[Shape] = [Stroke(((LEFT, floor), (WIDTH - RIGHT, floor)), "axis")]
    for place, many in enumerate(counts):
        tall = (floor - top) * many / most
        x = LEFT + slot * place
        if many:
            shapes.append(Box(x + slot * 0.08, floor - tall, slot * 0.84, tall, "bar"))
            shapes.append(Label(x + slot / 2, floor - tall - TEXT_SIZE * 0.4, str(many), "value", "middle"))
    at = LEFT + room * mark / 100
    shapes += [
        Stroke(((at, TEXT_SIZE * 1.4), (at, floor)), "mark"),
        Label(at - 6, TEXT_SIZE, _("pass mark %(mark)s") % {"mark": mark}, "note", "end"),
        *_percent_axis(floor, room),
    ]
    width = 100 // len(counts)
    rows = [(_band(place * width, width), str(many)) for place, many in enumerate(counts)]
    title = _("Results")
    description = _("How many attempts ended in each band of the score, beside the pass mark.")
    return Chart(title, description, WIDTH, height, tuple(shapes), tuple(rows))


def _band(first: int, width: int) -> str:
    last = first + width
    return _("%(first)s to below %(last)s %%") % {"first": first, "last": last} if last < 100 else f"{first}-100 %"


def _percent_axis(floor: float, room: float) -> list[Shape]:
    return [
        Label(LEFT + room * share / 100, floor + TEXT_SIZE * 1.5, f"{share} %", "label", "middle")
        for share in (0, 20, 40, 60, 80, 100)
    ]


def question_map(lines: Sequence[Line], rules: Any) -> Chart:
    """Every question by how easy it is and how well it tells people apart; those to look at carry their number."""
    height, top = 340.0, TEXT_SIZE * 2.2
    floor, room = height - FOOT, WIDTH - LEFT - RIGHT
    values = [found for line in lines if (found := line.values["discrimination_index"]) is not None]
    lowest, highest = _whole_steps(min([*values, 0.0])), -_whole_steps(-max([*values, 0.0]))
    is_numbered = sum(bool(line.causes) for line in lines) <= MOST_NUMBERS

    def x(facility: float) -> float:
        return LEFT + room * facility / 100

    def y(discrimination: float) -> float:
        return floor - (floor - top) * (discrimination - lowest) / (highest - lowest)

    shapes: list[Shape] = [
        Box(x(0), top, x(rules.low_facility) - x(0), floor - top, "track"),
        Box(x(rules.high_facility), top, x(100) - x(rules.high_facility), floor - top, "track"),
        Box(x(0), y(0), room, floor - y(0), "track"),
        Stroke(((x(0), floor), (x(100), floor)), "axis"),
        Stroke(((x(0), y(0)), (x(100), y(0))), "mark"),
    ]
    shapes += [
        Label(LEFT - 6, y(at) + TEXT_SIZE * 0.35, str(at), "label", "end") for at in range(lowest, highest + 1, STEP)
    ]
    shapes += [Label(LEFT - 6, top - TEXT_SIZE, _("tells people apart"), "note"), *_percent_axis(floor, room)]
    shapes.append(Label(x(100), floor + TEXT_SIZE * 2.8, _("easy"), "note", "end"))
    shapes.append(Label(x(0), floor + TEXT_SIZE * 2.8, _("hard"), "note"))
    for line in lines:
        facility, discrimination = line.values["facility"], line.values["discrimination_index"]
        if discrimination is not None:
            shapes.append(Dot(x(facility), y(discrimination), 5 if line.causes else 3, "dot"))
            if line.causes and is_numbered:
                beside = -8 if facility > 90 else 8
                anchor = "end" if facility > 90 else "start"
                shapes.append(Label(x(facility) + beside, y(discrimination) + 4, str(line.number), "value", anchor))
    title = _("How easy, and how telling")
    description = _("Each dot is a question: right is easy, up tells people apart. Numbers are those of the table.")
    return Chart(title, description, WIDTH, height, tuple(shapes), tuple(map(_map_row, lines)))


def _whole_steps(value: float) -> int:
    """The next step of the axis below a value, at least one away from 0."""
    return min(int(value // STEP) * STEP, -STEP)


def _map_row(line: Line) -> tuple[str, str]:
    by_key = {figure.key: figure for figure in QUESTION}
    shares = [words(by_key[key], line.values[key]) for key in ("facility", "discrimination_index")]
    facility, discrimination = ("–" if share is None else f"{share} %" for share in shares)
    return f"{line.number}. {line.version.stem}", f"{facility} · {discrimination}"


def information(found: Sequence[Fraction]) -> Chart:
    """Where the questions tell most: by how hard they are."""
    width = 100 // len(found)
    entries = [(f"{place * width}-{place * width + width}", value) for place, value in enumerate(found)]
    title = _("What the paper tells, by difficulty")
    description = _(
        "How much the questions of one sitting tell about people, by the share of points earned on them in percent: "
        "hard questions left, easy ones right."
    )
    return columns(title, description, entries, places=2)


GROUPS = ("upper", "middle", "lower")


def options(line: Line) -> Chart:
    """How often each option was chosen by the best, the middle and the weakest."""
    shown = list(zip(line.values["options"], line.version.content.get("options") or [], strict=False))
    names = {"upper": _("best"), "middle": _("middle"), "lower": _("weakest")}
    left, row, bar = 76.0, TEXT_SIZE * 5.6, TEXT_SIZE * 1.15
    room = WIDTH - left - 60
    shapes: list[Shape] = []
    rows: list[tuple[str, str]] = []
    for place, (option, written) in enumerate(shown):
        at = place * row
        name = option_name(written)
        share = Fraction(option["share"]).limit_denominator(10**6) * 100
        many = _("%(many)s of %(all)s") % {"many": option["chosen"], "all": line.row.drawn}
        shapes.append(Label(0, at + TEXT_SIZE, _cut(name), "value"))
        shapes.append(Label(WIDTH, at + TEXT_SIZE, f"{many} ({int(share)} %)", "value", "end"))
        for number, group in enumerate(GROUPS):
            value = option[group]
            y = at + TEXT_SIZE * 1.6 + number * bar
            length = room * (value or 0)
            shapes.append(Label(left - 8, y + bar * 0.72, names[group], "label", "end"))
            shapes.append(Box(left, y + bar * 0.15, room, bar * 0.7, "track"))
            if length:
                shapes.append(Box(left, y + bar * 0.15, length, bar * 0.7, "bar"))
            words = "–" if value is None else f"{int(100 * value)} %"
            shapes.append(Label(left + room + 6, y + bar * 0.78, words, "label"))
            rows.append((f"{name}: {names[group]}", words))
    title = _("Who chooses which option")
    description = _("How often each option was chosen by the best 27 %, the middle and the weakest 27 %.")
    return Chart(title, description, WIDTH, max(row * len(shown), 1), tuple(shapes), tuple(rows))


def option_name(written: dict[str, Any]) -> str:
    text = within(written["text"])
    return f"✓ {text}" if written.get("right") else text


def _cut(text: str, most: int = 60) -> str:
    wide = 0
    for at, sign in enumerate(text):
        wide += 2 if sign > "\u2e80" else 1
        if wide > most:
            return text[:at].rstrip() + "…"
    return text
