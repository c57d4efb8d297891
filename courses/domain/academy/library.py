"""The case and script libraries (RULES 7): scenes, cases, scripts for frequent scenes, and the lexicon of our tone."""

import datetime
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from courses.domain.academy.fields import Hashed, Node, Place, Text, open_file, read_each
from courses.domain.academy.house import House, read_house, whole
from courses.domain.academy.pages import MOST_SCENES, REFERENCE, Case, read_case
from courses.domain.academy.pairs import Twins, pair_problems, read_pages
from courses.domain.academy.problems import Problem
from courses.domain.academy.text_checks import text_slips, texts_within
from courses.domain.academy.wording import LANGUAGES, forbidden_wording

CHANNELS = ("phone", "chat", "both")
TONE_GROUPS = ("welcome", "listening", "answer", "apology", "limit", "promise", "closing")
# What the site's fields take, in characters.
MOST = {"title": 120, "when": 400, "say": 600, "not": 300, "prefer": 300, "why": 600, "own_words": 600, "about": 600}
MOST_KEYWORDS, MOST_AVOIDED = 300, 120
# S1 2.1.4: script texts leave 10 % of room for the agent's own words.
OWN_ROOM = Fraction(1, 10)
# One Chinese character may stand within any word; such an entry of the lexicon is left to the reader's eye.
LEAST_HAN = 2
_SLOT = re.compile(r"\[[^\[\]]+\]")
_HAN = re.compile(r"[\u3400-\u9fff]")

Words = dict[str, tuple[str, ...]]
References = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scene:
    key: str
    title: Text
    place: Place


@dataclass(frozen=True)
class ScriptStep:
    """One move of a script. `own`: the wording is an example, the agent says it in own words."""

    title: Text
    say: Text
    warm: Text | None = None
    brisk: Text | None = None
    own: bool = False

    @property
    def spoken(self) -> tuple[Text, ...]:
        return tuple(text for text in (self.say, self.warm, self.brisk) if text)


@dataclass(frozen=True)
class Never:
    avoid: Text
    why: Text


@dataclass(frozen=True)
class Script(Hashed):
    key: str
    title: Text
    when: Text
    scenes: tuple[str, ...]
    channel: str
    review_by: datetime.date
    keywords: Words
    steps: tuple[ScriptStep, ...]
    never: tuple[Never, ...]
    own_words: Text
    see: References
    place: Place

    def own_share(self, language: str) -> Fraction:
        """How much of the standard wording is the agent's own to word, by characters; exact."""
        lengths = [(len(step.say.within(language)), step.own) for step in self.steps]
        total = sum(length for length, _own in lengths)
        return Fraction(sum(length for length, own in lengths if own), total or 1)


@dataclass(frozen=True)
class ToneEntry:
    key: str
    group: str
    avoid: Words
    prefer: Text
    why: Text
    warm: Text | None
    brisk: Text | None


@dataclass(frozen=True)
class Tone(Hashed):
    title: Text
    about: Text
    review_by: datetime.date
    entries: tuple[ToneEntry, ...]
    place: Place


@dataclass(frozen=True)
class Library:
    scenes: tuple[Scene, ...] = ()
    cases: Twins[Case] = field(default_factory=dict)
    scripts: tuple[Script, ...] = ()
    tone: Tone | None = None

    @property
    def script_keys(self) -> frozenset[str]:
        return frozenset(script.key for script in self.scripts)


def read_library(folder: Path, problems: list[Problem], house: House | None = None) -> Library:
    """What lies in scenes.yaml, cases/, scripts/ and tone.yaml; adds every problem of them to `problems`.

    None of it is required: an academy may have no libraries.
    """
    house = whole(house or read_house(folder))
    cases = read_pages(folder, "cases", read_case, problems, house)
    problems += pair_problems(cases)
    found: list[Problem] = []
    scenes = _file(folder, "scenes.yaml", found, house)
    tone = _file(folder, "tone.yaml", found, house)
    files = [open_file(path, folder, found, house) for path in sorted(folder.glob("scripts/*.yaml"))]
    library = Library(
        scenes=read_each(scenes.nodes("scenes"), _scene) if scenes else (),
        cases=cases,
        scripts=read_each([file for file in files if file], _script),
        tone=read_each([tone], _tone)[0] if tone else None,
    )
    if scenes:
        scenes.finish()
    if not found:
        found += list(_findings(library))
    problems += found
    return library


def library_link_problems(library: Library, known: Mapping[str, Container[str]]) -> list[Problem]:
    """What `see` names and is not there; in scripts and in cases."""
    seen = [(script.place.path, script.place.line, script.see) for script in library.scripts]
    seen += [(case.path, 1, case.see) for twins in library.cases.values() for case in twins.values()]
    return [
        Problem(path, line, f"`see` names {kind}:{key}, which is not there")
        for path, line, references in seen
        for kind, key in references
        if key not in known[kind]
    ]


def _file(folder: Path, name: str, problems: list[Problem], house: House) -> Node | None:
    return open_file(folder / name, folder, problems, house) if (folder / name).exists() else None


def _scene(node: Node) -> Scene:
    return Scene(key=node.key(), title=node.text("title"), place=node.place)


def _script(node: Node) -> Script:
    return Script(
        key=node.key(),
        title=node.text("title"),
        when=node.text("when"),
        scenes=node.words("scenes"),
        channel=node.choice("channel", CHANNELS),
        review_by=node.day("review_by"),
        keywords=_words(node, "keywords"),
        steps=read_each(node.nodes("steps", at_least=3), _step),
        never=read_each(node.nodes("never"), _never),
        own_words=node.text("own_words"),
        see=_references(node),
        place=node.place,
    )


def _step(node: Node) -> ScriptStep:
    return ScriptStep(
        title=node.text("title"),
        say=node.text("say"),
        warm=_optional(node, "warm"),
        brisk=_optional(node, "brisk"),
        own=node.flag("own", default=False),
    )


def _never(node: Node) -> Never:
    return Never(avoid=node.text("not"), why=node.text("why"))


def _tone(node: Node) -> Tone:
    return Tone(
        title=node.text("title"),
        about=node.text("about"),
        review_by=node.day("review_by"),
        entries=read_each(node.nodes("entries"), _entry),
        place=node.place,
    )


def _entry(node: Node) -> ToneEntry:
    return ToneEntry(
        key=node.key(),
        group=node.choice("group", TONE_GROUPS),
        avoid=_words(node, "avoid"),
        prefer=node.text("prefer"),
        why=node.text("why"),
        warm=_optional(node, "warm"),
        brisk=_optional(node, "brisk"),
    )


def _optional(node: Node, name: str) -> Text | None:
    return node.text(name) if name in node.content else None


def _words(node: Node, name: str) -> Words:
    inner = node.one(name)
    words = {language: inner.words(language) for language in LANGUAGES}
    inner.finish()
    return words


def _references(node: Node) -> References:
    references = []
    for entry in node.words("see"):
        if found := REFERENCE.fullmatch(entry):
            references.append((found[1], found[2]))
        else:
            node.note(f"see holds {entry}; it names pages such as lesson:words-that-calm")
    return tuple(references)


def _findings(library: Library) -> Iterator[Problem]:
    keys = [scene.key for scene in library.scenes]
    for scene in library.scenes:
        if keys.count(scene.key) > 1:
            yield _problem(scene.place, f"the key {scene.key} stands twice")
        slips = (*text_slips(scene.title), *_too_long({"title": (scene.title,)}))
        yield from (_problem(scene.place, slip) for slip in slips)
    for twins in library.cases.values():
        for case in twins.values():
            yield from (Problem(case.path, 1, f"there is no scene {key}") for key in case.scenes if key not in keys)
    for script in library.scripts:
        yield from (_problem(script.place, what) for what in _script_slips(script, keys, library.tone))
    if library.tone:
        yield from (_problem(library.tone.place, what) for what in _tone_slips(library.tone))


def _problem(place: Place, sentence: str) -> Problem:
    return Problem(place.path, place.line, sentence)


def _script_slips(script: Script, scenes: list[str], tone: Tone | None) -> Iterator[str]:
    if script.place.path != f"scripts/{script.key}.yaml":
        yield "the file should be called like the key"
    if len(script.scenes) > MOST_SCENES:
        yield f"a script has 1 to {MOST_SCENES} scenes"
    yield from (f"there is no scene {key}" for key in script.scenes if key not in scenes)
    yield from (slip for text in texts_within(script) for slip in text_slips(text))
    yield from _too_long({"title": (script.title,), "when": (script.when,), "own_words": (script.own_words,)})
    yield from _too_many("keywords", script.keywords, MOST_KEYWORDS)
    for one in script.never:
        yield from _too_long({"not": (one.avoid,), "why": (one.why,)})
    for number, step in enumerate(script.steps, 1):
        for text in step.spoken:
            yield from (f"step {number}: {what}" for what in _spoken_slips(text, tone))
        yield from (f"step {number}: {what}" for what in _too_long({"title": (step.title,), "say": step.spoken}))
    for language in LANGUAGES:
        if (share := script.own_share(language)) < OWN_ROOM:
            percent = int(share * 100)
            yield f"{percent} % of the wording is the agent's own ({language}); mark steps `own: true` until 10 % are"


def _spoken_slips(text: Text, tone: Tone | None) -> Iterator[str]:
    """What an agent is given to say: nothing forbidden, nothing the lexicon avoids, slots that close."""
    for language in LANGUAGES:
        sentence = text.within(language)
        if found := forbidden_wording(sentence, language):
            yield f"forbidden wording “{found}” ({language})"
        if found := avoided(sentence, language, tone):
            yield f"the lexicon avoids “{found}” ({language})"
        if "[" in _SLOT.sub("", sentence) or "]" in _SLOT.sub("", sentence):
            yield f"a slot that does not close: {sentence}"


def avoided(sentence: str, language: str, tone: Tone | None) -> str | None:
    """The first expression of the lexicon's avoided ones in a sentence: whole words of English, parts of Chinese."""
    plain = sentence.lower().replace("’", "'")
    for entry in tone.entries if tone else ():
        for words in entry.avoid[language]:
            wanted = words.lower().replace("’", "'")
            if wanted not in plain:
                continue
            if _HAN.search(wanted):
                if len(wanted) >= LEAST_HAN:
                    return words
            elif re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain):
                return words
    return None


def _tone_slips(tone: Tone) -> Iterator[str]:
    keys = [entry.key for entry in tone.entries]
    yield from (f"the key {key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1}))
    yield from (slip for text in texts_within(tone) for slip in text_slips(text))
    yield from _too_long({"title": (tone.title,), "about": (tone.about,)})
    for entry in tone.entries:
        yield from (f"{entry.key}: {what}" for what in _too_many("avoid", entry.avoid, MOST_AVOIDED))
        spoken = tuple(text for text in (entry.prefer, entry.warm, entry.brisk) if text)
        for text in spoken:
            yield from (f"{entry.key}: {what}" for what in _spoken_slips(text, tone))
        yield from (f"{entry.key}: {what}" for what in _too_long({"prefer": spoken, "why": (entry.why,)}))


def _too_long(texts: Mapping[str, tuple[Text, ...]]) -> Iterator[str]:
    for name, group in texts.items():
        longest = max(len(text.within(language)) for text in group for language in LANGUAGES)
        if longest > MOST[name]:
            yield f"a {name} of {longest} characters; {MOST[name]} fit"


def _too_many(name: str, words: Words, most: int) -> Iterator[str]:
    for language in LANGUAGES:
        if (length := len(" ".join(words[language]))) > most:
            yield f"{name} of {length} characters together ({language}); {most} fit"
