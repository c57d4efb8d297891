"""Reads a QR code off the page of a PDF, module by module: no error correction, for a drawing has no dirt on it.

ISO/IEC 18004: 7.3 (bit stream), 7.7.3 (placement), 7.8.2 (masks), 7.9 (format information).
"""

import re
from itertools import count

from segno.consts import ALIGNMENT_POS, ECC, ERROR_LEVEL_H, ERROR_LEVEL_L, ERROR_LEVEL_M, ERROR_LEVEL_Q

RECTANGLE = re.compile(rb"(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+) re")
LEVELS = {0b01: ERROR_LEVEL_L, 0b00: ERROR_LEVEL_M, 0b11: ERROR_LEVEL_Q, 0b10: ERROR_LEVEL_H}
FORMAT_MASK, BYTES = 0b101010000010010, 0b0100
MASKS = (
    lambda i, j: (i + j) % 2,
    lambda i, j: i % 2,
    lambda i, j: j % 3,
    lambda i, j: (i + j) % 3,
    lambda i, j: (i // 2 + j // 3) % 2,
    lambda i, j: i * j % 2 + i * j % 3,
    lambda i, j: (i * j % 2 + i * j % 3) % 2,
    lambda i, j: ((i + j) % 2 + i * j % 3) % 2,
)

type Modules = list[list[bool]]


def read_code(page) -> str:
    """The text of the one QR code that is drawn on the page."""
    modules = drawn(page.get_contents().get_data())
    level, mask = form(modules)
    words = codewords(modules, MASKS[mask])
    return text_of(in_order(words, ECC[(len(modules) - 17) // 4][level]), (len(modules) - 17) // 4)


def drawn(content: bytes) -> Modules:
    """The equal squares of the drawing, as rows from the top."""
    found = [tuple(map(float, groups)) for groups in RECTANGLE.findall(content)]
    squares = [(x, y, wide) for x, y, wide, tall in found if wide == tall]
    side = squares[0][2]
    left, bottom = min(x for x, _y, _side in squares), min(y for _x, y, _side in squares)
    dark = {(round((y - bottom) / side), round((x - left) / side)) for x, y, _side in squares}
    size = max(column for _row, column in dark) + 1
    return [[(size - 1 - row, column) in dark for column in range(size)] for row in range(size)]


def form(modules: Modules) -> tuple[int, int]:
    """The level of correction and the number of the mask, read beside the upper left finder."""
    places = [(8, column) for column in (0, 1, 2, 3, 4, 5, 7, 8)] + [(row, 8) for row in (7, 5, 4, 3, 2, 1, 0)]
    bits = sum(modules[row][column] << (14 - n) for n, (row, column) in enumerate(places)) ^ FORMAT_MASK
    return LEVELS[bits >> 13], bits >> 10 & 0b111


def is_fixed(row: int, column: int, size: int) -> bool:
    """Finders with their format, timing, alignment, version: what holds no data."""
    version, last = (size - 17) // 4, size - 1
    if (row < 9 and (column < 9 or column > size - 9)) or (row > size - 9 and column < 9) or 6 in (row, column):
        return True
    if version >= 7 and ((row < 6 and column > size - 12) or (column < 6 and row > size - 12)):
        return True
    centres = ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, last - 6), (last - 6, 6)}
    middles = {(y, x) for y in centres for x in centres} - corners
    return any(abs(row - y) <= 2 and abs(column - x) <= 2 for y, x in middles)


def codewords(modules: Modules, mask) -> list[int]:
    """Two columns at a time from the right, up and down by turns, over the timing column."""
    size = len(modules)
    bits = []
    rights = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for turn, right in enumerate(rights):
        for row in range(size) if turn % 2 else range(size - 1, -1, -1):
            for column in (right, right - 1):
                if not is_fixed(row, column, size):
                    bits.append(modules[row][column] ^ (mask(row, column) == 0))
    return [int("".join(str(int(bit)) for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]


def in_order(words: list[int], kinds) -> list[int]:
    """The data blocks one after the other; on the page their words take turns."""
    lengths = [kind.num_data for kind in kinds for _block in range(kind.num_blocks)]
    blocks = [[] for _length in lengths]
    coming = iter(words)
    for at in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if at < length:
                block.append(next(coming))
    return [word for block in blocks for word in block]


def text_of(words: list[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    if int(bits[:4], 2) != BYTES:
        raise ValueError("not in bytes")
    wide = 8 if version < 10 else 16
    length = int(bits[4 : 4 + wide], 2)
    starts = (4 + wide + 8 * n for n in count())
    return bytes(int(bits[at : at + 8], 2) for at, _n in zip(starts, range(length), strict=False)).decode()
