"""One question of each kind whose key carries a marker, and a paper of them all (hazard 30)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from assessments.domain import admissions, files
from assessments.domain.kinds import KINDS, is_by_person
from assessments.models import Paper, PaperRow, Topic
from tests.assessments.made import options, question, text

MARK = "zqx"
PNG, MP3 = b"\x89PNG\r\n\x1a\n" + bytes(20), b"ID3" + bytes(20)


def secret(words: str) -> dict[str, str]:
    return {"en": f"{MARK} {words}", "zh-hans": f"{MARK} 中文{words}"}


def _choices(*words: str) -> list[dict[str, Any]]:
    return [option | {"feedback": secret(f"![A call](file:{MARK}.mp3)")} for option in options(*words)]


def _judged(*shares: str) -> list[dict[str, Any]]:
    return [
        {"text": text(f"Way {n}"), "right": share == "1", "share": share, "feedback": secret(f"way {n}")}
        for n, share in enumerate(shares)
    ]


def _accepted() -> dict[str, list[str]]:
    return {"en": [f"{MARK} three"], "zh-hans": [f"{MARK} 三"]}


def _numbers() -> list[dict[str, Any]]:
    return [{"low": "73951.25", "high": "73951.75", "share": "1", "feedback": secret("number")}]


def _unit() -> dict[str, Any]:
    return {"words": {"en": [f"{MARK}s"], "zh-hans": [f"{MARK}秒"]}, "required": True}


NUMBERS = ("73951", "73,951")  # must not be served either
BODIES: dict[str, dict[str, Any]] = {
    "single": {"options": _choices("*One", "Two", "Three")},
    "multiple": {"options": _choices("*One", "*Two", "Three", "Four"), "credit": "partial"},
    "true_false": {"options": _choices("*True", "False")},
    "judgement": {"options": _judged("1", "1/2", "0")},
    "short": {"accepted": _accepted()},
    "numeric": {"intervals": _numbers(), "unit": _unit()},
    "matching": {
        "pairs": [
            *({"left": text(f"Left {n}"), "right": text(f"Right {n}")} for n in range(3)),
            {"left": {"en": "", "zh-hans": ""}, "right": text("Right too many")},
        ]
    },
    "ordering": {"items": [text(f"Step {n}") for n in range(4)]},
    "cloze": {
        "stem": {
            "en": "Take [[1]] of [[2]] in [[3]]. ![A card](file:card.png)",
            "zh-hans": "[[3]]内取[[2]]的[[1]]。![A card](file:card.png)",
        },
        "gaps": [
            {"kind": "short", "accepted": _accepted(), "points": "7919/7907", "feedback": secret("of the gap")},
            {"kind": "single", "options": _choices("*One", "Two"), "points": "1"},
            {"kind": "numeric", "intervals": _numbers(), "points": "1", "unit": _unit()},
        ],
    },
    "spot": {
        "turns": [
            {
                "speaker": "agent",
                "segments": [
                    {"text": text("Hello"), "forbidden": False, "feedback": {"en": "", "zh-hans": ""}},
                    {"text": text("No idea"), "forbidden": True, "feedback": secret("say this")},
                ],
            }
        ]
    },
    "typing": {
        "text": text("Thank you for calling, how may I help?"),
        "target": {"en": 73951, "zh-hans": 73951},
        "accuracy": 95,
        "steps": [],
    },
    "essay": {"rubric": f"{MARK}-essay", "longest": 500, "least": {"en": 0, "zh-hans": 0}},
}


def scored_by_rule() -> list[str]:
    return [key for key in KINDS if not is_by_person(key)]


def paper_of_all(now, kinds: Iterable[str] = KINDS) -> Paper:
    """Ten points each; the stems are Markdown with a picture, the explanations hold a sound."""
    topic = Topic.objects.create(key="all-kinds", title_en="All kinds", title_zh="所有题型")
    for number, kind in enumerate(kinds):
        frame = {
            "format": "markdown",
            "stem": text(f"**Question** of {kind} ![A card](file:card.png)"),
            "explanation": secret(f"because ![A call](file:{MARK}.mp3)"),
        }
        made = question(topic, f"{MARK}-{number}", kind, frame | BODIES[kind], points=10, now=now)
        files.add_file(made, name="card.png", content=PNG + bytes([number]), by=None, now=now)
        files.add_file(made, name=f"{MARK}.mp3", content=MP3 + MARK.encode() + bytes([number]), by=None, now=now)
    paper = Paper.objects.create(key="all-kinds", title_en="All kinds", title_zh="所有题型", minutes=30, published=now)
    PaperRow.objects.create(paper=paper, topic=topic, position=1, count=topic.questions.count())
    return paper


def admitted(person, paper, now):
    return admissions.admit(
        person, paper, opens=now - timedelta(days=1), attempts_allowed=2, reason="", for_key="week-1", now=now
    )
