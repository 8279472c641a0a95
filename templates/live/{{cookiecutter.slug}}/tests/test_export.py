"""LIVE's lists as files: what the page shows, by its filter; people only for administrators."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person

from live.models import BrowserSession


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200, answer
    told = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(told)))


@pytest.mark.parametrize("address", ["/layanan-publik/", "/instansi/", "/tempat/"])
def test_a_stranger_takes_a_list_home(region: None, stranger: Person, address: str) -> None:
    assert f"{address}" in stranger.client.get(address).content.decode()
    assert "?unduh=xlsx" in stranger.client.get(address).content.decode()
    assert len(rows(stranger.client.get(address, {"unduh": "csv"}))) > 1


def test_it_is_narrowed_as_the_page_is(region: None, stranger: Person) -> None:
    everything = rows(stranger.client.get("/tempat/", {"unduh": "csv"}))
    some = rows(stranger.client.get("/tempat/", {"unduh": "csv", "kind": "market"}))
    assert 1 < len(some) < len(everything)
    assert {row[2] for row in some[1:]} == {"market"}


def test_people_are_for_administrators_and_their_addresses_for_who_asks(
    administrator: Person, officer: Person
) -> None:
    given = {"only": "all", "unduh": "csv"}
    told = rows(administrator.client.post("/orang/", given))
    assert "petugas@example.org" not in str(told)
    told = rows(administrator.client.post("/orang/", given | {"pribadi": "1"}))
    assert "petugas@example.org" in str(told)
    personal = [entry.details["personal"] for entry in AuditEntry.objects.filter(action="ekspor")]
    assert personal == [["email", "phone"], []]  # newest first
    assert officer.client.post("/orang/", given).status_code == 403


def test_addresses_go_to_nobody_whose_screen_was_left_open(administrator: Person) -> None:
    BrowserSession.objects.update(started_at=timezone.now() - timedelta(hours=1))
    given = {"only": "all", "unduh": "csv", "pribadi": "1"}
    answer = administrator.client.post("/orang/", given, headers={"sec-fetch-site": "same-origin"})
    assert answer.status_code == 403
    assert 'name="unduh" value="csv"' in answer.text
    assert not AuditEntry.objects.filter(action="ekspor").exists()
