"""Which key signs: a new one is published first, and signs when every client can have seen it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from smartcity_base.config import replaced, secret, secret_file

# Clients keep the published keys for a while, and some ask for an unknown one no more than once a
# minute: signing with it at once would refuse people for as long.
KEPT_BY_CLIENTS = timedelta(minutes=5)
PUBLISHED_AHEAD = timedelta(minutes=10)
_NAME = "oidc_key.pem"


def signing_keys() -> list[dict[str, Any]]:
    """For allauth: the key of today, and those before it, which sign until its time has come.

    Once the ones before are retired (after a leak, say) the key of today signs whatever its age.
    """
    before = [{"pem": pem} for pem in replaced(_NAME)]
    today: dict[str, Any] = {"pem": secret(_NAME)}
    if before:
        came = datetime.fromtimestamp(secret_file(_NAME).stat().st_mtime, UTC)
        today["not_before"] = came + PUBLISHED_AHEAD
    return [today, *before]


def keep_parsed() -> None:
    """Parse a key once and not for every token: its check of primes takes longer than all else."""
    from allauth.core.internal import jwkkit

    jwkkit.load_jwk_from_pem = lru_cache(maxsize=8)(jwkkit.load_jwk_from_pem)
