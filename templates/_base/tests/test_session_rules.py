"""How a session ends that nobody ended (Peraturan BSSN 4/2021), and that no words are lost."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import AuditEntry, SignIn
from smartcity_base.signin import lifetime
from smartcity_base.testing.cast import Person, browser

from provider import Provider

SUB = UUID("8d2f5c1e-5a55-4d0a-9d83-0b6a3c1f7e11")
WORDS = "Sudah diperiksa di lapangan.\nPipa diganti, jalan ditutup lagi."
HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def officer(provider: Provider, region: None) -> Client:
    """Somebody who signed in at LIVE, as a browser does."""
    provider.claims = {"sub": SUB.hex, "name": "Siti", "roles": ["officer"]}
    return sign_in(provider, browser())


def sign_in(provider: Provider, client: Client) -> Client:
    to_provider = client.get("/masuk/").headers["Location"]
    client.get(f"/oidc/callback/?{provider.authorize(to_provider)}")
    return client


def kept(client: Client, **ago: timedelta) -> None:
    """This long ago it began, or was last used."""
    moments = {name: timezone.now() - span for name, span in ago.items()}
    SignIn.objects.filter(pk=client.session.session_key).update(**moments)


def works(client: Client) -> bool:
    return client.get("/petugas/").status_code == 200


def minutes(many: float) -> timedelta:
    return timedelta(minutes=many)


def test_an_officer_who_does_nothing_for_half_an_hour_is_signed_out(officer: Client) -> None:
    kept(officer, seen_at=minutes(29))
    assert works(officer)
    kept(officer, seen_at=minutes(32))
    assert not works(officer)
    assert AuditEntry.objects.get(action="signin.ended").details == {"reason": "idle"}


def test_every_minute_of_work_counts(officer: Client) -> None:
    kept(officer, seen_at=minutes(29))
    works(officer)
    assert timezone.now() - SignIn.objects.get().seen_at < minutes(1)


def test_a_session_ends_after_its_hours_however_busy(officer: Client) -> None:
    kept(officer, began_at=timedelta(hours=config().safety.session_hours, minutes=1))
    assert not works(officer)


def test_a_citizen_may_be_away_for_hours(provider: Provider, region: None) -> None:
    provider.claims = {"sub": SUB.hex, "name": "Warga", "roles": []}
    client = sign_in(provider, browser())
    kept(client, seen_at=timedelta(hours=5))
    assert client.get("/sesi/").status_code == 200


def test_a_role_may_be_away_longer_where_its_people_work_without_signal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    laksa = next(app for app in config().apps if app.name == "laksa")
    monkeypatch.setitem(laksa.roles["officer"], "idle_minutes", 480)
    assert lifetime.idle_of([("laksa", "officer"), ("live", "administrator")]) == minutes(480)
    assert lifetime.idle_of([("live", "administrator")]) == minutes(30)
    assert lifetime.idle_of([]) is None


def test_a_stolen_cookie_is_worth_nothing_in_another_browser(officer: Client) -> None:
    assert officer.get("/petugas/", headers={"user-agent": "curl/8.9"}).status_code == 302
    assert not works(officer)


def test_signing_in_gives_a_new_session_id(provider: Provider, region: None) -> None:
    provider.claims = {"sub": SUB.hex, "name": "Siti", "roles": ["officer"]}
    client = browser()
    client.get("/masuk/")
    before = client.session.session_key
    sign_in(provider, client)
    assert before
    assert client.session.session_key != before


def test_a_page_can_ask_how_long_is_left_without_being_a_sign_of_life(officer: Client) -> None:
    kept(officer, seen_at=minutes(20))
    told = officer.get("/sesi.json").json()
    assert 590 <= told["left_s"] <= 600
    assert SignIn.objects.get().seen_at < timezone.now() - minutes(19)
    assert officer.post("/sesi.json").json()["left_s"] == 1800
    assert SignIn.objects.get().seen_at > timezone.now() - minutes(1)


def test_an_officers_page_watches_the_clock_and_a_citizens_does_not(
    officer: Client, citizen: Person
) -> None:
    assert 'data-idle="1800"' in officer.get("/").text
    assert "session.js" not in citizen.client.get("/").content.decode()


def test_what_was_typed_when_the_session_ended_comes_back_and_is_sent_again(
    officer: Client, provider: Provider
) -> None:
    kept(officer, seen_at=minutes(40))
    form = {"words": WORDS, "kind": "jalan", "password1": "rahasia sekali", "pilihan": ["a", "b"]}
    page = officer.post("/petugas/?tab=1", form, headers=HERE)
    assert page.status_code == 403
    assert page["Cache-Control"] == "no-store"
    text = page.text
    assert "isian Anda masih ada" in text
    assert WORDS in text
    assert 'action="/petugas/?tab=1"' in text
    assert text.count('name="pilihan"') == 2
    assert "rahasia sekali" not in text
    assert 'target="_blank"' in text
    again = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    sign_in(provider, officer)
    assert officer.post("/petugas/", again).status_code == 200


def test_nothing_that_another_site_sends_is_ever_held(officer: Client) -> None:
    kept(officer, seen_at=minutes(40))
    form = {"words": WORDS}
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"origin": "https://jahat.example"}):
        answer = officer.post("/petugas/", form, headers=headers)
        assert answer.status_code == 302
        assert WORDS not in answer.content.decode()


def test_a_form_with_an_old_token_is_shown_again_with_a_new_one(officer: Client) -> None:
    strict = browser()
    strict.handler.enforce_csrf_checks = True
    page = strict.post("/petugas/", {"words": WORDS}, headers=HERE)
    assert page.status_code == 403
    assert WORDS in page.text
    assert "csrfmiddlewaretoken" in page.text
    assert WORDS not in strict.post("/petugas/", {"words": WORDS}).text


def test_cookies_live_no_longer_than_a_session() -> None:
    assert config().safety.session_hours * 3600 == settings.SESSION_COOKIE_AGE
