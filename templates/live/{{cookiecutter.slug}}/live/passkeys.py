"""Passkeys: a key pair on the person's own device, opened by finger, face or PIN (WebAuthn).

Every one of them signs in alone and is a second step as well: user verification is always asked
(settings.MFA_WEBAUTHN_USER_VERIFICATION), and the key names its owner.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.models import User

from live.devices import describe

_NAME_LENGTH = 60


def of(user: User) -> QuerySet[Authenticator]:
    """A person's passkeys, the oldest first."""
    theirs: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return theirs.filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk")


def relying_party() -> dict[str, str]:
    """For whom a passkey is made: LIVE's host, from region.json and not from the request."""
    return {"id": config().app.host, "name": region_name()}


def region_name() -> str:
    """What a phone calls this account's place: "Gorontalo LIVE"."""
    known = config()
    return known.branding.display_name or f"{known.app.title} {known.region.name}"


def suggested_name(user_agent: str) -> str:
    """The device that asks is mostly the one that keeps the key."""
    return describe(user_agent)[:_NAME_LENGTH]


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Nama kunci sandi"),
        help_text=_("Agar Anda mengenalinya nanti, misalnya: ponsel saya."),
        max_length=_NAME_LENGTH,
        required=False,
    )


class AddForm(webauthn.AddWebAuthnForm):
    """What the browser made, and how the person calls it."""

    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["passwordless"]  # no question: every one is

    def clean(self) -> dict[str, Any]:
        # One that asks for no finger, face or PIN is refused: whoever holds the phone would be in.
        self.cleaned_data["passwordless"] = True
        return dict(super().clean())


class RenameForm(webauthn.EditWebAuthnForm):
    name = _name_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
