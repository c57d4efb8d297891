"""The case and script libraries from the curriculum: scenes first, then the pages that are found under them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from content.models import LoadedItem
from courses.domain.academy.lessons import Academy
from courses.domain.academy.library import References, Script, Text, Tone
from courses.domain.academy.pages import Case
from courses.domain.academy.problems import source_hash
from courses.domain.loading import LoadReport, stream
from courses.domain.loading.files import Shelf
from courses.domain.loading.rich_text import link_to
from knowledge.models import CasePage, Scene, ScriptPage, TonePage

READ_ON = {"en": "Read on", "zh-Hans": "接着看"}


def load_scenes(academy: Academy, report: LoadReport, *, now: datetime) -> None:
    """Add new scenes and renew those nobody renamed; a scene that left the file stays, texts may stand under it."""
    for order, item in enumerate(academy.library.scenes, start=1):
        titles = {"title_en": item.title.en, "title_zh": item.title.zh_hans}
        source = source_hash("\n".join([*titles.values(), str(order)]))
        scene, added = Scene.objects.get_or_create(key=item.key, defaults=titles | {"order": order})
        loaded = LoadedItem.objects.filter(kind="scene", key=item.key).first()
        if not added and (loaded is None or loaded.source_hash == source):
            continue
        outcome = "added" if added else "renewed"
        if not added and loaded and loaded.written_hash != _held(scene):
            outcome = "kept"
        if outcome == "renewed":
            scene.title_en, scene.title_zh, scene.order = item.title.en, item.title.zh_hans, order
            scene.save()
        report.count("scene", outcome, f"scene {item.key}")
        if outcome != "kept":
            hashes = {"source_hash": source, "written_hash": _held(scene), "loaded_at": now}
            LoadedItem.objects.update_or_create(kind="scene", key=item.key, locale="", defaults=hashes)


def _held(scene: Scene) -> str:
    return source_hash("\n".join([scene.title_en, scene.title_zh, str(scene.order)]))


def load_library(academy: Academy, language: str, tree: Any, roots: dict[str, Any], folder: Path) -> None:
    """The pages of one language, put into the tree by the loader of pages."""
    library = academy.library
    for key, twins in library.cases.items():
        case = twins[language]
        shelf = Shelf(folder / case.path, now=tree.now)
        tree.put(CasePage, roots["cases"], "case", key, case_values(case, shelf, academy))
    for script in library.scripts:
        tree.put(ScriptPage, roots["scripts"], "script", script.key, script_values(script, language, academy))
    if library.tone:
        tree.put(TonePage, roots["scripts"], "tone", "tone", tone_values(library.tone, language))


def case_values(case: Case, shelf: Shelf, academy: Academy) -> dict[str, Any]:
    return {
        "title": case.title,
        "kind": case.case_class,
        "summary": case.summary,
        "scene_keys": sorted(case.scenes),
        "review_by": case.review_by,
        "body": stream.pieces(case.screens, shelf) + _read_on("text", case.see, case.language, academy),
    }


def script_values(script: Script, language: str, academy: Academy) -> dict[str, Any]:
    steps = [
        {
            "type": "step",
            "value": {
                "title": step.title.within(language),
                "say": step.say.within(language),
                "warm": _or_empty(step.warm, language),
                "brisk": _or_empty(step.brisk, language),
                "own": step.own,
            },
        }
        for step in script.steps
    ]
    nevers = [
        {"type": "never", "value": {"not_that": one.avoid.within(language), "why": one.why.within(language)}}
        for one in script.never
    ]
    return {
        "title": script.title.within(language),
        "channel": script.channel,
        "summary": script.when.within(language),
        "keywords": " ".join(script.keywords[language]),
        "own_words": script.own_words.within(language),
        "scene_keys": sorted(script.scenes),
        "review_by": script.review_by,
        "body": steps + nevers + _read_on("note", script.see, language, academy),
    }


def tone_values(tone: Tone, language: str) -> dict[str, Any]:
    entries = [
        {
            "type": "entry",
            "value": {
                "group": entry.group,
                "prefer": entry.prefer.within(language),
                "avoid": list(entry.avoid[language]),
                "why": entry.why.within(language),
                "warm": _or_empty(entry.warm, language),
                "brisk": _or_empty(entry.brisk, language),
            },
        }
        for entry in tone.entries
    ]
    return {
        "title": tone.title.within(language),
        "about": tone.about.within(language),
        "review_by": tone.review_by,
        "body": entries,
    }


def _or_empty(text: Text | None, language: str) -> str:
    return text.within(language) if text else ""


def _read_on(kind: str, see: References, language: str, academy: Academy) -> list[dict[str, Any]]:
    """What to read next, as a list of links under the titles those texts have in this language."""
    if not see:
        return []
    links = "".join(f"<li>{link_to(*one, _title_of(*one, language, academy))}</li>" for one in see)
    return [{"type": kind, "value": f"<h3>{READ_ON[language]}</h3><ul>{links}</ul>"}]


def _title_of(kind: str, key: str, language: str, academy: Academy) -> str:
    if kind == "script":
        return next(script.title.within(language) for script in academy.library.scripts if script.key == key)
    twins = {"lesson": academy.lessons, "article": academy.articles, "case": academy.library.cases}[kind]
    return twins[key][language].title
