"""A soft pause for whoever guesses at codes or floods the file check. Counts live in memory; nothing is written."""

import hashlib

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal

# A counter that checks papers all day stays far below; at this pace 138 bits are out of reach for ever.
MISSES, UPLOADS = 30, 30
WINDOW_SECONDS = 300


class TooFast(Refusal):
    pass


def refuse_too_fast(kind: str, address: str, allowed: int) -> None:
    if cache.get(_key(kind, address), 0) >= allowed:
        raise TooFast(_("Many checks have come from here in a short time. Wait five minutes, then check again."))


def count(kind: str, address: str) -> None:
    key = _key(kind, address)
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        cache.incr(key)
    except ValueError:  # ran out between the two lines
        cache.set(key, 1, WINDOW_SECONDS)


def _key(kind: str, address: str) -> str:
    return f"certificate-check:{kind}:{hashlib.sha256(address.encode()).hexdigest()}"
