"""Makes the data files anew from the two npm packages: `python -m smartcity_kit.regions.build`.

Needs npm and pycountry (neither is needed to use the kit). The packages are pinned by version and
hash; the same packages give the same bytes. `--without-points` leaves out what comes from the
weaker source (docs/decisions/region-data.md) and removes it where it is. `domains.csv` is written
by hand and left alone.
"""

import csv
import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypedDict

from smartcity_kit.regions import convert, store


class Source(TypedDict):
    package: str
    version: str
    sha256: str
    licence: str
    gives: str


AREAS: Source = {
    "package": "idn-area-data",
    "version": "4.0.1",
    "sha256": "8d47ffb2be39c08aacb0a2dd43193a1edb5754edb1022d57158341c702acc32d",
    "licence": "ODbL-1.0",
    "gives": "codes and names (Kepmendagri 300.2.2-2430/2025)",
}
POINTS: Source = {
    "package": "geografis",
    "version": "1.3.2",
    "sha256": "8edf6af4d7011ecf56f0b9ca46fa8cb7dfdcf922c365ee94cc0cae00f7df7c56",
    "licence": "MIT as declared by the package; origins mixed",
    "gives": "village points and postal codes, approximate",
}


def fetch(source: Source, folder: Path) -> Path:
    """The package's tarball, by the npm client. Raises ValueError when it is not the pinned one."""
    name = f"{source['package']}@{source['version']}"
    command = ["npm", "pack", "--silent", "--pack-destination", str(folder), name]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
    tarball = folder / f"{source['package']}-{source['version']}.tgz"
    if hashlib.sha256(tarball.read_bytes()).hexdigest() != source["sha256"]:
        raise ValueError(f"{name} is not the package this script was written for")
    return tarball


def member(tarball: Path, name: str) -> str:
    """The text of one file of an npm package."""
    with tarfile.open(tarball) as archive:
        file = archive.extractfile(f"package/{name}")
        if file is None:
            raise ValueError(f"{tarball.name} has no file {name}")
        return file.read().decode("utf-8-sig")


def read_names(tarball: Path) -> dict[str, str]:
    """Code -> name of all provinces, regencies, districts and villages."""
    return {
        row["code"]: convert.tidy(row["name"])
        for table in ("provinces", "regencies", "districts", "villages")
        for row in csv.DictReader(io.StringIO(member(tarball, f"data/{table}.csv")))
    }


def iso_codes() -> dict[str, str]:
    """ISO's name -> code of Indonesia's provinces, without the geographical units above them."""
    import pycountry

    return {
        part.name: part.code
        for part in pycountry.subdivisions.get(country_code="ID")  # type: ignore[no-untyped-call]
        if part.type != "Geographical unit"
    }


def write(data: Path, name: str, header: str, table: Iterable[convert.Row]) -> None:
    path = data / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(table)


def write_by_province(data: Path, folder: str, header: str, table: Iterable[convert.Row]) -> None:
    for province, part in groupby(table, key=lambda row: row[0][:2]):
        write(data, f"{folder}/{province}", header, part)


def write_areas(data: Path, names: Mapping[str, str], iso: Mapping[str, str]) -> None:
    def level(*lengths: int) -> dict[str, str]:
        return {code: name for code, name in sorted(names.items()) if len(code) in lengths}

    write(data, "provinces", "code,name,iso_3166_2", convert.provinces(level(2), iso))
    write(data, "regencies", "code,name", level(5).items())
    write_by_province(data, "areas", "code,name", level(8, 13).items())


def write_points(data: Path, located: convert.Located) -> None:
    header = "code,lon,lat,postal"
    write_by_province(data, "points", header, convert.point_rows(located.places))
    write(data, "points/regions", "code,lon,lat", convert.centre_rows(located.places))


def build(data: Path, *, points: bool = True) -> dict[str, object]:
    """Writes every table under `data`, and returns what `SOURCE.json` then says."""
    for old in [*data.glob("areas/*.csv"), *data.glob("points/*.csv")]:
        old.unlink()
    with TemporaryDirectory() as folder:
        names = read_names(fetch(AREAS, Path(folder)))
        write_areas(data, names, iso_codes())
        record: dict[str, object] = {"areas": {**AREAS, "rows": len(names)}}
        if points:
            tarball = fetch(POINTS, Path(folder))
            located = convert.locate(names, json.loads(member(tarball, "data/json/data.json")))
            write_points(data, located)
            record["points"] = {
                **POINTS,
                "rows": len(located.places),
                "found_by_name": located.by_name,
                "found_by_code": located.by_code,
                "refused_as_far_from_their_district": located.refused,
            }
    text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
    (data / "SOURCE.json").write_text(text, encoding="utf-8")
    return record


if __name__ == "__main__":
    print(json.dumps(build(store.DATA, points="--without-points" not in sys.argv[1:]), indent=2))
