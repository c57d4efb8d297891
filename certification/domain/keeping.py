"""Verdicts as they were reached, kept with their words in both languages, so that no later edit changes them."""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils import translation

from kernel.verdict import Verdict
from policies.domain.editions import edition_in_force, figures_of
from policies.models import Edition

LANGUAGES = ("en", "zh-hans")

type Judge = Callable[[], Iterable[Verdict]]


def kept(judge: Judge) -> list[dict[str, Any]]:
    """What the judge says now, in both languages; measured and required exactly, as text."""
    by_language: dict[str, list[Verdict]] = {}
    words: dict[str, list[str]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            by_language[language] = list(judge())
            words[language] = [str(verdict.because) for verdict in by_language[language]]
    return [
        {
            "met": verdict.met,
            "measured": "" if verdict.measured is None else str(verdict.measured),
            "required": "" if verdict.required is None else str(verdict.required),
            "because": {language: words[language][place] for language in LANGUAGES},
        }
        for place, verdict in enumerate(by_language["en"])
    ]


def verdicts(rows: Iterable[dict[str, Any]]) -> list[Verdict]:
    """The kept verdicts in the reader's language."""
    language = "zh-hans" if (translation.get_language() or "").startswith("zh") else "en"
    return [Verdict(row["met"], row["measured"] or None, row["required"], row["because"][language]) for row in rows]


def kept_figures(subjects: Iterable[str], on: date) -> dict[str, Any]:
    """The figures in force that day with their editions, as an award keeps them (hazard 56)."""
    return {subject: _with_edition(edition_in_force(subject, on)) for subject in subjects}


def _with_edition(edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition.key,
        "number": edition.number,
        "sha256": edition.sha256,
        "figures": dataclasses.asdict(figures_of(edition)),
    }
