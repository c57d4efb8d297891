"""How long certificates hold (RULES 6)."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop


@dataclass(frozen=True)
class Certificates:
    course_valid_months: int = figure(
        gettext_noop("Months a course certificate is valid, unless the course says otherwise"),
        low=1,
        high=120,
        unit="months",
    )
    renewal_notice_days: int = figure(
        gettext_noop("Days before the end at which the renewal is assigned"), low=1, high=365, unit="days"
    )
