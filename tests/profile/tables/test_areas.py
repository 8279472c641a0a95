"""Codes of the region's own areas, and points that lie in it."""

import pytest

from smartcity_kit import regions
from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.tables.areas import INDONESIA
from tests.profile.conftest import PROFILE, WHOLE, Faults, Write

HEAD = "id,name,kind,village,lon,lat\n"
ROUTING = "category,district,agency\nsampah,{},dlh\n"


def places(*rows: str) -> dict[str, str | bytes]:
    return {"data/places.csv": HEAD + "".join(f"p{n},P,office,{r}\n" for n, r in enumerate(rows))}


def test_it_takes_codes_of_the_regions_own_areas(write: Write, catalogue: Catalogue) -> None:
    files = places("75.71.01.1001,,", "7571011001,,", "75.71.01,,", ",,")
    profile, found = read_profile(write(WHOLE | files), catalogue)
    assert found == []
    assert profile is not None
    codes = [row["village"] for row in profile.tables["places"].rows]
    assert codes == ["75.71.01.1001", "75.71.01.1001", "75.71.01", ""]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("36.71.01", "this lies in Kota Tangerang"),
        ("12.34.56", "no region has a district or village with this code"),
        ("75.71.99", "the region has no district or village with this code "
         "| Kemendagri's codes change: look it up by its name."),
        ("Kel. Dembe I", "expected a Kemendagri code of a district or village, found "
         "“Kel. Dembe I” | Did you mean 75.71.01.1001 (kelurahan Dembe I)?"),
        ("Entah", "expected a Kemendagri code of a district or village, found “Entah” "
         '| For example: "75.71.01".'),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_village(cell: str, told: str, faults: Faults) -> None:
    assert faults(places(f"{cell},,")) == [f"data/places.csv:2:4 village: {told}"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("75.71.01.1001", "this is a village; a district is asked for here "
         "| Did you mean “75.71.01”?"),
        ("kota barat", "expected a Kemendagri code of a district, found “kota barat” "
         "| Did you mean 75.71.01 (kecamatan Kota Barat)?"),
        ("36.71", "expected a Kemendagri code of a district or village, found “36.71” | The "
         "spreadsheet took it for a number. Format the column as text and type it again."),
    ],
)  # fmt: skip
def test_routing_asks_for_districts(cell: str, told: str, faults: Faults) -> None:
    assert faults({"data/routing.csv": ROUTING.format(cell)}) == [
        f"data/routing.csv:2:2 district: {told}"
    ]


def test_one_category_may_be_routed_in_several_districts(faults: Faults) -> None:
    table = ROUTING.format("75.71.01") + "sampah,75.71.02,dlh\nsampah,757101,dlh\n"
    assert faults({"data/routing.csv": table}) == [
        "data/routing.csv:4:1 category: the same is already on line 2"
    ]


@pytest.mark.parametrize(
    ("point", "told"),
    [
        ("0.54,123.05", "longitude and latitude are swapped | Write lon 123.05 and lat 0.54."),
        ("2.35,48.85", "this point is outside Indonesia | Longitudes lie between 94.5 and 141.5, "
         "latitudes between -11.5 and 6.5."),
        ("106.63,8.2", "this point is outside Indonesia | Did you mean “-8.2”?"),
        ("123.05,", "a point needs both its longitude and its latitude"),
    ],
)  # fmt: skip
def test_it_finds_points_that_are_wrong(point: str, told: str, faults: Faults) -> None:
    assert faults(places(f",{point}")) == [f"data/places.csv:2:5 lon: {told}"]


def test_a_point_beyond_the_regions_villages_is_a_warning(
    write: Write, catalogue: Catalogue
) -> None:
    files = places(',"123,05","0,54"', ",106.63,-6.17", ",123.0,0.52")
    profile, found = read_profile(write(WHOLE | files), catalogue)
    assert profile is not None
    assert [(row["lon"], row["lat"]) for row in profile.tables["places"].rows] == [
        *(("123.05", "0.54"), ("106.63", "-6.17"), ("123", "0.52"))
    ]
    assert [(fault.severity, fault.row, fault.message) for fault in found] == [
        ("warning", 3, "this point is outside the region")
    ]


def test_without_a_region_only_the_shape_is_asked_for(write: Write, catalogue: Catalogue) -> None:
    files = WHOLE | {"profile.yml": PROFILE.replace("75.71", "75.99")} | places("36.71.01,,")
    _profile, found = read_profile(write(files), catalogue)
    assert [fault.key for fault in found] == ["code"]


def test_every_village_of_the_country_lies_in_its_box() -> None:
    boxes = [found for r in regions.all_regions() if (found := regions.areas(r.code).bounds)]
    assert len(boxes) > 500
    for box in boxes:
        assert INDONESIA.west < box.west <= box.east < INDONESIA.east
        assert INDONESIA.south < box.south <= box.north < INDONESIA.north
