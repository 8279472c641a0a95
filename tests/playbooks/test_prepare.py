"""Preparing an app's database: its own words come back, tables about people never stay."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import Result, RunModule

# Stands for `manage`: writes down how it was called and what it could read of people.
MANAGE = """
import json, os, pathlib, stat, sys
folder = sys.argv[sys.argv.index("--personal") + 1] if "--personal" in sys.argv else ""
seen = {f.name: [f.read_text(), oct(stat.S_IMODE(f.stat().st_mode))]
        for f in pathlib.Path(folder).iterdir()} if folder else {}
pathlib.Path("%(told)s").write_text(json.dumps({"call": sys.argv[1:], "people": seen}))
print("a library says something")
if "%(ends)s" == "badly":
    sys.exit("Traceback (most recent call last):\\n  ...\\nCommandError: staff.csv, row 3: no name")
print('{"changed": true, "migrated": 4, "dump": null, "loaded": {}}')
"""


@pytest.fixture
def prepare(run_module: RunModule, tmp_path: Path) -> Any:
    def run(ends: str = "well", check: bool = False, **more: Any) -> Result:
        script = tmp_path / "manage.py"
        script.write_text(MANAGE % {"told": tmp_path / "told", "ends": ends})
        arguments = {
            "command": [sys.executable, str(script)], "app": "laksa", "release": "abc",
            "dumps": f"{tmp_path}/dumps", "scratch": str(tmp_path / "run"),
        }  # fmt: skip
        return run_module("prepare", arguments | more, check=check)

    (tmp_path / "run").mkdir()
    return run


def told(tmp_path: Path) -> dict[str, Any]:
    return dict(json.loads((tmp_path / "told").read_text()))


def test_it_runs_the_release_and_answers_with_its_summary(prepare: Any, tmp_path: Path) -> None:
    result = prepare()
    assert (result["changed"], result["migrated"]) == (True, 4)
    dumps = f"{tmp_path}/dumps"
    assert told(tmp_path)["call"] == [
        "--release", "abc", "--write", dumps, "laksa", "prepare", "--dump-to", dumps,
    ]  # fmt: skip


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_tables_about_people_are_there_for_the_app_alone_and_then_gone(
    prepare: Any, tmp_path: Path, ends: str
) -> None:
    result = prepare(ends, personal={"staff.csv": "name,nip\nBudi,1977\n"})
    assert told(tmp_path)["people"] == {"staff.csv": ["name,nip\nBudi,1977\n", "0o600"]}
    assert list((tmp_path / "run").iterdir()) == []
    assert "1977" not in json.dumps(result)


def test_what_a_killed_run_left_is_removed(prepare: Any, tmp_path: Path) -> None:
    left = tmp_path / "run/laksa-personal"
    left.mkdir()
    (left / "staff.csv").write_text("name,nip\n")
    prepare()
    assert not left.exists()


def test_a_failure_says_what_the_command_said_last(prepare: Any) -> None:
    result = prepare("badly")
    assert result["failed"]
    assert result["msg"].endswith("CommandError: staff.csv, row 3: no name")


def test_a_check_says_that_nobody_can_know(prepare: Any, tmp_path: Path) -> None:
    assert prepare(check=True)["msg"].startswith("cannot be predicted: ")
    assert not (tmp_path / "told").exists()
