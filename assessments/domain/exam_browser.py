"""Papers that may be sat in Safe Exam Browser only (hazard 40). Pure.

Source: safeexambrowser.org/developer/seb-config-key.html. With each request the browser sends the SHA-256, in hex, of
the absolute URL without its fragment followed by the key in hex: of its configuration as
X-SafeExamBrowser-ConfigKeyHash, of itself (Browser Exam Key) as X-SafeExamBrowser-RequestHash. A hash read off one
address is worth nothing at another, and the name a browser gives itself is not looked at.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable

HEADERS = ("X-SafeExamBrowser-ConfigKeyHash", "X-SafeExamBrowser-RequestHash")
MOST_KEYS = 20
_KEY = re.compile(r"[0-9a-f]{64}")


def hash_of(url: str, key: str) -> str:
    """What the browser sends at this address when it holds this key."""
    address, _mark, _fragment = url.partition("#")
    return hashlib.sha256(f"{address}{key.lower()}".encode()).hexdigest()


def is_allowed(url: str, keys: Iterable[str], sent: Iterable[str | None]) -> bool:
    """Whether a header proves one of the keys at exactly this address. Without keys every browser is allowed."""
    keys = list(keys)
    given = [value.strip().lower().encode() for value in sent if value]
    return not keys or any(hmac.compare_digest(hash_of(url, key).encode(), value) for key in keys for value in given)


def keys_from(text: str) -> list[str]:
    """The keys of a text, one a line or parted by blanks, each once. Raises ValueError for what is no key."""
    keys = list(dict.fromkeys(text.lower().split()))
    if len(keys) > MOST_KEYS or not all(_KEY.fullmatch(key) for key in keys):
        raise ValueError(text)
    return keys
