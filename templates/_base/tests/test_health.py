from __future__ import annotations

import json

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from smartcity_base.testing.cast import Person

from rendered import Rendered


def test_it_is_ready_with_its_database_and_all_migrations(stranger: Person) -> None:
    answer = stranger.client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": True, "migrations": True}
    assert "no-store" in answer["Cache-Control"]


def test_it_is_not_ready_when_a_migration_is_missing(stranger: Person) -> None:
    MigrationRecorder(connection).record_unapplied("base", "0001_initial")
    answer = stranger.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": True, "migrations": False}


def test_it_is_alive_and_not_ready_without_its_database(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    app = Rendered(tmp_path_factory.mktemp("health") / "app")
    asked = app.python(
        "from django.test import Client; from smartcity_base.config import config;"
        "c = Client(headers={'host': config().app.host});"
        "r = c.get('/readyz'); print(c.get('/healthz').status_code, r.status_code, r.text)"
    )
    alive, ready, body = asked.splitlines()[-1].split(" ", 2)
    assert (alive, ready) == ("200", "503")
    assert json.loads(body) == {
        "ready": False,
        "release": "rilis-1",
        "checks": {"database": False, "migrations": False},
    }
