"""What people submitted in this app, told to LIVE: one list, "Pengajuan saya", across all apps.

Nothing is told of what was sent in secret or anonymously: LIVE must not know that it is there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from smartcity_base import portal
from smartcity_base.language import indonesian
from smartcity_base.models import User

TITLE = 150


class State(Protocol):
    """An enumeration's state: its words, and the colour that helps to read them."""

    @property
    def label(self) -> object: ...
    @property
    def colour(self) -> str: ...


@indonesian()
def tell(
    person: User,
    reference: str,
    title: str,
    state: State,
    path: str,
    *,
    at: datetime,
    ended: bool = False,
) -> None:
    """Tell how a submission stands after a deed, in the deed's transaction.

    `at` is when that changed; `ended`: nothing is waited for any more. The same reference again is
    the same submission.
    """
    told = {
        "person": str(person.pk),
        "reference": reference,
        "title": " ".join(title.split())[:TITLE],
        "state": str(state.label),
        "colour": state.colour,
        "url": portal.address(path),
        "at": at.isoformat(),
        "ended": ended,
    }
    portal.tell("pengajuan", told, subject=f"orang:{person.pk}")


def withdraw(person: User, reference: str) -> None:
    """It became secret: LIVE forgets it, with every notice about it."""
    told = {"person": str(person.pk), "reference": reference, "withdrawn": True}
    portal.tell("pengajuan", told, subject=f"orang:{person.pk}")
