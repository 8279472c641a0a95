"""The typesetter, in a process of its own: `python -m smartcity_base.papers.press FOLDER SECONDS`.

typst is 80 MB of program that is needed now and then: neither the pages' processes nor the worker
keep it. It reads one folder, in which there is nothing but what the letter needs.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

LETTER = "letter.typ"
TIMEOUT_S = 60


class PressError(Exception):
    """The letter could not be set; says why, for the log."""


def press(folder: Path, at: datetime) -> bytes:
    """letter.typ in `folder` as PDF/A-2a and PDF/UA-1, bearing the moment `at`."""
    command = [sys.executable, "-m", __name__, str(folder), str(int(at.timestamp()))]
    done = subprocess.run(command, capture_output=True, timeout=TIMEOUT_S, check=False)
    if done.returncode:
        raise PressError(done.stderr.decode(errors="replace"))
    return done.stdout


def _set(folder: Path, seconds: int) -> bytes:
    import typst

    made: bytes = typst.compile(
        folder / LETTER,
        root=folder,
        ignore_system_fonts=True,  # the same letter on every server
        pdf_standards=["a-2a", "ua-1"],
        timestamp=datetime.fromtimestamp(seconds, UTC),
    )
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(_set(Path(sys.argv[1]), int(sys.argv[2])))
