"""New secrets: what was made with those before goes on, for as long as they are kept."""

from __future__ import annotations

import os
import time
from pathlib import Path

import jwt
import pytest
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings

from smartcity_base.config import secret
from smartcity_base.testing.cast import Person, browser

from live import jobs, second_factors, setup_codes
from live.models import SetupCode
from live.oidc import clients
from live.oidc.keys import KEPT_BY_CLIENTS, PUBLISHED_AHEAD, signing_keys
from tests import authenticator
from tests.conftest import SECRET, Enrolling

NEW = "kunci-baru-" * 6


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets like the one of this test run, to be changed at will."""
    own = Path(os.environ["SMARTCITY_SECRETS"])
    for path in own.rglob("*"):
        if path.is_file():
            copy = tmp_path / "secrets" / path.relative_to(own)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    monkeypatch.setenv("SMARTCITY_SECRETS", str(tmp_path / "secrets"))
    return tmp_path / "secrets"


def rotate(settings: LazySettings) -> None:
    """The key that signed and encrypted so far becomes the one before."""
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = NEW


def pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


def test_nobody_is_signed_out_by_a_new_secret_key(citizen: Person, settings: LazySettings) -> None:
    assert citizen.client.get("/akun/").status_code == 200
    rotate(settings)
    assert citizen.client.get("/akun/").status_code == 200
    # Visited while both counted, the session stands on the new one from then on.
    settings.SECRET_KEY_FALLBACKS = []
    assert citizen.client.get("/akun/").status_code == 200


def test_without_the_key_before_they_are(citizen: Person, settings: LazySettings) -> None:
    settings.SECRET_KEY = NEW
    assert citizen.client.get("/akun/").status_code == 302


def test_a_second_factor_moves_to_the_new_key_and_survives_the_end_of_the_one_before(
    enrol: Enrolling, settings: LazySettings
) -> None:
    person = enrol("Ani", "live:administrator")
    kept = Authenticator.objects.get(user=person.user)
    rotate(settings)
    assert TOTP(kept).validate_code(authenticator.code(SECRET))

    jobs.encrypt_anew.call()

    settings.SECRET_KEY_FALLBACKS = []
    kept.refresh_from_db()
    assert second_factors.decrypt(kept.data["secret"]) == SECRET


def test_a_setup_code_that_was_handed_over_still_begins(
    citizen: Person, settings: LazySettings
) -> None:
    code = setup_codes.issue(citizen.user)
    rotate(settings)
    assert setup_codes.find(code) == SetupCode.objects.get()
    assert browser().get(f"/mulai/{code}/").status_code != 410


def test_an_app_shows_its_new_secret_or_the_one_before(secrets: Path) -> None:
    clients.load()
    old = secret("clients/laksa")
    (secrets / "clients/laksa").write_text("rahasia-baru")
    (secrets / "clients/laksa.before").write_text(f"{old}\n\nlebih-lama\n\npaling-lama\n")

    assert clients.load().changed == 1

    client = Client.objects.get(pk="laksa")
    shown = ["rahasia-baru", old, "lebih-lama", "paling-lama", "", "."]
    assert [client.check_secret(one) for one in shown] == [True, True, True, False, False, False]
    assert clients.load().changed == 0
    (secrets / "clients/laksa.before").unlink()
    assert clients.load().changed == 1
    client.refresh_from_db()
    assert [client.check_secret(one) for one in shown[:2]] == [True, False]


def test_both_signing_keys_are_published_and_the_new_one_signs_when_clients_know_it(
    region: None, secrets: Path, settings: LazySettings
) -> None:
    old, new = secret("oidc_key.pem"), pem()
    (secrets / "oidc_key.pem").write_text(new)
    (secrets / "oidc_key.pem.before").write_text(old)
    settings.IDP_OIDC_PRIVATE_KEYS = signing_keys()

    published = browser().get("/.well-known/jwks.json").json()["keys"]

    assert get_adapter().get_signing_key().pem.strip() == old.strip()
    assert PUBLISHED_AHEAD > KEPT_BY_CLIENTS
    came = time.time() - PUBLISHED_AHEAD.total_seconds()
    os.utime(secrets / "oidc_key.pem", (came, came))
    settings.IDP_OIDC_PRIVATE_KEYS = signing_keys()
    assert get_adapter().get_signing_key().pem.strip() == new.strip()
    token = jwt.encode({"sub": "siti"}, old, "RS256")
    fitting = [
        jwt.decode(token, jwt.PyJWK(key, "RS256"), ["RS256"])
        for key in published
        if jwt.PyJWK(key, "RS256").key.public_numbers() == public(old)
    ]
    assert (len(published), fitting) == (2, [{"sub": "siti"}])


def test_after_a_leak_the_new_key_signs_at_once(
    region: None, secrets: Path, settings: LazySettings
) -> None:
    (secrets / "oidc_key.pem").write_text(new := pem())
    settings.IDP_OIDC_PRIVATE_KEYS = signing_keys()
    assert get_adapter().get_signing_key().pem.strip() == new.strip()


def public(text: str) -> rsa.RSAPublicNumbers:
    key = serialization.load_pem_private_key(text.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key.public_key().public_numbers()
