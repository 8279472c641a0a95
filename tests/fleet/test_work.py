"""The process of one region: what it makes of a profile and a server, and what it gets to see."""

import json
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit import paths
from smartcity_kit.fleet import process
from smartcity_kit.fleet.child import Child, environment
from tests.servers.machine import wait_until


def attempt(tmp_path: Path, profile: Path, **job: Any) -> dict[str, Any]:
    """The result of a real attempt at the region of `profile`."""
    child = Child.begin(tmp_path / "attempt", {"profile": str(profile), **job})
    wait_until("it has ended", lambda: child.wait(1), 120)
    return dict(json.loads((tmp_path / "attempt" / "result.json").read_text()))


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.SAMPLES / "kota-batam", tmp_path / "kota-batam"))


def with_server(profile: Path, port: int) -> Path:
    with (profile / "profile.yml").open("a") as out:
        out.write(f'\nservers:\n  web1:\n    address: "127.0.0.1"\n    port: {port}\n')
    return profile


def test_a_profile_with_a_fault_is_invalid(profile: Path, tmp_path: Path) -> None:
    (profile / "profile.yml").write_text("code: 99.99\n")
    told = attempt(tmp_path, profile)
    assert (told["result"], told["stage"]) == ("invalid", "profile")
    assert told["facts"] == {"valid": False}


def test_a_server_that_does_not_answer_is_unreachable(profile: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        told = attempt(tmp_path, with_server(profile, taken.getsockname()[1]))
    assert (told["result"], told["stage"]) == ("unreachable", "release")
    assert "does not answer" in told["message"]
    assert told["facts"]["valid"] is True
    assert "installed" not in told["facts"]


def test_one_of_many_machines_makes_no_secrets(profile: Path, tmp_path: Path) -> None:
    told = attempt(tmp_path, profile, team=True, place="embedded")
    assert told["result"] == "failed"
    assert "The secrets of kota-batam are not on this machine" in told["message"]
    assert not (profile / "secrets.yml").exists()


def test_it_says_where_it_is(profile: Path, tmp_path: Path) -> None:
    attempt(tmp_path, profile, team=True, place="embedded")
    child = Child(tmp_path / "attempt")
    assert child.lines()[:2] == ["§ profile", "§ plan"]
    assert child.stage == "plan"


def test_it_gets_nothing_of_the_operators_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv("SMARTCITY_LEDGER", "postgresql://sri:rahasia@db/armada")
    monkeypatch.setenv("https_proxy", "http://proxy:3128")
    given = environment()
    assert "AWS_SECRET_ACCESS_KEY" not in given
    assert "SMARTCITY_LEDGER" not in given
    assert given["https_proxy"] == "http://proxy:3128"


def test_a_tree_of_processes_is_ended_whatever_its_sessions() -> None:
    """As Ansible below the kit: another session, and one that does not listen."""
    line = "trap '' TERM; setsid sh -c 'trap \"\" TERM; sleep 600 & wait' & echo ready; wait"
    root = subprocess.Popen(["sh", "-c", line], stdout=subprocess.PIPE, text=True)
    assert root.stdout
    assert root.stdout.readline() == "ready\n"
    members = wait_until("all are there", lambda: enough(process.tree(root.pid)))
    process.end(root.pid, mercy=0.5)
    root.wait()
    assert [pid for pid in members if process.began(pid)] == []


def enough(members: dict[int, str]) -> dict[int, str] | None:
    return members if len(members) >= 3 else None
