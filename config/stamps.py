"""What was last loaded into this database, by the content it came from: a start with nothing new loads nothing."""

import hashlib
from functools import cache

from django.conf import settings
from django.utils import timezone

from people.models import Heartbeat

# Folders whose content loads nothing.
APART = {"tests", "tools", "docs", "var", "build", ".venv", ".git"}


def is_loaded(name: str) -> bool:
    return Heartbeat.objects.filter(name=f"loaded-{name}", detail=fingerprint()).exists()


def remember(name: str) -> None:
    values = {"at": timezone.now(), "detail": fingerprint()}
    Heartbeat.objects.update_or_create(name=f"loaded-{name}", defaults=values)


@cache
def fingerprint() -> str:
    """One hash over our code and the curriculum, wherever the files lie."""
    seen = hashlib.sha256()
    for folder in sorted(path for path in settings.BASE_DIR.iterdir() if path.is_dir() and path.name not in APART):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".yaml", ".md", ".toml"} and path.is_file():
                seen.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode() + path.read_bytes())
    return seen.hexdigest()
