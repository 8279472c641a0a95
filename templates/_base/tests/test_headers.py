"""What every answer closes, and whom to tell of a weakness."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from smartcity_base import config as config_module
from smartcity_base import headers
from smartcity_base.config import Contact
from smartcity_base.testing.cast import Person


def test_every_answer_is_closed_to_other_sites(stranger: Person) -> None:
    for address in ("/", "/tidak-ada/", "/logo", "/healthz"):
        answer = stranger.client.get(address)
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Frame-Options"] == "DENY"
        assert "camera=()" in answer["Permissions-Policy"]
        assert "geolocation=(self)" in answer["Permissions-Policy"]


def test_security_txt_names_the_regions_contact_until_a_day_within_a_year(
    stranger: Person,
) -> None:
    answer = stranger.client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    assert ["Contact", "mailto:halo@kotacontoh.go.id"] in fields
    assert ["Contact", "tel:+62210000000"] in fields
    assert ["Canonical", "https://contoh.kotacontoh.go.id/.well-known/security.txt"] in fields
    until = datetime.fromisoformat(dict(fields)["Expires"])
    assert timedelta(days=90) < until - timezone.now() < timedelta(days=365)


def test_without_a_contact_the_portal_is_named(
    stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(config_module.config(), contact=Contact())
    monkeypatch.setattr(headers, "config", lambda: known)
    told = stranger.client.get("/.well-known/security.txt").content.decode()
    assert told.startswith("Contact: https://live.kotacontoh.go.id\n")
