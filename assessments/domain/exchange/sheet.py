"""Questions as a workbook: a row each, both languages side by side, every kind of the bank. Needs no Django itself.

In the cells of answers a line is one option, accepted answer, pair or step, the same number of lines in both languages:
`*` leads a right option, `%1/2%` a part of the points; what follows ` # ` is the feedback; `=>` parts a pair; a number
is written low..high. A backslash makes a sign plain; \\n is a line break and \\e an empty line. Whatever else a kind
keeps stands in the settings, one `name: value` a line.
"""

import io
import json
import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import IO, Any

from assessments.domain.exchange.drafts import Draft, Drafts
from assessments.domain.exchange.into_bank import MOST_POINTS
from assessments.domain.exchange.items import Problem
from assessments.domain.exchange.sentences import SentenceError, gettext_noop, marked
from assessments.domain.exchange.topics import path_of, topic_of
from assessments.domain.kinds import KINDS, languages
from assessments.domain.kinds.shared import Content, Text
from kernel.tables import Column, FileRefused, Limits, Row, read_table, write_xlsx

NAME = "xlsx"
LIMITS = Limits(cell=32_000, rows=10_000, size=20 * 1024 * 1024)
COLUMNS = (
    Column("key", ("Key", "编号"), optional=True),
    Column("topic", ("Topic", "主题"), optional=True),
    Column("kind", ("Kind", "题型"), filled=True),
    Column("points", ("Points", "分值"), kind="whole", optional=True),
    Column("difficulty", ("Difficulty", "难度"), kind="whole", optional=True),
    Column("stem_en", ("Question (English)", "题干（英文）"), optional=True),
    Column("stem_zh", ("Question (Chinese)", "题干（中文）"), optional=True),
    Column("answers_en", ("Answers (English)", "答案（英文）"), optional=True),
    Column("answers_zh", ("Answers (Chinese)", "答案（中文）"), optional=True),
    Column("explanation_en", ("Explanation (English)", "解析（英文）"), optional=True),
    Column("explanation_zh", ("Explanation (Chinese)", "解析（中文）"), optional=True),
    Column("settings", ("Settings", "设置"), optional=True),
    Column("format", ("Format", "格式"), optional=True),
    Column("tags", ("Tags", "标签"), optional=True),
    Column("competency", ("Competency", "能力项"), optional=True),
    Column("point", ("Point asked about", "考查点"), optional=True),
    Column("use", ("Used", "用途"), optional=True),
)
_ENDS = (("en", "en"), ("zh-hans", "zh"))
_FRAME = {"stem", "explanation", "format"}
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TOKEN = re.compile(r"\\(.)")
_LEAD = re.compile(r"(\*?)(?:%([^%\s]{1,20})%)?")
_ARROW = re.compile(r"(?<!\\)(?:\\\\)*=>")


class NotARowError(SentenceError):
    """A sentence about one row."""


def read(file_bytes: bytes) -> tuple[Drafts, list[Problem]]:
    """The rows as drafts, and what is wrong with the table itself."""
    try:
        table = read_table(file_bytes, "questions.xlsx", columns=COLUMNS, limits=LIMITS)
    except FileRefused as refused:
        return Drafts(), [Problem(gettext_noop("file"), str(refused))]
    problems = [Problem(_row(odd.row), f"{odd.column}: {odd.sentence}") for odd in table.problems]
    troubled = {odd.row for odd in table.problems}
    found = Drafts()
    for row in table.rows:
        if row.number in troubled:
            continue
        try:
            found.taken.append(_draft(row))
        except NotARowError as refused:
            found.refused.append(Problem(_row(row.number), refused.sentence))
    return found, problems


def _row(number: int) -> str:
    return gettext_noop("row %(number)s", number=number)


def _draft(row: Row) -> Draft:
    cells: dict[str, Any] = row.values
    kind = cells["kind"]
    if kind not in KINDS:
        raise NotARowError(gettext_noop("The bank has no questions of the kind %(kind)s.", kind=kind))
    content = _content(kind, cells)
    try:
        odd = KINDS[kind].problems(content)
        whole = not odd and languages(kind, content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise NotARowError(gettext_noop("The settings do not suit this kind of question.")) from None
    if odd:
        raise NotARowError(marked(odd[0]))
    if not whole:
        raise NotARowError(gettext_noop("Something a learner must read is empty."))
    points, difficulty = cells["points"] or 1, cells["difficulty"] or 1
    if not (1 <= points <= MOST_POINTS and 1 <= difficulty <= 3):
        raise NotARowError(gettext_noop("Points run from 1 to 100 and difficulty from 1 to 3."))
    words = [cells[name] for name in ("key", "competency", "point") if cells[name]]
    if not all(_SLUG.fullmatch(word) and len(word) <= 80 for word in words) or cells["use"] not in (
        "",
        "exam",
        "practice",
    ):
        raise NotARowError(
            gettext_noop("Key, competency and point are lower-case words joined by hyphens; use is exam or practice.")
        )
    return Draft(
        where=_row(row.number),
        kind=kind,
        content=content,
        points=points,
        difficulty=difficulty,
        name=cells["key"],
        topic=topic_of(cells["topic"]),
        tags=tuple(tag.strip() for tag in cells["tags"].split(",") if tag.strip()),
        competency=cells["competency"],
        point=cells["point"],
        use=cells["use"] or "exam",
    )


def _content(kind: str, cells: dict[str, Any]) -> Content:
    own = _settings(cells["settings"])
    reader = _READERS.get(kind)
    if reader:
        lines = [cells[f"answers_{end}"].split("\n") if cells[f"answers_{end}"] else [] for _language, end in _ENDS]
        own |= reader(lines)
    form = cells["format"] or "plain"
    if form not in ("plain", "markdown", "html"):
        raise NotARowError(gettext_noop("The format is plain, markdown or html."))
    frame = {name: {lang: cells[f"{name}_{end}"] for lang, end in _ENDS} for name in ("stem", "explanation")}
    return own | frame | ({} if form == "plain" else {"format": form})


def _settings(cell: str) -> Content:
    own: Content = {}
    for line in filter(str.strip, cell.split("\n")):
        name, colon, value = line.partition(":")
        if not colon or name.strip() in _FRAME:
            raise NotARowError(gettext_noop("Settings are written one a line as name: value."))
        try:
            own[name.strip()] = json.loads(value)
        except (ValueError, RecursionError):
            own[name.strip()] = value.strip()
    return own


# Lines of the answers


def _pairs(lines: Sequence[list[str]]) -> Iterable[tuple[str, str]]:
    english, chinese = lines
    return zip_longest(english, chinese, fillvalue="")


def _parts(line: str) -> tuple[str, str, str, str]:
    """The star, the share, the words and the feedback of a line."""
    lead = _LEAD.match(line)
    star, part = (lead[1], lead[2] or "") if lead else ("", "")
    rest = line[lead.end() :] if lead else line
    words, _hash, said = rest.partition(" # ")
    return star, part, _plain(words), _plain(said)


def _plain(text: str) -> str:
    return _TOKEN.sub(lambda found: {"n": "\n", "e": ""}.get(found[1], found[1]), text.strip())


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh-hans": zh}


def _read_options(lines: Sequence[list[str]]) -> Content:
    options = []
    for en, zh in _pairs(lines):
        one, two = _parts(en), _parts(zh)
        option: Content = {"text": _both(one[2], two[2]), "right": bool(one[0] or two[0])}
        option["feedback"] = _both(one[3], two[3])
        options.append(option | ({"share": one[1] or two[1]} if one[1] or two[1] else {}))
    return {"options": options}


def _read_accepted(lines: Sequence[list[str]]) -> Content:
    return {"accepted": {lang: [_plain(line) for line in found] for (lang, _), found in zip(_ENDS, lines, strict=True)}}


def _read_numbers(lines: Sequence[list[str]]) -> Content:
    rows = []
    for en, zh in _pairs(lines):
        one, two = _parts(en), _parts(zh)
        low, dots, high = (one[2] or two[2]).partition("..")
        rows.append({"low": low, "high": high if dots else low, "share": one[1] or two[1] or "1"})
        rows[-1]["feedback"] = _both(one[3], two[3])  # type: ignore[assignment]
    return {"intervals": rows}


def _read_pairs(lines: Sequence[list[str]]) -> Content:
    sides = [(_sides(en), _sides(zh)) for en, zh in _pairs(lines)]
    return {"pairs": [{"left": _both(en[0], zh[0]), "right": _both(en[1], zh[1])} for en, zh in sides]}


def _sides(line: str) -> tuple[str, str]:
    cut = _ARROW.search(line)
    if line.strip() and not cut:
        raise NotARowError(gettext_noop("A pair is written left => right."))
    return (_plain(line[: cut.end() - 2]), _plain(line[cut.end() :])) if cut else ("", "")


def _read_steps(lines: Sequence[list[str]]) -> Content:
    return {"items": [_both(_plain(en), _plain(zh)) for en, zh in _pairs(lines)]}


_OPTION_KINDS = ("single", "multiple", "true_false", "judgement")
_READERS = dict.fromkeys(_OPTION_KINDS, _read_options) | {
    "short": _read_accepted,
    "numeric": _read_numbers,
    "matching": _read_pairs,
    "ordering": _read_steps,
}
_OWN = dict.fromkeys(_OPTION_KINDS, "options") | {
    "short": "accepted",
    "numeric": "intervals",
    "matching": "pairs",
    "ordering": "items",
}


# Writing


def write(found: Iterable[Draft], title: str, notes: Sequence[Sequence[object]], *, place: int = 0) -> bytes:
    """The questions as a workbook whose second sheet explains the columns; `place` 1 for Chinese headings."""
    target = io.BytesIO()
    write_to(target, found, title, notes, place=place)
    return target.getvalue()


def write_to(
    target: IO[bytes],
    found: Iterable[Draft],
    title: str,
    notes: Sequence[Sequence[object]],
    *,
    place: int = 0,
) -> None:
    """The same into a file, question by question."""
    headings = [column.headers[place] for column in COLUMNS]
    more = [notes] if notes else []
    write_xlsx(target, headings, map(cells_of, found), title=title, more=more)  # type: ignore[arg-type]


def cells_of(draft: Draft) -> list[object]:
    content = draft.content
    answers = {end: _answers(draft.kind, content, lang) for lang, end in _ENDS}
    cells = {
        "key": draft.name,
        "topic": path_of(draft.topic).removeprefix("top").removeprefix("/"),
        "kind": draft.kind,
        "points": draft.points,
        "difficulty": draft.difficulty,
        "settings": _settings_of(draft.kind, content),
        "format": content.get("format", "plain"),
        "tags": ", ".join(draft.tags),
        "competency": draft.competency,
        "point": draft.point,
        "use": draft.use,
    }
    for lang, end in _ENDS:
        cells |= {f"stem_{end}": content["stem"].get(lang, ""), f"answers_{end}": answers[end]}
        cells[f"explanation_{end}"] = content["explanation"].get(lang, "")
    return [cells[column.name] for column in COLUMNS]


def _settings_of(kind: str, content: Content) -> str:
    rest = {name: part for name, part in content.items() if name not in _FRAME and name != _OWN.get(kind)}
    if kind in _OPTION_KINDS:
        rest.pop("accepted", None)  # the shipped questions carry an empty one
    return "\n".join(f"{name}: {_setting(part)}" for name, part in rest.items())


def _setting(part: Any) -> str:
    if not isinstance(part, str):
        return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
    return (
        part if re.fullmatch(r"[a-z][a-z0-9-]*", part) and part not in ("true", "false", "null") else json.dumps(part)
    )


def _answers(kind: str, content: Content, lang: str) -> str:
    if kind in _OPTION_KINDS:
        rows = content["options"]
        lines = [("*" if row["right"] else "") + _said_line(row, row["text"].get(lang, ""), lang) for row in rows]
        return _joined(lines, any(row["text"].get(lang) for row in rows))
    if kind == "short":
        return "\n".join(_signed(answer) or r"\e" for answer in content["accepted"].get(lang, []))
    if kind == "numeric":
        rows = content["intervals"]
        return "\n".join(_said_line(row, f"{row['low']}..{row['high']}", lang) for row in rows)
    if kind == "matching":
        pairs = [(row["left"].get(lang, ""), row["right"].get(lang, "")) for row in content["pairs"]]
        return _joined([f"{_signed(left)} => {_signed(right)}".strip() for left, right in pairs], any(map(any, pairs)))
    if kind == "ordering":
        steps = [_signed(step.get(lang, "")) or r"\e" for step in content["items"]]
        return _joined(steps, any(step.get(lang) for step in content["items"]))
    return ""


def _joined(lines: Sequence[str], written: bool) -> str:
    return "\n".join(lines) if written else ""


def _said_line(row: Content, words: str, lang: str) -> str:
    part, said = row.get("share") or "", row.get("feedback", {}).get(lang, "")
    return (f"%{part}%" if part else "") + (_signed(words) or r"\e") + (f" # {_signed(said)}" if said else "")


def _signed(text: str) -> str:
    """Signs that steer behind a backslash; a line break as \\n."""
    plain = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", r"\n")
    return re.sub(r"([*%#]|=(?=>))", r"\\\1", plain)
