"""One run at a time on a region's machine."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Result, RunModule


@pytest.fixture
def lock(run_module: RunModule, tmp_path: Path) -> Any:
    def run(state: str, owner: str = "budi@meja", **more: Any) -> Result:
        arguments = {
            "state": state, "owner": owner, "path": f"{tmp_path}/run/lock.json",
            "purpose": "adopt", "log": f"{tmp_path}/log/adopt.log",
            "record_folder": f"{tmp_path}/record",
        }  # fmt: skip
        return run_module("lock", arguments | more)

    return run


def test_a_second_operator_is_refused_and_told_who_works(lock: Any) -> None:
    assert not lock("taken").get("failed")
    refused = lock("taken", "siti@laptop")
    assert refused["failed"]
    assert refused["held"]["owner"] == "budi@meja"
    assert "locked by budi@meja until" in refused["msg"]


def test_a_killed_run_of_the_same_operator_goes_on(lock: Any) -> None:
    lock("taken")
    assert not lock("taken").get("failed")


def test_a_released_lock_is_free_and_the_log_tells_the_story(lock: Any, tmp_path: Path) -> None:
    lock("taken")
    lock("released", outcome="done", applied={"release": "abc"})
    assert not lock("taken", "siti@laptop").get("failed")
    lines = (tmp_path / "log/adopt.log").read_text().splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "budi@meja begins: adopt", "budi@meja ends: adopt: done", "siti@laptop begins: adopt",
    ]  # fmt: skip
    assert json.loads((tmp_path / "record/applied.json").read_text()) == {"release": "abc"}


def test_nobody_releases_the_lock_of_another(lock: Any) -> None:
    lock("taken")
    lock("released", "siti@laptop")
    assert lock("taken", "siti@laptop")["failed"]


def test_an_expired_lock_counts_no_more(lock: Any) -> None:
    lock("taken", minutes=0)
    assert not lock("taken", "siti@laptop").get("failed")


def test_a_broken_lock_file_locks_nobody_out(lock: Any, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run/lock.json").write_text('{"owner": ')
    assert not lock("taken").get("failed")


def test_a_check_takes_no_lock(lock: Any, run_module: RunModule, tmp_path: Path) -> None:
    arguments = {"state": "taken", "owner": "x", "path": f"{tmp_path}/lock.json"}
    result = run_module("lock", arguments, check=True)
    assert result["target"]["tag"].startswith("cp3")
    assert list(tmp_path.iterdir()) == []
