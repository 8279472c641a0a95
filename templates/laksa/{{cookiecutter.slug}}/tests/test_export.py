"""The lists as files: by their filter, each for who sees the page, without words or persons."""

import csv
import io
from typing import Any

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person

from .conftest import Reporting
from .test_privacy import SECRETS


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer
    told = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(told)))


def test_the_public_list_is_taken_home_without_a_word_of_anybody(
    reported: Reporting, stranger: Person
) -> None:
    report = reported(**SECRETS)
    head, row = rows(stranger.client.get("/laporan/", {"unduh": "csv"}))
    assert (head[0], row[0]) == ("Nomor", report.number)
    assert row[-1].endswith(f"/laporan/{report.number}/")
    assert not any(secret in str(row) for secret in SECRETS.values())
    assert rows(stranger.client.get("/laporan/", {"unduh": "csv", "state": "selesai"})) == [head]
    assert not AuditEntry.objects.filter(action="ekspor").exists()


def test_an_officer_takes_their_own_queue_and_leaves_a_line(
    reported: Reporting, operator: Person, officer: Person, stranger: Person
) -> None:
    report = reported()
    asked = {"unduh": "csv"}
    assert rows(operator.client.get("/antrean/", asked))[1][0] == report.number
    entry = AuditEntry.objects.get(action="ekspor")
    assert (entry.actor, entry.target) == (operator.user, "antrean")
    assert len(rows(officer.client.get("/antrean/", asked))) == 2
    assert stranger.client.get("/antrean/", asked).status_code == 302
