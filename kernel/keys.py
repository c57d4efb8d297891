"""Keys for addresses, codes that people type, and numbers that catch a slip of the pen."""

import re
import secrets
import string
import unicodedata

_LETTERS_AND_DIGITS = string.ascii_letters + string.digits
# 22 signs of 62 are 130.9 bits. No hyphen or underscore: a key survives a double click, a shell and a spreadsheet.
_KEY_LENGTH = 22

# Without 0 O 1 I L, which are mistaken for one another on paper and on the telephone. 31 signs: a prime.
READABLE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

_NUMBER = re.compile(r"([A-Z]{1,6})-([0-9]{4})-([0-9]{6,9})-([2-9A-Z])")


def random_key() -> str:
    """An unguessable key of 22 letters and digits (above 128 bits) for an address. A key is never a secret."""
    return "".join(secrets.choice(_LETTERS_AND_DIGITS) for _ in range(_KEY_LENGTH))


def one_time_code(groups: int = 3, size: int = 4) -> str:
    """A random code for people to type, such as `K7QM-2XWR-9FTB` (59 bits by default)."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(size)) for _ in range(groups))


def as_typed(text: str) -> str:
    """A typed code without case, spaces and dashes, full-width signs made plain: compare codes in this form."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in plain if sign in _LETTERS_AND_DIGITS)


def numbered(prefix: str, year: int, n: int) -> str:
    """A number to be read aloud and copied by hand, such as `RL-2026-000123-K`; the last sign is the check.

    The prefix is 1 to 6 capital letters, `n` from 1 to 999,999,999. Any one wrong sign and any two signs of
    the same kind (letters or digits) swapped are noticed by `is_numbered`.
    """
    if not re.fullmatch(r"[A-Z]{1,6}", prefix) or not 1000 <= year <= 9999 or not 1 <= n <= 999_999_999:
        raise ValueError("a number needs 1 to 6 capital letters, a year of four digits and a count from 1 up")
    return f"{prefix}-{year}-{n:06d}-{_check(prefix, f'{year}{n:06d}')}"


def is_numbered(text: str) -> bool:
    """Whether the text is a number as `numbered` writes it, its check sign included."""
    match = _NUMBER.fullmatch(text)
    return match is not None and _check(match[1], match[2] + match[3]) == match[4]


def _check(letters: str, digits: str) -> str:
    # 3 is a primitive root of 31: all places weigh differently, and no two letters (or digits) are 31 apart.
    values = [ord(letter) - ord("A") for letter in letters] + [int(digit) for digit in digits]
    return READABLE[sum(pow(3, place, 31) * value for place, value in enumerate(values, start=1)) % 31]
