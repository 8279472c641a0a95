"""The tables of a new profile: the agencies and categories its level usually has, and examples.

Agencies follow the forms and fields of PP 18/2016 (Sekretariat, Inspektorat, Dinas, Badan,
Kecamatan); a region merges and names them by its own perda, so every one is a skeleton.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache

from smartcity_kit import paths, regions
from smartcity_kit.profile.sheets import KINDS
from smartcity_kit.regions import Areas, District, Region

TEMPLATE = paths.TEMPLATES / "region"
Row = Mapping[str, str]

PAPUA = {"91", "92", "93", "94", "95", "96"}


def tables(region: Region, inside: Areas) -> dict[str, str]:
    """The name and the text of every table that this kit reads, in the kit's order.

    `inside` is what lies in the region.
    """
    return {name: _text(name, region, inside) for name in KINDS if name in about()}


def district_word(region: Region) -> str:
    """What a kecamatan is called: Distrik in Papua (UU 21/2001 article 1)."""
    return "Distrik" if region.province.code in PAPUA else "Kecamatan"


def has_districts(region: Region) -> bool:
    """Whether districts are agencies of this government: of a kabupaten or kota they are."""
    return region.level in ("kabupaten", "kota")


@cache
def about() -> dict[str, str]:
    """What each table is for, in a line for the folder's README."""
    return {row["table"]: row["about"] for row in _read("tables.csv")}


def _text(name: str, region: Region, inside: Areas) -> str:
    columns = [column.name for column in KINDS[name].columns]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_rows(name, region, inside))
    return out.getvalue()


def _rows(name: str, region: Region, inside: Areas) -> Iterator[Row]:
    level = region.level if region.autonomous or region.level == "instansi" else "administrasi"
    known = {
        "government": region.name if region.level == "instansi" else region.government,
        "name": region.name,
        "root_kind": "instansi" if region.level == "instansi" else "pemerintah",
        "district": inside.districts[0].code,
    }
    for row in _read(f"tables/{name}.csv"):
        if level in row["for"].split():
            cells = {column: cell.format_map(known) for column, cell in row.items()}
            yield _of_the_province(cells) if level == "administrasi" else cells
    if name == "agencies" and has_districts(region):
        yield from _districts(district_word(region), inside)


def _of_the_province(row: Row) -> Row:
    """In Jakarta's six a Dinas is the province's, and its office there a Suku Dinas."""
    if row.get("kind") != "dinas":
        return row
    return {**row, "name": f"Suku {row['name']}", "short_name": "", "kind": "suku-dinas"}


def _districts(word: str, inside: Areas) -> Iterator[Row]:
    seen: set[str] = set()
    for district in inside.districts:
        name = _unique(f"{word.lower()}-{regions.slug_of(district.name)}"[:47], district, seen)
        seen.add(name)
        yield {
            "id": name,
            "name": f"{word} {district.name}",
            "parent": "pemerintah",
            "kind": word.lower(),
        }


def _unique(name: str, district: District, seen: set[str]) -> str:
    return f"{name}-{district.code[-2:]}" if name in seen else name.rstrip("-")


@cache
def _read(name: str) -> tuple[Row, ...]:
    with (TEMPLATE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
