"""One run per region and machine at a time. The kernel frees the lock when its owner dies."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from smartcity_kit import paths
from smartcity_kit.errors import LockedError
from smartcity_kit.language import _


@contextmanager
def region_lock(slug: str) -> Iterator[None]:
    """Hold the region's lock, or raise LockedError naming who holds it."""
    file = paths.region_state(slug) / "lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise LockedError(
                _("Another run is at work on {slug}: {owner}").format(
                    slug=slug, owner=_owner(held.read())),
                _("Wait for it to end. Nothing was changed."),
            ) from None  # fmt: skip
        held.truncate(0)
        since = datetime.now(UTC).isoformat(timespec="seconds")
        held.write(json.dumps({"pid": os.getpid(), "since": since}))
        held.flush()
        yield


def _owner(text: str) -> str:
    try:
        said = json.loads(text)
        return _("process {pid} since {since}").format(pid=said["pid"], since=said["since"])
    except (ValueError, KeyError):
        return "?"
