"""Files for their owner's eyes alone, whole at every moment."""

import os
from pathlib import Path


def write_private(file: Path, content: bytes) -> None:
    """Write aside with mode 0600 and rename, so that a kill leaves the old file or the new one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f".{file.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    for left in file.parent.glob(f".{file.name}.*"):
        # A writer that was killed could not take its own away.
        if left != aside and left.suffix[1:].isdigit() and not _alive(int(left.suffix[1:])):
            left.unlink(missing_ok=True)
    aside.replace(file)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
