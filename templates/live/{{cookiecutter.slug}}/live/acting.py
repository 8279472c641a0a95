"""Acting officials: who stands in for a post, from which day to which, and what follows from it.

Plt. (pelaksana tugas) where the post is vacant, Plh. (pelaksana harian) where its holder is away
(UU 30/2014, article 14; SE BKN 1/SE/I/2021). The apps learn of it by the claims `acting` and
`roles`; it ends by itself.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base import audit
from smartcity_base.models import User

from live.models import Acting

if TYPE_CHECKING:
    from live.roles import Role

BEGUN, ENDED = "acting.begun", "acting.ended"


def current(user: User, day: date | None = None) -> QuerySet[Acting]:
    """What this person stands in for on a day; today, unless another is named."""
    day = day or timezone.localdate()
    return Acting.objects.filter(user=user, ended_at=None, since__lte=day, until__gte=day)


def coming(user: User) -> QuerySet[Acting]:
    """What is, or will be."""
    found = Acting.objects.filter(user=user, ended_at=None, until__gte=timezone.localdate())
    return found.select_related("agency", "position")


def roles(user: User) -> set[Role]:
    """The roles that come with it today. LIVE's own never do: accounts are nobody's post."""
    return {(app, role) for one in current(user) for app, role in one.roles if app != "live"}


def claim(user: User) -> list[dict[str, str]]:
    """The claim `acting`, and what LIVE keeps of it in `User.acting`."""
    return [
        {
            "agency": one.agency_id,
            "title": one.title,
            "since": one.since.isoformat(),
            "until": one.until.isoformat(),
        }
        for one in coming(user)
    ]


@transaction.atomic
def begin(made: Acting, by: User) -> None:
    """Save it, noted in the audit with its letter."""
    made.save()
    _carry_over(made.user)
    audit.record(by, BEGUN, made.user, **_told(made))


@transaction.atomic
def end(found: Acting, by: User) -> None:
    """Before its last day."""
    found.ended_at = timezone.now()
    found.save(update_fields=["ended_at"])
    _carry_over(found.user)
    audit.record(by, ENDED, found.user, **_told(found))


def _carry_over(user: User) -> None:
    user.acting = claim(user)
    user.save(update_fields=["acting"])


def _told(one: Acting) -> dict[str, Any]:
    return {
        "title": one.title,
        "agency": one.agency_id,
        "since": one.since.isoformat(),
        "until": one.until.isoformat(),
        "order": one.order,
        "roles": one.roles,
    }
