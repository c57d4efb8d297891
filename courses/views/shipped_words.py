"""Where a text differs from the shipped one, in the words an editor knows."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.word_diff import FIELDS

# What stands between the names that an editor knows.
UNSAID = {"value", "figures", "type", "text"}
PLACES = {
    # lessons, articles, cases, scripts, the lexicon
    "title": gettext_lazy("Title"),
    "body": gettext_lazy("Screen or part"),
    "pieces": gettext_lazy("block"),
    "lines": gettext_lazy("line"),
    "heading": gettext_lazy("heading"),
    "say": gettext_lazy("say this"),
    "not_that": gettext_lazy("not that"),
    "why": gettext_lazy("why"),
    "aim": gettext_lazy("Aim"),
    "summary": gettext_lazy("Summary"),
    "minutes": gettext_lazy("Minutes"),
    "review_by": gettext_lazy("Review by"),
    "note": gettext_lazy("note"),
    "order": gettext_lazy("lessons are read"),
    "valid_months": gettext_lazy("valid for months"),
    "paper_key": gettext_lazy("paper"),
    "case_key": gettext_lazy("case"),
    "who": gettext_lazy("speaker"),
    "is_move": gettext_lazy("decisive move"),
    "decisive": gettext_lazy("decisive words"),
    "is_right": gettext_lazy("right"),
    "done_when": gettext_lazy("done when"),
    "image": gettext_lazy("picture"),
    "alternative": gettext_lazy("the same in words"),
    "transcript": gettext_lazy("transcript"),
    "caption": gettext_lazy("Caption"),
    "file": gettext_lazy("File"),
    "keywords": gettext_lazy("keywords"),
    "contacts": gettext_lazy("whom to contact"),
    "scene_keys": gettext_lazy("scenes"),
    "channel": gettext_lazy("channel"),
    "own_words": gettext_lazy("room for own words"),
    "own": gettext_lazy("in own words"),
    "warm": gettext_lazy("Warm"),
    "brisk": gettext_lazy("Brisk"),
    "about": gettext_lazy("about our tone"),
    "group": gettext_lazy("Moment"),
    "prefer": gettext_lazy("Say this"),
    "avoid": gettext_lazy("Leave this"),
    # questions, papers, rubrics
    "topic": gettext_lazy("Topic"),
    "words": gettext_lazy("words"),
    "required": gettext_lazy("needed"),
    "longest": gettext_lazy("longest text"),
    "least": gettext_lazy("least length"),
    "parts": gettext_lazy("Part"),
    "rows": gettext_lazy("row"),
    "count": gettext_lazy("questions"),
    "questions": gettext_lazy("question"),
    "key": gettext_lazy("key"),
    "categories": gettext_lazy("Category"),
    "anchors": gettext_lazy("Level"),
    "weight": gettext_lazy("Weight"),
    "reasons": gettext_lazy("reason to leave it out"),
    "critical_errors": gettext_lazy("Critical error"),
    "means": gettext_lazy("what it means"),
    "only_without_notice": gettext_lazy("only where the line has not played the notice"),
    # scenarios
    "brief": gettext_lazy("Before the call"),
    "line_played_notice": gettext_lazy("the line has played the notice"),
    "situation": gettext_lazy("situation"),
    "system": gettext_lazy("on the screens"),
    "customer": gettext_lazy("Customer"),
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Number"),
    "member_level": gettext_lazy("member level"),
    "labels": gettext_lazy("label"),
    "orders": gettext_lazy("order of the customer"),
    "facts": gettext_lazy("fact"),
    "hidden": gettext_lazy("Only the customer knows"),
    "mood": gettext_lazy("Mood"),
    "wants": gettext_lazy("Wants"),
    "behind": gettext_lazy("What lies behind"),
    "if_asked": gettext_lazy("Only when asked"),
    "ask": gettext_lazy("what is asked"),
    "reveal": gettext_lazy("what is told"),
    "opening": gettext_lazy("First sentence"),
    "path": gettext_lazy("Ideal path"),
    "agent": gettext_lazy("agent"),
    "mistakes": gettext_lazy("Likely mistake"),
    "record": gettext_lazy("What the record should hold"),
    "ticket_type": gettext_lazy("kind of ticket"),
    "urgency": gettext_lazy("urgency"),
}


def where(path: tuple[str | int, ...]) -> str:
    """Screen 3 · block 2 · say this, from the place of a difference."""
    words: list[str] = []
    for part in path:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part}"
        elif part not in UNSAID and part != "":
            name = str(part)
            words.append(str(PLACES.get(name) or _(FIELDS.get(name) or name.replace("_", " "))))
    return " · ".join(words)
