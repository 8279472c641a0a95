"""Profiles to measure with: one for each of the 552 regions, and one with as much as a city has."""

import csv
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from smartcity_kit import regions
from smartcity_kit.profile.sheets import KINDS
from tests.bench.measure import program

CITY = "36.71"
PLACES = ("school", "clinic", "market", "office", "park")


def write_all(folder: Path) -> None:
    """A profile of every region below `folder`, as a rehearsal begins with."""
    subprocess.run(
        [program("smartcity"), "init", "--all", "--to", folder], check=True, capture_output=True
    )


def write_city(to: Path, *, staff: int = 5000, places: int = 500) -> Path:
    """Kota Tangerang with `staff` people and `places` places; its folder below `to`."""
    subprocess.run(
        [program("smartcity"), "init", CITY, "--to", to, "--yes"], check=True, capture_output=True
    )
    folder = to / regions.find(CITY).slug
    _write(folder, "staff", _people(staff))
    _write(folder, "places", _places(places))
    return folder


def _people(count: int) -> Iterator[dict[str, str]]:
    for n in range(count):
        yield {
            "name": f"Pegawai Nomor {n}",
            "nip": f"{1970 + n // 999}0101 200501 1 {n % 999 + 1:03}",
            "email": f"pegawai{n}@tangerangkota.go.id",
            "phone": f"0812 {n:04} {n % 9973:04}",
            "agency": "sekretariat-daerah",
            "position": "",
        }


def _places(count: int) -> Iterator[dict[str, str]]:
    villages = [village for village in regions.areas(CITY).villages if village.point]
    for n in range(count):
        village = villages[n % len(villages)]
        yield {
            "id": f"tempat-{n}",
            "name": f"Tempat Nomor {n}",
            "kind": PLACES[n % len(PLACES)],
            "village": village.code,
            "lon": f"{village.point.lon:.5f}" if village.point else "",
            "lat": f"{village.point.lat:.5f}" if village.point else "",
        }


def _write(folder: Path, name: str, rows: Iterable[dict[str, str]]) -> None:
    with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, KINDS[name].names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
