"""Mentors and their hires (RULES 3). Two places a mentor are fixed; policy may only lower them."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop, mark


@dataclass(frozen=True)
class Mentoring:
    hires_per_mentor: int = figure(gettext_noop("Hires a mentor may have at once (never above two)"), low=1, high=2)
    mentor_min_kpi: int = mark(gettext_noop("KPI of last month a mentor needs, where known"))
    mentor_service_months: int = figure(
        gettext_noop("Months of service for a mentor named by a trainer"), high=240, unit="months"
    )
    mentorship_days_after_go_live: int = figure(
        gettext_noop("Working days a mentorship goes on after go-live"), high=20, unit="days"
    )
