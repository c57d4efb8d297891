"""Second tries at papers and practicals (RULES 2)."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop


@dataclass(frozen=True)
class Retakes:
    free_retakes: int = figure(gettext_noop("Retakes that need no trainer"), high=5)
    wait_hours: int = figure(gettext_noop("Hours between a released result and the retake"), high=720, unit="hours")
    next_working_day: bool = figure(gettext_noop("The retake opens on the next working day at the earliest"))
