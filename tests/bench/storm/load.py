"""Asking a server at a fixed rate, answered or not: h2load (Debian's nghttp2-client)."""

import os
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory


@dataclass(frozen=True)
class Server:
    """Where the name `host` leads."""

    address: str
    host: str


@dataclass(frozen=True)
class Found:
    """Milliseconds from the moment a request was due to its last byte, and the machine's load."""

    p50: float
    p95: float
    failed: int
    machine: str


def ask(server: Server, paths: list[str], rate: int, seconds: int) -> Found:
    """Ask for `paths` in turn, `rate` times a second; up to 128 wait for their answer at once."""
    with TemporaryDirectory(prefix="bench-") as name:
        asked, log = Path(name) / "asked", Path(name) / "log"
        asked.write_text("".join(f"https://{server.host}{path}\n" for path in paths))
        subprocess.run(
            ["h2load", "-c1", "-t1", "-m128", f"--rps={rate}", f"-n{rate * seconds}",
             f"--input-file={asked}", f"--connect-to={server.address}:443",
             "--header=Accept-Encoding: gzip", f"--log-file={log}"],
            check=True, capture_output=True,
        )  # fmt: skip
        # Each line: when it was sent, the status, microseconds.
        lines = [line.split() for line in log.read_text().splitlines()]
    taken = sorted(int(line[2]) / 1000 for line in lines)
    cut = statistics.quantiles(taken, n=20)
    failed = rate * seconds - sum(line[1] == "200" for line in lines)
    return Found(cut[9], cut[18], failed, busy())


def busy() -> str:
    """The machine's load over the last minute, as `uptime` says it."""
    return f"{os.getloadavg()[0]:.1f}"
