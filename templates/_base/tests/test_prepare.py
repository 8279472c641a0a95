from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from rendered import Rendered


@pytest.fixture
def new(tmp_path: Path) -> Rendered:
    return Rendered(tmp_path / "app")


@pytest.fixture
def app(prepared: Rendered, tmp_path: Path) -> Rendered:
    return prepared.copy_to(tmp_path / "app")


def bring_a_migration(app: Rendered) -> None:
    """What a new release of the app may bring."""
    folder = app.folder / "contoh/migrations"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "0001_initial.py").write_text(
        "from django.db import migrations\n\n\n"
        "class Migration(migrations.Migration):\n    operations = []\n"
    )


def test_it_makes_an_empty_folder_ready_and_again_changes_nothing(new: Rendered) -> None:
    first = new.prepare("--dump-to", str(new.folder / "dumps"))
    assert first["changed"]
    assert first["migrated"] > 10
    assert first["dump"] is None  # there was nothing to lose
    assert first["loaded"]["agencies"] == {"new": 3, "changed": 0, "retired": 0}
    again = new.prepare("--dump-to", str(new.folder / "dumps"))
    assert (again["changed"], again["migrated"], again["dump"]) == (False, 0, None)
    assert not (new.folder / "dumps").exists()


def test_it_collects_files_for_nginx_that_everybody_may_read(app: Rendered) -> None:
    static = app.folder / "static"
    names = sorted(path.name for path in (static / "base").iterdir())
    assert any(name.startswith("smartcity.") and name.endswith(".css.gz") for name in names)
    assert static.stat().st_mode & 0o777 == 0o755
    assert all(path.stat().st_mode & 0o004 for path in static.rglob("*"))


def test_collecting_that_was_killed_halfway_is_done_again(app: Rendered) -> None:
    (app.folder / "static/.complete").unlink()
    (app.folder / "static/staticfiles.json").unlink()
    assert app.prepare()["changed"]
    assert (app.folder / "static/staticfiles.json").is_file()


def test_it_dumps_before_it_migrates_a_database_that_has_something_in_it(app: Rendered) -> None:
    app.python(
        "from smartcity_base.models import User;User.objects.create_user('a@example.org', name='A')"
    )
    bring_a_migration(app)
    report = app.prepare("--dump-to", str(app.folder / "dumps"))
    assert report["migrated"] == 1
    dump = Path(report["dump"])
    assert dump.parent == app.folder / "dumps"
    assert dump.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(dump) as copy:
        assert copy.execute("select name from base_user").fetchall() == [("A",)]
        done = "select count(*) from django_migrations where app = 'contoh'"
        assert copy.execute(done).fetchone() == (0,)
    assert [path.name for path in dump.parent.iterdir()] == [dump.name]


def test_without_a_dump_nothing_is_migrated(app: Rendered) -> None:
    bring_a_migration(app)
    (app.folder / "dumps").write_text("in the way")
    done = app.run("prepare", "--dump-to", str(app.folder / "dumps"))
    assert done.returncode != 0
    assert "nothing was migrated" in done.stderr
    assert "Traceback" not in done.stderr
    assert "[ ] 0001_initial" in app.run("showmigrations", "contoh").stdout


def test_it_refuses_when_the_app_could_not_sign_anybody_in(new: Rendered) -> None:
    (new.folder / "secrets/oidc_client_secret").unlink()
    done = new.run("prepare")
    assert done.returncode != 0
    assert "oidc_client_secret" in done.stderr
    assert not (new.folder / "var/db.sqlite3").exists()


def test_faults_in_the_regions_tables_are_told_and_the_data_is_left(app: Rendered) -> None:
    (app.folder / "data/districts.csv").write_text("code,name\n99.71.01,\n")
    done = app.run("prepare")
    assert done.returncode != 0
    assert "data/districts.csv, baris 2, kolom name: tidak boleh kosong" in done.stderr
    assert "Traceback" not in done.stderr
    count = "from smartcity_base.models import District; print(District.objects.count())"
    assert app.python(count) == "2"


def test_load_region_alone_tells_what_it_did(app: Rendered) -> None:
    with (app.folder / "data/districts.csv").open("a") as table:
        table.write("99.71.03,Timur\n")
    assert '"districts": {"changed": 0, "new": 1, "retired": 0}' in app.run("load_region").stdout


def test_what_a_load_would_change_is_counted_from_tables_on_standard_input(app: Rendered) -> None:
    tables = {
        "data": {"places": "id,name,kind\npasar-bukit,Pasar Bukit,market\n"},
        "personal": {"staff": "name\nSiti Rahasia\n"},
    }
    done = app.run("load_region", "--dry-run", "--stdin", said=json.dumps(tables))
    assert done.returncode == 0, done.stderr
    counted = json.loads(done.stdout)
    assert counted["places"] == {"new": 0, "changed": 1, "retired": 2}
    assert counted["staff"]["new"] == 1
    assert not any(counted["agencies"].values())  # not given: as the release has it
    assert "Rahasia" not in done.stdout + done.stderr
    assert app.run("load_region").stdout.count('"changed": 0') == len(counted) - 1


@pytest.mark.parametrize(
    "said", ["", "[]", '{"staff": {}}', '{"personal": {"staff": ["Siti"]}}', '{"data": "x"}']
)
def test_what_is_no_set_of_tables_is_refused_without_repeating_it(app: Rendered, said: str) -> None:
    done = app.run("load_region", "--dry-run", "--stdin", said=said)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "Siti" not in done.stderr


def test_only_what_a_release_holds_is_ever_loaded(app: Rendered) -> None:
    done = app.run("load_region", "--stdin", said="{}")
    assert done.returncode != 0
    assert "--dry-run" in done.stderr
