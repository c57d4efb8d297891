"""Gaps inside a text as Moodle writes them (docs.moodle.org, "Embedded Answers (Cloze)"). Pure."""

import re
from decimal import localcontext
from fractions import Fraction

from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval
from assessments.domain.exchange.numbers import decimal_of, percent_of, share_of
from assessments.domain.exchange.sentences import SentenceError, gettext_noop

_SINGLE = "MULTICHOICE MC MULTICHOICE_V MCV MULTICHOICE_H MCH MULTICHOICE_S MCS MULTICHOICE_VS MCVS MULTICHOICE_HS MCHS"
_MULTIPLE = "MULTIRESPONSE MR MULTIRESPONSE_H MRH MULTIRESPONSE_S MRS MULTIRESPONSE_HS MRHS"
_SHORT = "SHORTANSWER SA MW SHORTANSWER_C SAC MWC"
KINDS = {
    **dict.fromkeys(_SINGLE.split(), "single"),
    **dict.fromkeys(_MULTIPLE.split(), "multiple"),
    **dict.fromkeys(_SHORT.split(), "short"),
    **dict.fromkeys(("NUMERICAL", "NM"), "numeric"),
}
_GAP = re.compile(r"\{(\d{0,3}):([A-Z_]{2,15}):((?:\\.|[^\\{}])*)\}", re.DOTALL)
_ANSWER = re.compile(r"(?:\\.|[^~])+", re.DOTALL)
_WORDS = re.compile(r"(?:\\.|[^#])*", re.DOTALL)
_PROTECTED = re.compile(r"""\\([}#"/~\\{=])""")
_SIGN = re.compile(r"""([}#"/~\\{=])""")
_WEIGHT = re.compile(r"%(-?[\d.]{1,14})%")


class NotClozeError(SentenceError):
    """A sentence about a gap that cannot be read."""


def read(text: str) -> tuple[str, tuple[Gap, ...]]:
    """The text with [[number]] where the gaps are, and the gaps. Raises NotClozeError, also when there is none."""
    gaps: list[Gap] = []

    def take(found: re.Match[str]) -> str:
        gaps.append(_gap(found[1], found[2], found[3]))
        return f"[[{len(gaps)}]]"

    stem = _GAP.sub(take, text)
    if not gaps:
        raise NotClozeError(gettext_noop("The text has no gap such as {1:SHORTANSWER:=word}."))
    return stem, tuple(gaps)


def _gap(points: str, name: str, inside: str) -> Gap:
    if name not in KINDS:
        raise NotClozeError(gettext_noop("There is no kind of gap called %(name)s.", name=name))
    kind = KINDS[name]
    answers = [_answer(part) for part in _ANSWER.findall(inside) if part.strip()]
    if not answers or all(share <= 0 for _text, share, _said in answers):
        raise NotClozeError(gettext_noop("A gap has no right answer."))
    worth = Fraction(points or 1)
    if kind == "numeric":
        intervals = (_interval(text, share, said) for text, share, said in answers if text != "*")
        return Gap(kind, intervals=tuple(intervals), points=worth)
    remarks = {said for _text, _share, said in answers}
    if kind == "short" and len(remarks) == 1:  # what follows every typed answer alike, is said of the gap
        choices = tuple(Choice(text, share) for text, share, _said in answers)
        return Gap(kind, choices=choices, points=worth, feedback=remarks.pop())
    return Gap(kind, choices=tuple(Choice(text, share, said) for text, share, said in answers), points=worth)


def _answer(part: str) -> tuple[str, Fraction, str]:
    text, share = part.strip(), Fraction(0)
    if text.startswith("="):
        text, share = text[1:], WHOLE
    elif weight := _WEIGHT.match(text):
        text, share = text[weight.end() :], share_of(weight[1], NotClozeError)
    words = _WORDS.match(text)
    end = words.end() if words else 0
    return _plain(text[:end]), share, _plain(text[end + 1 :])


def _interval(text: str, share: Fraction, said: str) -> Interval:
    middle, _sign, tolerance = text.partition(":")
    number, about = decimal_of(middle, NotClozeError), decimal_of(tolerance or "0", NotClozeError)
    return Interval(number - abs(about), number + abs(about), share, said)


def _plain(text: str) -> str:
    return _PROTECTED.sub(r"\1", text).strip()


# Writing

_NAMES = {"single": "MULTICHOICE", "short": "SHORTANSWER", "numeric": "NUMERICAL"}
_MARK = re.compile(r"\[\[(\d{1,2})\]\]")


def unsayable(stem: str, gaps: tuple[Gap, ...]) -> str:
    """Why this text cannot be written with its gaps inside; empty when it can."""
    if sorted(map(int, _MARK.findall(stem))) != list(range(1, len(gaps) + 1)):
        return gettext_noop("its text does not hold every gap once.")
    if any(gap.kind not in _NAMES or gap.points.denominator != 1 or not 0 < gap.points < 1000 for gap in gaps):
        return gettext_noop("a gap's weight is a whole number below 1000 there.")
    return gettext_noop("its text holds what would be read as a gap.") if _GAP.search(stem) else ""


def is_silent_on(gap: Gap) -> bool:
    """Whether what is said of the gap as a whole is lost: only typed answers all carry it along."""
    return bool(gap.feedback) and gap.kind != "short"


def write(stem: str, gaps: tuple[Gap, ...]) -> str:
    """The text with its gaps inside: `read` gives both again. Gaps that stand in another order are counted anew."""
    return _MARK.sub(lambda found: _written(gaps[int(found[1]) - 1]), stem)


def _written(gap: Gap) -> str:
    if gap.kind == "numeric":
        answers = [(_around(interval), interval.share, interval.feedback) for interval in gap.intervals]
    else:
        remark = gap.feedback if gap.kind == "short" else ""
        answers = [(_safe(choice.text), choice.share, choice.feedback or remark) for choice in gap.choices]
    parts = (
        ("=" if share == WHOLE else f"%{percent_of(share)}%") + words + (f"#{_safe(said)}" if said else "")
        for words, share, said in answers
    )
    return f"{{{gap.points.numerator}:{_NAMES[gap.kind]}:{'~'.join(parts)}}}"


def _around(interval: Interval) -> str:
    with localcontext(prec=60):
        middle = (interval.low + interval.high) / 2
        return f"{middle:f}:{interval.high - middle:f}"


def _safe(text: str) -> str:
    return _SIGN.sub(r"\\\1", text)
