from pathlib import Path

from courses.domain.academy.bank import read_bank

CURRICULUM = Path(__file__).parents[2] / "curriculum"


def test_bank_shipped_content_has_no_problem():
    bank = read_bank(CURRICULUM)

    assert bank.questions
