from __future__ import annotations

import base64
import hmac
import json
import time
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from smartcity_base.backchannel import EVENT, make_logout_token
from smartcity_base.models import SignIn, SpentToken, User
from smartcity_base.testing.cast import Casting, Person, browser

from provider import Key, Provider


@pytest.fixture
def siti(provider: Provider, person: Casting) -> Person:
    return person("Siti")


def keep(someone: Person, sid: str, client: Client | None = None) -> Client:
    """A browser of this person that came by the LIVE session `sid`."""
    assert isinstance(someone.user, User)
    if client is None:
        client = browser()
        client.force_login(someone.user)
    SignIn.objects.update_or_create(
        session=Session.objects.get(pk=client.session.session_key),
        defaults={"user": someone.user, "sid": sid, "checked_at": timezone.now()},
    )
    return client


def logout(token: str) -> int:
    return browser().post("/oidc/backchannel-logout", {"logout_token": token}).status_code


def token(provider: Provider, key: Key, **changes: Any) -> str:
    now = int(time.time())
    claims = {
        "iss": provider.issuer,
        "aud": "contoh",
        "iat": now,
        "exp": now + 60,
        "jti": uuid4().hex,
        "sid": "sesi-1",
        "events": {EVENT: {}},
    } | changes
    return key.sign({name: value for name, value in claims.items() if value is not None})


def encoded(header: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")


def signed_in(client: Client) -> bool:
    return "Siti" in client.get("/").text


def test_a_logout_token_ends_the_sessions_of_its_sid_and_no_other(
    provider: Provider, key: Key, siti: Person
) -> None:
    phone, laptop = keep(siti, "sesi-1"), keep(siti, "sesi-2")
    made = make_logout_token(
        issuer=provider.issuer, audience="contoh", key=key.private, kid=key.kid, sid="sesi-1"
    )
    assert logout(made) == 200
    assert (signed_in(phone), signed_in(laptop)) == (False, True)


def test_a_logout_token_with_a_sub_alone_ends_all_sessions_of_that_person(
    provider: Provider, key: Key, siti: Person, person: Casting
) -> None:
    phone, laptop = keep(siti, "sesi-1"), keep(siti, "sesi-2")
    other = person("Siti Lain")
    keep(other, "sesi-3", other.client)
    assert isinstance(siti.user, User)
    made = make_logout_token(
        issuer=provider.issuer,
        audience="contoh",
        key=key.private,
        kid=key.kid,
        sub=siti.user.pk.hex,
    )
    assert logout(made) == 200
    assert (signed_in(phone), signed_in(laptop), signed_in(other.client)) == (False, False, True)


def test_a_logout_token_works_once(provider: Provider, key: Key, siti: Person) -> None:
    made = token(provider, key)
    assert logout(made) == 200
    after = keep(siti, "sesi-1")
    assert logout(made) == 400
    assert signed_in(after)
    assert SpentToken.objects.count() == 1


@pytest.mark.parametrize(
    "spoiled",
    [
        {"iss": "https://palsu.example"},
        {"aud": "aplikasi-lain"},
        {"exp": 1_000_000_000},
        {"iat": None},
        {"jti": None},
        {"nonce": "n"},
        {"events": None},
        {"events": {"http://schemas.example/lain": {}}},
        {"events": {EVENT: "ya"}},
        {"sid": None},
        {"sub": "bukan-uuid"},
    ],
    ids=str,
)
def test_a_logout_token_that_is_not_good_ends_nothing(
    provider: Provider, key: Key, siti: Person, spoiled: dict[str, Any]
) -> None:
    client = keep(siti, "sesi-1")
    assert logout(token(provider, key, **spoiled)) == 400
    assert signed_in(client)


def test_a_logout_token_signed_by_nobody_or_by_a_stranger_ends_nothing(
    provider: Provider, key: Key, siti: Person
) -> None:
    client = keep(siti, "sesi-1")
    good = token(provider, key)
    head, body, _ = good.split(".")
    public = key.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # The public key as an HMAC secret: the oldest trick against a check that trusts `alg`.
    confused = f"{encoded({'alg': 'HS256', 'kid': key.kid})}.{body}"
    mac = hmac.digest(public, confused.encode(), "sha256")
    for bad in (
        f"{encoded({'alg': 'none', 'kid': key.kid})}.{body}.",
        f"{head}.{body}.AAAA",
        f"{confused}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}",
        token(provider, Key(key.kid)),
        token(provider, Key("tidak-dikenal")),
        "",
        "bukan token",
    ):
        assert logout(bad) == 400
    assert signed_in(client)


def test_an_id_token_is_no_logout_token(provider: Provider, key: Key, siti: Person) -> None:
    client = keep(siti, "sesi-1")
    now = int(time.time())
    id_token = key.sign(
        {"iss": provider.issuer, "aud": "contoh", "sub": uuid4().hex, "sid": "sesi-1", "jti": "a"}
        | {"iat": now, "exp": now + 60, "nonce": "n"}
    )
    assert logout(id_token) == 400
    assert signed_in(client)


def test_live_is_asked_to_try_again_when_its_keys_are_out_of_reach(
    provider: Provider, key: Key, siti: Person
) -> None:
    provider.away = True
    assert logout(token(provider, key)) == 503
    provider.away = False
    assert logout(token(provider, key)) == 200


def test_known_keys_serve_while_live_is_away(provider: Provider, key: Key, siti: Person) -> None:
    logout(token(provider, key))
    provider.away = True
    assert logout(token(provider, key)) == 200


def test_only_a_post_is_heard(provider: Provider) -> None:
    assert browser().get("/oidc/backchannel-logout").status_code == 405
