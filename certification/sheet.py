"""What stands on a certificate, told to whoever draws it. Pure; the lowest module of the app."""

from dataclasses import dataclass
from datetime import date

from kernel.pdf import require_glyphs


@dataclass(frozen=True, slots=True)
class Station:
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything that is printed. `reached` is the index of the station the holder stands at."""

    title_zh: str
    title_en: str
    statement_zh: str
    statement_en: str
    holder: str
    company: str
    number: str
    code: str
    check_url: str
    issued_on: date
    last_valid_day: date | None
    approvers: tuple[str, ...]
    stations: tuple[Station, ...]
    reached: int


def require_printable(facts: CertificateFacts) -> None:
    """Raise `GlyphMissing` (a Refusal) for a sign that no font has, before anything is decided (hazard 53)."""
    require_glyphs(facts.title_zh, facts.holder, weight="title")
    plain = (facts.title_en, facts.statement_zh, facts.statement_en, facts.company, facts.number, *facts.approvers)
    require_glyphs(*plain)
    require_glyphs(*plain, weight="bold")
