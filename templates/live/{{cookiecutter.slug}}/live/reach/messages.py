"""WhatsApp and SMS, by whichever provider the region has: one JSON request for each message.

The interface is described in docs/message-providers.md; a provider with another one is reached by a
small adapter of the region's own that speaks this one.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from smartcity_base import portal
from smartcity_base.config import config, has_secret, replaced, secret

from live.reach.models import Dispatch, Phone
from live.reach.send import Away, GivenUp, Later

TOKEN = "message_token"  # noqa: S105  (the name of the secret, not its value)
TIMEOUT_S = 15
LONGEST = 300
# Understood, and no: the same request again gets the same answer.
_REFUSED = frozenset({400, 404, 405, 410, 413, 415, 422})


def is_there() -> bool:
    """Whether the region has a provider, and its token has reached us."""
    return bool(config().setting("message_url")) and has_secret(TOKEN)


def send(dispatch: Dispatch) -> str:
    """The notice's subject and its address; what it says is read behind the sign-in."""
    notice = dispatch.notice
    phone = Phone.objects.filter(pk=notice.user_id).exclude(confirmed_at=None).first()
    if phone is None or not is_there():
        raise GivenUp("no number, or no provider")
    text = f"{config().region.government}: {notice.subject[:LONGEST]}\n{notice.url}"
    return post(phone.number, text, dispatch.key)


def post(to: str, text: str, key: UUID) -> str:
    """Hand one message over; answers the provider's own id for it, if it gave one.

    `to` is E.164. Raises Away (try all later), Later (try this one later) or GivenUp.
    """
    import requests  # here: only the worker sends

    asked = {
        "to": to,
        "channel": config().setting("message_channel"),
        "sender": config().setting("message_sender"),
        "text": text,
        "callback": portal.address(reverse("message_status")),
    }
    headers = {"Authorization": f"Bearer {secret(TOKEN)}", "Idempotency-Key": str(key)}
    try:
        answer = requests.post(
            config().setting("message_url"),
            json=asked,
            headers=headers,
            timeout=TIMEOUT_S,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise Away(type(error).__name__) from error
    status = answer.status_code
    if answer.ok:
        return _id(answer)
    if status in _REFUSED:
        raise GivenUp(f"HTTP {status}")
    if status in (401, 403, 429, 503):  # nobody's message will be taken now
        raise Away(f"HTTP {status}", retry_after(answer.headers.get("Retry-After", "")))
    raise Later(f"HTTP {status}")


def retry_after(said: str) -> float | None:
    """Seconds of a Retry-After (RFC 9110, 10.2.3): a number or a date; None: nothing readable."""
    if re.fullmatch(r"\d{1,9}", said.strip()):
        return float(said)
    try:
        return (parsedate_to_datetime(said) - timezone.now()).total_seconds()
    except (ValueError, TypeError):
        return None


def signed(body: bytes, shown: str) -> bool:
    """Whether a delivery report is of who knows the token: `sha256=` and HMAC-SHA256 in hex."""
    for key in (secret(TOKEN), *replaced(TOKEN)) if has_secret(TOKEN) else ():
        made = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        if hmac.compare_digest(f"sha256={made}".encode(), shown.encode()):
            return True
    return False


def _id(answer: Any) -> str:
    try:
        told = answer.json()
    except ValueError:
        return ""
    return str(told.get("id", ""))[:100] if isinstance(told, dict) else ""
