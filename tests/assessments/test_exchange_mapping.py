"""Between the files of other systems and the bank: nothing changes on the way in and out, or it is named."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.exchange.drafts import fingerprint
from assessments.domain.exchange.into_bank import NotTakenError, language_of, made_of
from assessments.domain.exchange.items import Choice, Gap, Item, Pair
from assessments.domain.exchange.out_of_bank import NotSayableError, item_of
from assessments.domain.kinds import KINDS
from tests.assessments.exchange_items import items
from tests.assessments.kinds_made import MADE

WHOLE, HALF, NONE = Fraction(1), Fraction(1, 2), Fraction(0)
SAYABLE = sorted({"single", "multiple", "true_false", "short", "numeric", "matching", "ordering", "cloze"})
FILED = {"single", "multiple", "true_false", "short", "numeric", "matching"}
POINTS = st.integers(1, 100).map(Fraction)


@pytest.mark.parametrize(("share", "same"), [("0", True), ("1/4", False)])
def test_a_share_nobody_has_to_write_makes_no_difference_in_a_gap_either(share, same):
    wrong = {"text": {"en": "later"}, "right": False, "feedback": {}}
    right = {"text": {"en": "now"}, "right": True, "feedback": {}}
    gap = {"kind": "single", "options": [right, wrong], "points": "1"}
    plain, written = (
        {"stem": {"en": "Ring [[1]]"}, "explanation": {}, "gaps": [gap | {"options": [right, other]}]}
        for other in (wrong, wrong | {"share": share})
    )

    assert (fingerprint("cloze", plain, "en") == fingerprint("cloze", written, "en")) is same


@given(items(FILED, points=POINTS), st.sampled_from(["en", "zh-hans"]))
def test_what_the_bank_takes_without_loss_comes_out_the_same(item, language):
    try:
        made = made_of(item, language)
    except NotTakenError:
        return
    back, lost = item_of(made.kind, made.content, language)

    plain = replace(item, name="", topic=(), tags=())
    if not made.losses:
        assert lost == []
        assert replace(back, points=Fraction(made.points)) == plain


@pytest.mark.parametrize("kind", SAYABLE)
@given(data=st.data(), language=st.sampled_from(["en", "zh-hans"]))
def test_a_content_survives_the_way_out_and_in_its_language(kind, data, language):
    content = data.draw(MADE[kind])

    item, _lost = item_of(kind, content, language)
    made = made_of(item, language)

    again, _lost = item_of(made.kind, made.content, language)
    assert (made.kind, again) == (kind, item)
    assert made.losses == ()


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {*SAYABLE, "judgement", "essay"}))
@given(data=st.data())
def test_what_no_item_can_say_is_told(kind, data):
    with pytest.raises(NotSayableError, match="only the workbook"):
        item_of(kind, data.draw(MADE[kind]), "en")


LOSSY = [
    (Item("single", "Q", choices=(Choice("a", WHOLE), Choice("b", -HALF))), "penalties become nought"),
    (Item("short", "Q", choices=(Choice("a", WHOLE), Choice("b", HALF))), "earn less than all"),
    (Item("short", "Q", choices=(Choice("a", WHOLE, "Yes."),)), "feedback of typed answers"),
    (Item("single", "Q", choices=(Choice("a", WHOLE), Choice("b", WHOLE))), "situational judgement"),
    (Item("single", "Q", choices=(Choice("a", WHOLE), Choice("b", NONE)), points=Fraction(5, 2)), "5/2|2.5 become 3"),
]


@pytest.mark.parametrize(("item", "words"), LOSSY)
def test_a_loss_is_named(item, words):
    (loss,) = made_of(item, "en").losses

    assert any(word in loss for word in words.split("|"))


REFUSED = [
    (Item("single", "Q", choices=(Choice("a", HALF), Choice("b", NONE))), "No option earns all the points."),
    (Item("multiple", "Q", choices=(Choice("a", WHOLE), Choice("b", NONE))), "three to ten options"),
    (Item("essay", "Q"), "There is|An essay is scored on a rubric|no questions of the kind"),
    (Item("hotspot", "Q"), "no questions of the kind hotspot"),
    (Item("cloze", "[[1]]", gaps=(Gap("multiple", (Choice("a", WHOLE),)),)), "several right answers at once"),
    (Item("matching", "Q", pairs=(Pair("a", "b"),)), "two to fifteen pairs"),
    (Item("single", "Q", choices=(Choice("a", WHOLE), Choice("b", NONE)), points=Fraction(101)), "at most 100 points"),
]


@pytest.mark.parametrize(("item", "words"), REFUSED)
def test_what_the_bank_cannot_hold_is_refused_in_words(item, words):
    with pytest.raises(NotTakenError) as refused:
        made_of(item, "en")

    assert any(word in str(refused.value) for word in words.split("|"))


def test_the_language_is_told_by_its_signs():
    assert language_of([Item("essay", "客户来电后先说 hello 还是 CRM 工号？")]) == "zh-hans"
    assert language_of([Item("essay", "What does 你好 mean in a call?")]) == "en"
    assert language_of([]) == "en"


def test_a_translation_does_not_make_another_question():
    content = made_of(Item("single", "Who?", choices=(Choice("me", WHOLE), Choice("you", NONE))), "en").content
    both = content | {"stem": {"en": "Who?", "zh-hans": "谁？"}}
    other = content | {"stem": {"en": "Whom?", "zh-hans": ""}}

    assert fingerprint("single", content, "en") == fingerprint("single", both, "en")
    assert fingerprint("single", content, "en") != fingerprint("single", other, "en")
