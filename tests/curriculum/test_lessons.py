from pathlib import Path

from courses.domain.academy.lessons import read_academy

CURRICULUM = Path(__file__).parents[2] / "curriculum"


def test_the_shipped_curriculum_reads_without_a_problem() -> None:
    academy = read_academy(CURRICULUM)

    assert academy.company.name == {"en": "Fernhollow Home", "zh-Hans": "蕨谷家居"}
