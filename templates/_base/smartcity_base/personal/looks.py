"""Who looked at whose record: written when somebody opens one, told to whom it is about.

An entry keeps the role that the person had at that moment, and whether the page showed what is
otherwise masked. Ids only: what was read is not in the log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Model
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import AuditEntry, User

SEEN = "data-dibuka"
# Going to and fro between a list and a thing is one look, not ten.
ONE_LOOK = timedelta(minutes=15)


@dataclass(frozen=True)
class Look:
    """One look, as the person may know of it: in which role, and when; `contact`: unmasked."""

    role: str
    at: datetime
    contact: bool


def seen(
    user: User, thing: Model, *, contact: bool = False, action: str = SEEN, role: str = ""
) -> None:
    """Write down that this person looks at this thing now. `role`: the one that lets them."""
    recent = AuditEntry.objects.filter(
        actor=user,
        action=action,
        target=audit.target_of(thing),
        at__gt=timezone.now() - ONE_LOOK,
        details__contact=contact,
    )
    if not recent.exists():
        role = role or next((name for name in config().app.roles if user.has_role(name)), "")
        audit.record(user, action, thing, role=role, contact=contact)


def looks(thing: Model, action: str = SEEN) -> Iterator[Look]:
    """Who looked at it, newest first."""
    for entry in AuditEntry.objects.filter(action=action, target=audit.target_of(thing)):
        yield Look(role_title(entry), entry.at, bool(entry.details.get("contact")))


def role_title(entry: AuditEntry) -> str:
    """The role in which somebody looked, in the words of the card."""
    about = config().app.roles.get(entry.details.get("role", ""), {})
    return str(about.get("title", ""))
