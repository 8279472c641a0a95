"""What happens to an account: made, begun, changed, closed and opened again. Every act is noted."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.models import User

from live import sessions
from live.models import Phone, Staff, Verification


@transaction.atomic
def create(by: User | None, email: str, **fields: Any) -> User:
    """An account that the region makes: without a password, its address vouched for."""
    user = User.objects.create_user(email=email, **fields)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    audit.record(by, "account.created", user)
    return user


@transaction.atomic
def begin(user: User, password: str) -> None:
    """The person used a setup code and chose a password: the account begins anew.

    Whoever was signed in is out, a second factor on a lost phone is gone and so is its number, and
    the region's own provider introduces the person anew. The code was handed over in person or
    sent to the address, so the address counts as verified.
    """
    sessions.end(sessions.running(user))
    Authenticator.objects.filter(user=user).delete()
    Phone.objects.filter(user=user).delete()
    Staff.objects.filter(user=user).update(upstream_sub=None)
    user.set_password(password)
    user.save(update_fields=["password"])
    vouch(user)
    audit.record(user, "account.begun", user)


def vouch(user: User) -> None:
    """The account's address is the person's own, by the word of the region or of their mailbox."""
    EmailAddress.objects.filter(email=user.email).exclude(user=user).delete()
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def is_vouched_for(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, primary=True, verified=True).exists())


@transaction.atomic
def seize(user: User, by: User | None) -> None:
    """Take an account from whoever registered it with an address that nobody checked.

    Otherwise a stranger who registers with an officer's address before the staff table is loaded
    would be given that officer's roles.
    """
    sessions.end(sessions.running(user))
    Authenticator.objects.filter(user=user).delete()
    Phone.objects.filter(user=user).delete()
    # Whoever has the account from now on may be another person.
    open_ones = Verification.objects.filter(user=user, ended_at=None)
    open_ones.update(ended_at=timezone.now(), ended_by=by, reason="akun dialihkan")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(by, "account.seized", user)


@transaction.atomic
def detach(user: User) -> None:
    """The address is somebody else's now, by the staff table: nobody signs in here with it."""
    seize(user, by=None)
    EmailAddress.objects.filter(user=user).delete()
    user.email = None
    user.save(update_fields=["email"])


@transaction.atomic
def close(user: User, by: User | None) -> None:
    """Nobody signs in with it any more, here or in an app; what the person did stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.setup_codes.filter(used_at=None).delete()
    sessions.end(sessions.running(user))
    audit.record(by, "account.closed", user)


@transaction.atomic
def reopen(user: User, by: User | None) -> None:
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(by, "account.reopened", user)


@transaction.atomic
def change(user: User, by: User | None, **fields: Any) -> bool:
    """Set what differs and note which fields, not what is in them; False when nothing did."""
    changed = sorted(name for name, value in fields.items() if getattr(user, name) != value)
    for name in changed:
        setattr(user, name, fields[name])
    if changed:
        user.save(update_fields=changed)
        audit.record(by, "account.changed", user, fields=changed)
    return bool(changed)


def is_listed(user: User) -> bool:
    """True when the region's staff table owns this person's name, agency and position."""
    return Staff.objects.filter(user=user, listed=True).exists()
