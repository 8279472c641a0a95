"""The same on PostgreSQL, as on servers: a cluster of the tests' own, on a socket."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rendered import Rendered
from test_prepare import bring_a_migration

PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nowhere"))
pytestmark = pytest.mark.skipif(
    not (PROGRAMS / "initdb").exists() or not shutil.which("pg_dump"),
    reason="PostgreSQL is not installed here",
)


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    """The folder with the socket of a running cluster that knows the person who runs the tests."""
    # PostgreSQL does not run as root; a path of its own, because a socket's must be short.
    other = "nobody" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        data = folder / "data"
        data.mkdir()
        if other:
            shutil.chown(data, other)
            shutil.chown(folder, other)
        folder.chmod(0o755)

        def server(program: str, *options: str) -> None:
            command = [str(PROGRAMS / program), "-D", str(data), *options]
            with (folder / "log").open("a") as log:
                subprocess.run(command, user=other, cwd=folder, stdout=log, stderr=log, check=True)

        server("initdb", "--username", getpass.getuser(), "--auth=trust", "--no-sync")
        server("pg_ctl", "-w", "-o", f"-c listen_addresses='' -k {folder} -F", "start")
        try:
            yield folder
        finally:
            server("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture
def app(socket: Path, tmp_path: Path) -> Rendered:
    """An app whose database is new and has a name such as the kit gives it."""
    subprocess.run(["dropdb", "-h", socket, "--if-exists", "sc-contoh"], check=True)
    subprocess.run(["createdb", "-h", socket, "sc-contoh"], check=True)
    made = Rendered(tmp_path / "app")
    made.environment["SMARTCITY_DATABASE"] = f"postgresql:///sc-contoh?host={socket}"
    return made


def test_it_prepares_twice_and_dumps_before_a_migration(app: Rendered, tmp_path: Path) -> None:
    assert app.prepare()["changed"]
    assert not app.prepare()["changed"]
    bring_a_migration(app)
    dump = Path(app.prepare("--dump-to", str(tmp_path / "dumps"))["dump"])
    assert dump.stat().st_mode & 0o777 == 0o600
    listed = subprocess.run(["pg_restore", "--list", dump], capture_output=True, text=True)
    assert "TABLE DATA public base_village" in listed.stdout


def test_a_dump_that_pg_dump_refuses_stops_the_migration(app: Rendered, tmp_path: Path) -> None:
    app.prepare()
    bring_a_migration(app)
    (tmp_path / "pg_dump").write_text("#!/bin/sh\necho 'server version mismatch' >&2\nexit 1\n")
    (tmp_path / "pg_dump").chmod(0o755)
    app.environment["PATH"] = f"{tmp_path}:{app.environment['PATH']}"
    done = app.run("prepare", "--dump-to", str(tmp_path / "dumps"))
    assert done.returncode != 0
    assert "nothing was migrated: server version mismatch" in done.stderr
    assert list((tmp_path / "dumps").iterdir()) == []
    assert "[ ] 0001_initial" in app.run("showmigrations", "contoh").stdout


def test_jobs_left_by_a_dead_worker_are_done_there_too(app: Rendered, tmp_path: Path) -> None:
    app.prepare()
    note = tmp_path / "note"
    app.python(
        "from contoh.jobs import note; from django_tasks_db.models import DBTaskResult;"
        f"note.enqueue(file={str(note)!r}, text='ya');"
        "DBTaskResult.objects.update(status='RUNNING', worker_ids=['mati'])"
    )
    assert app.run("work", "--once").returncode == 0
    assert note.read_text() == "ya\n"


def test_a_spent_logout_token_is_refused_without_breaking_the_request(app: Rendered) -> None:
    app.prepare()
    asked = (
        "from datetime import datetime, UTC\n"
        "from django.db import transaction\n"
        "from smartcity_base.backchannel import spend\n"
        "from smartcity_base.models import SpentToken\n"
        "with transaction.atomic():\n"
        "    first = [spend('a', datetime.now(UTC)) for _ in range(2)]\n"
        "    print(first, SpentToken.objects.count())"
    )
    assert app.python(asked) == "[True, False] 1"
