"""A region and what follows from its code."""

from collections import Counter
from itertools import combinations

import pytest

from smartcity_kit.regions import RegionNotFound, all_regions, areas, find, search

# The regions the kit is for: code, name, government, head, province, ISO 3166-2, time zone, zone,
# domain and its certainty, kecamatan, kelurahan, desa.
ADOPTERS = """
36    | Provinsi Banten | Gubernur | Banten | ID-BT | Asia/Jakarta | WIB | bantenprov.go.id | certain | 155 | 314 | 1238
36.71 | Kota Tangerang | Wali Kota | Banten | ID-BT | Asia/Jakarta | WIB | tangerangkota.go.id | certain | 13 | 104 | 0
36.72 | Kota Cilegon | Wali Kota | Banten | ID-BT | Asia/Jakarta | WIB | cilegon.go.id | certain | 8 | 43 | 0
36.73 | Kota Serang | Wali Kota | Banten | ID-BT | Asia/Jakarta | WIB | serangkota.go.id | certain | 6 | 67 | 0
36.74 | Kota Tangerang Selatan | Wali Kota | Banten | ID-BT | Asia/Jakarta | WIB | tangerangselatankota.go.id | certain | 7 | 54 | 0
21.71 | Kota Batam | Wali Kota | Kepulauan Riau | ID-KR | Asia/Jakarta | WIB | batam.go.id | likely | 12 | 64 | 0
73.71 | Kota Makassar | Wali Kota | Sulawesi Selatan | ID-SN | Asia/Makassar | WITA | makassarkota.go.id | certain | 15 | 153 | 0
35.73 | Kota Malang | Wali Kota | Jawa Timur | ID-JI | Asia/Jakarta | WIB | malangkota.go.id | likely | 5 | 57 | 0
36.04 | Kabupaten Serang | Bupati | Banten | ID-BT | Asia/Jakarta | WIB | serangkab.go.id | likely | 29 | 0 | 326
36.01 | Kabupaten Pandeglang | Bupati | Banten | ID-BT | Asia/Jakarta | WIB | pandeglangkab.go.id | likely | 35 | 13 | 326
36.02 | Kabupaten Lebak | Bupati | Banten | ID-BT | Asia/Jakarta | WIB | lebakkab.go.id | likely | 28 | 5 | 340
36.03 | Kabupaten Tangerang | Bupati | Banten | ID-BT | Asia/Jakarta | WIB | tangerangkab.go.id | certain | 29 | 28 | 246
52.01 | Kabupaten Lombok Barat | Bupati | Nusa Tenggara Barat | ID-NB | Asia/Makassar | WITA | lombokbaratkab.go.id | certain | 10 | 3 | 119
19.06 | Kabupaten Belitung Timur | Bupati | Kepulauan Bangka Belitung | ID-BB | Asia/Jakarta | WIB | belitungtimurkab.go.id | certain | 7 | 0 | 39
33.20 | Kabupaten Jepara | Bupati | Jawa Tengah | ID-JT | Asia/Jakarta | WIB | jepara.go.id | certain | 16 | 11 | 184
19.03 | Kabupaten Bangka Selatan | Bupati | Kepulauan Bangka Belitung | ID-BB | Asia/Jakarta | WIB | bangkaselatankab.go.id | certain | 8 | 3 | 50
73.03 | Kabupaten Bantaeng | Bupati | Sulawesi Selatan | ID-SN | Asia/Makassar | WITA | bantaengkab.go.id | certain | 8 | 21 | 46
75.71 | Kota Gorontalo | Wali Kota | Gorontalo | ID-GO | Asia/Makassar | WITA | gorontalokota.go.id | certain | 9 | 50 | 0
63.03 | Kabupaten Banjar | Bupati | Kalimantan Selatan | ID-KS | Asia/Makassar | WITA | banjarkab.go.id | likely | 20 | 13 | 277
"""  # noqa: E501


@pytest.mark.parametrize("row", ADOPTERS.strip().splitlines(), ids=lambda row: row[:5].strip())
def test_it_knows_the_adopting_regions(row: str) -> None:
    code = row.split("|")[0].strip()
    region, inside = find(code), areas(code)
    kinds = Counter(village.kind for village in inside.villages)
    domain = region.candidate_domains[0]
    known = [
        region.code,
        region.name,
        region.head_title,
        region.province.base_name,
        region.iso_3166_2,
        region.timezone,
        region.zone,
        domain.host,
        domain.certainty,
        len(inside.districts),
        kinds["kelurahan"],
        kinds["desa"],
    ]
    assert " | ".join(map(str, known)) == " | ".join(part.strip() for part in row.split("|"))
    assert region.government == f"Pemerintah {region.name}"
    assert find(region.slug) is region


def test_it_knows_every_province_and_regency() -> None:
    levels = Counter(region.level for region in all_regions())
    assert levels == {"provinsi": 38, "kabupaten": 416, "kota": 98}


def test_every_name_begins_with_its_level() -> None:
    for region in all_regions():
        assert region.name.lower().startswith(f"{region.level} ")
        assert region.base_name
        assert region.province.level == "provinsi"


def test_slugs_are_unique_and_lead_back() -> None:
    assert len({region.slug for region in all_regions()}) == 552
    assert all(find(region.slug) is region for region in all_regions())


def test_twins_share_a_name_but_neither_code_nor_slug() -> None:
    regencies = [region for region in all_regions() if region.level != "provinsi"]
    twins = [
        {one.slug, other.slug}
        for one, other in combinations(regencies, 2)
        if one.base_name == other.base_name
    ]
    assert len(twins) == 26
    assert {"kota-serang", "kabupaten-serang"} in twins
    assert {"kota-gorontalo", "kabupaten-gorontalo"} in twins
    assert find("kota-banjar").province.base_name == "Jawa Barat"
    assert find("kabupaten-banjar").province.base_name == "Kalimantan Selatan"


def test_every_province_has_an_iso_code_of_its_own() -> None:
    provinces = [region for region in all_regions() if region.level == "provinsi"]
    assert len({province.iso_3166_2 for province in provinces}) == 38
    assert find("95").name == "Provinsi Papua Pegunungan"
    assert find("95").iso_3166_2 == "ID-PE"
    assert (find("31").iso_3166_2, find("34").iso_3166_2) == ("ID-JK", "ID-YO")


def test_each_province_lies_in_one_of_three_zones() -> None:
    provinces = [region for region in all_regions() if region.level == "provinsi"]
    assert Counter(province.zone for province in provinces) == {"WIB": 18, "WITA": 12, "WIT": 8}
    assert find("96.71").timezone == "Asia/Jayapura"


def test_two_provinces_name_their_government_by_their_own_law() -> None:
    assert find("11").government == "Pemerintah Aceh"
    assert find("34").government == "Pemerintah Daerah Daerah Istimewa Yogyakarta"
    assert find("11.01").government == "Pemerintah Kabupaten Aceh Selatan"


def test_jakarta_s_parts_keep_their_full_names() -> None:
    assert find("31.01").name == "Kabupaten Administrasi Kepulauan Seribu"
    assert find("31.71").slug == "kota-administrasi-jakarta-pusat"
    assert find("31.71").base_name == "Jakarta Pusat"


def test_a_domain_by_pattern_alone_is_a_candidate() -> None:
    (domain,) = find("kabupaten-siak").candidate_domains
    assert (domain.host, domain.certainty, domain.evidence) == ("siakkab.go.id", "candidate", "")


def test_domains_seen_come_before_the_pattern() -> None:
    hosts = [(domain.host, domain.certainty) for domain in find("33.20").candidate_domains]
    assert hosts == [("jepara.go.id", "certain"), ("jeparakab.go.id", "candidate")]
    assert len(find("36").candidate_domains) == 1  # not those of the regencies below 36


def test_a_region_is_found_by_code_slug_or_name() -> None:
    gorontalo = find("75.71")
    assert find("kota-gorontalo") is gorontalo
    assert find("Kota Gorontalo") is gorontalo
    assert find("KOTA GORONTALO") is gorontalo


def test_a_name_shared_by_two_is_refused_and_both_are_suggested() -> None:
    with pytest.raises(RegionNotFound) as refusal:
        find("Serang")
    assert {region.slug for region in refusal.value.suggestions} == {
        "kota-serang",
        "kabupaten-serang",
    }
    assert "kota-serang (36.73)" in refusal.value.hint


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("kota-gorontlo", "kota-gorontalo"),
        ("gorontlo", "kota-gorontalo"),
        ("7571", "kota-gorontalo"),
        ("tangsel kota", None),
        ("19.99", None),
        ("", None),
        ("../../etc", None),
    ],
)
def test_an_unknown_region_is_refused_with_near_ones(text: str, meant: str | None) -> None:
    with pytest.raises(LookupError) as refusal:
        find(text)
    assert isinstance(refusal.value, RegionNotFound)
    slugs = [region.slug for region in refusal.value.suggestions]
    assert (meant in slugs) if meant else slugs == []
    assert len(slugs) <= 5


def test_bps_digits_are_not_taken_for_a_code() -> None:
    # BPS 1905 is Bangka Selatan; Kemendagri's 19.05 is Bangka Barat.
    with pytest.raises(RegionNotFound):
        find("1905")
    assert find("19.05").name == "Kabupaten Bangka Barat"
    assert find("19.03").name == "Kabupaten Bangka Selatan"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("serang", ["36.04", "36.73"]),
        ("SERANG ", ["36.04", "36.73"]),
        ("tangerang", ["36.03", "36.71", "36.74"]),
        ("kota tangerang", ["36.71", "36.74"]),
        ("kab. tang", ["18.06", "36.03"]),  # Tanggamus too
        ("36.7", ["36.71", "36.72", "36.73", "36.74"]),
        ("7571", ["75.71"]),
        ("banjar", ["32.79", "63.03", "33.04", "63.71", "63.72"]),
        ("", []),
        ("  .", []),
        ("atlantis", []),
    ],
)
def test_search_finds_by_the_beginnings_of_words(text: str, codes: list[str]) -> None:
    found = [region.code for region in search(text)]
    assert sorted(found) == sorted(codes)


def test_search_puts_the_whole_name_first() -> None:
    assert [region.slug for region in search("banjar")][:2] == ["kota-banjar", "kabupaten-banjar"]


def test_jakarta_s_six_do_not_govern_themselves() -> None:
    dependent = [region.code for region in all_regions() if not region.autonomous]
    assert dependent == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]
    assert find("31.71").head_title == "Wali Kota"
    assert find("31.01").head_title == "Bupati"


def test_a_province_knows_its_regencies() -> None:
    assert [region.code for region in find("75").regencies] == [
        "75.01", "75.02", "75.03", "75.04", "75.05", "75.71",
    ]  # fmt: skip
    assert find("75.71").regencies == ()
    assert sum(len(region.regencies) for region in all_regions()) == 514


@pytest.mark.parametrize(
    ("code", "bps"),
    [
        ("19.03", "1905"), ("19.05", "1903"), ("36.71", "3671"), ("75.01", "7502"),
        ("31.71", "3173"), ("11.10", "1102"), ("36", "36"), ("73.24", "7325"),
    ],
)  # fmt: skip
def test_it_knows_bps_codes_as_bps_matched_them(code: str, bps: str) -> None:
    assert find(code).bps_code == bps


def test_bps_codes_are_unique_and_unknown_in_papua() -> None:
    known = {region.code: region.bps_code for region in all_regions()}
    assert {code[:1] for code, bps in known.items() if bps is None} == {"9"}
    codes = [bps for bps in known.values() if bps]
    assert len(set(codes)) == len(codes) == 504
    assert all(len(bps) == len(code.replace(".", "")) for code, bps in known.items() if bps)


def test_a_code_of_before_papua_was_divided_leads_to_the_one_of_now() -> None:
    assert find("93.01").former_code == "91.01"
    assert find("75.71").former_code is None
    with pytest.raises(RegionNotFound) as refusal:
        find("91.01")
    assert "kabupaten-merauke (93.01)" in refusal.value.hint
    changed = [region.former_code for region in all_regions() if region.former_code]
    assert len(set(changed)) == len(changed) == 26
    assert not set(changed) & {region.code for region in all_regions()}
