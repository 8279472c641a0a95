"""How often one address on the internet may send; the count is kept, the address is not."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from smartcity_base.config import config

HOUR_S = 3600


def too_many(request: HttpRequest) -> bool:
    """Count this form, and say whether its address is beyond `reports_per_hour`.

    A mobile operator puts thousands of citizens behind one address: the limit is there to stop a
    program, not a neighbourhood.
    """
    key = "laksa:sent:" + salted_hmac("laksa.limits", _address(request)).hexdigest()[:32]
    try:
        return cache.incr(key) > int(config().setting("reports_per_hour"))
    except ValueError:  # the first of this hour
        cache.add(key, 1, timeout=HOUR_S)
        return False


def _address(request: HttpRequest) -> str:
    """The person's address; on servers nginx, the only way in, overwrites the header."""
    if config().place == "servers":
        return request.headers.get("X-Real-IP", "") or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))
