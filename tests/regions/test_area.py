"""What lies in a region, and what is near it."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from smartcity_kit.regions import (
    Box,
    Count,
    Point,
    RegionNotFound,
    all_regions,
    areas,
    count,
    nearest,
    store,
)

PROVINCES = [region for region in all_regions() if region.level == "provinsi"]
INDONESIA = Box(west=95.0, south=-11.1, east=141.1, north=6.1)


def test_the_whole_country_is_there() -> None:
    whole = [areas(province.code) for province in PROVINCES]
    assert sum(len(part.districts) for part in whole) == 7_285
    kinds = Counter(village.kind for part in whole for village in part.villages)
    assert kinds == {"kelurahan": 8_496, "desa": 75_252, "desa adat": 14}
    assert kinds.total() == 83_762


def test_every_village_lies_in_a_district_of_its_region() -> None:
    for province in PROVINCES:
        inside = areas(province.code)
        districts = {district.code for district in inside.districts}
        assert {village.district_code for village in inside.villages} <= districts
        assert all(district.name for district in inside.districts)
        assert all(village.name for village in inside.villages)


def test_every_point_lies_in_indonesia() -> None:
    points = [v.point for p in PROVINCES for v in areas(p.code).villages if v.point]
    assert len(points) > 82_000
    for point in points:
        assert INDONESIA.west < point.lon < INDONESIA.east
        assert INDONESIA.south < point.lat < INDONESIA.north


def test_postal_codes_have_five_digits_or_are_unknown() -> None:
    codes = [v.postal_code for p in PROVINCES for v in areas(p.code).villages]
    assert all(code is None or (len(code) == 5 and code.isdigit()) for code in codes)
    assert "00000" not in codes


def test_it_knows_the_districts_of_tangerang() -> None:
    names = [district.name for district in areas("36.71").districts]
    assert names == [
        "Tangerang", "Jatiuwung", "Batuceper", "Benda", "Cipondoh", "Ciledug", "Karawaci",
        "Periuk", "Cibodas", "Neglasari", "Pinang", "Karang Tengah", "Larangan",
    ]  # fmt: skip


def test_a_village_tells_what_is_known_of_it() -> None:
    village = next(v for v in areas("kota-gorontalo").villages if v.code == "75.71.01.1001")
    assert (village.name, village.kind, village.district_code) == (
        "Dembe I",
        "kelurahan",
        "75.71.01",
    )
    assert village.postal_code == "96131"
    assert village.point == Point(123.0034, 0.5509)


def test_what_the_source_does_not_know_stays_unknown() -> None:
    # Kota Serang has 67 kelurahan; the points' older list has 66 of them.
    unknown = [village for village in areas("36.73").villages if village.point is None]
    assert len(unknown) == 1
    assert unknown[0].postal_code is None


def test_bounds_and_centre_come_from_the_points() -> None:
    gorontalo = areas("75.71")
    assert gorontalo.bounds == Box(123.0034, 0.4918, 123.0849, 0.5852)
    assert gorontalo.centre == Point(123.0561, 0.5475)


def test_points_moved_with_the_codes_when_papua_was_divided() -> None:
    merauke = areas("93.01")  # 91.01 when the points were gathered
    assert sum(village.point is not None for village in merauke.villages) > 150
    centre = merauke.centre
    assert centre is not None
    assert 137 < centre.lon < 141
    assert -9 < centre.lat < -6


def test_it_counts_what_lies_in_a_region() -> None:
    assert count("36.04") == Count(districts=29, kelurahan=0, desa=326)
    assert count("36") == Count(districts=155, kelurahan=314, desa=1238)
    for region in all_regions()[::25]:
        inside = areas(region.code)
        kelurahan = sum(village.kind == "kelurahan" for village in inside.villages)
        villages = len(inside.villages)
        assert count(region.code) == (len(inside.districts), kelurahan, villages - kelurahan)


def test_the_nearest_regions_come_nearest_first() -> None:
    assert [region.code for region in nearest("36.73", n=2)] == ["36.04", "36.72"]
    assert [region.code for region in nearest("kota-gorontalo", n=1)] == ["75.03"]
    assert {region.level for region in nearest("36")} == {"provinsi"}
    assert all(len(nearest(region.code)) == 5 for region in all_regions()[:20])


def test_an_unknown_region_has_no_areas() -> None:
    for ask in (areas, nearest):
        with pytest.raises(RegionNotFound):
            ask("99.99")


def test_it_works_without_the_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(store.DATA, tmp_path / "data", ignore=shutil.ignore_patterns("points"))
    monkeypatch.setattr(store, "DATA", tmp_path / "data")
    gorontalo = areas("75.71")
    assert len(gorontalo.villages) == 50
    assert {(v.point, v.postal_code) for v in gorontalo.villages} == {(None, None)}
    assert gorontalo.bounds is None
    assert gorontalo.centre is None
    assert nearest("75.71") == []


def test_one_region_s_lookup_opens_the_files_of_its_province_only() -> None:
    script = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from smartcity_kit.regions import areas, store
areas("75.71")
print(json.dumps([name for name in opened if name.startswith(str(store.DATA))]))
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    opened = {str(Path(name).relative_to(store.DATA)) for name in json.loads(run.stdout)}
    assert opened == {"provinces.csv", "regencies.csv", "areas/75.csv", "points/75.csv"}
