"""A profile of an institution: it says itself what a region's code says of a region."""

import json
from pathlib import Path

import pytest

from smartcity_kit.catalogue import Catalogue, load_catalogue
from smartcity_kit.plan import make_plan
from smartcity_kit.profile import embedded_port, find_profile, read_profile
from smartcity_kit.release import compose
from tests.profile.conftest import PROFILE, Faults, Write

INSTITUTION = PROFILE.replace(
    'code: "75.71"',
    "kind: institution\ninstitution: {name: \"Polda 'X'\", owner: Polri, head_title: Kapolda, "
    'areas: ["36.71", "75.71"]}',
)


def test_it_is_read_like_a_region(write: Write, catalogue: Catalogue) -> None:
    folder = write({"profile.yml": INSTITUTION, "data/agencies.csv": "id,name\ndlh,DLH\n",
                    "data/categories.csv": "id,name,agency\nx,X,dlh\n"})  # fmt: skip
    profile, faults = read_profile(folder, catalogue)
    assert faults == []
    assert profile is not None
    region = profile.region
    assert (region.name, region.slug, region.government) == ("Polda 'X'", "polda-x", "Polri")
    assert region.area_codes == ("36.71", "75.71")
    assert profile.embedded_port == embedded_port("polda-x")
    assert 20000 <= profile.embedded_port < 32768


def test_its_release_is_one_like_any_other(samples: Path) -> None:
    folder = find_profile("polres-metro-tangerang-kota", [samples])
    profile, _faults = read_profile(folder, load_catalogue())
    assert profile is not None
    release = compose(make_plan(profile, load_catalogue()))
    told = json.loads(release.apps[0].files["region.json"])["region"]
    assert told["name"] == "Polres Metro Tangerang Kota"
    assert told["code"] == told["slug"] == "polres-metro-tangerang-kota"
    assert (told["level"], told["head_title"], told["zone"]) == ("instansi", "Kapolres", "WIB")
    assert told["province"] == "Banten"
    districts = release.apps[0].files["data/districts.csv"].decode().splitlines()
    assert len(districts) == 1 + 13
    assert districts[1] == "36.71.01,Tangerang"
    assert "data/regencies.csv" not in release.apps[0].files


def test_a_province_s_release_tells_districts_of_one_name_apart(samples: Path) -> None:
    profile, _faults = read_profile(samples / "provinsi-banten", load_catalogue())
    assert profile is not None
    files = compose(make_plan(profile, load_catalogue())).apps[0].files
    assert files["data/regencies.csv"].decode().splitlines()[-1] == "36.74,Kota Tangerang Selatan"
    names = [line.split(",", 1)[1] for line in files["data/districts.csv"].decode().splitlines()]
    assert len(names) == len(set(names)) == 1 + 155
    assert '"Tangerang, Kota Tangerang"' in names


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('kind: institution\ncode: "75.71"', "institution: this key is needed"),
        ('kind: institution\ncode: "75.71"', "code: a region has a code"),
        ("institution: {name: X, head_title: Y, areas: ['36']}", "code: this key is needed"),
        ("institution: {name: X, head_title: Y, areas: ['36']}", "institution: a region has"),
        ("kind: institution\ninstitution: {name: 字, head_title: Y, areas: ['36']}", "letters"),
        ("kind: institution\ninstitution: {name: X, head_title: Y, areas: []}", "serves an area"),
        ("kind: institution\ninstitution: {name: X, head_title: Y, areas: 36.71}", "a list"),
        ("kind: institution\ninstitution: {name: X, head_title: Y, areas: [36.71]}", "in quotes"),
        ("kind: institution\ninstitution: {name: X, areas: ['36']}", "head_title: this key"),
        (
            "kind: institution\ninstitution: {name: X, head_title: Y, areas: ['36', '36.71']}",
            "areas.1: this area is served twice",
        ),
        (
            "kind: institution\ninstitution: {name: X, head_title: Y, areas: ['36.71', '99.99']}",
            "areas.1: no region has this code",
        ),
        ("kind: kingdom", "kind: expected one of region, institution"),
    ],
)
def test_it_says_what_is_wrong_with(text: str, fault: str, faults: Faults) -> None:
    found = faults({"profile.yml": PROFILE.replace('code: "75.71"', text)})
    assert any(fault in line for line in found), found


def test_a_former_code_is_answered_with_the_one_of_now(faults: Faults) -> None:
    (found,) = faults({"profile.yml": PROFILE.replace("75.71", "91.01")})
    assert "Near it: 93.01 Kabupaten Merauke" in found
