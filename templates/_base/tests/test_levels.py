"""Levels of identity: a page may ask for one, and LIVE is asked for it on the way in."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from smartcity_base.levels import level_required, reaches
from smartcity_base.models import User
from smartcity_base.signin.people import person as told
from smartcity_base.testing.cast import Casting, Person, browser

from provider import Provider

SUB = UUID("8d2f5c1e-5a55-4d0a-9d83-0b6a3c1f7e12")


@pytest.mark.parametrize(
    ("level", "needed", "enough"),
    [
        ("L0", "L0", True), ("L2", "L1", True), ("L1", "L1", True),
        ("L0", "L1", False), ("", "L0", False), ("L9", "L0", False), ("0", "L0", False),
    ],
)  # fmt: skip
def test_a_level_holds_those_below_it(level: str, needed: str, enough: bool) -> None:
    assert reaches(level, needed) is enough


def test_who_has_the_level_comes_in(person: Casting) -> None:
    for level in ("L1", "L2"):
        assert person(f"Siti {level}", level=level).client.get("/warga/").text == "terverifikasi"


@pytest.mark.parametrize("level", ["", "L0"])
def test_who_has_not_is_told_why_and_how(person: Casting, level: str) -> None:
    answer = person("Budi", level=level).client.get("/warga/?a=1")
    assert answer.status_code == 403
    assert "Data cocok dengan data kependudukan" in answer.text
    assert 'href="/masuk/?acr=L1&amp;next=%2Fwarga%2F%3Fa%3D1"' in answer.text


def test_a_form_that_was_sent_too_early_leads_to_the_first_page(person: Casting) -> None:
    answer = person("Budi").client.post("/warga/")
    assert 'href="/masuk/?acr=L1&amp;next=%2F"' in answer.text


def test_a_stranger_signs_in_and_live_hears_which_level_is_needed(
    stranger: Person, provider: Provider
) -> None:
    answer = stranger.client.get("/warga/")
    assert answer.headers["Location"] == "/masuk/?acr=L1&next=/warga/"
    asked = parse_qs(urlsplit(browser().get(answer.headers["Location"]).headers["Location"]).query)
    assert asked["acr_values"] == ["L1"]


def test_only_levels_that_there_are_can_be_asked_for(provider: Provider) -> None:
    address = browser().get("/masuk/?acr=urn:lain").headers["Location"]
    assert "acr_values" not in parse_qs(urlsplit(address).query)
    with pytest.raises(ValueError, match="no level"):
        level_required("L7")


def test_live_says_the_level_and_takes_it_back(db: None) -> None:
    about = {"sub": SUB.hex, "name": "Siti"}
    assert told({**about, "acr": "L1"}).level == "L1"
    assert told({**about, "acr": "0"}).level == ""
    assert told(about).level == ""
    assert User.objects.get().level == ""
