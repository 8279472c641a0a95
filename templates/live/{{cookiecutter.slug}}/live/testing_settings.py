"""Settings for LIVE's tests in place: the real ones, over a folder with keys of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from smartcity_base.testing.place import make_place

if "SMARTCITY_CONFIG" not in os.environ:
    place = make_place("live", Path(__file__).parents[2] / "app.yml")
    secrets = place / "secrets"
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (secrets / "oidc_key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    push = ec.generate_private_key(ec.SECP256R1())
    (secrets / "push_key.pem").write_bytes(
        push.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (secrets / "message_token").write_text("token-of-the-message-provider", "utf-8")
    (secrets / "scim_token").write_text("token-of-the-personnel-system", "utf-8")
    (secrets / "clients").mkdir()
    (secrets / "links").mkdir()
    region = json.loads((place / "region.json").read_text("utf-8"))
    for app in region["apps"]:
        (secrets / "clients" / app["name"]).write_text(f"secret-of-{app['name']}", "utf-8")
        if app["name"] != "live":
            (secrets / "links" / app["name"]).write_text(f"shared-with-{app['name']}" * 4, "utf-8")
    # The sample region knows no more of LIVE than any app does: its roles come from the card.
    region["apps"][0]["roles"] = region["app"]["roles"]
    region["app"]["settings"]["provisioning"] = True
    (place / "region.json").write_text(json.dumps(region), "utf-8")

from config.settings import *  # noqa: F403

# Cheap on purpose: the tests make many people, and none has a password worth guarding.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "live.passwords.ClientSecretHasher",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
KEPT_S = 0  # a test's database is empty again before a minute is over
SECURE_SSL_REDIRECT = False
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = ""  # no nginx here to set it
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
