"""Shares of the points: what a content may say, and that none of it keeps an attempt from closing."""

from fractions import Fraction

import pytest

from assessments.domain import marking
from assessments.domain.kinds import kind_of
from assessments.models import AttemptQuestion, Question, QuestionVersion, Regrade
from tests.assessments.made import content, text

SINGLE = content("Which?", "no", "*yes", "never")


def single(share: str, *, of: int = 0) -> dict:
    options = [option | ({"share": share} if n == of else {}) for n, option in enumerate(SINGLE["options"])]
    return SINGLE | {"options": options}


def gapped(share: str) -> dict:
    gap = {"kind": "single", "options": single(share)["options"], "points": "1"}
    return {"stem": text("[[1]]"), "explanation": {}, "gaps": [gap], "credit": "partial"}


def asked(kind: str, body: dict) -> AttemptQuestion:
    version = QuestionVersion(question=Question(kind=kind), content=body)
    return AttemptQuestion(question_version=version, points=2, position=1)


@pytest.mark.parametrize(
    ("share", "is_sound"),
    [
        ("", True),
        ("0", True),
        ("1/2", True),
        ("0.5", True),
        ("1", True),
        ("50", False),
        ("1.0001", False),
        ("-1/2", False),
        ("half", False),
        ("1/0", False),
        ("1e-9", False),
    ],
)
def test_an_option_earns_from_nought_to_all_the_points(share, is_sound):
    assert (kind_of("single").problems(single(share)) == []) is is_sound
    assert (kind_of("cloze").problems(gapped(share)) == []) is is_sound


def test_a_power_of_ten_is_no_share_that_takes_for_ever_to_count():
    assert kind_of("single").problems(single("1e999999999")) != []


@pytest.mark.parametrize(("share", "points"), [("50", 2), ("-3", 0), ("half", 0), ("1/2", 1)])
def test_no_content_earns_more_than_the_maximum_or_less_than_nought(share, points):
    """Versions written before shares were looked at are marked too."""
    for kind, body, value in (
        ("single", single(share), {"chosen": [0]}),
        ("cloze", gapped(share), {"gaps": [0], "sequence": [1]}),
        ("judgement", single(share), {"chosen": [0]}),
    ):
        assert marking.judge(asked(kind, body), value, {}).points == points


@pytest.mark.parametrize("rule", [Regrade.Rule.NEW_KEY, Regrade.Rule.KEEP_BOTH])
def test_a_regrade_by_a_key_stays_within_the_points(rule):
    item = marking.judge(asked("single", SINGLE), {"chosen": [0]}, {})
    row = Regrade(rule=rule, key_version=QuestionVersion(content=single("50")))

    assert marking.regraded(item, row).points == Fraction(2)


def test_a_per_cent_in_a_gap_is_refused_in_words():
    posted = {"gap-1": ["single"], "answers_en-1": ["*Paris\n%50%Lyon"], "answers_zh-1": ["*巴黎\n%50%里昂"]}
    body = kind_of("cloze").written(posted) | {"stem": text("[[1]]")}

    assert kind_of("cloze").problems(body) == [
        "Write each option's share of the points as a number from 0 to 1, such as 1/2."
    ]
