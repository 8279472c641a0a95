"""What allauth and Django tell of, and what follows: sessions begin and end, the audit knows."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import (
    email_changed,
    email_confirmed,
    password_changed,
    password_reset,
    password_set,
    user_signed_up,
)
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from smartcity_base import audit
from smartcity_base.models import User

from live import sessions


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    session = sessions.begin(request, user)
    audit.record(user, "signin", user, session=str(session.pk))


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is None:
        return
    session = sessions.current(request)
    if session:
        sessions.end(sessions.running().filter(pk=session.pk))
    audit.record(user, "signout", user, session=str(session.pk) if session else None)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Without what was typed: people type passwords into the wrong field."""
    email = credentials.get("email") or ""
    user = User.objects.filter(email__iexact=email).first() if email else None
    audit.record(None, "signin.failed", user or "unknown", reason="password")


@receiver(authentication_failed)
def second_factor_failed(user: User, **kwargs: Any) -> None:
    audit.record(None, "signin.failed", user, reason="second factor")


@receiver(user_signed_up)
def registered(user: User, **kwargs: Any) -> None:
    audit.record(user, "account.registered", user)


@receiver([password_changed, password_set, password_reset])
def password_is_new(user: User, **kwargs: Any) -> None:
    """Whoever came in with the old password is out, on every device and in every app."""
    sessions.end(sessions.running(user))
    audit.record(user, "password.changed", user)


@receiver(email_confirmed)
def address_confirmed(email_address: Any, **kwargs: Any) -> None:
    audit.record(email_address.user, "email.verified", email_address.user)


@receiver(email_changed)
def address_changed(user: User, **kwargs: Any) -> None:
    audit.record(user, "email.changed", user)


@receiver([authenticator_added, authenticator_removed])
def second_factor_changed(signal: Any, user: User, authenticator: Any, **kwargs: Any) -> None:
    act = "added" if signal is authenticator_added else "removed"
    audit.record(user, f"second-factor.{act}", user, type=authenticator.type)
