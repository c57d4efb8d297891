"""Scenarios and a rubric made for tests, and calls taken through their states."""

from datetime import timedelta
from fractions import Fraction

from assessments.domain import rubrics, scorecards
from assessments.models import Rubric
from simulations.domain import calls, notices, scoring
from simulations.models import Call, Scenario, ScenarioVersion

# Words that only the customer's side may read: none of them may reach a hire before release.
SECRET = "the-customers-secret"


def text(words: str) -> dict[str, str]:
    return {"en": words, "zh-hans": f"中文：{words}"}


def content(title: str, *, line_played_notice: bool = True) -> dict:
    secret = text(f"{SECRET} of {title}")
    return {
        "title": text(title),
        "brief": {
            "line_played_notice": line_played_notice,
            "situation": text(f"Situation of {title}"),
            "system": [text("Screen pop: Wang Li")],
        },
        "customer": {
            "name": secret,
            "number": "C-1",
            "member_level": text("Gold"),
            "labels": [],
            "orders": [{"number": "FH-1", "facts": [secret]}],
        },
        "hidden": {"mood": secret, "wants": secret, "behind": secret, "if_asked": [{"ask": secret, "reveal": secret}]},
        "opening": secret,
        "path": [{"customer": secret, "agent": secret, "why": secret}],
        "mistakes": [secret],
        "record": {"ticket_type": "complaint", "urgency": "general", "facts": [secret]},
    }


def scenario(key: str, call_type: str, *, use: str = "mock", level: int = 1, now) -> Scenario:
    made = Scenario.objects.create(key=key, call_type=call_type, use=use, level=level)
    ScenarioVersion.objects.create(scenario=made, number=1, content=content(key), source_hash=key, created=now)
    return made


def line(key: str, weight: int, top_level: int) -> dict:
    anchors = [text(f"{n} of {top_level}") for n in range(top_level + 1)]
    return {"key": key, "title": text(key), "weight": weight, "anchors": anchors, "reasons": []}


def rubric_content() -> dict:
    """Whole points and hundredths, so that a test can give any score of two places; one critical error."""
    return {
        "title": text("Calls"),
        "categories": [{"key": "all", "title": text("All"), "lines": [line("whole", 99, 99), line("part", 1, 100)]}],
        "critical_errors": [
            {"key": "leak", "title": text("Leak"), "means": text("Data given away"), "only_without_notice": False}
        ],
    }


def levels(percent: str) -> dict[str, int]:
    """79.99 as 79 whole points and 99 hundredths; 100 as 99 and 100."""
    hundredths = int(Fraction(percent) * 100)
    whole = min(99, hundredths // 100)
    return {"whole": whole, "part": hundredths - whole * 100}


def load_rubric(now) -> Rubric:
    rubric = Rubric.objects.create(key="call", kind=Rubric.Kind.SCORECARD)
    rubrics.publish_version(rubric, content=rubric_content(), by=None, now=now)
    rubric.refresh_from_db()
    return rubric


def held(call: Call, player, now) -> Call:
    """The call, held as text for eight minutes."""
    calls.accept(call, by=player, now=now)
    calls.start(call, mode="text", by=call.person, now=now)
    return calls.end(call, by=call.person, now=now + timedelta(minutes=8))


def draft(call: Call, percent: str, *, critical: bool = False, by, now):
    """QA's filled draft with a score of hundredths: "79.99"."""
    card = scoring.begin(call, by=by, now=now)
    remarked = {"comment": "could be better", "at_ms": 1000}
    lines = {key: {"level": level} | remarked for key, level in levels(percent).items()}
    errors = {"leak": {"comment": "said it", "at_ms": 2000}} if critical else {}
    content = {"lines": lines, "critical": errors}
    receipt = scorecards.save_draft(card, content=content, version=card.version, by=by, now=now)
    card.refresh_from_db()
    return card, receipt


def scored(call: Call, percent: str, *, critical: bool = False, by, now):
    """The call with QA's released score."""
    card, receipt = draft(call, percent, critical=critical, by=by, now=now)
    scorecards.release(card, version=receipt.version, by=by, now=now)
    call.refresh_from_db()
    return card


def agreed(call: Call, player, now) -> Call:
    """A voice call that runs, its notice accepted."""
    calls.accept(call, by=player, now=now)
    notices.answer(call, accepted=True, by=call.person, now=now)
    return calls.start(call, mode="voice", by=call.person, now=now)
