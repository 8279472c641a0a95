"""A profile without a fault is not looked at again until anything in its folder changes."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile import known, many
from smartcity_kit.profile.many import check_many
from smartcity_kit.profile.read import check_profile
from tests.profile.conftest import WHOLE

Looked = list[Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A faultless profile, and a state folder of its own; no file is too young to be trusted."""
    monkeypatch.setenv("SMARTCITY_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(known, "SETTLED_S", 0)
    for name, content in WHOLE.items():
        file = tmp_path / "daerah" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(content))
    return tmp_path / "daerah"


@pytest.fixture
def check(
    folder: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], tuple[int, tuple[Fault, ...]]]:
    """How many profiles were looked at, and what was found."""

    def checked() -> tuple[int, tuple[Fault, ...]]:
        looked: Looked = []

        def look(path: Path, cards: Catalogue) -> list[Fault]:
            looked.append(path)
            return check_profile(path, cards)

        monkeypatch.setattr(many, "check_profile", look)
        (one,) = check_many({"daerah": folder}, catalogue)
        return len(looked), one.faults

    return checked


Check = Callable[[], tuple[int, tuple[Fault, ...]]]


def test_it_is_looked_at_once(check: Check) -> None:
    assert check() == (1, ())
    assert check() == (0, ())


@pytest.mark.parametrize("name", ["profile.yml", "data/agencies.csv"])
def test_a_changed_file_is_seen_though_size_and_time_are_the_same(
    check: Check, folder: Path, name: str
) -> None:
    check()
    file = folder / name
    before = file.stat()
    text = file.read_text()
    file.write_text(text.swapcase())
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    looked, faults = check()

    assert file.stat().st_size == before.st_size
    assert looked == 1
    assert faults


def test_a_file_more_or_less_is_seen(check: Check, folder: Path) -> None:
    check()
    (folder / "data" / "tempat.csv").write_text("id\n")
    assert check()[0] == 1
    (folder / "data" / "tempat.csv").unlink()
    assert check()[1] == ()


def test_a_profile_with_a_fault_is_looked_at_every_time(check: Check, folder: Path) -> None:
    (folder / "profile.yml").write_text("kit: 0.2\n")
    assert check()[0] == 1
    looked, faults = check()
    assert looked == 1
    assert faults


def test_one_that_was_just_written_is_not_trusted_yet(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "SETTLED_S", 60)
    assert check()[0] == 1
    assert check()[0] == 1


def test_one_that_leads_elsewhere_by_a_link_is_never_trusted(check: Check, folder: Path) -> None:
    outside = folder.parent / "agencies.csv"
    (folder / "data" / "agencies.csv").rename(outside)
    (folder / "data" / "agencies.csv").symlink_to(outside)
    check()
    assert check()[0] == 1


def test_another_kit_looks_at_everything_anew(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    other = tmp_path / "kit"
    other.mkdir()
    (other / "read.py").write_text("# newer\n")
    monkeypatch.setattr(known, "KIT", other)
    assert check()[0] == 1


def test_folders_that_are_gone_are_forgotten(
    check: Check, folder: Path, catalogue: Catalogue, tmp_path: Path
) -> None:
    for name in ("lama", "baru"):
        shutil.copytree(folder, tmp_path / name)
    check_many({"lama": tmp_path / "lama"}, catalogue)
    shutil.rmtree(tmp_path / "lama")
    check_many({"baru": tmp_path / "baru"}, catalogue)
    check()
    notes = tmp_path / "state" / "store" / "faultless-profiles.json"
    assert set(json.loads(notes.read_text())) == {"", str(tmp_path / "baru"), str(folder)}


@pytest.mark.parametrize("text", ["", "{", '{"": 1}', '{"": [[], "x"], "y": []}', "[]"])
def test_notes_that_make_no_sense_are_made_anew(check: Check, tmp_path: Path, text: str) -> None:
    check()
    notes = tmp_path / "state" / "store" / "faultless-profiles.json"
    notes.write_text(text)
    assert check()[0] == 1
    assert check()[0] == 0
