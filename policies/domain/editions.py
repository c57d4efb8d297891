"""Editions of the figures: which is in force, and how one comes to be. A change applies from its date on and never
rewrites a result that was reached under the old figures (RULES, introduction)."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kernel.errors import Refusal
from people.domain import journal
from policies import schema
from policies.models import Edition, Subject

# Before any record of a centre: the shipped edition also judges what happened before the site was set up.
SHIPPED_FROM = date(2000, 1, 1)


# What `read_once` has read; a page and a job have each their own.
READ: ContextVar[dict[tuple[str, date], Edition]] = ContextVar("editions read once")


class PolicyError(Refusal):
    pass


@contextmanager
def read_once(on: date) -> Iterator[None]:
    """While one page is made: every edition in force on that day comes from one query. Not for anything that writes."""
    token = READ.set({(subject, on): rule.in_force for subject, rule in overview(on).items() if rule.in_force})
    try:
        yield
    finally:
        READ.reset(token)


def edition_in_force(subject: str, on: date) -> Edition:
    """The edition that rules on that day; raises `PolicyError` where the shipped ones were never taken in."""
    if known := READ.get({}).get((subject, on)):
        return known
    found = (
        Edition.objects.filter(subject=subject, in_force_from__lte=on, retirement=None)
        .order_by("-in_force_from", "-number")
        .first()
    )
    if found is None:
        raise PolicyError(
            _("No figures for “%(subject)s” are in force. The site's administrator runs “manage.py sync_policies”.")
            % {"subject": Subject(subject).label}
        )
    return found


def figures(subject: str, on: date) -> Any:
    """The typed figures in force on that day (one query; reading the text is cached)."""
    return figures_of(edition_in_force(subject, on))


@dataclass(frozen=True)
class Rule:
    """What rules a subject today, and what comes after it."""

    in_force: Edition | None
    coming: list[Edition]


def overview(on: date) -> dict[str, Rule]:
    """For every subject the edition in force and those to come, in one query."""
    found: dict[str, list[Edition]] = {subject: [] for subject in Subject.values}
    for edition in Edition.objects.filter(retirement=None).order_by("in_force_from", "number"):
        found[edition.subject].append(edition)
    return {
        subject: Rule(
            in_force=next((one for one in reversed(all_of) if one.in_force_from <= on), None),
            coming=[one for one in all_of if one.in_force_from > on],
        )
        for subject, all_of in found.items()
    }


def history(subject: str) -> list[Edition]:
    """Every edition of the subject, retired ones too, the newest first."""
    return list(Edition.objects.filter(subject=subject).select_related("author", "publisher", "retirement"))


def figures_of(edition: Edition) -> Any:
    """The figures of one edition, such as the one an award was judged by."""
    return schema.published(edition.subject, edition.text)


@transaction.atomic
def sync_defaults(now: datetime) -> list[Edition]:
    """Take in edition 1 of every subject that has none, from the shipped files; safe to run again and again."""
    known = set(Edition.objects.values_list("subject", flat=True).distinct())
    return [_ship(subject, now) for subject in Subject.values if subject not in known]


def _ship(subject: str, now: datetime) -> Edition:
    text = schema.shipped_text(subject)
    schema.parse(subject, text)
    edition = Edition.objects.create(
        subject=subject,
        number=1,
        text=text,
        sha256=fingerprint(text),
        in_force_from=SHIPPED_FROM,
        reason="Shipped with the site",
        published_at=now,
    )
    journal.record("edition-shipped", by=None, about=edition, now=now, values={"sha256": edition.sha256})
    return edition


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
