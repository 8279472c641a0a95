"""The api_key of the specification: a token of this app, sent in the form it asks for."""

from django.utils.translation import gettext as _

from smartcity_base.api import Refused
from smartcity_base.models import ApiToken
from smartcity_base.tokens import keys

from laksa.open311.render import Fault

SCOPE = "reports:send"


def client_of(key: str) -> ApiToken:
    """The account with this key, after counting the call; a Fault with 403, or with 429."""
    if not key:
        raise Fault(403, _("api_key wajib diisi."))
    try:
        return keys.use(key, SCOPE)
    except Refused as refused:
        # The specification has one status for a key that does not count.
        status = 403 if refused.status == 401 else refused.status
        wait = int(refused.headers.get("Retry-After", 0))
        raise Fault(status, f"api_key: {refused.detail}", retry_after_s=wait) from refused
