"""The source packages become the kit's tables."""

import pytest

from smartcity_kit.regions import convert
from smartcity_kit.regions.convert import Place, locate

NAMES = {
    "36.71": "Kota Tangerang",
    "36.71.01": "Tangerang",
    "36.71.01.1001": "Sukarasa",
    "36.71.01.1002": "Sukasari",
}


def place(code: str, village: str, *, lon: float = 106.6, lat: float = -6.2, **more: str) -> Place:
    return {
        "code": code,
        "postal": 15111,
        "city": more.get("city", "Kota Tangerang"),
        "district": more.get("district", "Tangerang"),
        "village": village,
        "longitude": lon,
        "latitude": lat,
    }


def test_a_place_is_found_by_its_full_name_though_its_code_changed() -> None:
    located = locate(NAMES, [place("99.01.01.2001", "Suka-Rasa")])
    assert [*located.places] == ["36.71.01.1001"]
    assert (located.by_name, located.by_code) == (1, 0)


def test_a_place_is_found_by_its_code_though_its_name_changed() -> None:
    located = locate(NAMES, [place("36.71.01.1001", "Sukaraja")])
    assert [*located.places] == ["36.71.01.1001"]
    assert (located.by_name, located.by_code) == (0, 1)


def test_a_code_whose_name_is_another_village_s_is_not_taken() -> None:
    located = locate(NAMES, [place("36.71.01.1002", "Sukarasa")])
    assert [*located.places] == ["36.71.01.1001"]


def test_a_name_that_comes_twice_proves_nothing() -> None:
    twice = [place("99.01.01.2001", "Sukarasa"), place("99.01.01.2002", "Sukarasa")]
    assert locate(NAMES, twice).places == {}
    assert locate({**NAMES, "36.71.01.1003": "Sukarasa"}, twice[:1]).places == {}


def test_the_same_name_in_another_district_is_another_village() -> None:
    assert locate(NAMES, [place("99.01.01.2001", "Sukarasa", district="Ciledug")]).places == {}


def test_a_point_far_from_its_district_is_refused() -> None:
    villages = {f"36.71.01.100{n}": f"Desa {n}" for n in range(1, 5)}
    names = {"36.71": "Kota Tangerang", "36.71.01": "Tangerang"} | villages
    places = [place(code, name) for code, name in villages.items()]
    places[3]["longitude"] = 116.6
    located = locate(names, places)
    assert [*located.places] == ["36.71.01.1001", "36.71.01.1002", "36.71.01.1003"]
    assert located.refused == 1


def test_a_postal_code_of_nought_means_unknown() -> None:
    known, unknown = place("36.71.01.1001", "Sukarasa"), place("36.71.01.1002", "Sukasari")
    unknown["postal"] = 0
    rows = convert.point_rows({"36.71.01.1002": unknown, "36.71.01.1001": known})
    assert rows == [
        ("36.71.01.1001", "106.6000", "-6.2000", "15111"),
        ("36.71.01.1002", "106.6000", "-6.2000", ""),
    ]


def test_a_region_s_centre_is_the_mean_of_its_villages() -> None:
    rows = convert.centre_rows(
        {
            "36.71.01.1001": place("", "", lon=106.0, lat=-6.0),
            "36.71.01.1002": place("", "", lon=107.0, lat=-7.0),
            "36.72.01.1001": place("", "", lon=108.0, lat=-8.0),
        }
    )
    assert rows == [
        ("36", "107.0000", "-7.0000"),
        ("36.71", "106.5000", "-6.5000"),
        ("36.72", "108.0000", "-8.0000"),
    ]


@pytest.mark.parametrize(
    ("written", "tidied"),
    [('Soka"an', "Soka'an"), ("Regapu’u", "Regapu'u"), (" Dua  Kata ", "Dua Kata")],
)
def test_names_are_made_uniform(written: str, tidied: str) -> None:
    assert convert.tidy(written) == tidied


def test_a_province_iso_names_differently_gets_its_code() -> None:
    iso = {"Papua Pengunungan": "ID-PE", "Banten": "ID-BT"}
    assert convert.provinces({"95": "Papua Pegunungan", "36": "Banten"}, iso) == [
        ("36", "Banten", "ID-BT"),
        ("95", "Papua Pegunungan", "ID-PE"),
    ]


def test_a_province_iso_does_not_know_stops_the_conversion() -> None:
    with pytest.raises(KeyError, match="Nusantara"):
        convert.provinces({"97": "Nusantara"}, {"Banten": "ID-BT"})
