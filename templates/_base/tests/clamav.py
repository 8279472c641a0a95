"""A clamd of the tests' own: its socket, its signatures, no network; ended by its id."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

CLAMD = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
# The test string of EICAR, in two parts: as one, scanners would take this file away.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """`start` and `stop` it as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.socket = folder, folder / "clamd.sock"
        (folder / "db").mkdir()
        # Anywhere in a file of any type (ClamAV's extended signatures).
        (folder / "db/test.ndb").write_text(f"Smartcity.Test:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"LocalSocket {self.socket}\nDatabaseDirectory {folder}/db\nForeground yes\n"
            f"TemporaryDirectory {folder}\nLogFile {folder}/log\nStreamMaxLength 1M\n"
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert CLAMD
        self.process = subprocess.Popen([CLAMD, "--config-file", str(self.folder / "clamd.conf")])
        deadline = time.monotonic() + 60
        while not self.socket.exists():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "clamd did not begin"
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.socket.unlink(missing_ok=True)
        self.process = None
