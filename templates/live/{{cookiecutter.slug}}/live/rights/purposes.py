"""What is done only with a person's consent, and what they last said to it.

Services themselves need none: the region renders them by law (UU 27/2022, article 20 (2) e). The
apps learn of it by the claim `consents` and ask `user.agrees("survei")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.models import User

from live.rights.models import Consent


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something a person may agree to; `version` grows with the meaning of the words."""

    name: str
    title: Any
    help: Any
    version: int = 1


PURPOSES = (
    Purpose(
        "kabar",
        _("Kabar dan pengumuman"),
        _("Pemerintah daerah boleh mengirimi saya kabar dan pengumuman yang tidak saya minta."),
    ),
    Purpose(
        "survei",
        _("Undangan survei"),
        _("Pemerintah daerah boleh mengundang saya menilai layanan yang pernah saya pakai."),
    ),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A purpose and the person's last word on it; None: they never said any."""

    purpose: Purpose
    last: Consent | None

    @property
    def given(self) -> bool:
        return bool(self.last and self.last.given and self.last.version == self.purpose.version)


def of(user: User) -> list[Standing]:
    last = {one.purpose: one for one in Consent.objects.filter(user=user)}
    return [Standing(purpose, last.get(purpose.name)) for purpose in PURPOSES]


def given(user: User) -> list[str]:
    """The claim `consents`."""
    return [one.purpose.name for one in of(user) if one.given]


@transaction.atomic
def say(user: User, name: str, *, yes: bool) -> None:
    """Note the person's word, once. Raises KeyError for an unknown purpose."""
    standing = {one.purpose.name: one for one in of(user)}[name]
    if standing.given == yes:
        return
    version = standing.purpose.version
    Consent.objects.create(user=user, purpose=name, version=version, given=yes)
    audit.record(user, "consent.given" if yes else "consent.withdrawn", user, purpose=name)
