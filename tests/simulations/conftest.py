import pytest

from simulations.domain import boards
from tests.simulations.made import load_rubric, scenario


@pytest.fixture
def scenarios(academy, now):
    """Enough mock scenarios for ten slots, one alternate and one practice of each type."""
    for call_type, count in (("consultation", 5), ("complaint", 3), ("transaction", 2)):
        for n in range(1, count + 1):
            scenario(f"{call_type}-{n}", call_type, now=now)
        scenario(f"{call_type}-other", call_type, use="alternate", now=now)
        scenario(f"{call_type}-practice", call_type, use="practice", now=now)


@pytest.fixture
def rubric(academy, now):
    return load_rubric(now)


@pytest.fixture
def board(ada, scenarios, rubric, now):
    return boards.open_board(ada, for_key="test:week-4", now=now)


@pytest.fixture
def slots(board):
    return list(board.slots.all())
