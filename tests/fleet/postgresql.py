"""A PostgreSQL of a test's own, which can be stopped hard and started again."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Self


def programs() -> Path | None:
    found = shutil.which("initdb") or next(
        iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)), None
    )
    return Path(found).resolve().parent if found else None


class Postgresql:
    """A cluster in a folder of its own; as a context manager it is gone afterwards."""

    def __init__(self, listen: str = "127.0.0.1", allowed: str = "127.0.0.1/32") -> None:
        self.listen, self.allowed = listen, allowed
        self.folder = Path(tempfile.mkdtemp(prefix="smartcity-ledger-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"postgresql://ledger@{self.listen}:{self.port}/postgres"

    def __enter__(self) -> Self:
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._run("initdb", "--username=ledger", "--auth=trust", "--encoding=UTF8",
                  "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(f"host all all {self.allowed} trust\n")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        options = (
            f"-c listen_addresses='{self.listen}' -c port={self.port} -c fsync=off "
            f"-c unix_socket_directories='{self.folder}'"
        )
        self._run("pg_ctl", "--wait", "--silent", f"--log={self.folder}/log", "start",
                  f"--options={options}")  # fmt: skip

    def stop(self) -> None:
        """At once, as if it had crashed."""
        self._run("pg_ctl", "--mode=immediate", "--silent", "stop", check=False)

    def _run(self, program: str, *words: str, check: bool = True) -> None:
        folder = programs()
        assert folder is not None
        as_nobody: Sequence[str] = ()
        if os.geteuid() == 0:  # which PostgreSQL refuses to run as
            as_nobody = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups")
        subprocess.run(
            [*as_nobody, str(folder / program), f"--pgdata={self.folder}/data", *words],
            cwd=self.folder, check=check, stdout=subprocess.DEVNULL,
        )  # fmt: skip
