"""`make bench` prints the numbers of docs/benchmarks.md as its table. Nothing here is a test."""

import importlib
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import machine

PARTS = (
    "startup", "validate", "embedded", "server", "pages", "search", "signin", "lists", "copies",
    "storm", "fleet",
)  # fmt: skip


def main(chosen: list[str]) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine()}\n")
    print("| what | found | to reach | |\n|---|---|---|---|")
    for name in chosen or PARTS:
        part = importlib.import_module(f"tests.bench.{name}")
        with TemporaryDirectory(prefix="bench-") as folder:
            for figure in part.figures(Path(folder)):
                mark = "reached" if figure.reached else "**missed**"
                print(f"| {figure.what} | {figure.found} | {figure.wanted} | {mark} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
