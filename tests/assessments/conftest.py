"""A small bank, a paper of it, and a rubric: what the tests of assessments stand on."""

from datetime import timedelta

import pytest

from assessments.domain import admissions
from tests.assessments.made import make_bank, make_paper, make_rubric


@pytest.fixture
def bank(academy, now):
    return make_bank(now)


@pytest.fixture
def paper(bank):
    return make_paper(bank)


@pytest.fixture
def rubric(academy, now):
    return make_rubric(now)


@pytest.fixture
def admission(ada, paper, now):
    """Ada may sit the paper since yesterday, twice."""
    return admissions.admit(
        ada, paper, opens=now - timedelta(days=1), attempts_allowed=2, reason="Lessons read", for_key="week-1", now=now
    )
