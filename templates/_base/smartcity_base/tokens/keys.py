"""Keys: made once, shown once, and kept as a hash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from smartcity_base.api import Refused
from smartcity_base.config import card, config
from smartcity_base.limits import TooMany, named
from smartcity_base.models import ApiToken

_SHOWN_TOKEN = named("token", most=0)  # each token has a limit of its own
_SHOWN = 4  # of the random part
_OFTEN = timedelta(minutes=1)  # how exactly the last use is known; a list page costs no write


def scopes() -> Mapping[str, Mapping[str, str]]:
    """What a token of this app may be good for, by its card: name to title and help."""
    return card().get("scopes") or {}


def give_key(token: ApiToken) -> str:
    """Give a token, saved or not, a new key; the one it had is worth nothing from then on.

    256 random bits cannot be guessed, so a plain hash is enough; a slow one would only help those
    who want to keep the server busy. It begins with the app's name: one that was left lying about
    says where it belongs, and is found by who looks for such.
    """
    begin = f"{config().app.name}_"
    key = begin + token_urlsafe(32)
    token.key_hash, token.key_hint = hashed(key), key[: len(begin) + _SHOWN]
    token.save()
    return key


def use(key: str, scope: str) -> ApiToken:
    """The token with this key, after counting the call.

    Refused: 401 for a key that does not count (any more), 403 without the scope, 429 beyond its
    limit.
    """
    token = ApiToken.objects.filter(key_hash=hashed(key), active=True).first() if key else None
    if token is None or token.is_over():
        said = _("Token wajib disertakan.") if not key else _(
            "Token tidak dikenal, sudah dicabut, atau lewat masa berlakunya."
        )  # fmt: skip
        challenge = "Bearer" if not key else 'Bearer error="invalid_token"'
        raise Refused(401, said, {"WWW-Authenticate": challenge})
    if scope not in token.scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        said = _("Token ini tidak punya hak “%(scope)s”.") % {"scope": scope}
        raise Refused(403, said, {"WWW-Authenticate": challenge})
    try:
        _SHOWN_TOKEN.count_of(str(token.pk), token.per_hour)
    except TooMany as refusal:
        said = _("Batas %(limit)d permintaan per jam untuk token ini sudah tercapai.")
        retry = {"Retry-After": str(refusal.seconds)}
        raise Refused(429, said % {"limit": token.per_hour}, retry) from refusal
    _used(token)
    return token


def hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def _used(token: ApiToken) -> None:
    now = timezone.now()
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now - _OFTEN)
    ApiToken.objects.filter(long_ago, pk=token.pk).update(last_used_at=now)
