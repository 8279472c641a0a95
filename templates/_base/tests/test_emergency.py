"""Emergency numbers: at the foot of every page, and on one that opens without a line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from smartcity_base import context, emergency
from smartcity_base.config import config
from smartcity_base.testing.cast import Person

pytestmark = pytest.mark.usefixtures("region")


def test_every_page_ends_with_numbers_that_a_phone_dials(stranger: Person) -> None:
    page = stranger.client.get("/").content.decode()
    foot = page[page.index("<footer") :]
    assert re.findall(r'href="tel:(\d+)"', foot)[:3] == ["112", "110", "113"]
    assert 'href="/darurat/"' in foot


def test_the_page_is_the_same_for_everybody_and_may_be_kept(
    stranger: Person, officer: Person
) -> None:
    answer = stranger.client.get("/darurat/")
    assert answer["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" in answer["Vary"], "which holds the language"
    assert answer.content == officer.client.get("/darurat/").content
    assert 'href="tel:119"' in answer.content.decode()


def test_a_region_may_have_none(stranger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(config(), emergency=())
    monkeypatch.setattr(context, "config", lambda: changed)
    page = stranger.client.get("/darurat/").content.decode()
    assert "belum mencantumkan" in page
    assert "tel:1" not in page
    assert emergency.page  # the address stays: it may be kept on phones
