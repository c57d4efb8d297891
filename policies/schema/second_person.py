"""Steps that need a second person, and whether a small centre may do without (RULES, introduction)."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop


@dataclass(frozen=True)
class SecondPerson:
    relaxed: bool = figure(gettext_noop("One person may take both steps; the journal then says so"))
