"""What counts as one. TOTP secrets are encrypted: a stolen dump alone opens no account.

Of a passkey only the public key is here.
"""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction

TYPES = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def encrypt(text: str) -> str:
    return _cipher().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    return _cipher().decrypt(encrypted.encode()).decode()


def encrypt_anew() -> int:
    """Move everything to the secret key of today while the ones before it are still known.

    Answers how many authenticators were written.
    """
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    keys = Authenticator.objects.order_by("pk").values_list("pk", flat=True)
    for pk in keys:
        with transaction.atomic():
            kept = Authenticator.objects.select_for_update().get(pk=pk)
            for name in ("secret", "seed"):
                if name in kept.data:
                    kept.data[name] = _renewed(kept.data[name])
            if codes := kept.data.get("migrated_codes"):
                kept.data["migrated_codes"] = [_renewed(code) for code in codes]
            kept.save(update_fields=["data"])
    return len(keys)


def _renewed(encrypted: str) -> str:
    return _cipher().rotate(encrypted.encode()).decode()


def _cipher() -> MultiFernet:
    """Encrypts with the secret key, and decrypts with those before it too."""
    return MultiFernet(
        _fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _fernet(secret_key: str) -> Fernet:
    key = hashlib.sha256(b"live.second-factor" + secret_key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
