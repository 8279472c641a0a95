"""Where people are signed in, and how that ends: here, and in every app that was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from allauth.idp.oidc.models import Token
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from smartcity_base.models import User
from smartcity_base.signin import lifetime

from live import roles
from live.models import BrowserSession, Grant

SESSION_KEY = "live_session"  # the id of the BrowserSession, in Django's session
_USER_AGENT_LENGTH = 300
_AMR = {
    "password": ("pwd",),
    "totp": ("otp",),
    "recovery_codes": ("otp",),
    "webauthn": ("pop", "user", "mfa"),
}


def begin(request: HttpRequest, user: User) -> BrowserSession:
    """The session that a successful sign-in opened; Django has just given it a new key."""
    if not request.session.session_key:
        request.session.save()
    session = BrowserSession.objects.create(
        user=user,
        session_key=str(request.session.session_key),
        address=get_client_ip(request),
        user_agent=request.META.get("HTTP_USER_AGENT", "")[:_USER_AGENT_LENGTH],
    )
    request.session[SESSION_KEY] = str(session.pk)
    return session


def current(request: HttpRequest) -> BrowserSession | None:
    """The running session of this browser."""
    key = request.session.get(SESSION_KEY)
    if key is None or not isinstance(request.user, User):
        return None
    return running(request.user).filter(pk=key).first()


def authenticated_at(request: HttpRequest) -> float:
    """When the person last proved who they are, in seconds since 1970; 0 when nobody did.

    Through the region's own provider that may have been long before they came here.
    """
    session = current(request)
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    began = session.started_at.timestamp() if session else 0.0
    return max(map(float, proofs), default=began)


def proven_at(request: HttpRequest) -> datetime:
    """The same as the base asks for it."""
    return datetime.fromtimestamp(authenticated_at(request), UTC)


def methods(request: HttpRequest) -> list[str]:
    """By what the person proved who they are, in the words of RFC 8176; empty when unknown.

    A passkey here always asks for finger, face or PIN as well, so it is two factors by itself.
    """
    records = get_authentication_records(request, request.user)
    used = {_AMR.get(record.get("type") or record["method"], ()) for record in records}
    found = {word for words in used for word in words}
    if {"pwd", "otp"} <= found:
        found.add("mfa")
    return sorted(found)


def idle(user: User) -> timedelta | None:
    """How long this person may be away, by their roles in all apps."""
    return lifetime.idle_of(roles.of(user))


def seen_in_app(session: BrowserSession) -> bool:
    """An app asks on behalf of this session: note that somebody is there; False: it is over.

    A citizen's lasts as long as they chose when they signed in.
    """
    now = timezone.now()
    if away := idle(session.user):
        quiet, whole = now - session.seen_at, now - session.started_at
        if quiet > away + lifetime.SEEN_EVERY or whole > lifetime.longest():
            return False
    BrowserSession.objects.filter(pk=session.pk).update(seen_at=now)
    return True


def running(user: User | None = None) -> QuerySet[BrowserSession]:
    """The sessions that nobody has ended yet."""
    sessions = BrowserSession.objects.filter(ended_at=None)
    return sessions.filter(user=user) if user else sessions


def alive(user: User | None = None) -> QuerySet[BrowserSession]:
    """Of the running ones, those whose Django session has not expired unnoticed."""
    stored = Session.objects.filter(expire_date__gt=timezone.now())
    return running(user).filter(session_key__in=stored.values("session_key"))


@transaction.atomic
def end(sessions: QuerySet[BrowserSession]) -> int:
    """Sign these sessions out everywhere; how many there were.

    Their tokens are gone when this returns. The apps are told by jobs that are written in the same
    transaction, so that no sign-out is lost and no app is waited for.
    """
    from live.jobs import send_logout  # jobs imports this module

    ended = list(sessions.select_for_update().filter(ended_at=None))
    for session in ended:
        Session.objects.filter(session_key=session.session_key).delete()
        revoke(session.grants.all())
        told = session.grants.exclude(redeemed_at=None).values_list("client_id", flat=True)
        for client_id in sorted(set(told)):
            send_logout.enqueue(client_id, session.user_id.hex, str(session.pk))
    now = timezone.now()
    BrowserSession.objects.filter(pk__in=[session.pk for session in ended]).update(ended_at=now)
    return len(ended)


def revoke(grants: QuerySet[Grant]) -> int:
    """Delete the tokens that came of these grants; how many there were."""
    keys = list(grants.values_list("pk", flat=True))
    return Token.objects.filter(data__grant__in=keys).delete()[0] if keys else 0
