"""`smartcity data`: what it says of tables, to a person and to a script."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from smartcity_kit import api, paths
from smartcity_kit.cli import app
from smartcity_kit.errors import KitError

REGION = "kota-gorontalo"


@pytest.fixture
def region(tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "160")
    return shutil.copytree(samples / REGION, tmp_path / "profiles" / REGION)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["data", *words])


def answered(*words: str) -> dict[str, Any]:
    done = run(*words, "--json")
    return dict(json.loads(done.stdout)) | {"exit": done.exit_code}


def as_if_adopted(region: Path) -> None:
    """Put the region's tables where an embedded release has them."""
    for name in ("live", "laksa"):
        release = paths.embedded(REGION) / "opt" / name / "releases" / "1"
        plan = api.make_plan(api.load_profile(region), "embedded")
        card = next(app.card for app in plan.apps if app.name == name)
        (release / "data").mkdir(parents=True)
        for table in plan.profile.tables.values():
            if table.name in card.data:
                (release / "data" / f"{table.name}.csv").write_text(table.text, "utf-8")
        (release.parent.parent / "current").symlink_to("releases/1")


def counts(answer: dict[str, Any]) -> dict[str, list[int]]:
    return {
        table["name"]: [*table["counts"].values()] for table in answer["tables"] if table["counts"]
    }


def test_where_nothing_runs_every_row_is_new(region: Path) -> None:
    answer = answered("check", str(region))
    assert (answer["exit"], answer["valid"], answer["running"]) == (0, True, False)
    assert counts(answer) == {
        "agencies": [23, 0, 0, 0],
        "categories": [13, 0, 0, 0],
        "services": [10, 0, 0, 0],
    }
    assert "Nothing of this region runs yet: every row is new." in run("check", str(region)).stdout


def test_it_counts_what_adopting_would_change(region: Path) -> None:
    as_if_adopted(region)
    file = region / "data" / "categories.csv"
    lines = file.read_text("utf-8").splitlines()
    lines[1] = lines[1].replace(",", ",Sangat ", 1)
    file.write_text("\n".join([*lines[:-2], "baru,Baru,kecamatan-kota-barat,,"]), "utf-8")

    answer = answered("check", str(region))

    assert answer["running"] is True
    assert counts(answer) == {
        "agencies": [0, 0, 0, 23],
        "categories": [1, 1, 2, 10],
        "services": [0, 0, 0, 10],
    }
    assert "is retired in the apps, never deleted" in run("check", str(region)).stdout


def test_the_same_tables_in_another_dress_change_nothing(region: Path) -> None:
    as_if_adopted(region)
    file = region / "data" / "agencies.csv"
    text = file.read_text("utf-8")
    file.write_bytes(text.replace("name,", "Nama Instansi,", 1).encode("utf-16"))

    answer = answered("check", str(region))

    assert counts(answer)["agencies"] == [0, 0, 0, 23]
    assert answer["tables"][0]["encoding"] == "UTF-16"


def test_offline_it_looks_at_nothing(region: Path) -> None:
    as_if_adopted(region)
    answer = answered("check", str(region), "--offline")
    assert (answer["exit"], answer["running"], counts(answer)) == (0, None, {})


def test_with_a_fault_nothing_is_compared(region: Path) -> None:
    (region / "data" / "holidays.csv").write_text("date,name\nbesok,Libur\n")
    answer = answered("check", str(region))
    assert (answer["exit"], answer["valid"], answer["tables"]) == (3, False, [])
    (fault,) = answer["faults"]
    assert (fault["row"], fault["column"], fault["value"]) == (2, 1, "besok")
    done = run("check", str(region))
    assert "2:1  date  expected a date as year-month-day, found “besok”" in done.stderr


def test_a_warning_is_shown_and_fails_nothing(region: Path) -> None:
    place = "id,name,kind,lon,lat\npasar,Pasar,pasar,106.63,-6.17\n"
    (region / "data" / "places.csv").write_text(place)
    done = run("check", str(region))
    assert done.exit_code == 0
    assert "2:4  lon  warning: this point is outside the region" in done.stderr
    done = CliRunner().invoke(app, ["validate", str(region)])
    assert (done.exit_code, "warning" in done.stderr) == (0, True)
    assert "1 profile is valid." in done.stdout


MANAGE = """#!/usr/bin/env python3
import json, sys
given = json.load(sys.stdin)
assert sys.argv[1:] == ["live", "load_region", "--dry-run", "--stdin"], sys.argv
assert "Ani" in given["personal"]["staff"] and "agencies" in given["data"]
print(json.dumps({"agencies": {"new": 9, "changed": 9, "retired": 9},
                  "staff": {"new": 1, "changed": 0, "retired": 4}}))
"""


def test_people_are_counted_by_the_app_that_knows_them(region: Path) -> None:
    """Its own part of this is tested where the app is; whole, in tests/adopt/test_staff.py."""
    staff = "name,email\nAni,ani@contoh.go.id\nBudi,budi@contoh.go.id\n"
    (region / "data" / "staff.csv").write_text(staff)
    as_if_adopted(region)
    manage = paths.embedded(REGION) / "opt" / "bin" / "manage"
    manage.parent.mkdir()
    manage.write_text(MANAGE)
    manage.chmod(0o755)

    answer = answered("check", str(region))

    assert counts(answer)["staff"] == [1, 0, 4, 1]
    assert counts(answer)["agencies"] == [0, 0, 0, 23]


def test_people_that_no_app_can_count_are_said_so(region: Path) -> None:
    (region / "data" / "staff.csv").write_text("name,email\nAni,ani@contoh.go.id\n")
    as_if_adopted(region)
    done = run("check", str(region))
    assert "Personal tables could not be compared" in done.stdout
    assert "Ani" not in done.stdout


def test_a_template_is_written_once(region: Path) -> None:
    done = run("template", str(region), "places", "--xlsx")
    assert done.exit_code == 0
    assert (region / "data" / "places.xlsx").is_file()
    before = (region / "data" / "places.xlsx").read_bytes()
    done = run("template", str(region), "places")
    assert isinstance(done.exception, KitError)
    assert [path.name for path in (region / "data").glob("places.*")] == ["places.xlsx"]
    assert (region / "data" / "places.xlsx").read_bytes() == before


def test_a_template_can_be_checked_as_it_is(region: Path) -> None:
    run("template", str(region), "announcements")
    answer = answered("check", str(region), "--offline")
    (table,) = [table for table in answer["tables"] if table["name"] == "announcements"]
    assert (table["rows"], table["examples"]) == (0, 1)
    assert "Examples are never loaded" in run("check", str(region), "--offline").stdout
