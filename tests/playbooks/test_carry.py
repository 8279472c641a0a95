"""A tree brought to a machine by the action itself, through Ansible, to this machine."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import PLAYBOOKS

PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
Carry = Callable[..., dict[str, Any]]


@pytest.fixture
def carry(tmp_path: Path) -> Carry:
    """carry(sources, …) runs one task and gives its result."""

    def run(sources: list[dict[str, str]], check: bool = False, **more: str) -> dict[str, Any]:
        arguments = {
            "sources": sources, "dest": f"{tmp_path}/there", "record": "tree",
            "record_folder": f"{tmp_path}/record",
        } | more  # fmt: skip
        task = {"carry": arguments, "register": "done"}
        show = {"ansible.builtin.copy": {"content": "{{ done }}", "dest": f"{tmp_path}/result"}}
        play = {"hosts": "localhost", "gather_facts": False, "connection": "local",
                "tasks": [task, show | {"check_mode": False}]}  # fmt: skip
        (tmp_path / "play.yml").write_text(json.dumps([play]))
        done = subprocess.run(
            ["ansible-playbook", str(tmp_path / "play.yml"), *(["--check"] if check else [])],
            env={"PATH": PATH, "HOME": str(tmp_path), "ANSIBLE_CONFIG": f"{PLAYBOOKS}/ansible.cfg"},
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads((tmp_path / "result").read_text()))

    return run


@pytest.fixture
def source(tmp_path: Path) -> Path:
    code = tmp_path / "store/code"
    (code / "laksa").mkdir(parents=True)
    (code / "manage.py").write_text("#!/usr/bin/env python3\n")
    (code / "manage.py").chmod(0o755)
    (code / "laksa/views.py").write_text("views = 1\n")
    (code / "laksa/__pycache__").mkdir()
    (code / "laksa/__pycache__/views.cpython-311.pyc").write_bytes(b"\0")
    (tmp_path / "release").mkdir()
    (tmp_path / "release/code").symlink_to(code)
    (tmp_path / "release/region.json").write_text("{}\n")
    return tmp_path / "release"


def sources(release: Path) -> list[dict[str, str]]:
    return [
        {"from": f"{release}/code"},
        {"from": f"{release}/region.json"},
        {"from": f"{release}/branding", "to": "branding"},
    ]


def test_it_brings_the_tree_once_and_mends_what_was_altered(
    carry: Carry, source: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    assert carry(sources(source))["changed"]
    found = {str(p.relative_to(there)) for p in there.rglob("*") if p.is_file()}
    assert found == {"manage.py", "laksa/views.py", "region.json"}
    assert there.joinpath("manage.py").stat().st_mode & 0o777 == 0o755
    assert there.joinpath("laksa/views.py").stat().st_mode & 0o777 == 0o644
    assert not carry(sources(source))["changed"]

    there.joinpath("laksa/views.py").write_text("views = 2\n")
    there.joinpath("region.json").chmod(0o666)
    there.joinpath("static").mkdir()
    result = carry(sources(source))
    assert sorted(result["wanting"]) == ["laksa/views.py", "region.json"]
    assert there.joinpath("laksa/views.py").read_text() == "views = 1\n"
    assert there.joinpath("static").is_dir()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".there")] == []


def test_a_check_brings_nothing(carry: Carry, source: Path, tmp_path: Path) -> None:
    assert carry(sources(source), check=True)["changed"]
    assert not (tmp_path / "there").exists()
    assert not (tmp_path / "record").exists()


def test_what_has_been_used_already_is_not_brought_again(
    carry: Carry, source: Path, tmp_path: Path
) -> None:
    (tmp_path / "complete").touch()
    assert not carry(sources(source), creates=f"{tmp_path}/complete")["changed"]
    assert not (tmp_path / "there").exists()


def test_what_never_changes_is_packed_once_for_all_servers(
    carry: Carry, source: Path, tmp_path: Path
) -> None:
    packed, never = tmp_path / "store" / "code.tar.gz", f"{tmp_path}/complete"
    assert carry(sources(source), creates=never, packed=str(packed))["changed"]
    made = packed.stat().st_mtime_ns
    shutil.rmtree(tmp_path / "there")
    assert carry(sources(source), creates=never, packed=str(packed))["changed"]
    assert packed.stat().st_mtime_ns == made
    assert tmp_path.joinpath("there/laksa/views.py").read_text() == "views = 1\n"
    assert [file.name for file in packed.parent.iterdir() if file.is_file()] == [packed.name]
