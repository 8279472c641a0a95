"""Proving once more who one is: asked by `max_age`, answered by `auth_time`, and nothing lost."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import SignIn
from smartcity_base.testing.cast import Casting, Person, browser

from provider import Provider

SUB = UUID("8d2f5c1e-5a55-4d0a-9d83-0b6a3c1f7e11")
WORDS = "Nomor induk dicocokkan.\nDua orang belum terdaftar."
HERE = {"sec-fetch-site": "same-origin"}
NOW, HOUR_AGO = 0, 3600


@pytest.fixture
def officer(provider: Provider, region: None) -> Client:
    """Signed in at a provider by a proof that is an hour old."""
    provider.claims = {"sub": SUB.hex, "name": "Siti", "roles": ["officer"]}
    client = browser()
    assert returned(provider, client, "/masuk/", proven_s_ago=HOUR_AGO) == (302, "/")
    return client


def returned(
    provider: Provider, client: Client, address: str, proven_s_ago: int | None
) -> tuple[int, str]:
    """Over the provider, which says when the person proved it, and back: status and where to."""
    told = {} if proven_s_ago is None else {"auth_time": int(time.time()) - proven_s_ago}
    provider.id_claims = told
    to_provider = client.get(address).headers["Location"]
    answer = client.get(f"/oidc/callback/?{provider.authorize(to_provider)}")
    return answer.status_code, answer.headers.get("Location", "")


def asked(location: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(location).query)


def test_an_old_proof_is_renewed_at_the_provider_and_leads_back_to_the_page(
    officer: Client, provider: Provider
) -> None:
    first = officer.get("/peka/?tab=2").headers["Location"]
    assert first == "/masuk/lagi/?max_age=600&next=%2Fpeka%2F%3Ftab%3D2"
    to_provider = officer.get(first).headers["Location"]
    assert asked(to_provider)["max_age"] == ["600"]
    assert returned(provider, officer, first, NOW) == (302, "/peka/?tab=2")
    assert officer.get("/peka/?tab=2").text == "peka"


@pytest.mark.parametrize("proven_s_ago", [HOUR_AGO, None, -3600])
def test_a_provider_that_passes_over_what_was_asked_opens_nothing(
    officer: Client, provider: Provider, proven_s_ago: int | None
) -> None:
    first = officer.get("/peka/").headers["Location"]
    assert returned(provider, officer, first, proven_s_ago)[0] == 403
    assert officer.get("/peka/").status_code == 302
    assert officer.get("/petugas/").text == "meja"  # still signed in


def test_an_address_that_asks_for_less_opens_nothing(officer: Client, provider: Provider) -> None:
    mild = "/masuk/lagi/?max_age=86400&next=/peka/"
    assert returned(provider, officer, mild, HOUR_AGO) == (302, "/peka/")
    assert officer.get("/peka/").status_code == 302


@pytest.mark.parametrize("wrong", ["", "-1", "x", "9" * 30])
def test_what_is_no_age_asks_for_a_proof_now(officer: Client, wrong: str) -> None:
    to_provider = officer.get("/masuk/lagi/", {"max_age": wrong}).headers["Location"]
    assert asked(to_provider)["max_age"] == ["0"]


def test_a_plain_sign_in_needs_no_auth_time(provider: Provider, officer: Client) -> None:
    assert returned(provider, browser(), "/masuk/", None) == (302, "/")


def test_it_leads_to_no_other_site(officer: Client, provider: Provider) -> None:
    away = "/masuk/lagi/?max_age=600&next=https://jahat.example/"
    assert returned(provider, officer, away, NOW) == (302, "/")


def test_what_was_sent_with_an_old_proof_comes_back_and_is_sent_again(
    officer: Client, provider: Provider
) -> None:
    form = {"words": WORDS, "kind": "nik", "passphrase": "rahasia sekali"}
    page = officer.post("/peka/?tab=2", form, headers=HERE)
    assert (page.status_code, page["Cache-Control"]) == (403, "no-store")
    assert WORDS in page.text
    assert "rahasia sekali" not in page.text
    assert 'action="/peka/?tab=2"' in page.text
    (way,) = re.findall(r'<li><a href="([^"]+)" target="_blank"', page.text)
    assert way == "/masuk/lagi/?max_age=600&amp;next=%2Fsesi%2F"
    token = page.context["csrf_token"]
    assert returned(provider, officer, way.replace("&amp;", "&"), NOW) == (302, "/sesi/")
    officer.handler.enforce_csrf_checks = True  # the page that waits needs no new token
    again = {"words": WORDS, "csrfmiddlewaretoken": str(token)}
    came = {**HERE, "origin": config().app.origin}
    assert officer.post("/peka/?tab=2", again, headers=came).text == WORDS


def test_a_button_without_words_leads_back_to_the_page_it_is_on(officer: Client) -> None:
    came = {**HERE, "referer": f"{config().app.origin}/petugas/?a=1"}
    page = officer.post("/peka/", headers=came)
    assert 'href="/masuk/lagi/?max_age=600&amp;next=%2Fpetugas%2F%3Fa%3D1"' in page.text
    assert '<form method="post" action="/peka/"' not in page.text


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}])
def test_nothing_that_another_site_sends_is_held(officer: Client, headers: dict[str, str]) -> None:
    came = {**headers, "referer": "https://jahat.example/x"}
    page = officer.post("/peka/", {"words": WORDS}, headers=came)
    assert page.status_code == 403
    assert WORDS not in page.text
    assert "jahat" not in page.text


def test_a_proof_grows_old_while_the_session_goes_on(officer: Client, provider: Provider) -> None:
    returned(provider, officer, "/masuk/lagi/?max_age=0&next=/peka/", NOW)
    assert officer.get("/peka/").status_code == 200
    SignIn.objects.update(proven_at=timezone.now() - timedelta(minutes=12))
    assert officer.get("/peka/").status_code == 302


def test_who_may_not_is_not_asked_and_who_is_signed_out_signs_in(
    person: Casting, stranger: Person
) -> None:
    assert person("Warga", proven=timedelta(hours=1)).client.get("/peka/").status_code == 403
    assert stranger.client.get("/peka/").headers["Location"] == "/masuk/?next=/peka/"


def test_an_administrator_whose_proof_is_old_reaches_no_token(
    person: Casting, region: None
) -> None:
    old = person("Pengelola", roles=["administrator"], proven=timedelta(minutes=17))
    assert old.client.get("/pengaturan/token/").headers["Location"].startswith("/masuk/lagi/?")
    assert old.client.post("/pengaturan/token/").status_code == 403
    assert old.client.post("/pengaturan/token/1/kunci/").status_code == 403
