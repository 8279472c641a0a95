"""Keys of API clients: made once, shown once, and kept as a hash."""

from hashlib import sha256
from secrets import token_urlsafe

from django.utils.translation import gettext as _

from smartcity_base.models import Tally

from laksa.limits import AN_HOUR
from laksa.open311.models import ApiClient
from laksa.open311.render import Fault

HINT = 8


def give_key(client: ApiClient) -> str:
    """Give an account, saved or not, a new key; the one it had is worth nothing from then on.

    256 random bits cannot be guessed, so a plain hash is enough; a slow one would only help those
    who want to keep the server busy.
    """
    key = "lks_" + token_urlsafe(32)
    client.key_hash, client.key_hint = _hashed(key), key[:HINT]
    client.save()
    return key


def client_of(key: str) -> ApiClient:
    """The account with this key, after counting the call; a Fault with 403, or with 429."""
    if not key:
        raise Fault(403, _("api_key wajib diisi."))
    client = ApiClient.objects.filter(key_hash=_hashed(key), active=True).first()
    if client is None:
        raise Fault(403, _("api_key tidak dikenal atau sudah dicabut."))
    if _count(client) > client.per_hour:
        message = _("Batas %(limit)d laporan per jam untuk api_key ini sudah tercapai.")
        raise Fault(429, message % {"limit": client.per_hour})
    return client


def _count(client: ApiClient) -> int:
    return Tally.one_more(f"laksa:open311:{client.pk}", AN_HOUR)


def _hashed(key: str) -> str:
    return sha256(key.encode()).hexdigest()
