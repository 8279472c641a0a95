"""Which regions are meant: by name, pattern, province, file and query."""

from pathlib import Path

import pytest

from smartcity_kit import paths
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.errors import KitError
from smartcity_kit.fleet.member import Member, site_of
from smartcity_kit.fleet.selection import Selection, select
from smartcity_kit.profile import Profile, Server
from smartcity_kit.regions import RegionNotFound
from tests.conftest import MakeProfile


def slugs(found: list[Member]) -> list[str]:
    return [member.slug for member in found]


def chosen(*names: str, **asked: object) -> list[Member]:
    selection = Selection(names=names, **asked)  # type: ignore[arg-type]  # each test names them
    return select(selection, load_catalogue(), [paths.SAMPLES])


def test_names_keep_their_order_and_count_once() -> None:
    found = chosen("kota-tangerang", "kabupaten-l*", "36.71", "kota-batam")
    assert slugs(found) == [
        "kota-tangerang",
        "kabupaten-lebak",
        "kabupaten-lombok-barat",
        "kota-batam",
    ]


def test_a_province_has_its_own_profile_and_all_within() -> None:
    found = chosen(province="banten")
    assert slugs(found)[0] == "provinsi-banten"
    assert {"kota-serang", "kabupaten-serang"} <= set(slugs(found))
    assert "kota-batam" not in slugs(found)
    assert slugs(chosen(province="36")) == slugs(found)


def test_a_query_narrows_what_the_rest_means() -> None:
    found = chosen(province="36", where="level=kota and not name=*selatan")
    assert slugs(found) == ["kota-tangerang", "kota-cilegon", "kota-serang"]
    assert {member.zone for member in chosen(where="zone=WITA")} == {"WITA"}


def test_a_query_may_ask_how_it_went_last_time() -> None:
    history = {"kota-batam": ("failed", "rendered")}
    found = select(
        Selection(where="result=failed and adoption=rendered"), load_catalogue(), [paths.SAMPLES],
        lambda slug: history.get(slug, ("", "")),
    )  # fmt: skip
    assert slugs(found) == ["kota-batam"]


def test_a_file_has_one_on_each_line(tmp_path: Path) -> None:
    file = tmp_path / "pekan-1.txt"
    file.write_text("# the first week\nkota-batam\n\n75.71  # Gorontalo\n")
    assert slugs(chosen(file=file)) == ["kota-batam", "kota-gorontalo"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KitError, match=r"nobody\.txt cannot be read"):
        chosen(file=tmp_path / "nobody.txt")


def test_nobody_is_an_error() -> None:
    with pytest.raises(KitError, match="No region is meant"):
        chosen(where="level=kota and level=kabupaten")
    with pytest.raises(RegionNotFound):
        chosen(province="atlantis")


def test_a_profile_with_faults_is_a_member_that_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "kota-x"
    folder.mkdir()
    (folder / "profile.yml").write_text("code: 99.99\n")
    (member,) = select(Selection((str(folder),)), load_catalogue(), [paths.SAMPLES])
    assert not member.valid
    assert member.slug == "kota-x"


def test_two_profiles_of_one_region_are_refused(tmp_path: Path) -> None:
    import shutil

    twin = tmp_path / "lain"
    shutil.copytree(paths.SAMPLES / "kota-batam", twin)
    with pytest.raises(KitError, match="are both profiles of Kota Batam"):
        chosen("kota-batam", str(twin))


def test_a_data_centre_is_the_way_in_that_regions_share(make_profile: MakeProfile) -> None:
    def site(**server: object) -> str:
        profile: Profile = make_profile(servers={"web1": Server("web1", **server)})  # type: ignore[arg-type]
        return site_of(profile)

    assert site(address="10.9.8.7", jump="ops@Gerbang.go.id:2200") == "gerbang.go.id:2200"
    assert site(address="10.9.8.7") == site(address="10.9.8.200") == "10.9.8.0/24"
    assert site(address="2001:db8:1:2::7") == "2001:db8:1::/48"
    assert site(address="server.batam.go.id") == "server.batam.go.id"
    assert site(address=None, local=True) == site_of(make_profile()) == "local"
