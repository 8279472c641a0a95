"""One-time codes by which somebody without a password begins: no default password anywhere."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from smartcity_base.config import config
from smartcity_base.models import User

from live.models import SetupCode

FIRST_ADMINISTRATOR = timedelta(hours=1)
# Read aloud, written by hand and typed on a phone: nothing that looks like another (0 O, 1 I L).
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH = 16  # log2(31) * 16 = 79 bits


def issue(user: User | None, lasts: timedelta | None = None) -> str:
    """A new code, in groups of four; it replaces the ones this person had. Only its hash is kept.

    Without a user: the code that makes the first administrator.
    """
    lasts = lasts or timedelta(days=config().setting("setup_code_days"))
    plain = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    with transaction.atomic():
        SetupCode.objects.filter(user=user, used_at=None).delete()
        SetupCode.objects.create(
            user=user, digest=_digest(plain), expires_at=timezone.now() + lasts
        )
    return "-".join(plain[start : start + 4] for start in range(0, _LENGTH, 4))


def link(code: str) -> str:
    return f"{config().app.origin}{reverse('begin_link', args=[code])}"


def find(code: str) -> SetupCode | None:
    """The usable code that somebody typed, in any spelling of case, spaces and dashes."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [_digest(code, key) for key in keys]
    return SetupCode.objects.usable().filter(digest__in=digests).first()


def use(code: SetupCode) -> bool:
    """Spend it. False when somebody else was faster."""
    return bool(SetupCode.objects.usable().filter(pk=code.pk).update(used_at=timezone.now()))


def _digest(code: str, key: str | None = None) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac("live.setup_codes", plain, secret=key, algorithm="sha256").hexdigest()
