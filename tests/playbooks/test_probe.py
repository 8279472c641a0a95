"""The probe tells what is no longer as the kit left it. Here on files; services are on servers."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .conftest import PLAYBOOKS, RunModule


def probe(root: Path) -> dict[str, Any]:
    command = [sys.executable, str(PLAYBOOKS / "files/probe.py"), "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def drift(root: Path) -> dict[str, tuple[str, str]]:
    found = probe(root)["drift"]
    return {Path(one["what"]).name: (one["expected"], one["found"]) for one in found}


@pytest.fixture
def place(run_module: RunModule, tmp_path: Path) -> Path:
    """A place with a file, a private folder, a link and a block in somebody's file."""
    files = [
        {"path": f"{tmp_path}/etc", "state": "directory", "mode": "0700"},
        {"path": f"{tmp_path}/etc/site.conf", "content": "a\n"},
        {"path": f"{tmp_path}/enabled", "state": "link", "target": "etc/site.conf"},
        {"path": f"{tmp_path}/hosts", "state": "block", "block": "names", "content": "x y\n"},
    ]
    folder = {"record": "test", "record_folder": f"{tmp_path}/record"}
    run_module("files", {"files": files, **folder})
    return tmp_path


def test_it_is_silent_while_everything_is_as_it_was_left(place: Path) -> None:
    assert drift(place) == {}


def test_it_names_what_was_edited_opened_or_removed(place: Path) -> None:
    (place / "etc/site.conf").write_text("b\n")
    (place / "etc/site.conf").chmod(0o666)
    (place / "etc").chmod(0o755)
    (place / "enabled").unlink()
    (place / "hosts").write_text("127.0.0.1 localhost\n")
    assert drift(place) == {
        "site.conf": ("as adopted 0644", "edited 0666"),
        "etc": ("0700", "0755"),
        "enabled": ("present", "absent"),
        "hosts": ("present", "absent"),
    }


def test_what_others_add_to_a_shared_file_is_no_drift(place: Path) -> None:
    with (place / "hosts").open("a") as hosts:
        hosts.write("10.0.0.9 printer\n")
    assert drift(place) == {}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_it_names_a_changed_owner(place: Path) -> None:
    os.chown(place / "etc/site.conf", 65534, -1)
    assert drift(place) == {"site.conf": ("root", "nobody")}


def test_it_says_what_was_applied_and_which_region_this_is(place: Path) -> None:
    region = {"code": "75.71", "slug": "kota-gorontalo"}
    noted = {"kit": "0.1.0", "region": region, "apps": {}, "lock": f"{place}/lock.json"}
    (place / "record/place.json").write_text(json.dumps(noted))
    applied = {"release": "abc", "secrets": "s", "personal": "p"}
    (place / "record/applied.json").write_text(json.dumps(applied))
    (place / "lock.json").write_text(json.dumps({"owner": "siti@laptop"}))
    said = probe(place)
    assert (said["kit"], said["region"], said["release"]) == ("0.1.0", region, "abc")
    assert (said["secrets_digest"], said["personal_digest"]) == ("s", "p")
    assert said["pending_lock"] == {"owner": "siti@laptop"}


def test_a_great_damage_is_told_in_few_words(run_module: RunModule, tmp_path: Path) -> None:
    files = [{"path": f"{tmp_path}/many/{number}", "content": ""} for number in range(500)]
    run_module("files", {"files": files, "record": "many", "record_folder": f"{tmp_path}/record"})
    for file in (tmp_path / "many").iterdir():
        file.write_text("by hand")
    said = probe(tmp_path)
    assert said["drifts"] == 500
    assert len(json.dumps(said)) < 10_000
