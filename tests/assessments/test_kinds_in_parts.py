"""What matching, ordering, numbers, gaps and judgements earn, part by part."""

from fractions import Fraction

import pytest

from assessments.domain.kinds import kind_of
from assessments.domain.kinds.numeric import number
from assessments.domain.kinds.shared import Asked, NotAnAnswerError, scrambled
from tests.assessments.made import text

pytestmark = pytest.mark.pure

MATCHING = {
    "pairs": [
        {"left": text("cat"), "right": text("meows")},
        {"left": text("dog"), "right": text("barks")},
        {"left": text("fox"), "right": text("barks")},
        {"left": text("owl"), "right": text("hoots")},
        {"left": {}, "right": text("sings")},
    ],
    "credit": "partial",
}
ORDERING = {"items": [text(word) for word in ("greet", "ask", "solve", "close")], "credit": "partial"}
NUMERIC = {
    "intervals": [
        {"low": "12", "high": "13", "share": "1"},
        {"low": "11", "high": "14", "share": "1/2"},
    ]
}
SECONDS = {"en": ["s", "seconds"], "zh-hans": ["秒"]}
WITH_UNIT = NUMERIC | {"unit": {"words": SECONDS, "required": False}}
UNIT_NEEDED = NUMERIC | {"unit": {"words": SECONDS, "required": True}}
CLOZE = {
    "stem": {"en": "[[1]] and [[2]] and [[3]]", "zh-hans": "[[3]]、[[1]]、[[2]]"},
    "gaps": [
        {"kind": "short", "accepted": {"en": ["ring*"], "zh-hans": ["铃声"]}, "points": "2"},
        {
            "kind": "single",
            "options": [
                {"text": text("three"), "right": True, "feedback": {}},
                {"text": text("four"), "right": False, "feedback": {}, "share": "1/2"},
            ],
            "points": "1",
        },
        {"kind": "numeric", "intervals": NUMERIC["intervals"], "points": "1"},
    ],
    "credit": "partial",
}


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        ([0, 1, 1, 3], 4),
        ([0, 2, 1, 3], 4),
        ([0, 1, 1, None], 3),
        ([0, None, None, None], 1),
        ([4, 4, 4, 4], 0),
        ([], 0),
    ],
)
def test_each_right_pair_earns_its_part(chosen, points):
    matching = kind_of("matching")

    assert matching.points(MATCHING, {"chosen": chosen}, 4) == points
    assert matching.points(MATCHING | {"credit": "all"}, {"chosen": chosen}, 4) == (4 if points == 4 else 0)


def test_rights_that_read_alike_are_offered_once():
    screen = kind_of("matching").screen(MATCHING, {}, Asked((4, 2, 1, 0, 3)), lambda words: words["en"])

    assert [choice["text"] for choice in screen["choices"]] == ["sings", "barks", "meows", "hoots"]


@pytest.mark.parametrize("posted", [["0"], ["0", "1", "2", "9"], ["0", "x", "", ""], ["2", "0", "0", "0"]])
def test_a_match_that_the_screen_does_not_offer_is_refused(posted):
    with pytest.raises(NotAnAnswerError):
        kind_of("matching").read(posted, MATCHING, Asked((4, 1, 2, 0, 3)))


@pytest.mark.parametrize(
    ("order", "kept"),
    [
        ([0, 1, 2, 3], 3),
        ([1, 2, 3, 0], 2),
        ([3, 0, 1, 2], 2),
        ([1, 0, 2, 3], 1),
        ([3, 2, 1, 0], 0),
        ([0, 1, 0, 1], 1),
        ([0, 1, None, None], 1),
        ([None, 0, 1, 2], 2),
    ],
)
def test_each_neighbour_kept_earns_its_part(order, kept):
    ordering = kind_of("ordering")

    assert ordering.points(ORDERING, {"order": order}, 1) == Fraction(kept, 3)
    assert ordering.points(ORDERING | {"credit": "all"}, {"order": order}, 1) == (kept == 3)


@pytest.mark.parametrize("length", range(2, 16))
def test_the_author_s_order_is_never_shown(length):
    kept = tuple(range(length))

    assert scrambled(kept) != kept
    assert sorted(scrambled(kept)) == list(kept)
    assert scrambled(kept[::-1]) == kept[::-1]


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("－３", "-3"),
        ("+3", "3"),
        (".5", "0.5"),
        ("3。", "3"),
        ("1,234", "1234"),
        ("１，２３４", "1234"),
        ("1 234 567.25", "1234567.25"),
        ("1,5", None),
        ("12,34", None),
        ("1,234,5", None),
        ("1,2345", None),
        ("1.234.567", None),
        ("5²", None),
        ("½", None),
        ("3 4", None),
        ("3-4", None),
        ("1e3", None),
        ("three", None),
        ("三", None),
        ("", None),
        ("9" * 19, None),
    ],
)
def test_a_number_is_read_as_people_write_it_and_never_guessed(typed, read_as):
    found = number(typed)

    given = str(found[0].normalize() + 0) if found and not found[1] else None
    assert given == (read_as if read_as is None else str(number(read_as)[0].normalize() + 0))


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("10.999", 0),
        ("11", 1),
        ("11.999", 1),
        ("12", 2),
        ("12.5", 2),
        ("13", 2),
        ("13.0001", 1),
        ("14", 1),
        ("14.0001", 0),
        ("12 s", 0),
    ],
)
def test_a_number_is_right_up_to_and_with_its_limits(typed, points):
    assert kind_of("numeric").points(NUMERIC, {"text": typed}, 2) == points


@pytest.mark.parametrize(
    ("typed", "optional", "needed"),
    [
        ("12", 2, 0),
        ("12 s", 2, 2),
        ("12S", 2, 2),
        ("１２秒", 2, 2),
        ("seconds 12", 2, 2),
        ("12 minutes", 0, 0),
        ("s 12 s", 0, 0),
    ],
)
def test_a_unit_is_taken_or_needed(typed, optional, needed):
    numeric = kind_of("numeric")

    assert numeric.points(WITH_UNIT, {"text": typed}, 2) == optional
    assert numeric.points(UNIT_NEEDED, {"text": typed}, 2) == needed


def test_a_gap_takes_its_unit_and_says_something_afterwards():
    cloze, posted = kind_of("cloze"), {"gap-1": ["numeric"], "answers_en-1": ["12.5 ± 0.5"], "answers_zh-1": [""]}
    posted |= {"unit_en-1": ["s\nseconds"], "unit_zh-1": ["秒"], "unit_required-1": ["on"]}
    posted |= {"feedback_en-1": ["As the white paper says."], "feedback_zh-1": [""]}

    body = cloze.written(posted) | {"stem": {"en": "Within [[1]]", "zh-hans": "[[1]]内"}}
    (row,) = cloze.editor(body)["rows"][:1]
    seen = cloze.review(body, {"gaps": ["12"], "sequence": [1]}, Asked(()), lambda words: words.get("en", ""))

    assert cloze.problems(body) == []
    assert [cloze.points(body, {"gaps": [typed]}, 2) for typed in ("12 s", "１２秒", "12", "12 min")] == [2, 2, 0, 0]
    assert cloze.screen(body, {}, Asked(()), lambda words: words["en"])["gaps"][0]["unit_required"]
    assert (row["unit"]["en"], row["unit_required"], row["feedback"]["en"]) == (
        "s\nseconds",
        True,
        "As the white paper says.",
    )
    assert (seen["gaps"][0]["right"], seen["gaps"][0]["remark"]) == ("12.5 ± 0.5 s", "As the white paper says.")


@pytest.mark.parametrize(
    ("gaps", "points"),
    [
        (["rings", 0, "12.5"], 4),
        (["铃声", 0, "12.5"], 4),
        (["rings", 1, "12.5"], Fraction(7, 2)),
        (["rings", 1, "11"], 3),
        ([None, 0, None], 1),
        (["bell", 1, "x"], Fraction(1, 2)),
    ],
)
def test_each_gap_earns_its_weight(gaps, points):
    cloze = kind_of("cloze")

    assert cloze.points(CLOZE, {"gaps": gaps}, 4) == points
    assert cloze.points(CLOZE | {"credit": "all"}, {"gaps": gaps}, 4) == (4 if points == 4 else 0)


def test_gaps_are_kept_by_number_in_whatever_order_a_language_has_them():
    cloze = kind_of("cloze")
    english, chinese = Asked((1, 0)), Asked((1, 0), language="zh-hans")

    first = cloze.read(["1 2 3", "rings", "1", "12"], CLOZE, english)
    second = cloze.read(["3 1 2", "12", "rings", "1"], CLOZE, chinese)

    assert first["gaps"] == second["gaps"] == ["rings", 0, "12"]
    assert cloze.screen(CLOZE, first, chinese, lambda words: words["en"])["sequence"] == "3 1 2"


@pytest.mark.parametrize(
    "posted", [["", "x", "0", "1"], ["1 2", "x", "0"], ["1 2 2", "x", "0", "1"], ["1 2 3", "x", "7", "1"], ["a", "b"]]
)
def test_gaps_that_do_not_stand_there_are_refused(posted):
    with pytest.raises(NotAnAnswerError):
        kind_of("cloze").read(posted, CLOZE, Asked((1, 0)))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("matching", {"pairs": MATCHING["pairs"][:1]}),
        ("matching", {"pairs": [MATCHING["pairs"][0], MATCHING["pairs"][0]]}),
        ("matching", {"pairs": MATCHING["pairs"][1:3]}),
        ("ordering", {"items": ORDERING["items"][:1]}),
        ("ordering", {"items": [*ORDERING["items"], text("ask")]}),
        ("numeric", {"intervals": []}),
        ("numeric", {"intervals": [{"low": "3", "high": "2", "share": "1"}]}),
        ("numeric", {"intervals": [{"low": "x", "high": "2", "share": "1"}]}),
        ("numeric", {"intervals": [{"low": "1", "high": "2", "share": "1/2"}]}),
        ("numeric", {"intervals": [{"low": "1", "high": "2", "share": "2"}]}),
        ("numeric", NUMERIC | {"unit": {"words": {"en": ["m2"]}, "required": False}}),
        ("cloze", CLOZE | {"gaps": []}),
        ("cloze", CLOZE | {"stem": {"en": "[[1]] [[2]]", "zh-hans": "[[1]][[2]][[3]]"}}),
        ("cloze", CLOZE | {"stem": {"en": "[[1]] [[2]] [[3]] [[3]]", "zh-hans": "[[1]][[2]][[3]]"}}),
        ("cloze", CLOZE | {"gaps": [gap | {"points": "0"} for gap in CLOZE["gaps"]]}),
        ("judgement", {"options": [{"text": text("a"), "right": False, "share": "1/2", "feedback": {}}] * 2}),
        ("judgement", {"options": [{"text": text("a"), "right": True, "share": "x", "feedback": {}}] * 2}),
        ("judgement", {"options": [{"text": text("a"), "right": False, "share": "1", "feedback": {}}] * 2}),
    ],
)
def test_a_kind_says_what_is_wrong(kind, body):
    assert kind_of(kind).problems(body) != []


def test_sound_contents_have_no_problems():
    sound = {"matching": MATCHING, "ordering": ORDERING, "numeric": UNIT_NEEDED, "cloze": CLOZE}

    assert [kind for kind, body in sound.items() if kind_of(kind).problems(body)] == []


@pytest.mark.parametrize(("chosen", "points"), [([0], 4), ([1], 2), ([2], 0), ([], 0)])
def test_a_judgement_earns_the_share_of_the_way_chosen(chosen, points):
    shares = ("1", "1/2", "0")
    options = [{"text": text(share), "right": share == "1", "share": share, "feedback": {}} for share in shares]

    assert kind_of("judgement").points({"options": options}, {"chosen": chosen}, 4) == points
