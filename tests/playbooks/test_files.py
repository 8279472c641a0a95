"""Many files in one task: written, mended, put back when refused, remembered for the probe."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from .conftest import RunModule


@pytest.fixture
def place(tmp_path: Path) -> dict[str, Any]:
    return {"record": "test", "record_folder": str(tmp_path / "record")}


def noted(tmp_path: Path) -> dict[str, Any]:
    return dict(json.loads((tmp_path / "record/test.json").read_text())["files"])


def test_it_makes_files_folders_and_links(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    wanted = [
        {"path": f"{tmp_path}/etc", "state": "directory", "mode": "0750"},
        {"path": f"{tmp_path}/etc/app.env", "content": "A=1\n", "mode": "0640"},
        {"path": f"{tmp_path}/link", "state": "link", "target": "etc/app.env"},
    ]
    result = run_module("files", {"files": wanted, **place})
    assert result["changed"]
    assert len(result["paths"]) == 3
    assert (tmp_path / "link").read_text() == "A=1\n"
    assert (tmp_path / "etc/app.env").stat().st_mode & 0o777 == 0o640
    assert set(noted(tmp_path)) == {entry["path"] for entry in wanted}
    assert not run_module("files", {"files": wanted, **place})["changed"]


def test_it_mends_content_mode_and_kind(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    names = ("edited", "opened", "replaced")
    wanted = [{"path": f"{tmp_path}/{name}", "content": name, "mode": "0600"} for name in names]
    run_module("files", {"files": wanted, **place})
    (tmp_path / "edited").write_text("by hand")
    (tmp_path / "opened").chmod(0o644)
    (tmp_path / "replaced").unlink()
    (tmp_path / "replaced").mkdir()
    result = run_module("files", {"files": wanted, **place})
    assert result["paths"] == [entry["path"] for entry in wanted]
    assert [(tmp_path / name).read_text() for name in names] == list(names)
    assert all((tmp_path / name).stat().st_mode & 0o777 == 0o600 for name in names)


def test_a_check_changes_nothing_and_shows_what_would(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    (tmp_path / "file").write_text("old\n")
    wanted = [
        {"path": f"{tmp_path}/file", "content": "new\n"},
        {"path": f"{tmp_path}/far/away", "content": ""},
    ]
    result = run_module("files", {"files": wanted, "owner": "nobody", **place}, check=True)
    assert result["changed"]
    assert (result["diff"][0]["before"], result["diff"][0]["after"]) == ("old\n", "new\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]
    assert (tmp_path / "file").read_text() == "old\n"


def test_a_secret_is_never_in_the_answer(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    path = tmp_path / "key"
    path.write_text("first-secret")
    wanted = [{"path": str(path), "content": "second-secret", "mode": "0600", "secret": True}]
    result = run_module("files", {"files": wanted, **place})
    assert path.read_text() == "second-secret"
    assert "-secret" not in json.dumps(result)


def test_a_folder_may_name_all_its_files(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    entry = {
        "path": f"{tmp_path}/secrets", "state": "directory", "mode": "0700", "file_mode": "0600",
        "contents": {"secret_key": "a", "clients/laksa": "b"},
    }  # fmt: skip
    run_module("files", {"files": [entry], **place})
    assert (tmp_path / "secrets/clients/laksa").read_text() == "b"
    modes = {
        str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777
        for path in (tmp_path / "secrets").rglob("*")
    }
    assert modes == {
        "secrets/secret_key": 0o600, "secrets/clients": 0o700, "secrets/clients/laksa": 0o600,
    }  # fmt: skip


def test_a_block_leaves_the_lines_of_others_alone(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    hosts = tmp_path / "hosts"
    hosts.write_text("127.0.0.1 localhost\n10.0.0.9 printer")
    hosts.chmod(0o664)

    def ensure(content: str) -> dict[str, Any]:
        entry = {"path": str(hosts), "state": "block", "block": "names", "content": content}
        return run_module("files", {"files": [entry], **place})

    assert ensure("127.0.0.1 live.example\n")["changed"]
    assert ensure("127.0.0.1 live.example laksa.example\n")["changed"]
    assert not ensure("127.0.0.1 live.example laksa.example\n")["changed"]
    assert hosts.read_text() == (
        "127.0.0.1 localhost\n10.0.0.9 printer\n# begin smartcity names\n"
        "127.0.0.1 live.example laksa.example\n# end smartcity names\n"
    )
    assert hosts.stat().st_mode & 0o777 == 0o664
    hosts.write_text(hosts.read_text() + "10.0.0.7 camera\n")
    assert not ensure("127.0.0.1 live.example laksa.example\n")["changed"]


def test_everything_is_put_back_when_the_result_is_refused(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    (tmp_path / "site").write_text("works")
    (tmp_path / "site").chmod(0o600)
    wanted = [
        {"path": f"{tmp_path}/site", "content": "broken"},
        {"path": f"{tmp_path}/new", "content": "x"},
        {"path": f"{tmp_path}/enabled", "state": "link", "target": "site"},
    ]
    refuse = ["sh", "-c", "echo unexpected end of file >&2; exit 1"]
    result = run_module("files", {"files": wanted, "check": refuse, **place})
    assert result["failed"]
    assert "unexpected end of file" in result["msg"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site").read_text() == "works"
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o600


def test_pruning_removes_what_is_no_longer_wanted_and_no_data(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    keep = {"path": f"{tmp_path}/keep", "content": ""}
    gone = {"path": f"{tmp_path}/gone", "content": ""}
    full = {"path": f"{tmp_path}/full", "state": "directory"}
    empty = {"path": f"{tmp_path}/empty", "state": "directory"}
    run_module("files", {"files": [keep, gone, full, empty], **place})
    (tmp_path / "full/people").write_text("what people made")
    again = {"files": [keep], "prune": True, **place}
    assert run_module("files", again)["changed"]
    assert {path.name for path in tmp_path.iterdir()} == {"keep", "full", "record"}
    assert not run_module("files", again)["changed"]


def test_a_folder_that_became_a_link_is_not_followed(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    """An app's user owns the parent of its uploads and could point anywhere."""
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "uploads").symlink_to("elsewhere")
    entry = {"path": f"{tmp_path}/uploads", "state": "directory", "mode": "2750"}
    run_module("files", {"files": [entry], **place})
    assert not (tmp_path / "uploads").is_symlink()
    assert (tmp_path / "elsewhere").stat().st_mode & 0o7777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_it_gives_files_to_their_owners(
    run_module: RunModule, tmp_path: Path, place: dict[str, Any]
) -> None:
    entry = {"path": f"{tmp_path}/file", "content": "", "owner": "nobody", "group": "www-data"}
    run_module("files", {"files": [entry], **place})
    assert ((tmp_path / "file").owner(), (tmp_path / "file").group()) == ("nobody", "www-data")
    os.chown(tmp_path / "file", 0, 0)
    assert run_module("files", {"files": [entry], **place})["changed"]
