"""Timing whole commands. Absolute times lie on a shared machine: what counts is two in one run."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """One line of the benchmark: what was measured, how it came out, what was to be reached."""

    what: str
    found: str
    wanted: str
    reached: bool


@dataclass(frozen=True)
class Cost:
    """What a command took: wall and processor seconds, its children's included."""

    wall: float
    processor: float


def cost_of(call: Callable[[], object]) -> Cost:
    """Run `call` once and weigh it, with every process it waited for."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    call()
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
    return Cost(wall, processor)


def side_by_side(commands: dict[str, Sequence[str]], rounds: int = 11) -> dict[str, float]:
    """Median wall seconds of each command, run in turns so that noise meets all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _round in range(rounds + 1):
        for name, command in commands.items():
            spent = cost_of(lambda c=command: subprocess.run(c, capture_output=True, check=True))  # type: ignore[misc]
            seconds[name].append(spent.wall)
    # The first round warms the disk cache.
    return {name: statistics.median(found[1:]) for name, found in seconds.items()}


def program(name: str) -> str:
    """A command that is installed beside this Python."""
    return str(Path(sys.executable).parent / name)


def run(command: Sequence[str]) -> str:
    """What a command prints; raises CalledProcessError where it fails."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def machine() -> str:
    """What the figures were taken on, in one line."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "unknown processor",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, Linux {os.uname().release}"
