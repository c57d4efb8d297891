"""The arithmetic of the week-1 gate (RULES 2): theory and practical weighed, compared unrounded. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from kernel.exact import weighted

FULL = Fraction(100)


@dataclass(frozen=True, slots=True)
class WeighedParts:
    """What the two parts give together. Scores in percent, exact; weights in percent and together 100."""

    theory: Fraction
    practical: Fraction
    theory_weight: int
    practical_weight: int
    pass_mark: int

    @property
    def total(self) -> Fraction:
        return weighted([(self.theory, self.theory_weight), (self.practical, self.practical_weight)])

    @property
    def passes(self) -> bool:
        return self.total >= self.pass_mark

    @property
    def gains(self) -> dict[str, Fraction]:
        """How many points of the total each part could still add if it were full."""
        return {
            "theory": (FULL - self.theory) * self.theory_weight / 100,
            "practical": (FULL - self.practical) * self.practical_weight / 100,
        }

    @property
    def part_to_lift(self) -> str:
        """The part that can lift the total most; theory when both lift it alike: it is quicker to repeat."""
        gains = self.gains
        return "practical" if gains["practical"] > gains["theory"] else "theory"

    def needed_in(self, part: str) -> Fraction | None:
        """The score that part would need to pass with the other as it is; None when no score could do it."""
        own_weight, other, other_weight = (
            (self.theory_weight, self.practical, self.practical_weight)
            if part == "theory"
            else (self.practical_weight, self.theory, self.theory_weight)
        )
        if own_weight == 0:
            return None
        needed = max((Fraction(self.pass_mark) * 100 - other * other_weight) / own_weight, Fraction(0))
        return needed if needed <= FULL else None
