"""From a published paper, a person and a seed to the questions of an attempt, as they are pinned."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.domain import blueprints, draw
from assessments.domain.draw import Drawn, Row, TooFewError
from assessments.domain.pools import Pools
from assessments.domain.refusals import AttemptError
from assessments.models import Attempt, AttemptQuestion, Paper
from people.models import User

Content = dict[str, Any]


def questions_of(attempt: Attempt, paper: Paper, person: User) -> list[AttemptQuestion]:
    """Not saved yet. Raises AttemptError in words when the bank cannot fill the paper for everybody alike, or when
    the paper asks nothing."""
    content = content_to_draw(paper)
    drawn = drawn_of(content, Pools([content], person), attempt.seed)
    if not drawn:
        raise AttemptError(_("This exam cannot start: it asks no question. Please tell a trainer."))
    return [
        AttemptQuestion(
            attempt=attempt,
            position=position,
            question_version_id=item.version,
            option_order=list(item.option_order),
            points=item.points,
            section=blueprints.section_of(content, item.part),
        )
        for position, item in enumerate(drawn, 1)
    ]


def content_to_draw(paper: Paper) -> Content:
    """What is published, from one publication only: its rows may be replaced while they are read.

    `paper` and its live version were read in one query. A version is one row; rows as they were shipped are read and
    then asked whether they are the same still. Raises AttemptError when they are not.
    """
    if paper.live_version:
        return paper.live_version.content
    content = blueprints.content_of(paper)
    if not Paper.objects.filter(pk=paper.pk, live_version=None, source_hash=paper.source_hash).exists():
        raise AttemptError(_("This exam was published anew just now. Please start it again."))
    return content


def drawn_of(content: Content, pools: Pools, seed: str) -> list[Drawn]:
    """What this content asks somebody by this seed. Raises AttemptError."""
    if content["is_fixed"]:
        return _fixed(content, pools, seed)
    for fill in pools.fills(content):
        if fill.is_unequal:
            raise AttemptError(
                _("This exam cannot start: questions of “%(topic)s” are worth different points. Please tell a trainer.")
                % {"topic": fill.title}
            )
    try:
        return draw.draw(seed, pools.rows(content), shuffle=content["shuffle"], tolerance=content["tolerance"])
    except TooFewError as short:
        topic = pools.fills(content)[short.row].title
        raise AttemptError(
            _("This exam cannot start: the topic “%(topic)s” has too few questions. Please tell a trainer.")
            % {"topic": topic}
        ) from short


def _fixed(content: Content, pools: Pools, seed: str) -> list[Drawn]:
    chosen = []
    for placement in pools.placements(content):
        if placement.version is None:
            raise AttemptError(
                _("This exam cannot start: one of its questions is no longer in use. Please tell a trainer.")
            )
        candidate = pools.candidate(placement.version)
        chosen.append((Row(1, [candidate], placement.points, placement.part), candidate))
    return draw.arrange(seed, chosen, shuffle=content["shuffle"])
