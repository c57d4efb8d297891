"""Whether someone may go live, as the courses judge it."""

from datetime import date

from courses.domain import go_live
from courses.models import Enrolment
from kernel.verdict import Verdict


def licence_verdicts(enrolment: Enrolment, on: date) -> list[Verdict]:
    """Every condition of the licence with its verdict, in words (RULES 2)."""
    return go_live.readiness(enrolment, on).parts
