"""Photos as they were sent, until they are cleaned: with all that a camera writes into them.

They lie beside the uploads, in a folder that the web server cannot read.
"""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings


def folder() -> Path:
    return Path(settings.MEDIA_ROOT).parent / "incoming"


def keep(key: UUID, file: IO[bytes]) -> None:
    """Write it down: what was answered with "received" survives a power cut."""
    folder().mkdir(parents=True, exist_ok=True)
    ours_alone = os.open(_path(key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(ours_alone, "wb") as out:
        while piece := file.read(1024 * 1024):
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())


def opened(key: UUID) -> IO[bytes]:
    """Raises FileNotFoundError."""
    return _path(key).open("rb")


def forget(key: UUID) -> None:
    _path(key).unlink(missing_ok=True)


def sweep(older: timedelta, is_wanted: Callable[[str], bool]) -> None:
    """Forget what nothing refers to: the process was killed before it could say so."""
    for path in folder().glob("*"):
        if time.time() - path.stat().st_mtime > older.total_seconds() and not is_wanted(path.name):
            path.unlink(missing_ok=True)


def _path(key: UUID) -> Path:
    return folder() / key.hex
