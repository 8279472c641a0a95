"""A profile by its folder's name, by Kemendagri's code, or by path."""

from pathlib import Path

import pytest

from smartcity_kit.errors import KitError
from smartcity_kit.profile import ProfileNotFound, all_profiles, find_profile


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two folders of profiles; Gorontalo is in both."""
    monkeypatch.chdir(tmp_path)
    profiles = {
        "own/kota-gorontalo": 'kit: "0.1"\ncode: "75.71"\n',
        "own/banten": "code: '36'  # province\n",
        "samples/kota-gorontalo": 'code: "75.71"\n',
        "samples/kota-tangerang": "\ufeffcode: 36.71\n".replace("\ufeff", ""),
        "samples/_example": 'code: "33.20"\n',
    }
    for name, text in profiles.items():
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "profile.yml").write_text(text)
    return [tmp_path / "own", tmp_path / "samples"]


def test_it_finds_a_profile_by_its_folder(folders: list[Path]) -> None:
    assert find_profile("kota-gorontalo", folders) == folders[0] / "kota-gorontalo"
    assert find_profile("kota-tangerang", folders) == folders[1] / "kota-tangerang"
    assert find_profile("_example", folders) == folders[1] / "_example"


def test_it_finds_a_profile_by_its_code(folders: list[Path]) -> None:
    assert find_profile("75.71", folders) == folders[0] / "kota-gorontalo"
    assert find_profile("36.71", folders) == folders[1] / "kota-tangerang"
    assert find_profile("36", folders) == folders[0] / "banten"


def test_it_takes_a_path_for_a_path(folders: list[Path]) -> None:
    folder = Path("samples/kota-tangerang")
    assert find_profile("samples/kota-tangerang", []) == folder
    assert find_profile("samples/kota-tangerang/profile.yml", []) == folder
    assert find_profile(folder.absolute(), []) == folder.absolute()
    assert find_profile("no/such/place", folders) == Path("no/such/place")


def test_it_finds_a_folder_below_the_current_one(
    folders: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir("samples")
    assert find_profile("kota-tangerang", []) == Path("kota-tangerang")


@pytest.mark.parametrize(
    ("asked", "message", "hint"),
    [
        (
            "kota-grontalo",
            "There is no profile “kota-grontalo”.",
            "Did you mean kota-gorontalo?",
        ),
        ("gorontalo", "There is no profile “gorontalo”.", "Did you mean kota-gorontalo?"),
        ("36.72", "There is no profile with the code 36.72.", None),
        ("33.20", "There is no profile with the code 33.20.", None),
        ("", "There is no profile “”.", None),
    ],
)
def test_it_names_what_may_have_been_meant(
    folders: list[Path], asked: str, message: str, hint: str | None
) -> None:
    with pytest.raises(ProfileNotFound) as caught:
        find_profile(asked, folders)
    assert caught.value.message == message
    assert caught.value.hint == (hint or "Profiles were looked for in: own, samples.")
    assert isinstance(caught.value, KitError)


def test_it_asks_which_of_two_profiles_with_one_code(folders: list[Path]) -> None:
    twin = folders[0] / "kota-gorontalo-latihan"
    twin.mkdir()
    (twin / "profile.yml").write_text('code: "75.71"\n')
    with pytest.raises(ProfileNotFound) as caught:
        find_profile("75.71", folders)
    assert caught.value.message == (
        "Several profiles have the code 75.71: kota-gorontalo, kota-gorontalo-latihan."
    )


def test_it_lists_all_profiles_but_the_example(folders: list[Path]) -> None:
    assert [folder.name for folder in all_profiles(folders)] == [
        "banten",
        "kota-gorontalo",
        "kota-gorontalo",
        "kota-tangerang",
    ]
