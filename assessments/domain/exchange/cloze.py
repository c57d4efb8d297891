"""Gaps inside a text as Moodle writes them (docs.moodle.org, "Embedded Answers (Cloze)"). Pure."""

import re
from fractions import Fraction

from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval
from assessments.domain.exchange.numbers import decimal_of, share_of
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
_ANSWER_END = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<!\\)#")
_PROTECTED = re.compile(r"""\\([}#"/~\\{=])""")
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
    answers = [_answer(part) for part in _ANSWER_END.split(inside) if part.strip()]
    if not answers or all(share <= 0 for _text, share, _said in answers):
        raise NotClozeError(gettext_noop("A gap has no right answer."))
    worth = Fraction(points or 1)
    if kind == "numeric":
        intervals = (_interval(text, share, said) for text, share, said in answers if text != "*")
        return Gap(kind, intervals=tuple(intervals), points=worth)
    return Gap(kind, choices=tuple(Choice(text, share, said) for text, share, said in answers), points=worth)


def _answer(part: str) -> tuple[str, Fraction, str]:
    text, share = part.strip(), Fraction(0)
    if text.startswith("="):
        text, share = text[1:], WHOLE
    elif weight := _WEIGHT.match(text):
        text, share = text[weight.end() :], share_of(weight[1], NotClozeError)
    words, *feedback = _FEEDBACK.split(text, maxsplit=1)
    return _plain(words), share, _plain(feedback[0]) if feedback else ""


def _interval(text: str, share: Fraction, said: str) -> Interval:
    middle, _sign, tolerance = text.partition(":")
    number, about = decimal_of(middle, NotClozeError), decimal_of(tolerance or "0", NotClozeError)
    return Interval(number - abs(about), number + abs(about), share, said)


def _plain(text: str) -> str:
    return _PROTECTED.sub(r"\1", text).strip()
