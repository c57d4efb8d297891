"""Jobs that only the tests queue. Each leaves a file, so that every run of it is counted, also in another process."""

import os
import time
from pathlib import Path
from uuid import uuid4


def note(number: int) -> None:
    (_folder() / f"{number}-{uuid4().hex}").touch()


def rest_then_note(number: int, seconds: int) -> None:
    (_folder() / f"begun-{number}-{uuid4().hex}").touch()
    time.sleep(seconds)
    note(number)


def grow(number: int) -> None:
    """Takes 200 MB for a moment, as writing many histories or a large table does, and says which process it was in."""
    (_folder() / f"process-{os.getpid()}-{uuid4().hex}").touch()
    bytearray(b"1" * 100_000_000)
    note(number)


def refuse(number: int) -> None:
    (_folder() / f"tried-{number}-{uuid4().hex}").touch()
    raise ValueError("Ada Lovelace cannot be filed")


def _folder() -> Path:
    folder = Path(os.environ["DATA_DIR"]) / "done"
    folder.mkdir(exist_ok=True)
    return folder
