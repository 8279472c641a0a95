"""One attempt at one region as a process of its own, seen from outside.

    <folder>/job.json      what it is to do
    <folder>/alive         locked for as long as it lives, whoever started it
    <folder>/pid           its number
    <folder>/output.txt    what it says: a line for each stage and task
    <folder>/result.json   how it ended, written whole or not at all

Nothing is asked of the process itself, so that whoever finds the folder can go on watching it.
"""

import contextlib
import fcntl
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from smartcity_kit.fleet import process
from smartcity_kit.fleet.ledger import Outcome
from smartcity_kit.language import _

PROGRAM = (sys.executable, "-m", "smartcity_kit.fleet.work")
# What one region's process gets of the operator's environment: the ways to the network and the
# kit's own places, and nothing of another region.
HANDED_ON = (
    "PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "TMPDIR", "LANG", "LC_ALL", "LC_MESSAGES",
    "PYTHONPATH", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS",
    "SMARTCITY_HOME", "SMARTCITY_LANG", "SMARTCITY_VAULT_PASSWORD_FILE",
    "SMARTCITY_VAULT_PASSWORD_KEYRING", "SMARTCITY_VAULT_KEY", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "REQUESTS_CA_BUNDLE", "http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY",
    "NO_PROXY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_CONFIG_FILE",
)  # fmt: skip
STAGE = "§ "
"""How a line of output begins that names a stage."""
STAGES = ("profile", "plan", "release", "run", "report")
"""The kit's one sentence: how far an attempt came."""


def environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass
class Child:
    """A process that works on a region, or one that has ended and left its folder."""

    folder: Path
    started: "subprocess.Popen[bytes] | None" = None
    stage: str = ""
    told: int = 0
    _read: int = 0
    _rest: bytes = field(default=b"", repr=False)

    @classmethod
    def begin(
        cls, folder: Path, job: Mapping[str, Any], program: Sequence[str] = PROGRAM
    ) -> "Child":
        """Start the work that `job` states; its folder is readable by its owner alone."""
        folder.mkdir(parents=True, mode=0o700)
        (folder / "job.json").write_text(json.dumps(job, indent=1), "utf-8")
        alive = os.open(folder / "alive", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(alive, fcntl.LOCK_EX)
            with (folder / "output.txt").open("wb") as output:
                started = subprocess.Popen(
                    [*program, str(folder), str(alive)],
                    stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                    env=environment(), cwd=folder, pass_fds=(alive,), start_new_session=True,
                )  # fmt: skip
        finally:
            # The lock is the child's from here on: it ends with the child, however that ends.
            os.close(alive)
        return cls(folder, started)

    @classmethod
    def found(cls, folder: str) -> "Child | None":
        """The one that somebody else started here; None where it left nothing to go by."""
        child = cls(Path(folder))
        here = bool(folder) and child.folder.is_dir()
        return child if here and (child.lives or child.result() is not None) else None

    @property
    def lives(self) -> bool:
        try:
            alive = os.open(self.folder / "alive", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(alive)
        return False

    @property
    def pid(self) -> int | None:
        if self.started is not None:
            return self.started.pid
        with contextlib.suppress(OSError, ValueError):
            return int((self.folder / "pid").read_text("ascii"))
        return None

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for its end; True when it has ended."""
        if not self.lives:
            return True
        with contextlib.suppress(OSError):
            # Before it has written its number it cannot be waited for, only asked again.
            descriptor = os.pidfd_open(self.pid or 0)
            try:
                select.select([descriptor], [], [], seconds)
            finally:
                os.close(descriptor)
            return not self.lives
        time.sleep(min(seconds, 0.1))
        return False

    def lines(self) -> list[str]:
        """What it said since it was asked last; notes the stage that it has reached."""
        with contextlib.suppress(OSError), (self.folder / "output.txt").open("rb") as output:
            output.seek(self._read)
            new = output.read()
            self._read += len(new)
            *whole, self._rest = (self._rest + new).split(b"\n")
            said = [line.decode("utf-8", "replace").rstrip() for line in whole]
            for line in said:
                if line.startswith(STAGE):
                    self.stage = line.removeprefix(STAGE)
            self.told += len(said)
            return said
        return []

    def end(self) -> None:
        """End it and all it started, at once if it does not listen."""
        if self.lives and self.pid:
            process.end(self.pid)
        if self.started is not None:
            self.started.wait()

    def result(self) -> Outcome | None:
        """How it says it ended; None where it did not come to say it."""
        try:
            return Outcome(**json.loads((self.folder / "result.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def outcome(self) -> Outcome:
        """How it ended, also where it was killed before it could say so."""
        found = self.result()
        code = self.started.wait() if self.started is not None else None
        if found:
            return found
        how = _("signal {n}").format(n=-code) if code is not None and code < 0 else str(code or "?")
        return Outcome(
            "lost", _("The process ended without a result ({how}).").format(how=how), self.stage
        )


Tell = Callable[[int, list[str]], None]
