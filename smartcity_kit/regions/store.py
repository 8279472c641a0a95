"""The data files: sorted CSV, one per province where they are long."""

import csv
from collections.abc import Iterator
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str, prefix: str = "") -> Iterator[list[str]]:
    """The rows of `data/<name>.csv` whose first column begins with `prefix`, without the header.

    A file that is not there has no rows: the points may be left out of a distribution.
    """
    path = DATA / f"{name}.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        next(file)
        # Lines are passed over before they are parsed: most of a province is other regions'.
        yield from csv.reader(line for line in file if line.startswith(prefix))
