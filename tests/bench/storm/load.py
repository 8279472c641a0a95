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
    wanted = [paths[n % len(paths)] for n in range(rate * seconds)]
    # nginx closes a line after a thousand requests, and h2load counts the rest as failed.
    parts = [wanted[first : first + 1000] for first in range(0, len(wanted), 1000)]
    answers = [line for part in parts for line in _answers(server, part, rate)]
    taken = sorted(micros / 1000 for _status, micros in answers)
    cut = statistics.quantiles(taken, n=20)
    failed = len(wanted) - sum(status == 200 for status, _micros in answers)
    return Found(cut[9], cut[18], failed, busy())


def _answers(server: Server, paths: list[str], rate: int) -> list[tuple[int, int]]:
    """Status and microseconds of each request."""
    with TemporaryDirectory(prefix="bench-") as name:
        asked, log = Path(name) / "asked", Path(name) / "log"
        asked.write_text("".join(f"https://{server.host}{path}\n" for path in paths))
        subprocess.run(
            ["h2load", "-c1", "-t1", "-m128", f"--rps={rate}", f"-n{len(paths)}",
             f"--input-file={asked}", f"--connect-to={server.address}:443",
             "--header=Accept-Encoding: gzip", f"--log-file={log}"],
            check=True, capture_output=True,
        )  # fmt: skip
        # Each line: when it was sent, the status, microseconds.
        lines = [line.split() for line in log.read_text().splitlines()]
    return [(int(status), int(micros)) for _sent, status, micros in lines]


def busy() -> str:
    """The machine's load over the last minute, as `uptime` says it."""
    return f"{os.getloadavg()[0]:.1f}"
