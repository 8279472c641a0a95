"""Where the tests of `smartcity init` write, and how they ask."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

Run = Callable[..., Result]


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "profiles"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line as a script does, without a terminal."""
    from smartcity_kit.cli import app

    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, list(map(str, args)))
