"""How long a person waits for help, against the smallest program the same library makes."""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.measure import Figure, side_by_side

SMALLEST = """\
import typer

app = typer.Typer()


@app.command()
def hello(name: str) -> None:
    print(name)


app()
"""


def figures(folder: Path) -> Iterator[Figure]:
    (folder / "smallest.py").write_text(SMALLEST)
    programs = Path(sys.executable).parent
    taken = side_by_side(
        {
            "kit": [str(programs / "smartcity"), "--help"],
            "typer": [sys.executable, str(folder / "smallest.py"), "--help"],
            "cookiecutter": [str(programs / "cookiecutter"), "--help"],
        }
    )
    ratio = taken["kit"] / taken["typer"]
    yield Figure("`smartcity --help` / smallest Typer app's", f"{ratio:.2f}", "1.2", ratio <= 1.2)
    ratio = taken["kit"] / taken["cookiecutter"]
    yield Figure("`smartcity --help` / `cookiecutter --help`", f"{ratio:.2f}", "1", ratio < 1)
