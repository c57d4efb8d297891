"""The second sheet of a workbook of questions, which explains the columns, and the template with examples."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.exchange import sheet
from assessments.domain.exchange.drafts import Draft
from assessments.domain.kinds import KINDS


def notes() -> tuple[str, list[str], list[list[str]]]:
    """Title, headings and rows of the sheet that explains the columns."""
    place = int((get_language() or "").startswith("zh"))
    rows = [[column.headers[place], _meanings()[column.name]] for column in sheet.COLUMNS]
    return _("Columns"), [_("Column"), _("What stands there")], rows


def _meanings() -> dict[str, str]:
    answers = _(
        "One option, accepted answer, pair or step a line, in the same order in both languages. * leads a right "
        "option, %1/2% a part of the points; # between spaces leads the feedback. A pair is left => right, a number "
        "low..high. A backslash makes a sign plain; \\n is a line break, \\e an empty line."
    )
    return {
        "key": _("Lower-case words joined by hyphens; made from the bank and the words if left out."),
        "topic": _("The topic with those above it, parted by /. What is missing is added to the bank."),
        "kind": ", ".join(f"{kind.KEY} ({_(kind.NAME)})" for kind in KINDS.values()),
        "points": _("A whole number from 1 to 100; 1 if left out."),
        "difficulty": _("1 recall, 2 use, 3 judge; 1 if left out."),
        "stem_en": _("The words of the question. One language is enough for a draft."),
        "stem_zh": _("The words of the question. One language is enough for a draft."),
        "answers_en": answers,
        "answers_zh": answers,
        "explanation_en": _("Shown after the result."),
        "explanation_zh": _("Shown after the result."),
        "settings": _("name: value, one a line, such as credit: partial or rubric: essay-basic."),
        "format": _("plain, markdown or html; plain if left out."),
        "tags": _("Parted by commas."),
        "competency": _("Lower-case words joined by hyphens."),
        "point": _("Questions with the same one are siblings in daily practice."),
        "use": _("exam or practice; exam if left out."),
    }


def template() -> bytes:
    """An empty workbook with one example of each frequent kind, to be written over."""
    place = int((get_language() or "").startswith("zh"))
    return sheet.write(_examples(), _("Questions"), notes(), place=place)


def _examples() -> Sequence[Draft]:
    def two(en: str, zh: str) -> dict[str, str]:
        return {"en": en, "zh-hans": zh}

    def option(en: str, zh: str, right: bool) -> dict[str, object]:
        return {"text": two(en, zh), "right": right, "feedback": two("", "")}

    frame = {"explanation": two("", "")}
    single = frame | {
        "stem": two("What do you say first?", "接通后先说什么？"),
        "options": [option("The greeting", "问候语", True), option("Hello?", "喂？", False)],
    }
    short = frame | {
        "stem": two("Within how many rings do you answer?", "铃响几声内接听？"),
        "accepted": {"en": ["3", "three"], "zh-hans": ["3", "三"]},
    }
    numeric = frame | {
        "stem": two("How many characters a minute at least?", "每分钟至少多少字？"),
        "intervals": [{"low": "60", "high": "60", "share": "1", "feedback": two("", "")}],
    }
    matching = frame | {
        "stem": two("Who helps with what?", "谁负责什么？"),
        "pairs": [
            {"left": two("CTI", "电话系统"), "right": two("Technical support", "技术支持")},
            {"left": two("Wording", "话术"), "right": two("Training", "培训")},
        ],
        "credit": "partial",
    }
    kinds = {"single": single, "short": short, "numeric": numeric, "matching": matching}
    topic = (_("Examples"),)
    return [
        Draft("", kind, content, 5, name=f"example-{kind}", topic=topic, tags=("example",))
        for kind, content in kinds.items()
    ]
