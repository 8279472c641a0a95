from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.models import AuditEntry, SignIn, User
from smartcity_base.signin import middleware
from smartcity_base.testing.cast import browser

from provider import Key, Provider

SUB = UUID("8d2f5c1e-5a55-4d0a-9d83-0b6a3c1f7e11")


@pytest.fixture
def claims(provider: Provider) -> dict[str, object]:
    provider.claims = {
        "sub": SUB.hex,
        "email": "Siti@Example.org",
        "name": "Siti Rahma",
        "position": "Kepala Seksi",
        "roles": ["officer"],
        "agency": "dinas-pekerjaan-umum",
    }
    return provider.claims


def sign_in(provider: Provider, client: Client, back_to: str = "/") -> int:
    """Go to sign in, do what the browser does at the provider, come back; answers the status."""
    to_provider = client.get("/masuk/", {"next": back_to}).headers["Location"]
    return client.get(f"/oidc/callback/?{provider.authorize(to_provider)}").status_code


def make_due(client: Client) -> None:
    """Time passes: LIVE was last asked longer ago than we go without asking."""
    long_ago = timezone.now() - 2 * middleware.EVERY
    SignIn.objects.filter(pk=client.session.session_key).update(checked_at=long_ago)


def is_signed_in(client: Client) -> bool:
    return "Siti" in client.get("/").text


def test_it_asks_with_pkce_state_and_nonce(provider: Provider) -> None:
    asked = parse_qs(urlsplit(browser().get("/masuk/").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile email smartcity"]
    assert asked["redirect_uri"] == [f"{config().app.url}/oidc/callback/"]
    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43


def test_a_person_comes_back_signed_in_with_what_live_says(
    provider: Provider, claims: dict[str, object], region: None
) -> None:
    client = browser()
    assert sign_in(provider, client) == 302
    user = User.objects.get()
    assert (user.pk, user.email, user.name) == (SUB, "siti@example.org", "Siti Rahma")
    assert user.agency_id == "dinas-pekerjaan-umum"
    assert user.has_role("officer")
    assert client.get("/petugas/").text == "meja"
    assert AuditEntry.objects.get().action == "signin"


def test_a_person_comes_back_to_where_they_were_but_never_to_another_site(
    provider: Provider, claims: dict[str, object]
) -> None:
    for wanted, reached in (("/petugas/", "/petugas/"), ("https://jahat.example/", "/")):
        client = browser()
        to_provider = client.get("/masuk/", {"next": wanted}).headers["Location"]
        back = client.get(f"/oidc/callback/?{provider.authorize(to_provider)}")
        assert back.headers["Location"] == reached


def test_people_are_found_by_sub_and_never_by_email(
    provider: Provider, claims: dict[str, object]
) -> None:
    before = User.objects.create_user(email="siti@example.org", name="Siti Lama", roles=["officer"])
    sign_in(provider, browser())
    before.refresh_from_db()
    assert before.email is None
    assert before.name == "Siti Lama"
    assert User.objects.get(email="siti@example.org").pk == SUB


@pytest.mark.parametrize(
    "spoiled",
    [
        {"aud": "aplikasi-lain"},
        {"aud": ["contoh", "lain"], "azp": "lain"},
        {"iss": "https://palsu.example"},
        {"nonce": "nonce-lain"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
    ids=lambda spoiled: "-".join(spoiled),
)
def test_an_id_token_that_is_not_meant_for_this_sign_in_is_refused(
    provider: Provider, claims: dict[str, object], spoiled: dict[str, object]
) -> None:
    provider.id_claims = spoiled
    client = browser()
    assert sign_in(provider, client) == 400
    assert not User.objects.exists()


def test_an_id_token_of_a_key_that_live_does_not_have_is_refused(
    provider: Provider, claims: dict[str, object]
) -> None:
    provider.key = Key("kunci-palsu")
    assert sign_in(provider, browser()) == 400
    provider.key.kid = "kunci-1"  # and one that only takes the name of the good one
    assert sign_in(provider, browser()) == 400


def test_a_new_key_of_live_is_fetched_when_it_is_first_seen(
    provider: Provider, claims: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(provider, browser())
    monkeypatch.setattr("smartcity_base.signin.provider._ASK_AGAIN_S", 0)
    provider.key = Key("kunci-2")
    provider.keys.append(provider.key)
    assert sign_in(provider, browser()) == 302


def test_userinfo_of_another_person_is_refused(
    provider: Provider, claims: dict[str, object]
) -> None:
    provider.id_claims = {"sub": uuid4().hex}
    assert sign_in(provider, browser()) == 503
    assert not User.objects.exists()


def test_a_callback_with_an_unknown_state_changes_nothing_and_says_so(provider: Provider) -> None:
    client = browser()
    client.get("/masuk/")
    page = client.get("/oidc/callback/?code=x&state=palsu")
    assert page.status_code == 400
    assert "Tidak ada yang diubah" in page.text


def test_signing_in_while_live_is_away_says_so(
    provider: Provider, claims: dict[str, object]
) -> None:
    client = browser()
    to_provider = client.get("/masuk/").headers["Location"]
    back = provider.authorize(to_provider)
    provider.away = True
    page = client.get(f"/oidc/callback/?{back}")
    assert page.status_code == 503
    assert "tidak dapat dihubungi" in page.text


def test_the_way_to_live_is_known_by_convention_before_it_was_ever_reached(
    provider: Provider,
) -> None:
    provider.away = True
    address = browser().get("/masuk/").headers["Location"]
    assert address.startswith(f"{provider.issuer}/identity/o/authorize?")


def test_a_due_session_is_refreshed_and_follows_a_change_of_roles(
    provider: Provider, claims: dict[str, object]
) -> None:
    client = browser()
    sign_in(provider, client)
    first = SignIn.objects.get().refresh_token
    provider.claims["roles"] = []
    assert client.get("/petugas/").status_code == 200  # asked only a moment ago
    make_due(client)
    assert client.get("/petugas/").status_code == 403
    assert SignIn.objects.get().refresh_token in provider.refresh_tokens - {first}


def test_of_two_requests_at_once_only_one_spends_the_refresh_token(
    provider: Provider, claims: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    sign_in(provider, client)
    make_due(client)
    real, spent = middleware._refresh, []

    def slow(kept: SignIn) -> None:
        spent.append(kept.refresh_token)
        assert is_signed_in(client)  # the second request, while the first waits for LIVE
        real(kept)

    monkeypatch.setattr(middleware, "_refresh", slow)
    assert is_signed_in(client)
    assert len(spent) == 1


def test_a_session_that_live_ended_ends_here_at_the_next_check(
    provider: Provider, claims: dict[str, object]
) -> None:
    client = browser()
    sign_in(provider, client)
    provider.refresh_tokens.clear()
    make_due(client)
    assert not is_signed_in(client)
    assert not SignIn.objects.exists()


def test_people_go_on_working_while_live_is_away(
    provider: Provider, claims: dict[str, object]
) -> None:
    client = browser()
    sign_in(provider, client)
    make_due(client)
    provider.away = True
    assert is_signed_in(client)
    asked = len(provider.asked)
    assert is_signed_in(client)
    assert len(provider.asked) == asked  # and nobody waits for it again right away
    provider.away = False
    cache.clear()
    provider.claims["name"] = "Siti Rahma Baru"
    assert "Siti" in client.get("/").text
    assert User.objects.get().name == "Siti Rahma Baru"


def test_signing_out_asks_first_and_then_goes_over_live(
    provider: Provider, claims: dict[str, object]
) -> None:
    client = browser()
    sign_in(provider, client)
    assert client.get("/keluar/").status_code == 200
    assert is_signed_in(client)
    address = client.post("/keluar/").headers["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{provider.issuer}/selesai?")
    assert asked["post_logout_redirect_uri"] == [f"{config().app.url}/"]
    assert asked["id_token_hint"]
    assert not is_signed_in(client)


def test_a_sign_in_goes_with_its_session(provider: Provider, claims: dict[str, object]) -> None:
    client = browser()
    sign_in(provider, client)
    client.session.delete(client.session.session_key)
    assert not SignIn.objects.exists()


def test_the_time_between_two_checks_is_short_enough_for_a_change_of_roles() -> None:
    assert timedelta(minutes=5) >= middleware.EVERY
