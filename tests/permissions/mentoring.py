from mentoring.domain import check_ins, coaching
from mentoring.models import PairingProposal
from tests.conftest import NOW
from tests.permissions.rows import LEADERS, QAS, TRAINERS, Row, World, only


def build(world: World) -> None:
    world["check-in"] = check_ins.schedule_first(world["ada_and_mia"], now=NOW)
    world["proposal"] = PairingProposal.objects.create(hire=world["ben"], mentor=world["mia"], proposed_at=NOW)
    world["plan"] = coaching.open_plan(world["ada"], kind="mock-call", evidence_key="x", by=world["quinn"], now=NOW)


def of(name: str):
    return lambda world: {"key": world[name].key}


SEE_PLAN = ("ada", "mia", "lena", *QAS)


def plan(method: str = "get", status: int = 200) -> Row:
    return only(*SEE_PLAN, otherwise=404, status=status, method=method, args=of("plan"))


def sign_off(*names: str, status: int = 200, method: str = "get", refused: tuple[str, ...] = ()) -> Row:
    row = only(*names, otherwise=404, status=status, method=method, args=of("ada"))
    row.statuses.update(dict.fromkeys(refused, 403))
    return row


MATRIX = {
    "mentoring:pairings": only(*TRAINERS, otherwise=403),
    "mentoring:pairing-propose": only(*TRAINERS, otherwise=403, status=302, method="post"),
    "mentoring:pairing-confirm": only(*TRAINERS, otherwise=403, status=302, method="post", args=of("proposal")),
    "mentoring:pairing-override": only(*TRAINERS, otherwise=403, method="post"),
    "mentoring:check-ins": only("mia", otherwise=403),
    "mentoring:check-in": only("mia", otherwise=404, args=of("check-in")),
    "mentoring:sign-off": sign_off("ada", "mia", *TRAINERS),
    "mentoring:sign-off-ask": sign_off("ada", status=302, method="post", refused=("mia", *TRAINERS)),
    "mentoring:coaching-plans": only("ada", "mia", *QAS, *LEADERS, otherwise=403),
    "mentoring:coaching-plan": plan(),
    "mentoring:coaching-write": plan("post"),
    "mentoring:coaching-follow-up": plan("post"),
    "mentoring:coaching-close": plan("post", 302),
}
