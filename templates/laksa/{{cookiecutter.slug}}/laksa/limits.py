"""How often one address on the internet may send; the count is kept, the address is not."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from smartcity_base.config import config
from smartcity_base.models import Tally

AN_HOUR = timedelta(hours=1)


def too_many(request: HttpRequest) -> bool:
    """Count this form, and say whether its address is beyond `reports_per_hour`.

    A mobile operator puts thousands of citizens behind one address: the limit is there to stop a
    program, not a neighbourhood.
    """
    key = "laksa:sent:" + salted_hmac("laksa.limits", _address(request)).hexdigest()[:32]
    return Tally.one_more(key, AN_HOUR) > int(config().setting("reports_per_hour"))


def _address(request: HttpRequest) -> str:
    """The person's address; on servers nginx, the only way in, overwrites the header."""
    if config().place == "servers":
        return request.headers.get("X-Real-IP", "") or request.META.get("REMOTE_ADDR", "")
    return str(request.META.get("REMOTE_ADDR", ""))
