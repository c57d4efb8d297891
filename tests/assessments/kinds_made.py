"""Sound contents of every kind, made by Hypothesis. What a learner must not see before the release holds the SECRET.

`MADE[kind]` is a strategy of contents; `ANSWERS[kind](content, asked)` one of what a screen may post for one.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assessments.domain.kinds.shared import Asked, decimal_text

SECRET = "zqx"
LETTERS = st.text("abcdefgh 一二三四五，。", min_size=1, max_size=12).filter(str.strip).map(str.strip)
SHARES = st.sampled_from(["0", "1/3", "0.5", "3/4"])


def words(text: str) -> dict[str, str]:
    return {"en": text, "zh-hans": f"中文{text}"}


def secret(text: str) -> dict[str, str]:
    return {"en": f"{SECRET} {text}", "zh-hans": f"{SECRET} 中文{text}"}


def _texts(least: int, most: int) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(LETTERS, min_size=least, max_size=most, unique=True).map(lambda found: [words(t) for t in found])


def _with_frame(own: dict[str, Any]) -> dict[str, Any]:
    return {"stem": words("Which?"), "explanation": secret("because")} | own


def _options(texts: list[dict[str, str]], right: set[int]) -> dict[str, Any]:
    rows = [{"text": text, "right": n in right, "feedback": secret(str(n))} for n, text in enumerate(texts)]
    return {"options": rows}


@st.composite
def single(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(_texts(2, 6))
    made = _options(texts, {draw(st.integers(0, len(texts) - 1))})
    for option in made["options"]:
        if not option["right"] and draw(st.booleans()):
            option["share"] = draw(SHARES)
    return made


@st.composite
def true_false(draw: st.DrawFn) -> dict[str, Any]:
    return _options([words("True"), words("False")], {draw(st.integers(0, 1))})


@st.composite
def multiple(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(_texts(3, 6))
    right = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=len(texts) - 1))
    made = _options(texts, right) | {"credit": draw(st.sampled_from(["all", "partial"]))}
    if made["credit"] == "partial" and draw(st.booleans()):
        for n, option in enumerate(made["options"]):
            wrong = draw(st.sampled_from(["0", "-1/3", "-0.5"]))
            option["share"] = str(Fraction(1, len(right))) if n in right else wrong
    return made


@st.composite
def judgement(draw: st.DrawFn) -> dict[str, Any]:
    texts = draw(_texts(2, 6))
    best = draw(st.integers(0, len(texts) - 1))
    made = _options(texts, {best})
    for n, option in enumerate(made["options"]):
        option["share"] = "1" if n == best else draw(SHARES)
    return made


@st.composite
def short(draw: st.DrawFn) -> dict[str, Any]:
    answers = draw(st.lists(LETTERS, min_size=1, max_size=3, unique=True))
    return {"accepted": {language: [f"{SECRET}{answer}" for answer in answers] for language in ("en", "zh-hans")}}


@st.composite
def numeric(draw: st.DrawFn) -> dict[str, Any]:
    rows = []
    for n in range(draw(st.integers(1, 3))):
        middle, width = draw(st.decimals(-1000, 1000, places=3)), draw(st.decimals(0, 5, places=2))
        rows.append(
            {
                "low": decimal_text(middle - width),
                "high": decimal_text(middle + width),
                "share": "1" if n == 0 else draw(SHARES.filter(lambda share: share != "0")),
                "feedback": secret(f"number {n}"),
            }
        )
    unit = {"words": {"en": [f"{SECRET}s", "%"], "zh-hans": [f"{SECRET}秒"]}, "required": draw(st.booleans())}
    return {"intervals": rows} | ({"unit": unit} if draw(st.booleans()) else {})


@st.composite
def matching(draw: st.DrawFn) -> dict[str, Any]:
    lefts, rights = draw(_texts(2, 5)), draw(_texts(2, 4))
    pairs = [{"left": left, "right": rights[n % len(rights)]} for n, left in enumerate(lefts)]
    extras = [{"left": {"en": "", "zh-hans": ""}, "right": words(f"extra {n}")} for n in range(draw(st.integers(0, 2)))]
    return {"pairs": [*pairs, *extras], "credit": draw(st.sampled_from(["all", "partial"]))}


@st.composite
def ordering(draw: st.DrawFn) -> dict[str, Any]:
    return {"items": draw(_texts(2, 8)), "credit": draw(st.sampled_from(["all", "partial"]))}


@st.composite
def cloze(draw: st.DrawFn) -> dict[str, Any]:
    gaps = []
    for _n in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["short", "single", "numeric"]))
        own = draw({"short": short(), "single": single(), "numeric": numeric()}[kind])
        own |= {"feedback": secret(f"gap {_n}")} if draw(st.booleans()) else {}
        gaps.append({"kind": kind, **own, "points": draw(st.sampled_from(["1", "2", "1/2"]))})
    numbers = range(1, len(gaps) + 1)
    stem = {
        "en": "Text " + " and ".join(f"[[{n}]]" for n in numbers),
        "zh-hans": "文字" + "，".join(f"[[{n}]]" for n in reversed(numbers)),
    }
    return {"stem": stem, "gaps": gaps, "credit": draw(st.sampled_from(["all", "partial"]))}


@st.composite
def spot(draw: st.DrawFn) -> dict[str, Any]:
    found = [words(f"phrase {n}") for n in range(draw(st.integers(2, 8)))]
    bad = draw(st.integers(1, len(found) // 2))
    cut = [
        {"text": text, "forbidden": n < bad, "feedback": secret(str(n)) if n < bad else {"en": "", "zh-hans": ""}}
        for n, text in enumerate(found)
    ]
    heard = {"text": words("Hello"), "forbidden": False, "feedback": {"en": "", "zh-hans": ""}}
    turns = [{"speaker": "customer", "segments": [heard]}, {"speaker": "agent", "segments": cut}]
    return {"turns": turns, "credit": draw(st.sampled_from(["all", "partial"]))}


@st.composite
def typing(draw: st.DrawFn) -> dict[str, Any]:
    target = {"en": draw(st.integers(1, 300)), "zh-hans": draw(st.integers(1, 300))}
    steps = [{"speed": 50, "accuracy": 50, "share": "1/2"}]
    return {"text": words("Thank you for calling, how may I help?"), "target": target, "accuracy": 95, "steps": steps}


@st.composite
def essay(draw: st.DrawFn) -> dict[str, Any]:
    least = {"en": draw(st.integers(0, 50)), "zh-hans": draw(st.integers(0, 90))}
    return {"rubric": "essay", "longest": draw(st.integers(100, 5000)), "least": least}


MADE: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    key: strategy.map(_with_frame)
    for key, strategy in {
        "single": single(),
        "multiple": multiple(),
        "true_false": true_false(),
        "judgement": judgement(),
        "short": short(),
        "numeric": numeric(),
        "matching": matching(),
        "ordering": ordering(),
        "cloze": cloze(),
        "spot": spot(),
        "typing": typing(),
        "essay": essay(),
    }.items()
}
TYPED = st.one_of(LETTERS, st.decimals(-1000, 1000, places=2).map(str), st.just("1,5"), st.just(""))


def _choose(draw: st.DrawFn, places: list[str]) -> str:
    return draw(st.sampled_from(["", *places]))


@st.composite
def _many(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    return sorted(draw(st.sets(st.sampled_from([str(option["place"]) for option in screen["options"]]))))


@st.composite
def _marked(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    phrases = [phrase for turn in screen["turns"] for phrase in turn["phrases"] if phrase["place"] is not None]
    return sorted(draw(st.sets(st.sampled_from([str(phrase["place"]) for phrase in phrases]))))


@st.composite
def _one(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    return draw(_many(body, asked, screen))[:1]


@st.composite
def _typed(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    return [draw(TYPED)]


@st.composite
def _matched(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    return [_choose(draw, [choice["place"] for choice in screen["choices"]]) for _row in screen["rows"]]


@st.composite
def _ordered(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    places = [item["place"] for item in screen["items"]]
    if draw(st.booleans()):
        return list(draw(st.permutations(places)))
    return [_choose(draw, places) for _place in places]


@st.composite
def _filled(draw: st.DrawFn, body: dict[str, Any], asked: Asked, screen: dict[str, Any]) -> list[str]:
    given = [screen["sequence"]]
    for number in map(int, screen["sequence"].split(" ")):
        gap = screen["gaps"][number - 1]
        places = [option["place"] for option in gap["options"]]
        given.append(_choose(draw, places) if places else draw(TYPED))
    return given


ANSWERS: dict[str, Callable[..., st.SearchStrategy[list[str]]]] = {
    "single": _one,
    "true_false": _one,
    "judgement": _one,
    "multiple": _many,
    "short": _typed,
    "numeric": _typed,
    "matching": _matched,
    "ordering": _ordered,
    "cloze": _filled,
    "spot": _marked,
    "typing": _typed,
    "essay": _typed,
}
