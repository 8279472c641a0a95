"""Files that are missing, too large, not text, or not the profile's own."""

import errno
import os
from pathlib import Path

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from tests.profile.conftest import PROFILE, WHOLE, Faults, Write

LEADS_OUT = "this path leads out of the profile's folder"
COPY = "Copy the file into the folder and name it from there."


def test_it_says_that_there_is_no_profile(catalogue: Catalogue, tmp_path: Path) -> None:
    profile, found = read_profile(tmp_path / "nowhere", catalogue)
    assert profile is None
    assert [fault.message for fault in found] == ["there is no such file"]
    assert found[0].file == str(tmp_path / "nowhere" / "profile.yml")


def test_it_names_files_from_the_current_folder(write: Write, catalogue: Catalogue) -> None:
    write({"profile.yml": ""})
    _profile, found = read_profile(Path("region"), catalogue)
    assert found[0].file == "region/profile.yml"


def test_it_takes_the_file_for_its_folder(write: Write, catalogue: Catalogue) -> None:
    profile, found = read_profile(write(WHOLE) / "profile.yml", catalogue)
    assert found == []
    assert profile is not None


def test_it_refuses_a_profile_that_is_too_large(faults: Faults) -> None:
    assert faults({"profile.yml": "#" * 300_000}) == [
        "profile.yml:1:1 the file is larger than 256 KB"
    ]


def test_it_refuses_a_profile_in_another_encoding(faults: Faults) -> None:
    text = PROFILE + "contact: {address: Jalan Café}\n"
    expected = "the file is not UTF-8 | Save it again as “CSV UTF-8” or as UTF-8."
    assert faults({"profile.yml": text.encode("latin-1")}) == [f"profile.yml:6:29 {expected}"]
    assert faults({"profile.yml": PROFILE.encode("utf-16")}) == [f"profile.yml:1:1 {expected}"]


def test_it_reads_what_a_windows_editor_saves(faults: Faults) -> None:
    assert faults({"profile.yml": b"\xef\xbb\xbf" + PROFILE.replace("\n", "\r\n").encode()}) == []


def test_it_refuses_a_folder_for_a_file(write: Write, faults: Faults) -> None:
    (write({}) / "profile.yml").mkdir(parents=True)
    (write({}) / "profile.yml").rename(write({}) / "tls")
    text = PROFILE + "tls: {certificate: tls}\n"
    assert faults({"profile.yml": text}) == ["profile.yml:6:20 tls.certificate: this is not a file"]


def test_it_does_not_wait_for_a_pipe(write: Write, faults: Faults) -> None:
    write(WHOLE)
    os.mkfifo(write({}) / "data" / "staff.csv")
    assert faults() == ["data/staff.csv:1:1 this is not a file"]


def test_it_says_that_a_file_may_not_be_read(
    write: Write, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(WHOLE)

    def refuse(path: Path, *_mode: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)  # the tests' user may be root, who reads everything
    _profile, found = read_profile(folder, catalogue)
    assert {fault.message for fault in found} == {"the file cannot be read: Permission denied"}


def test_it_follows_no_link_out_of_the_folder(
    write: Write, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = write(WHOLE | {"overrides/laksa/x.html": ""})
    (tmp_path / "secret.csv").write_text("id,name\nx,X\n")
    (folder / "data" / "holidays.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "overrides" / "laksa" / "y.html").symlink_to("/etc/passwd")
    (folder / "data" / "staff.csv").symlink_to(folder / "data" / "staff.csv")
    _profile, found = read_profile(folder, catalogue)
    assert [(f.file, f.message) for f in found] == [
        ("region/data/holidays.csv", LEADS_OUT),
        ("region/data/staff.csv", "this path cannot be followed"),
        ("region/overrides/laksa/y.html", LEADS_OUT),
    ]


def test_it_does_not_follow_a_data_folder_that_lies_elsewhere(
    write: Write, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = write(WHOLE)
    (folder / "data").rename(tmp_path / "elsewhere")
    (folder / "data").symlink_to(tmp_path / "elsewhere")
    _profile, found = read_profile(folder, catalogue)
    assert ("region/data", LEADS_OUT, COPY) in [(f.file, f.message, f.hint) for f in found]


def test_it_follows_links_that_stay_inside(write: Write, catalogue: Catalogue) -> None:
    folder = write(WHOLE)
    (folder / "data" / "agencies.csv").rename(folder / "opd.csv")
    (folder / "data" / "agencies.csv").symlink_to("../opd.csv")
    profile, found = read_profile(folder, catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["agencies"].rows[0]["id"] == "dlh"


def test_it_asks_for_certificates_and_keys_in_their_own_files(faults: Faults) -> None:
    files: dict[str, str | bytes] = {
        "profile.yml": PROFILE + "tls: {certificate: tls/chain.pem, key: tls/key.pem}\n",
        "tls/chain.pem": "-----BEGIN PRIVATE KEY-----\n-----BEGIN CERTIFICATE-----\n",
        "tls/key.pem": "-----BEGIN CERTIFICATE-----\n",
    }
    assert faults(files) == [
        "profile.yml:6:20 tls.certificate: "
        "expected certificates, and no private key, as PEM in this file",
        "profile.yml:6:40 tls.key: expected a private key as PEM in this file",
    ]


def test_it_lists_overrides_of_adopted_apps_only(faults: Faults) -> None:
    assert faults({"overrides/laksa/templates/laksa/home.html": ""}) == []
    assert faults({"overrides/lakse/home.html": ""}) == [
        "overrides/lakse:1:1 no adopted app has this name | Did you mean “laksa”?"
    ]
