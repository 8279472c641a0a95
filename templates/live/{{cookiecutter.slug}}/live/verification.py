"""Finding out who somebody is: L0 an address or a phone, L1 the resident file, L2 at a desk.

No number of a resident is stored, sent on, logged or shown again: there are digests under the
region's key. What did not fit is never said, and tries are few.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from allauth.core import ratelimit
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.levels import CONTACT, IN_PERSON, RESIDENT
from smartcity_base.models import User
from smartcity_base.personal import cipher

from live import people
from live.models import Resident, Verification
from live.reach import phones

DESK_CODE = timedelta(minutes=15)
# Read aloud across a desk: nothing that sounds or looks like another.
_ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
_LENGTH = 6


class Refused(Exception):
    """Not verified; what of it was wrong is nobody's to know."""


class TooOften(Refused):
    """So many tries that another one is not even looked at."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """Who somebody says they are. Raises ValueError for what cannot be a NIK or a name."""

    nik: str
    name: str
    born: date

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d{16}", self.nik) or not _letters(self.name):
            raise ValueError

    @property
    def nik_digest(self) -> str:
        return cipher.digest(self.nik, "live_resident.nik")

    @property
    def nik_digests(self) -> list[str]:
        """Under every key that counts."""
        return cipher.digests(self.nik, "live_resident.nik")

    @property
    def proof(self) -> str:
        return cipher.digest(self._whole, "live_resident.proof")

    @property
    def _whole(self) -> str:
        return f"{self.nik}|{_letters(self.name)}|{self.born.isoformat()}"

    def is_resident(self) -> bool:
        """In the file as it was loaded, also under a key from before."""
        return Resident.objects.filter(
            nik__in=self.nik_digests,
            proof__in=cipher.digests(self._whole, "live_resident.proof"),
        ).exists()


def _letters(name: str) -> str:
    """A name as two lists have it alike: capitals, no accents, no dots, single blanks."""
    plain = unicodedata.normalize("NFKD", name.upper())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[A-Z]+", bare))


def level_of(user: User) -> str:
    """The highest that holds; "" for an account that nobody knows how to reach."""
    held = Verification.objects.filter(user=user, ended_at=None).values_list("level", flat=True)
    lowest = CONTACT if people.is_vouched_for(user) or phones.proven(user) else ""
    return max([*held, lowest])


def by_residents() -> bool:
    """Whether the region has given a resident file to compare with."""
    return Resident.objects.exists()


def claim(request: HttpRequest, user: User, claimed: Claimed) -> Verification:
    """L1: what the person typed is in the resident file, whole. Raises Refused or TooOften."""
    keys = (f"user:{user.pk}", f"nik:{claimed.nik_digest}")
    # Both are counted, whatever the first says.
    allowed = [ratelimit.consume(request, action="verify_resident", key=key) for key in keys]
    if not all(allowed):
        raise TooOften
    if not claimed.is_resident():
        audit.record(user, "verification.failed", user)
        raise Refused
    others = Verification.objects.filter(nik__in=claimed.nik_digests, ended_at=None)
    if others.exclude(user=user).exists():
        audit.record(user, "verification.taken", user)
        raise Refused
    try:
        with transaction.atomic():
            return _give(user, RESIDENT, user, nik=claimed.nik_digest)
    except IntegrityError:  # two accounts at the same instant
        raise Refused from None


def desk_code(user: User) -> str:
    """What the person shows at the desk: whoever reads it out holds the account now."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    cache.set(_key(code), user.pk.hex, DESK_CODE.total_seconds())
    return f"{code[:3]}-{code[3:]}"


def at_desk(code: str) -> User | None:
    """Whose account this code is of, while it counts."""
    found = cache.get(_key(re.sub(r"[^A-Z0-9]", "", code.upper())))
    return User.objects.filter(pk=found, is_active=True).first() if found else None


def confirm(user: User, officer: User, document: str, code: str) -> Verification:
    """L2: an officer has seen the person and the document. The code is spent."""
    cache.delete(_key(re.sub(r"[^A-Z0-9]", "", code.upper())))
    return _give(user, IN_PERSON, officer, document=document)


@transaction.atomic
def end(given: Verification, by: User, reason: str) -> None:
    """It was a mistake, or no longer holds: the level is gone, what was noted stays."""
    given.ended_at, given.ended_by, given.reason = timezone.now(), by, reason
    given.save(update_fields=["ended_at", "ended_by", "reason"])
    audit.record(by, "verification.ended", given.user, level=given.level, reason=reason)


@transaction.atomic
def _give(user: User, level: str, by: User, **about: str) -> Verification:
    held = Verification.objects.filter(user=user, level=level, ended_at=None)
    if found := held.first():
        return found
    given = Verification.objects.create(user=user, level=level, by=by, **about)
    audit.record(by, "verification.given", user, level=level, document=given.document)
    return given


def _key(code: str) -> str:
    return f"live:desk:{cipher.digest(code, 'live:desk')}"
