import hashlib
from datetime import timedelta

from assessments.domain import scorecards
from simulations.domain import boards, calls, comments, disputes, recordings, scoring
from simulations.models import Slot
from tests.conftest import NOW
from tests.permissions.rows import QAS, TRAINERS, Row, World, everybody, only
from tests.simulations.made import agreed, draft, held, load_rubric, scenario
from tests.simulations.sound import recording

HEAR = ("ada", "mia", *TRAINERS, *QAS)


def build(world: World) -> None:
    """ada's mentor is mia; tom played the customer in all her calls."""
    ada, tom, quinn = world["ada"], world["tom"], world["quinn"]
    for call_type in ("consultation", "complaint", "transaction"):
        for n in (1, 2, 3):
            scenario(f"{call_type}-{n}", call_type, now=NOW)
        scenario(f"{call_type}-practice", call_type, use="practice", now=NOW)
    load_rubric(NOW)
    boards.open_board(ada, for_key="matrix", now=NOW)
    slots = list(Slot.objects.order_by("number"))
    world["slot"] = slots[9]
    world["booked"] = calls.book(slots[0], by=ada, now=NOW)
    world["waits"] = calls.book(slots[1], by=ada, now=NOW)
    world["running"] = agreed(calls.book(slots[2], by=ada, now=NOW), tom, NOW)
    world["ended"] = agreed(calls.book(slots[3], by=ada, now=NOW), tom, NOW)
    body = recording(1)
    part = {"sha256": hashlib.sha256(body).hexdigest(), "by": ada, "now": NOW}
    recordings.put_chunk(world["ended"], number=0, stream=recordings.as_stream(body), **part)
    calls.end(world["ended"], by=ada, now=NOW)
    row, _gaps = recordings.finalise(world["ended"], last_number=0, by=ada, now=NOW)
    recordings.make(row, now=NOW)
    world["scored"] = held(calls.book(slots[4], by=ada, now=NOW), tom, NOW)
    card, receipt = draft(world["scored"], "90", by=quinn, now=NOW)
    scorecards.release(card, version=receipt.version, by=quinn, now=NOW)
    card.refresh_from_db()
    scoring.take(card, now=NOW)
    world["dispute"] = disputes.dispute(card, reason="look again", by=ada, now=NOW)
    practice = calls.practise(ada, call_type="complaint", by=ada, now=NOW)
    world["practice"] = held(practice, tom, NOW + timedelta(hours=1))
    world["remark"] = comments.remark(
        world["practice"], at_ms=1, text="good", is_visible=True, by=world["mia"], now=NOW
    )


def of(name: str):
    return lambda world: {"key": world[name].key}


def post(*names: str, of_call: str, status: int = 302, **sent: str) -> Row:
    return only(*names, otherwise=404, status=status, method="post", args=of(of_call), sent=lambda world: sent)


def forbidden(row: Row, *names: str) -> Row:
    row.statuses.update(dict.fromkeys(names, 403))
    return row


MATRIX = {
    "simulations:calls": everybody(200),
    "simulations:slot": only("ada", otherwise=404, args=lambda world: {"pk": world["slot"].pk}),
    "simulations:practice-book": everybody(302, method="post"),
    "simulations:qa-queue": only(*QAS, otherwise=403),
    "simulations:disputes": only(*QAS, otherwise=403),
    "simulations:dispute": only(*QAS, otherwise=404, args=of("dispute")),
    "simulations:remark-withdraw": post("mia", of_call="remark"),
    "simulations:call-preflight": only("ada", otherwise=404, args=of("booked")),
    "simulations:call-start": post("ada", of_call="booked"),
    "simulations:call-state": only("ada", "tom", otherwise=404, args=of("running")),
    "simulations:call": only("ada", otherwise=404, args=of("running")),
    "simulations:call-as-text": post("ada", of_call="booked"),
    "simulations:call-end": post("ada", "tom", of_call="ended"),
    "simulations:call-set-aside": post(*HEAR, of_call="scored"),
    "simulations:chat-line": post("ada", "tom", of_call="running", status=422),
    "simulations:call-console": only("mia", *TRAINERS, *QAS, otherwise=404, args=of("waits")),
    "simulations:chunk-put": only(
        "ada",
        otherwise=404,
        status=422,
        method="put",
        args=lambda world: {"key": world["running"].key, "number": 0},
    ),
    "simulations:recording-close": post("ada", of_call="running", status=422),
    "simulations:recording": only(*HEAR, otherwise=404, args=of("ended")),
    "simulations:qa-desk": only(*QAS, otherwise=404, args=of("ended")),
    "simulations:practice-review": only("mia", otherwise=404, args=of("practice")),
    "simulations:remark": post("mia", *QAS, of_call="ended"),
    "simulations:coach": post("mia", *QAS, of_call="scored"),
    "simulations:score": only(*HEAR, otherwise=404, args=of("scored")),
    "simulations:ask-score": forbidden(post("ada", "mia", of_call="practice"), *TRAINERS, *QAS),
    "simulations:dispute-open": post("ada", of_call="scored"),
}
