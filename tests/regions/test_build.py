"""Making the tables anew: the same packages give the same bytes, and no others are accepted."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from smartcity_kit.regions import build, convert, store

AREAS = {
    "provinces": [("36", "Banten"), ("75", "Gorontalo")],
    "regencies": [("36.71", "Kota Tangerang"), ("75.71", "Kota Gorontalo")],
    "districts": [("36.71.01", "Tangerang"), ("75.71.01", "Kota Barat")],
    "villages": [("36.71.01.1001", "Suka, Rasa"), ("75.71.01.1001", 'Dembe"e I')],
}
PLACES = [
    {
        "code": "75.71.01.1001",
        "postal": 96131,
        "city": "Kota Gorontalo",
        "district": "Kota Barat",
        "village": "Dembe'e I",
        "latitude": 0.55093,
        "longitude": 123.00339,
    }
]


def pack(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return path


def quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Small packages in the shape of the two real ones, in place of npm's."""
    tables = {
        f"data/{table}.csv": "code,name\n"
        + "".join(f"{code},{quoted(name)}\n" for code, name in reversed(rows))
        for table, rows in AREAS.items()
    }
    made = {
        "idn-area-data": pack(tmp_path / "areas.tgz", tables),
        "geografis": pack(tmp_path / "points.tgz", {"data/json/data.json": json.dumps(PLACES)}),
    }
    monkeypatch.setattr(build, "fetch", lambda source, folder: made[source["package"]])
    monkeypatch.setattr(build, "iso_codes", lambda: {"Banten": "ID-BT", "Gorontalo": "ID-GO"})
    return made


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.usefixtures("packages")
def test_it_writes_sorted_tables_one_per_province(tmp_path: Path) -> None:
    build.build(tmp_path / "data")
    written = files(tmp_path / "data")
    del written["SOURCE.json"]
    assert written == {
        "provinces.csv": "code,name,iso_3166_2\n36,Banten,ID-BT\n75,Gorontalo,ID-GO\n",
        "regencies.csv": "code,name\n36.71,Kota Tangerang\n75.71,Kota Gorontalo\n",
        "areas/36.csv": 'code,name\n36.71.01,Tangerang\n36.71.01.1001,"Suka, Rasa"\n',
        "areas/75.csv": "code,name\n75.71.01,Kota Barat\n75.71.01.1001,Dembe'e I\n",
        "points/75.csv": "code,lon,lat,postal\n75.71.01.1001,123.0034,0.5509,96131\n",
        "points/regions.csv": "code,lon,lat\n75,123.0034,0.5509\n75.71,123.0034,0.5509\n",
    }


@pytest.mark.usefixtures("packages")
def test_the_same_packages_give_the_same_bytes(tmp_path: Path) -> None:
    build.build(tmp_path / "one")
    build.build(tmp_path / "other")
    build.build(tmp_path / "other")
    assert files(tmp_path / "one") == files(tmp_path / "other")


@pytest.mark.usefixtures("packages")
def test_without_points_it_removes_them_and_leaves_the_domains_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    build.build(data)
    (data / "domains.csv").write_text("code,host,certainty,evidence\n")
    record = build.build(data, points=False)
    assert [name for name in files(data) if name.startswith("points")] == []
    assert (data / "domains.csv").exists()
    assert "points" not in record
    assert json.loads((data / "SOURCE.json").read_text()) == record


def test_a_package_other_than_the_pinned_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\nprintf 'another package' > {tmp_path}/idn-area-data-4.0.1.tgz\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(npm.parent))
    with pytest.raises(ValueError, match=r"idn-area-data@4\.0\.1 is not the package"):
        build.fetch(build.AREAS, tmp_path)

    right: build.Source = {
        **build.AREAS,
        "sha256": hashlib.sha256(b"another package").hexdigest(),
    }
    assert build.fetch(right, tmp_path).read_bytes() == b"another package"


def test_iso_names_all_provinces_of_the_list() -> None:
    pytest.importorskip("pycountry")
    built = {row[0]: row[2] for row in store.rows("provinces")}
    names = {row[0]: row[1] for row in store.rows("provinces")}
    assert {code: iso for code, _, iso in convert.provinces(names, build.iso_codes())} == built


def test_the_tables_say_where_they_come_from() -> None:
    record = json.loads((store.DATA / "SOURCE.json").read_text())
    assert record["areas"]["package"] == "idn-area-data"
    assert "300.2.2-2430/2025" in record["areas"]["gives"]
    assert record["areas"]["sha256"] == build.AREAS["sha256"]
    assert record["areas"]["rows"] == 38 + 514 + 7_285 + 83_762
    notice = (store.DATA / "NOTICE.md").read_text()
    assert "idn-area-data © contributors, ODbL 1.0" in notice


def test_the_tables_stay_small() -> None:
    assert sum(path.stat().st_size for path in store.DATA.rglob("*.*")) < 7_000_000
