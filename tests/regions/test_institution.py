"""An institution stands where a region does, and has no code of any list."""

from smartcity_kit.regions import Institution, areas, find, within

POLICE = Institution.of("Polres Metro Tangerang Kota", ("36.71", "36.03"), "Kapolres", "Polri")


def test_it_is_known_by_its_name() -> None:
    assert POLICE.code == POLICE.slug == "polres-metro-tangerang-kota"
    assert POLICE.level == "instansi"
    assert (POLICE.government, POLICE.head_title) == ("Polri", "Kapolres")
    assert Institution.of("Polres X", ("36.71",), "Kapolres").government == "Polres X"


def test_it_lies_where_the_first_area_does_that_it_serves() -> None:
    assert POLICE.province == find("36")
    assert (POLICE.timezone, POLICE.zone, POLICE.iso_3166_2) == ("Asia/Jakarta", "WIB", "ID-BT")
    assert Institution.of("Polda X", ("94",), "Kapolda").zone == "WIT"


def test_it_serves_everything_in_its_areas() -> None:
    inside = within(POLICE)
    assert len(inside.districts) == 13 + 29
    assert inside.villages == areas("36.71").villages + areas("36.03").villages
    assert [region.code for region in POLICE.regencies] == ["36.03", "36.71"]
    assert len(Institution.of("Polda X", ("36",), "Kapolda").regencies) == 8


def test_no_source_says_more_of_it() -> None:
    assert POLICE.bps_code is None
    assert POLICE.former_code is None
    assert POLICE.candidate_domains == ()
    assert not POLICE.autonomous
