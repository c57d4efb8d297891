"""The certificate on A4, in Chinese and English: one line to where the holder stands, one seal, one code.

Pure: it is told everything, draws it in memory and gives the bytes. They are stored and never made again.
"""

from datetime import date
from typing import Any

from reportlab.lib.colors import HexColor, white

from certification.sheet import CertificateFacts, Station, require_printable
from kernel.pdf import ACCENT, INK, QUIET, Sheet, Weight, draw_qr, draw_text, fitting_size

SECOND = HexColor("#504D45")
DOTTED = HexColor("#8A8579")
SEAL = HexColor("#A92C1A")
PAPER = HexColor("#FFFEFB")
FRAME, LEFT, RIGHT = 21.0, 66.0, 66.0


def certificate(facts: CertificateFacts) -> bytes:
    require_printable(facts)
    sheet = Sheet(title=f"{facts.title_zh} {facts.number}", author=facts.company, language="zh-Hans", wide=True)
    canvas, width, height = sheet.canvas, sheet.width, sheet.height
    _frame(canvas, width, height)
    _head(canvas, width, height, facts)
    _title(canvas, width, height, facts)
    _line(canvas, width, height - 262, facts)
    _holder(canvas, width, height, facts)
    _foot(canvas, height, facts)
    _code(canvas, width, height, facts)
    _seal(canvas, 631, height - 470)
    sheet.next_page()
    return sheet.finish()


def _frame(canvas: Any, width: float, height: float) -> None:
    canvas.setFillColor(PAPER)
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor("#C9C5BA"))
    canvas.setLineWidth(0.6)
    canvas.rect(FRAME, FRAME, width - 2 * FRAME, height - 2 * FRAME, stroke=1, fill=0)


def _head(canvas: Any, width: float, height: float, facts: CertificateFacts) -> None:
    top = height - 76
    _logo(canvas, LEFT, top, 21)
    draw_text(canvas, LEFT + 29, top + 5.5, "Readyline", size=13.5, weight="bold")
    room = width - LEFT - RIGHT - 130
    size = fitting_size(facts.company, weight="regular", size=11, room=room, smallest=7)
    draw_text(canvas, width - RIGHT, top + 6, facts.company, size=size, anchor="end", colour=SECOND)


def _logo(canvas: Any, x: float, y: float, side: float) -> None:
    unit = side / 28
    canvas.saveState()
    canvas.setFillColor(ACCENT)
    canvas.roundRect(x, y, side, side, 8 * unit, stroke=0, fill=1)
    canvas.setStrokeColor(white)
    canvas.setFillColor(white)
    canvas.setLineWidth(2.6 * unit)
    canvas.setLineCap(1)
    canvas.line(x + 5.5 * unit, y + 14 * unit, x + 17.5 * unit, y + 14 * unit)
    canvas.line(x + 15.5 * unit, y + 7.5 * unit, x + 15.5 * unit, y + 20.5 * unit)
    canvas.circle(x + 21.5 * unit, y + 14 * unit, 2.4 * unit, stroke=0, fill=1)
    canvas.restoreState()


def _title(canvas: Any, width: float, height: float, facts: CertificateFacts) -> None:
    room = width - LEFT - RIGHT
    _fitted(canvas, LEFT, height - 157, facts.title_zh, 42, "title", room, INK)
    _fitted(canvas, LEFT, height - 186, facts.title_en, 16, "regular", room, SECOND)


def _line(canvas: Any, width: float, y: float, facts: CertificateFacts) -> None:
    """Solid to where the holder stands, a ring there, dots ahead: the same line as on every page."""
    start, end = FRAME, width - FRAME
    step = (end - start) / (len(facts.stations) + 0.4)
    places = [start + step * (number + 0.62) for number in range(len(facts.stations))]
    here = places[facts.reached]
    canvas.saveState()
    canvas.setStrokeColor(DOTTED)
    canvas.setLineWidth(1.4)
    canvas.setLineCap(1)
    canvas.setDash(0.1, 7)
    canvas.line(here + 14, y, end - 3, y)
    canvas.setDash()
    canvas.setLineCap(0)
    canvas.setStrokeColor(ACCENT)
    canvas.setLineWidth(2.6)
    canvas.line(start, y, here, y)
    for number, x in enumerate(places):
        _station(canvas, x, y, number - facts.reached)
        _station_words(canvas, x, y - 25, facts.stations[number], number == facts.reached)
    canvas.restoreState()


def _station(canvas: Any, x: float, y: float, ahead: int) -> None:
    canvas.setFillColor(PAPER if ahead >= 0 else ACCENT)
    canvas.setStrokeColor(DOTTED if ahead > 0 else ACCENT)
    canvas.setLineWidth(1.2 if ahead > 0 else 4.4)
    canvas.circle(x, y, {True: 4.2, False: 8.2}[ahead > 0] if ahead >= 0 else 4, stroke=1, fill=1)


def _station_words(canvas: Any, x: float, y: float, station: Station, here: bool) -> None:
    colour = ACCENT if here else QUIET
    draw_text(canvas, x, y, station.zh, size=10, weight="bold" if here else "regular", anchor="middle", colour=colour)
    draw_text(canvas, x, y - 12, station.en, size=8, anchor="middle", colour=colour)


def _holder(canvas: Any, width: float, height: float, facts: CertificateFacts) -> None:
    room = width - LEFT - RIGHT
    _fitted(canvas, LEFT, height - 353, facts.holder, 30, "title", room, INK)
    _fitted(canvas, LEFT, height - 387, facts.statement_zh, 13, "regular", room, INK)
    _fitted(canvas, LEFT, height - 408, facts.statement_en, 11.5, "regular", room, SECOND)


def _foot(canvas: Any, height: float, facts: CertificateFacts) -> None:
    until_zh = _day_zh(facts.last_valid_day) if facts.last_valid_day else "在职期间有效"
    until_en = "Valid until" if facts.last_valid_day else "Valid while employed"
    columns = (
        (66.0, _day_zh(facts.issued_on), "颁发日期", f"Issued {_day_en(facts.issued_on)}"),
        (
            275.0,
            until_zh,
            "有效期至" if facts.last_valid_day else "有效期",
            f"{until_en} {_day_en(facts.last_valid_day)}" if facts.last_valid_day else until_en,
        ),
        (484.0, " · ".join(facts.approvers), "人力资源审批", "Approved by HR"),
    )
    for x, words, label_zh, label_en in columns:
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.8)
        canvas.line(x, height - 500, x + 185, height - 500)
        _fitted(canvas, x, height - 518, words, 11.5, "bold", 185, INK)
        _fitted(canvas, x, height - 534, f"{label_zh} · {label_en}", 9, "regular", 185, QUIET)


def _code(canvas: Any, width: float, height: float, facts: CertificateFacts) -> None:
    side = 92.0
    x = width - RIGHT - side + 10
    draw_qr(canvas, x, height - 524, side, facts.check_url)
    draw_text(canvas, x + side / 2, height - 534, facts.number, size=9, anchor="middle", colour=SECOND)
    # The code in letters, for whoever has no camera at hand.
    line = f"核验码 Check code {facts.code}"
    _fitted(canvas, LEFT, height - 558, line, 7.5, "regular", width - LEFT - RIGHT, QUIET)
    draw_text(canvas, width - RIGHT, height - 558, "扫码核验 Scan to check", size=7.5, anchor="end", colour=QUIET)


def _seal(canvas: Any, x: float, y: float) -> None:
    """Four characters in red, read from the right as on a seal, a little askew as a hand sets it."""
    side = 60.0
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(4)
    canvas.setStrokeColor(SEAL)
    canvas.setLineWidth(2.6)
    canvas.setFillColor(PAPER)
    canvas.roundRect(-side / 2, -side / 2, side, side, 6, stroke=1, fill=1)
    for sign, across, down in (("客", 1, 0), ("服", 1, 1), ("认", 0, 0), ("证", 0, 1)):
        at = (-25.2 + across * 25.6, 4.2 - down * 25)
        draw_text(canvas, at[0], at[1], sign, size=24, weight="title", colour=SEAL)
    canvas.restoreState()


def _fitted(canvas: Any, x: float, y: float, text: str, size: float, weight: Weight, room: float, colour: Any) -> None:
    fit = fitting_size(text, weight=weight, size=size, room=room, smallest=5)
    draw_text(canvas, x, y, text, size=fit, weight=weight, colour=colour)


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _day_en(day: date) -> str:
    return day.isoformat()
