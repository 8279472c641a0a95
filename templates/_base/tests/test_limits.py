"""Limits: who is counted as one, what it costs, and what the refused are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from smartcity_base import openapi
from smartcity_base.limits import A_MINUTE, Limit, TooMany, address, named, person
from smartcity_base.models import Tally
from smartcity_base.testing.cast import Person

FEW = Limit("tests:few", 2)
PAGE = "/pameran/"


def asked_from(where: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"x-real-ip": where})


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    told = [datetime.fromisoformat("2026-07-06T09:00:00+08:00")]
    monkeypatch.setattr(timezone, "now", lambda: told[0])
    return told


def test_beyond_its_limit_a_form_answers_when_to_come_back(
    stranger: Person, now: list[datetime]
) -> None:
    assert [stranger.client.post(PAGE).status_code for _ in range(2)] == [200, 200]
    now[0] += timedelta(minutes=10)
    answer = stranger.client.post(PAGE)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3000")
    page = answer.content.decode()
    assert "6 Juli 2026 pukul 10.00 WITA" in page
    assert "Tidak ada yang diubah" in page
    assert stranger.client.get(PAGE).status_code == 200


def test_after_its_span_it_counts_anew(stranger: Person, now: list[datetime]) -> None:
    for _ in range(3):
        stranger.client.post(PAGE)
    now[0] += timedelta(minutes=60)
    assert stranger.client.post(PAGE).status_code == 200


def test_another_address_is_somebody_else(stranger: Person) -> None:
    for _ in range(3):
        stranger.client.post(PAGE)
    elsewhere = stranger.client.post(PAGE, headers={"x-real-ip": "192.0.2.9"})
    assert elsewhere.status_code == 200


def test_the_addresses_of_one_ipv6_network_are_one() -> None:
    one, two, other = map(
        asked_from, ("2001:db8:1:1::1", "2001:db8:1:1:ffff::9", "2001:db8:1:2::1")
    )
    assert address(one) == address(two) != address(other)


def test_who_is_signed_in_is_counted_as_themselves_wherever_they_are(citizen: Person) -> None:
    request = asked_from("192.0.2.1")
    request.user = citizen.user
    assert person(request) == citizen.user.pk.hex


def test_counting_takes_one_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        FEW.count(asked_from("192.0.2.1"))
    assert len(asked) == 1


def test_neither_an_address_nor_a_person_is_kept(citizen: Person) -> None:
    request = asked_from("192.0.2.1")
    FEW.count(request)
    FEW.count_of(citizen.user.pk.hex)
    kept = str(list(Tally.objects.values()))
    assert "192.0.2" not in kept
    assert citizen.user.pk.hex not in kept


def test_a_token_may_have_a_limit_of_its_own(db: None) -> None:
    FEW.count_of("kunci", most=1)
    with pytest.raises(TooMany):
        FEW.count_of("kunci", most=1)
    FEW.count_of("kunci lain", most=1)


def test_two_limits_of_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="contoh:sent"):
        named("contoh:sent", 1, A_MINUTE)


def test_going_to_sign_in_is_limited(stranger: Person, monkeypatch: Any) -> None:
    monkeypatch.setattr(Tally, "one_more", lambda key, span: 10_000)
    answer = stranger.client.get("/masuk/")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60


def test_the_api_says_it_as_a_problem(rf: RequestFactory) -> None:
    answer = openapi._as_problem(rf.get("/"), TooMany(timezone.now() + A_MINUTE))
    assert answer.status_code == 429
    assert answer["Content-Type"] == "application/problem+json"
    assert 0 < int(answer["Retry-After"]) <= 60
