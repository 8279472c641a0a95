"""Text under the key of this app, which only the region has: AES-256-GCM (NIST SP 800-38D).

The secret `data_key` is stretched by HKDF (RFC 5869) into one key that encrypts and one that makes
keyed digests (HMAC, RFC 2104). A text is bound to the column it stands in: copied to another it
does not open. Keys from before still open what they closed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from functools import lru_cache

from smartcity_base.config import replaced, standing_secret

SECRET = "data_key"  # noqa: S105  (the name of a file)
_MARK = "enc1."
_NONCE = 12


class Unreadable(Exception):
    """No key of this app opens it, or it stood in another column; says which, never what."""


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    closes: bytes
    digests: bytes


def encrypt(text: str, place: str) -> str:
    """`text` as it may lie in the column `place`: "enc1.<key>.<nonce and text>"."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = _keys()[0], os.urandom(_NONCE)
    closed = nonce + AESGCM(key.closes).encrypt(nonce, text.encode(), place.encode())
    return prefix() + base64.urlsafe_b64encode(closed).decode()


def decrypt(kept: str, place: str) -> str:
    """What was encrypted for this column. Raises Unreadable."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    name, _, closed = kept.removeprefix(_MARK).partition(".")
    key = next((one for one in _keys() if one.name == name), None)
    if not kept.startswith(_MARK) or key is None:
        raise Unreadable(place)
    try:
        raw = base64.urlsafe_b64decode(closed)
        return AESGCM(key.closes).decrypt(raw[:_NONCE], raw[_NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise Unreadable(place) from error


def prefix() -> str:
    """How everything begins that is under the newest key."""
    return f"{_MARK}{_keys()[0].name}."


def digest(text: str, place: str) -> str:
    """What finds `text` in the column `place` and does not give it away to who lacks the key."""
    return _digest(_keys()[0], text, place)


def digests(text: str, place: str) -> list[str]:
    """The same under each key that counts: what was written before a rotation is found too."""
    return [_digest(key, text, place) for key in _keys()]


def forget_keys() -> None:
    """Read the secret anew."""
    _keys.cache_clear()


def _digest(key: _Key, text: str, place: str) -> str:
    made = hmac.new(key.digests, f"{place}\0{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


@lru_cache(maxsize=1)
def _keys() -> tuple[_Key, ...]:
    return tuple(_key(secret) for secret in (standing_secret(SECRET), *replaced(SECRET)))


def _key(secret: str) -> _Key:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    def made(what: bytes) -> bytes:
        return HKDF(SHA256(), 32, None, b"smartcity.personal." + what).derive(secret.encode())

    return _Key(made(b"name").hex()[:8], made(b"closes"), made(b"digests"))
