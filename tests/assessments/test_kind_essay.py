"""What an essay takes and how it is written."""

import pytest

from assessments.domain.kinds import is_by_person, kind_of
from assessments.domain.kinds.shared import Asked, NotAnAnswerError

pytestmark = pytest.mark.pure

ESSAY = kind_of("essay")
CONTENT = {"rubric": "essays", "longest": 200, "least": {"en": 20, "zh-hans": 40}}


def test_a_person_scores_it():
    assert is_by_person("essay")
    assert not is_by_person("single")


def test_line_breaks_are_kept_in_one_form():
    assert ESSAY.read(["One\r\nTwo"], CONTENT, Asked()) == {"text": "One\nTwo"}
    assert not ESSAY.is_answered(ESSAY.read([" \r\n"], CONTENT, Asked()))


@pytest.mark.parametrize("odd", [["x" * 201], ["a\0b"], ["a", "b"]])
def test_what_is_no_answer_is_refused(odd):
    with pytest.raises(NotAnAnswerError):
        ESSAY.read(odd, CONTENT, Asked())


@pytest.mark.parametrize(
    "wrong",
    [
        {"rubric": ""},
        {"longest": None},
        {"longest": 99},
        {"longest": 5001},
        {"least": {"en": 200, "zh-hans": 0}},
    ],
)
def test_figures_that_make_no_sense_are_named(wrong):
    assert ESSAY.problems(CONTENT) == []
    assert len(ESSAY.problems(CONTENT | wrong)) == 1


def test_what_an_editor_sees_is_what_it_posts():
    fields = ESSAY.editor(CONTENT)

    assert ESSAY.written({name: [str(value)] for name, value in fields.items()}) == CONTENT


@pytest.mark.parametrize(("language", "least", "counts"), [("en", 20, "words"), ("zh-hans", 40, "signs")])
def test_words_are_counted_in_english_and_characters_in_chinese(language, least, counts):
    screen = ESSAY.screen(CONTENT, {}, Asked(language=language), lambda text: "")

    assert (screen["least"], screen["counts"]) == (least, counts)
