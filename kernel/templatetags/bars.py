"""Where everything of a mark bar stands, in per cent of its width."""

from dataclasses import dataclass, replace
from fractions import Fraction
from uuid import uuid4

from django.utils.translation import gettext as _

from kernel.exact import Exact, exact, shown

# A label this near to an end of the scale is set from that end inwards, and the end's own figure gives way.
NEAR_START, NEAR_END = 14, 84
# Two marks nearer than this to each other: the label of the second one ends at its tick.
NEAR_EACH_OTHER = 30
CROWDED = 40


@dataclass(frozen=True)
class Tick:
    at: str
    label: str
    anchor: str
    main: bool


class Bar:
    """value and mark on the scale low-high; `possible` is what can still be reached; `second` a second mark."""

    def __init__(
        self,
        value: Exact | None,
        mark: Exact | None,
        *,
        low: Exact = 60,
        high: Exact = 100,
        label: str = "",
        possible: Exact | None = None,
        second: Exact | None = None,
        second_label: str = "",
        large: bool = False,
        tone: str = "",
    ) -> None:
        self.value, self.mark, self.possible, self.low, self.high = value, mark, possible, low, high
        self.large = large
        self.tone = tone or self._tone()
        self.hatch = f"hatch-{uuid4().hex[:8]}"
        self.marks = [
            self._tick(figure, words, main)
            for figure, words, main in ((second, second_label, False), (mark, label, True))
            if figure is not None
        ]
        if second is not None and 0 < self._mark_place() - self._place(second) < NEAR_EACH_OTHER:
            self.marks[0] = replace(self.marks[0], anchor="end")

    @property
    def words(self) -> str:
        """The text alternative."""
        if self.value is None:
            return _("No score yet") + self._mark_words()
        score = str(shown(self.value)) + self._mark_words()
        if self.possible is None:
            return score
        return score + _(", up to %(score)s still possible") % {"score": shown(self.possible)}

    @property
    def width(self) -> str:
        return _percent(self._place(self.value)) if self.value is not None else "0%"

    @property
    def possible_width(self) -> str:
        if self.possible is None or self.value is None:
            return "0%"
        return _percent(max(self._place(self.possible) - self._place(self.value), Fraction(0)))

    @property
    def possible_label(self) -> Tick:
        """The words below the hatch, centred on it unless that would leave the bar."""
        if self.value is None or self.possible is None:
            return Tick("0%", "", "start", main=False)
        middle = (self._place(self.value) + self._place(self.possible)) / 2
        anchor = "start" if middle < 30 else "end" if middle > 70 else "middle"
        at = {"start": self._place(self.value), "end": self._place(self.possible), "middle": middle}[anchor]
        words = _("still possible: %(low)s to %(high)s")
        return Tick(_percent(at), words % {"low": shown(self.value), "high": shown(self.possible)}, anchor, main=False)

    @property
    def shows_low(self) -> bool:
        return self._mark_place() > NEAR_START

    @property
    def shows_high(self) -> bool:
        return self._mark_place() < NEAR_END

    @property
    def crowds_low(self) -> bool:
        """On a narrow screen the label of the mark would touch the low end of the scale."""
        return self._mark_place() < CROWDED

    @property
    def crowds_high(self) -> bool:
        return self._mark_place() > 100 - CROWDED

    def _mark_place(self) -> Fraction:
        return Fraction(50) if self.mark is None else self._place(self.mark)

    def _tone(self) -> str:
        if self.possible is not None or self.value is None or self.mark is None:
            return "here"
        return "met" if exact(self.value) >= exact(self.mark) else "due"

    def _mark_words(self) -> str:
        return "" if self.mark is None else _(", mark %(mark)s") % {"mark": figure(self.mark)}

    def _place(self, value: Exact) -> Fraction:
        """Per cent of the width, held inside the scale."""
        whole = exact(self.high) - exact(self.low)
        return min(max((exact(value) - exact(self.low)) * 100 / whole, Fraction(0)), Fraction(100))

    def _tick(self, mark: Exact, words: str, main: bool) -> Tick:
        place = self._place(mark)
        anchor = "start" if place <= NEAR_START else "end" if place >= 96 else "middle"
        return Tick(_percent(place), words or figure(mark), anchor, main)


def figure(value: Exact) -> str:
    """A mark without a needless .0: 80, 88.5."""
    text = str(shown(value))
    return text.removesuffix(".0")


def _percent(place: Fraction) -> str:
    return f"{shown(place, 2)}%"
