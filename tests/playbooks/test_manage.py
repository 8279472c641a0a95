"""An app's own commands, embedded: its release, its environment, nothing else of the operator's."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import PLAYBOOKS

SHOW = "import json, os, sys; print(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]))"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """One app with two releases, as an embedded adoption leaves it."""
    for name in ("one", "two"):
        release = tmp_path / "opt/laksa/releases" / name
        (release / "venv/bin").mkdir(parents=True)
        (release / "venv/bin/python").symlink_to(sys.executable)
        (release / "manage.py").write_text(SHOW)
        (release / "app.env").write_text(f'SMARTCITY_RELEASE="{name}"\nODD="a \\"b\\" $c \\\\d"\n')
    (tmp_path / "opt/laksa/current").symlink_to("releases/two")
    (tmp_path / "opt/bin").mkdir()
    (tmp_path / "opt/bin/manage").write_bytes((PLAYBOOKS / "files/manage.py").read_bytes())
    (tmp_path / "record").mkdir()
    noted = {"place": "embedded", "apps": {"laksa": {}}}
    (tmp_path / "record/place.json").write_text(json.dumps(noted))
    return tmp_path


def manage(place: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(place / "opt/bin/manage"), *words]
    environment = os.environ | {"OPERATORS_TOKEN": "x"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_it_runs_in_the_current_release_with_its_environment(place: Path) -> None:
    arguments, environment, folder = json.loads(manage(place, "laksa", "work", "--once").stdout)
    assert arguments == ["work", "--once"]
    assert folder == str(place / "opt/laksa/releases/two")
    assert environment["SMARTCITY_RELEASE"] == "two"
    assert environment["ODD"] == 'a "b" $c \\d'
    assert "OPERATORS_TOKEN" not in environment


def test_it_runs_in_another_release_when_told(place: Path) -> None:
    done = manage(place, "--release", "one", "laksa", "prepare")
    assert json.loads(done.stdout)[1]["SMARTCITY_RELEASE"] == "one"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pasar", "work"), "no app 'pasar', only laksa"),
        (("--release", "three", "laksa", "work"), "is not a complete release"),
    ],
)
def test_it_names_what_is_not_there(place: Path, words: tuple[str, ...], said: str) -> None:
    done = manage(place, *words)
    assert done.returncode != 0
    assert said in done.stderr
