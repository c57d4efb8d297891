"""Static files are gathered, compressed and named by their content; that takes a while, so only when they changed."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_changed() -> bool:
    """Gather the static files unless exactly these were gathered last time; True when they were."""
    stamp = settings.STATIC_ROOT / ".gathered"
    now = fingerprint()
    if stamp.exists() and stamp.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)
    return True


def fingerprint() -> str:
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            at = storage.path(path)
            with open(at, "rb") as file:
                seen.update(f"{path}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    return seen.hexdigest()
