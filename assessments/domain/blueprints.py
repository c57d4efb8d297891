"""A paper as one piece of JSON: what it draws or asks, how it is sat, what it shows.

{"title": both, "minutes", "shuffle", "is_fixed", "navigation", "release", "review", "step_up", "tolerance",
 "parts": [{"title": both, "words": both,
            "rows": [{"topic": key, "difficulty": 1-3 or None, "count", "points": or None}],
            "questions": [{"question": key, "version": number or None, "points": or None}]}]}

"browser_keys": [64 hex digits, ...] stands beside them where only Safe Exam Browser may be used.
A part without a title is the paper itself. Drawn papers use the rows, fixed ones the questions.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from assessments.models import Paper, PaperQuestion, PaperRow, PaperSection, Question, QuestionVersion, Topic

Content = dict[str, Any]

FIGURES = ("minutes", "shuffle", "is_fixed", "navigation", "release", "review", "step_up", "tolerance")


def read(papers: Iterable[Paper]) -> list[Paper]:
    """Papers with all that `content_of` reads, in few queries."""
    papers = list(papers)
    prefetch_related_objects(
        papers,
        "sections",
        Prefetch("rows", PaperRow.objects.select_related("topic")),
        Prefetch("fixed", PaperQuestion.objects.select_related("question", "version")),
    )
    return papers


def content_of(paper: Paper) -> Content:
    """What stands in the paper's rows: what is published, or was loaded."""
    read([paper])
    rows, fixed = list(paper.rows.all()), list(paper.fixed.all())
    sections: list[PaperSection | None] = [None, *paper.sections.all()]
    parts = []
    for section in sections:
        pk = section.pk if section else None
        part = {
            "title": _both(section, "title"),
            "words": _both(section, "words"),
            "rows": [_row(row) for row in rows if row.section_id == pk],
            "questions": [_placed(item) for item in fixed if item.section_id == pk],
        }
        if section or part["rows"] or part["questions"]:
            parts.append(part)
    figures = {name: getattr(paper, name) for name in FIGURES}
    keys = {"browser_keys": paper.browser_keys} if paper.browser_keys else {}
    return {"title": _both(paper, "title")} | figures | keys | {"parts": parts}


def _both(row: Any, name: str) -> dict[str, str]:
    return {"en": getattr(row, f"{name}_en", ""), "zh-hans": getattr(row, f"{name}_zh", "")}


def _row(row: PaperRow) -> Content:
    return {"topic": row.topic.key, "difficulty": row.difficulty, "count": row.count, "points": row.points}


def _placed(item: PaperQuestion) -> Content:
    version = item.version.number if item.version else None
    return {"question": item.question.key, "version": version, "points": item.points}


def apply(paper: Paper, content: Content) -> None:
    """Write the content into the paper's rows, in place of what stood there. Attempts keep what they drew."""
    paper.rows.all().delete()
    paper.fixed.all().delete()
    paper.sections.all().delete()
    names = {"title_en": content["title"]["en"], "title_zh": content["title"]["zh-hans"]}
    figures = {name: content[name] for name in FIGURES}
    Paper.objects.filter(pk=paper.pk).update(**names, **figures, browser_keys=content.get("browser_keys", []))
    sections = [_section(paper, position, part) for position, part in enumerate(content["parts"], 1)]
    _apply_rows(paper, content, sections)
    _apply_fixed(paper, content, sections)
    paper.refresh_from_db()


def _section(paper: Paper, position: int, part: Content) -> PaperSection | None:
    if not any(part["title"].values()):
        return None
    return PaperSection.objects.create(
        paper=paper,
        position=position,
        title_en=part["title"]["en"],
        title_zh=part["title"]["zh-hans"],
        words_en=part["words"]["en"],
        words_zh=part["words"]["zh-hans"],
    )


def _apply_rows(paper: Paper, content: Content, sections: list[PaperSection | None]) -> None:
    rows = [(number, row) for number, part in enumerate(content["parts"]) for row in part["rows"]]
    topics = {topic.key: topic for topic in Topic.objects.filter(key__in={row["topic"] for _n, row in rows})}
    PaperRow.objects.bulk_create(
        PaperRow(
            paper=paper,
            section=sections[number],
            topic=topics[row["topic"]],
            position=position,
            count=row["count"],
            difficulty=row["difficulty"],
            points=row["points"],
        )
        for position, (number, row) in enumerate(rows, 1)
    )


def _apply_fixed(paper: Paper, content: Content, sections: list[PaperSection | None]) -> None:
    items = [(number, item) for number, part in enumerate(content["parts"]) for item in part["questions"]]
    keys = {item["question"] for _n, item in items}
    questions = {question.key: question for question in Question.objects.filter(key__in=keys)}
    versions = {
        (version.question.key, version.number): version
        for version in QuestionVersion.objects.filter(question__key__in=keys).select_related("question")
    }
    PaperQuestion.objects.bulk_create(
        PaperQuestion(
            paper=paper,
            section=sections[number],
            question=questions[item["question"]],
            version=versions[item["question"], item["version"]] if item["version"] else None,
            position=position,
            points=item["points"],
        )
        for position, (number, item) in enumerate(items, 1)
    )


def count(content: Content) -> int:
    """How many questions it asks."""
    if content["is_fixed"]:
        return sum(len(part["questions"]) for part in content["parts"])
    return sum(row["count"] for part in content["parts"] for row in part["rows"])


def section_of(content: Content, part: int) -> Content | None:
    """What an attempt pins of a part: its title and instructions in both languages."""
    found = content["parts"][part]
    return {"title": found["title"], "words": found["words"]} if any(found["title"].values()) else None
