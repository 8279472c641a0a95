"""Who arranges whose accounts: LIVE's administrators everybody's, those of an agency their own.

An administrator of an agency gives roles within it and below, to others, and none above their own:
no administrator's role of any app. Whoever holds one is out of their hands altogether.
"""

from __future__ import annotations

from django.db.models import QuerySet

from smartcity_base.models import User

from live import roles
from live.models import Assignment

UNIT = "unit-administrator"
MANAGERS = (roles.ADMINISTRATOR, UNIT)


def everywhere(actor: User) -> bool:
    return actor.has_role(roles.ADMINISTRATOR)


def giveable(actor: User) -> set[roles.Role]:
    """The roles that this person may give and take."""
    if everywhere(actor):
        return set(roles.known())
    if not actor.has_role(UNIT):
        return set()
    return {role for role in roles.known() if role[1] != roles.ADMINISTRATOR}


def managed(actor: User) -> QuerySet[User]:
    """The accounts that this person may open."""
    if everywhere(actor):
        return User.objects.all()
    if not actor.has_role(UNIT):
        return User.objects.none()
    above = Assignment.objects.filter(role=roles.ADMINISTRATOR).values("user")
    found = User.objects.filter(agency__in=actor.reach())
    return found.exclude(pk__in=above).exclude(pk=actor.pk)
