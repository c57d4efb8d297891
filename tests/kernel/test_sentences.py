from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from kernel.pdf import GlyphMissing, require_glyphs
from kernel.tables import Column, read_table

CATALOGUE = Path(__file__).parents[2] / "kernel/locale/zh_Hans/LC_MESSAGES/django.po"


def test_every_sentence_of_the_kernel_has_its_chinese():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")

    assert [message.id for message in catalogue if message.id and (not message.string or message.fuzzy)] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_sentences_can_be_put_into_words_in_both_languages(language):
    with pytest.raises(GlyphMissing) as refusal:
        require_glyphs("😀")
    table = read_table(
        b"name,score\na,x\na,x\n", "a.csv", columns=[Column("name"), Column("score", kind="number")], unique=["name"]
    )

    with override(language):
        words = [str(refusal.value), *map(str, table.problems)]

    assert "😀 (U+1F600)" in words[0]
    assert "2" in words[3]
    assert "{" not in "".join(words)
