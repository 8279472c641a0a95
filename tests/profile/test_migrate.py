"""An older profile becomes one of today: what people wrote stays, and the way back is there."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smartcity_kit import paths
from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import KitError, ProfileError
from smartcity_kit.profile import migrate, read_profile
from smartcity_kit.profile.migrate import MIGRATIONS, migration_of
from smartcity_kit.profile.parse import read_document
from smartcity_kit.profile.version import OLDER, SCHEMA_LINE, VERSION
from tests.profile.conftest import WHOLE, Write

OLD = """\
# Catatan di atas.
kit: "0.1"   # versi
code: "75.71"

domain: contoh.go.id  # 0.1
apps: {live: , laksa: }
branding: {primary: "#0b5c8a"}
# Catatan di bawah.
"""
NEW = f"{SCHEMA_LINE}\n{OLD}".replace('kit: "0.1"', 'kit: "0.2"')


def folder_of(write_files: Write, text: str) -> Path:
    return write_files(WHOLE | {"profile.yml": text.encode()})


def test_it_adds_the_editors_line_and_keeps_every_other_byte(write: Write) -> None:
    assert migration_of(folder_of(write, OLD)).after == NEW


@pytest.mark.parametrize("quoted", ["'0.1'", '"0.1"'])
def test_it_keeps_quotes_line_ends_and_the_mark_of_windows(write: Write, quoted: str) -> None:
    old = "\ufeff" + OLD.replace('"0.1"', quoted).replace("\n", "\r\n")
    new = "\ufeff" + NEW.replace('"0.2"', quoted.replace("1", "2")).replace("\n", "\r\n")
    assert migration_of(folder_of(write, old)).after == new


def test_it_shows_the_difference_and_changes_nothing_yet(write: Write) -> None:
    folder = folder_of(write, OLD)
    assert migration_of(folder).difference == (
        "--- region/profile.yml (0.1)\n+++ region/profile.yml (0.2)\n@@ -1,5 +1,6 @@\n"
        f"+{SCHEMA_LINE}\n # Catatan di atas.\n"
        '-kit: "0.1"   # versi\n+kit: "0.2"   # versi\n'
        ' code: "75.71"\n \n domain: contoh.go.id  # 0.1\n'
    )
    assert (folder / "profile.yml").read_text() == OLD


def test_it_writes_a_valid_profile_and_keeps_the_old_beside_it(
    write: Write, catalogue: Catalogue
) -> None:
    folder = folder_of(write, OLD)
    (folder / "profile.yml").chmod(0o640)
    old = migrate.write(migration_of(folder))
    assert old == folder / "profile.yml.kit-0.1"
    assert old.read_text() == OLD
    assert (folder / "profile.yml").read_text() == NEW
    assert {p.stat().st_mode & 0o777 for p in (old, folder / "profile.yml")} == {0o640}
    assert read_profile(folder, catalogue)[1] == []
    assert sorted(p.name for p in folder.iterdir()) == [
        "data", "profile.yml", "profile.yml.kit-0.1",
    ]  # fmt: skip


def test_a_second_time_there_is_nothing_to_do(write: Write) -> None:
    folder = folder_of(write, OLD)
    migrate.write(migration_of(folder))
    assert not migration_of(folder).needed


def test_it_never_writes_over_an_older_way_back(write: Write) -> None:
    folder = folder_of(write, OLD)
    (folder / "profile.yml.kit-0.1").write_text("something else")
    assert migrate.write(migration_of(folder)).name == "profile.yml.kit-0.1.2"
    assert (folder / "profile.yml.kit-0.1").read_text() == "something else"


def test_a_write_that_fails_leaves_the_profile_as_it_was(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(write, OLD)
    migration = migration_of(folder)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        migrate.write(migration)
    assert sorted(p.name for p in folder.iterdir()) == ["data", "profile.yml"]
    assert (folder / "profile.yml").read_text() == OLD


@pytest.mark.parametrize("kit", ['"9.9"', "0.1", "[x]", ""])
def test_it_refuses_a_form_that_it_does_not_know(write: Write, kit: str) -> None:
    folder = folder_of(write, OLD.replace('"0.1"', kit))
    with pytest.raises(KitError) as caught:
        migration_of(folder)
    assert caught.value.hint == 'Known here: "0.1", "0.2".'


@pytest.mark.parametrize("kit", ['"\\x30\\x2e1"', "|-\n  0.1"])
def test_it_refuses_a_form_that_is_not_written_out(write: Write, kit: str) -> None:
    with pytest.raises(KitError) as caught:
        migration_of(folder_of(write, OLD.replace('"0.1"   # versi', kit)))
    assert caught.value.hint == 'kit: "0.1"'


@pytest.mark.parametrize("text", ["a: [", "- x\n", ""])
def test_it_refuses_what_it_cannot_read(write: Write, text: str) -> None:
    with pytest.raises(ProfileError):
        migration_of(folder_of(write, text))


def test_every_older_form_leads_to_this_kits() -> None:
    assert set(MIGRATIONS) == set(OLDER)
    for form in OLDER:
        seen = [form]
        while seen[-1] != VERSION:
            seen.append(MIGRATIONS[seen[-1]][0])
            assert len(seen) == len(set(seen))


def test_every_profile_that_ships_has_this_kits_form() -> None:
    for profile in paths.SAMPLES.glob("*/profile.yml"):
        assert not migration_of(profile.parent).needed, profile


LINES = st.lists(st.sampled_from(['code: "0.1"', "# kit: 0.1", "", "x: {kit: '0.1'}", "é: ï"]))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=LINES, after=LINES)
def test_it_changes_no_value_but_the_form(
    tmp_path: Path, before: list[str], after: list[str]
) -> None:
    text = "\n".join([*before, 'kit: "0.1"', *after])
    (tmp_path / "profile.yml").write_text(text, "utf-8")
    was = read_document(text, "x")
    if was.faults:
        return
    became = read_document(migration_of(tmp_path).after, "x")
    assert became.data == was.data | {"kit": VERSION}
