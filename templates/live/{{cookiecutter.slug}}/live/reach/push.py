"""Web Push (RFC 8030): a nudge to a browser, which says only that there is news.

The payload holds no word of the notice: it passes through the browser maker's servers, and stands
on a locked screen. Encrypted by RFC 8291, signed by VAPID (RFC 8292) with a key the kit made.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import time
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from smartcity_base import portal
from smartcity_base.config import config, has_secret, secret

from live.reach.messages import retry_after
from live.reach.models import Dispatch, Subscription
from live.reach.send import Away, GivenUp, Later

KEY = "push_key.pem"
# Whom we push to: a browser could name any address, and we would knock there for it.
SERVICES = (
    "fcm.googleapis.com",  # Chrome and what is made of it
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)
TIMEOUT_S = 15
TTL_S = 24 * 60 * 60  # a phone that was off for longer finds it in the inbox
TOKEN_S = 12 * 60 * 60  # RFC 8292: at most a day
RECORD = 4096


def is_there() -> bool:
    return has_secret(KEY)


def is_service(endpoint: str) -> bool:
    """Whether that is an address of a push service that we know."""
    parts = urlsplit(endpoint)
    host = (parts.hostname or "").lower()
    known = any(host == one or (one[0] == "." and host.endswith(one)) for one in SERVICES)
    return parts.scheme == "https" and parts.port in (None, 443) and known


def send(dispatch: Dispatch) -> str:
    """Nudge each of the person's browsers; those that gave the subscription up are forgotten."""
    there = list(Subscription.objects.filter(user=dispatch.notice.user_id))
    words = {"title": config().branding.display_name or config().app.title,
             "url": portal.address(reverse("inbox"))}  # fmt: skip
    reached, later = 0, ""
    for subscription in there:
        status, wait = _nudge(subscription, json.dumps(words).encode(), str(dispatch.key))
        # RFC 8030, 7.3: it will never be there again. 403: it was made with a key of before
        # (RFC 8292, 4.2), and the browser makes a new one when it is opened.
        if status in (403, 404, 410):
            subscription.delete()
        elif 200 <= status < 300:
            reached += 1
        elif status == 429:
            raise Away("HTTP 429", wait)
        elif status == 0 or status >= 500:
            later = f"HTTP {status}"
    if not reached and later:
        raise Later(later)
    if not reached:
        raise GivenUp("no browser was reached")
    return str(reached)


def _nudge(subscription: Subscription, payload: bytes, topic: str) -> tuple[int, float | None]:
    """The push service's status (0: it did not answer), and after how many seconds to come again.

    One topic for a notice (RFC 8030, 5.4): a second attempt replaces the first on its way.
    """
    import requests  # here: only the worker sends

    try:
        answer = requests.post(
            subscription.endpoint,
            data=encrypted(payload, subscription.p256dh, subscription.auth),
            headers={
                "Authorization": authorization(subscription.endpoint),
                "Content-Encoding": "aes128gcm",
                "TTL": str(TTL_S),
                "Topic": topic.replace("-", "")[:32],
                "Urgency": "normal",
            },
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.RequestException:
        return 0, None
    return answer.status_code, retry_after(answer.headers.get("Retry-After", ""))


def encrypted(payload: bytes, p256dh: str, auth: str) -> bytes:
    """One record of aes128gcm (RFC 8188) under the keys of a subscription (RFC 8291)."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    curve = ec.SECP256R1()
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(curve, unb64(p256dh))
    own = ec.generate_private_key(curve)
    salt, public, received = os.urandom(16), point(own.public_key()), point(theirs)
    shared = own.exchange(ec.ECDH(), theirs)
    secret_ = _hkdf(unb64(auth), shared, b"WebPush: info\0" + received + public, 32)
    key = _hkdf(salt, secret_, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _hkdf(salt, secret_, b"Content-Encoding: nonce\0", 12)
    head = salt + struct.pack("!IB", RECORD, len(public)) + public
    return head + AESGCM(key).encrypt(nonce, payload + b"\x02", None)


def authorization(endpoint: str) -> str:
    """Who pushes (RFC 8292): a token for that push service alone, and the key to check it by."""
    import jwt

    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + TOKEN_S,
        "sub": f"mailto:{config().contact.email}" if config().contact.email else config().issuer,
    }
    return f"vapid t={jwt.encode(claims, secret(KEY), algorithm='ES256')}, k={public_key()}"


@lru_cache(maxsize=1)
def public_key() -> str:
    """What a browser subscribes with (`applicationServerKey`)."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key: Any = load_pem_private_key(secret(KEY).encode(), None)
    return b64(point(key.public_key()))


def point(key: Any) -> bytes:
    """A public key as the 65 bytes of X9.62."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    made: bytes = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return made


def _hkdf(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, info).derive(key)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Raises ValueError for what is no base64url."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
