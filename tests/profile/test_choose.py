"""Many profiles by every way of naming them, each once and in the order asked."""

from pathlib import Path

import pytest

from smartcity_kit.profile import ProfileNotFound
from smartcity_kit.profile.choose import all_of, choose

CODES = {"kota-gorontalo": "75.71", "kota-tangerang": "36.71", "banten": "36"}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Profiles in `own`, where Gorontalo has a table; other ones in `samples`."""
    monkeypatch.chdir(tmp_path)
    for place, names in (("own", CODES), ("samples", ["kota-serang", "banten"])):
        for name in names:
            folder = tmp_path / place / name
            folder.mkdir(parents=True)
            (folder / "profile.yml").write_text(f'code: "{CODES.get(name, "36.73")}"\n')
    (tmp_path / "own" / "kota-gorontalo" / "data").mkdir()
    (tmp_path / "own" / "kota-gorontalo" / "data" / "staff.csv").write_text("")
    (tmp_path / "own" / "README.md").write_text("")
    return [tmp_path / "own", tmp_path / "samples"]


def names(folders: list[Path], *asked: str) -> list[str]:
    return [folder.name for folder in choose(asked, folders).folders.values()]


def test_it_takes_names_codes_and_paths_in_the_order_asked(folders: list[Path]) -> None:
    chosen = choose(["kota-serang", "36.71", "own/banten"], folders)
    assert list(chosen.folders) == ["kota-serang", "36.71", "own/banten"]
    assert [folder.name for folder in chosen.folders.values()] == [
        "kota-serang", "kota-tangerang", "banten",
    ]  # fmt: skip


def test_it_takes_each_profile_once(folders: list[Path]) -> None:
    assert names(folders, "75.71", "kota-gorontalo", "own/kota-gorontalo/profile.yml") == [
        "kota-gorontalo"
    ]


def test_it_takes_a_pattern_for_files_as_a_shell_does(folders: list[Path]) -> None:
    chosen = choose(["own/*"], folders)
    assert [f.name for f in chosen.folders.values()] == sorted(CODES)
    assert chosen.passed_over == ["own/README.md"]
    assert names(folders, "*/kota-*") == ["kota-gorontalo", "kota-tangerang", "kota-serang"]
    assert names(folders, "**/staff.csv") == ["kota-gorontalo"]


def test_it_takes_a_pattern_for_names(folders: list[Path]) -> None:
    assert names(folders, "kota-*") == ["kota-gorontalo", "kota-serang", "kota-tangerang"]
    assert choose(["ban*"], folders).folders["banten"].parent == folders[0]


def test_a_changed_file_stands_for_its_profile(folders: list[Path]) -> None:
    chosen = choose(["own/README.md", "own/kota-gorontalo/data/staff.csv"], folders)
    assert [f.name for f in chosen.folders.values()] == ["kota-gorontalo"]
    assert chosen.passed_over == ["own/README.md"]


def test_a_commit_that_changes_no_profile_has_none_to_check(folders: list[Path]) -> None:
    assert choose([], folders).folders == {}
    chosen = choose(["own/README.md"], folders)
    assert (chosen.folders, chosen.passed_over) == ({}, ["own/README.md"])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("kabupaten-*", "Nothing matches “kabupaten-*”."),
        ("own/x*", "Nothing matches “own/x*”."),
        ("99.99", "There is no profile with the code 99.99."),
    ],
)
def test_it_says_what_means_no_profile(folders: list[Path], asked: str, message: str) -> None:
    with pytest.raises(ProfileNotFound) as caught:
        choose([asked], folders)
    assert caught.value.message == message


def test_all_are_those_of_the_nearest_folder_that_has_any(
    folders: list[Path], tmp_path: Path
) -> None:
    assert sorted(all_of(folders).folders) == sorted(CODES)
    (tmp_path / "empty").mkdir()
    assert list(all_of([tmp_path / "empty", folders[1]]).folders) == ["banten", "kota-serang"]
    with pytest.raises(ProfileNotFound):
        all_of([tmp_path / "empty"])
