from datetime import timedelta

from django.utils import timezone

from policies import schema
from policies.domain import drafts
from policies.domain.editions import edition_in_force
from tests.permissions.rows import HRS, QAS, TRAINERS, Row, World, only

READERS = (*HRS, *TRAINERS, *QAS, "root")
GATES = TRAINERS  # who writes the figures of the gates
PUBLISHERS = (*TRAINERS, *HRS)


def build(world: World) -> None:
    now = timezone.now()
    made = drafts.draft(
        "gates",
        text=schema.shipped_text("gates"),
        in_force_from=now.date() + timedelta(days=9),
        reason="x",
        by=world["tom"],
        now=now,
    )
    world["draft"] = drafts.submit(made, by=world["tom"], now=now)
    world["edition"] = edition_in_force("gates", now.date())


def of_draft(world: World) -> dict[str, object]:
    return {"key": world["draft"].key}


def of_edition(world: World) -> dict[str, object]:
    return {"key": world["edition"].key}


def of_subject(world: World) -> dict[str, object]:
    return {"subject": "retakes"}


def posted(names: tuple[str, ...], args=of_draft) -> Row:
    return only(*names, otherwise=403, status=302, method="post", args=args)


MATRIX = {
    "policies:editions": only(*READERS, otherwise=403),
    "policies:edition": only(*READERS, otherwise=403, args=of_edition),
    "policies:edition-draft-new": only(*GATES, otherwise=403, args=of_subject),
    "policies:edition-draft": only(*READERS, otherwise=403, args=of_draft),
    "policies:edition-edit": only(*GATES, otherwise=403, args=of_draft),
    "policies:edition-publish": only(*PUBLISHERS, otherwise=403, args=of_draft),
    "policies:edition-submit": posted(GATES),
    "policies:edition-send-back": posted(PUBLISHERS),
    "policies:edition-drop": posted(PUBLISHERS),
    "policies:edition-retire": posted(PUBLISHERS, of_edition),
}
