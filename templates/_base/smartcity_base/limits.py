"""How often one may do a thing: named limits, each counted by one statement and kept by no address.

An app names its own once, as a constant, and counts where the thing is done:

    SENT = named("sent", most="reports_per_hour")

    SENT.count(request)                     a page of its own when it is too much, with Retry-After
    except TooMany as refusal:              or caught, where a form must keep what was typed
        return refusal.on(page)

Put it before the form is looked into: what a stranger may post costs work even when it is wrong.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from math import ceil
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from smartcity_base.config import config
from smartcity_base.models import Tally, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponse)
A = TypeVar("A", bound=HttpResponseBase)
View = Callable[Concatenate[HttpRequest, P], A]

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)


class TooMany(Exception):
    """Somebody is beyond a limit; its message is for them, and says when to come back."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.seconds = max(1, ceil((until - timezone.now()).total_seconds()))
        words = _(
            "Terlalu sering dalam waktu singkat. Coba lagi pukul %(at)s, %(minutes)d menit lagi."
        )
        at = timezone.localtime(until)
        super().__init__(
            words % {"at": f"{at:%H.%M} {config().region.zone}", "minutes": ceil(self.seconds / 60)}
        )

    def on(self, answer: R) -> R:
        """The same answer, as what it is: 429 with Retry-After (RFC 6585, 4)."""
        answer.status_code = 429
        answer["Retry-After"] = str(self.seconds)
        answer["Cache-Control"] = "no-store"
        return answer


def address(request: HttpRequest) -> str:
    """The caller's address; on servers nginx, the only way in, overwrites the header.

    Of IPv6 the network: one household has 2^64 addresses. A mobile operator puts thousands of
    citizens behind one of IPv4, so a limit is there to stop a program, not a neighbourhood.
    """
    given = str(request.META.get("REMOTE_ADDR", ""))
    if config().place == "servers":
        given = request.headers.get("X-Real-IP", "") or given
    try:
        known = ipaddress.ip_address(given)
    except ValueError:
        return given
    if known.version == 4:
        return given
    return str(ipaddress.ip_network((known, 64), strict=False))


def person(request: HttpRequest) -> str:
    """Who is signed in; of others the address."""
    return request.user.pk.hex if isinstance(request.user, User) else address(request)


@dataclass(frozen=True, slots=True)
class Limit:
    """`most` times in a span for each of whom `by` tells apart; a word is a setting of the card."""

    name: str
    most: int | str
    span: timedelta = AN_HOUR
    by: Callable[[HttpRequest], str] = address

    def count(self, request: HttpRequest) -> None:
        """Count it. Raises TooMany beyond the limit."""
        self.count_of(self.by(request))

    def count_of(self, whose: str, most: int | None = None) -> None:
        """The same for a token or an account; `most`: one of its own. Raises TooMany."""
        key = f"{self.name}:{salted_hmac('smartcity.limits', whose).hexdigest()[:32]}"
        allowed = self.allowed if most is None else most
        if Tally.one_more(key, self.span) > allowed:
            kept = Tally.objects.filter(pk=key).values_list("until", flat=True).first()
            raise TooMany(kept or timezone.now() + self.span)

    @property
    def allowed(self) -> int:
        return self.most if isinstance(self.most, int) else int(config().setting(self.most))


TABLE: dict[str, Limit] = {}


def named(
    name: str,
    most: int | str,
    span: timedelta = AN_HOUR,
    by: Callable[[HttpRequest], str] = address,
    kind: type[Limit] = Limit,
) -> Limit:
    """A limit of this app, in the table. Raises ValueError for a second one of the same name."""
    if name in TABLE:
        raise ValueError(f"two limits are called {name!r}")
    TABLE[name] = kind(name, most, span, by)
    return TABLE[name]


def limited(limit: Limit, *methods: str) -> Callable[[View[P, A]], View[P, A]]:
    """A view that counts each request of these methods (POST, unless others are named)."""
    counted = methods or ("POST",)

    def decorate(view: View[P, A]) -> View[P, A]:
        @wraps(view)
        def counting(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> A:
            if request.method in counted:
                limit.count(request)
            return view(request, *args, **kwargs)

        return cast(View[P, A], counting)

    return decorate


class AnswerTooMany:
    """Middleware: whoever is beyond a limit gets a page that says when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        from smartcity_base.errors import too_many

        return too_many(request, error) if isinstance(error, TooMany) else None


# Going to sign in writes a session, which costs a stranger nothing and the region's disk a line.
SIGN_IN = named("sign-in", 300, A_MINUTE)
