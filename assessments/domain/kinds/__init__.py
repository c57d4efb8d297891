"""The kinds of question. A kind is one module beside this one and its templates; nothing else knows it by name.

A kind declares `KEY`, `NAME` and `LABEL` (English, translated where shown), `INPUT` ("one" and "many": places of what
is checked; anything else: the values of its fields in their order) and `TEMPLATES`, the folder under
`assessments/kinds/` with `answer.html` (what the learner fills in, fields named `value`), `review.html` (afterwards)
and `write.html` (the editor). Templates show words by the tags
`rich`, `rich_line` and `bare` of `wording`. Its functions, none of which knows Django or a clock:

- `texts(content)`, `remarks(content)`: the words a learner reads while answering, and afterwards, for each language;
- `problems(content)`: what is wrong with a content, in sentences; `missing(content, language)`, optional: more that a
  language lacks than empty texts;
- `orders(content)`: how many things stand in an order drawn for each attempt (0: none); with `FIXED_ORDER` it stays,
  with `ORDER_TELLS` it is drawn even where a paper keeps its order;
- `read(posted, content, asked)`: a value from the posted strings, or NotAnAnswerError; `shown(value, asked)` the way
  back; `is_answered(value)`;
- `points(content, value, maximum)`: an exact Fraction from 0 to `maximum`. A kind with `BY_PERSON` has none: a person
  gives them;
- `guess(content)`, optional: the share of the points that chance earns; a kind where chance has no one measure (how
  many options would it tick?) leaves it out;
- `screen(content, value, asked, within)`: what `answer.html` needs, without anything of the key (hazard 30);
  `review(content, value, asked, within)`: what `review.html` needs;
- `HEADING`, optional (English): what stands as the question where `answer.html` and `review.html` show the stem;
- `written(posted)`: the kind's own part of a content from the editor's fields; `editor(content)`: the way back.
"""

from fractions import Fraction
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from assessments.domain.kinds.shared import LANGUAGES, Content, Text

KINDS: dict[str, ModuleType] = {
    module.KEY: module
    for module in (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    if hasattr(module, "KEY")
}


def kind_of(key: str) -> ModuleType:
    return KINDS[key]


def is_by_person(key: str) -> bool:
    """Whether a person gives the points."""
    return getattr(KINDS[key], "BY_PERSON", False)


def guess_of(key: str, content: Content) -> Fraction | None:
    """The share of the points (0 to 1) that chance earns; None where it is undefined."""
    guess = getattr(KINDS[key], "guess", None)
    return None if guess is None else guess(content)


def languages(kind: str, content: Content) -> list[str]:
    """The languages in which a learner can answer: every text they must read is there."""
    module = KINDS[kind]
    texts: list[Text] = [content["stem"], *module.texts(content)]
    missing = getattr(module, "missing", lambda content, language: False)
    return [
        language
        for language in LANGUAGES
        if all(text.get(language, "").strip() for text in texts) and not missing(content, language)
    ]
