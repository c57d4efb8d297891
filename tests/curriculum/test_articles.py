import datetime

import pytest

from courses.domain.academy.lessons import (
    Article,
    Contact,
    CurriculumError,
    Screen,
    Text,
    read_article,
    source_hash,
)

pytestmark = pytest.mark.pure

ARTICLE = """\
---
key: points
title: Points
class: faq
summary: One point a yuan.
review_by: 2027-05-31
keywords: [points, member]
contacts:
  - department: Member service
    when: Points are missing.
---

## How

Full yuan only.
"""


def test_article_is_read_whole():
    article = read_article(ARTICLE, path="articles/points.en.md")

    assert article == Article(
        key="points",
        language="en",
        title="Points",
        review_by=datetime.date(2027, 5, 31),
        screens=(Screen("How", (Text("Full yuan only."),), line=13),),
        path="articles/points.en.md",
        source_hash=source_hash(ARTICLE),
        article_class="faq",
        summary="One point a yuan.",
        keywords=("points", "member"),
        contacts=(Contact("Member service", "Points are missing."),),
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("class: faq", "class: gossip", "`class: gossip`; known are product, after-sales, rules-and-process, faq"),
        ("    when: Points are missing.\n", "", "each of `contacts` needs `department` and `when`, nothing else"),
        ("One point a yuan.", "x" * 401, "`summary` has 401 characters; 400 fit"),
        ("member]", f"{'m' * 293}]", "`keywords` are longer than 300 characters together"),
    ],
)
def test_article_front_matter_is_checked(old, new, sentence):
    with pytest.raises(CurriculumError) as refusal:
        read_article(ARTICLE.replace(old, new), path="articles/points.en.md")

    assert str(refusal.value) == f"articles/points.en.md:1: {sentence}"


# The hash


@pytest.mark.parametrize("twin", ["a\r\nb\r\n", "\ufeffa\nb\n", "a\nb", "a\nb\n\n"])
def test_source_hash_ignores_line_ends_and_the_blank_end(twin):
    assert source_hash(twin) == source_hash("a\nb\n")


@pytest.mark.parametrize("other", ["a\nB\n", "a\n b\n", "a\n\nb\n", "ab\n"])
def test_source_hash_tells_every_other_change(other):
    assert source_hash(other) != source_hash("a\nb\n")
