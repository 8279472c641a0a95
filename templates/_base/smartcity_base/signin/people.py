"""The person LIVE speaks of, in this app: found by `sub`, never by e-mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from smartcity_base.levels import KNOWN
from smartcity_base.models import Agency, User


@transaction.atomic
def person(claims: Mapping[str, Any]) -> User:
    """Make or update the user of these claims; LIVE owns every field. Raises ValueError.

    An unknown agency is none: it comes with the next load of the region's data.
    """
    found = UUID(str(claims["sub"]))
    email = str(claims.get("email") or "").lower() or None
    if email:
        # The address belongs to whom LIVE says now; who had it before keeps the account, not it.
        User.objects.filter(email=email).exclude(pk=found).update(email=None)
    agency = claims.get("agency")
    roles = claims.get("roles")
    agreed = claims.get("consents")
    level = str(claims.get("acr") or "")
    user, made = User.objects.update_or_create(
        pk=found,
        defaults={
            "email": email,
            "name": str(claims.get("name") or ""),
            "position": str(claims.get("position") or ""),
            "agency": Agency.objects.filter(pk=agency).first() if agency else None,
            "roles": sorted(str(role) for role in roles) if isinstance(roles, list) else [],
            "acting": _acting(claims.get("acting")),
            "consents": agreed if isinstance(agreed, list) else [],
            "level": level if level in KNOWN else "",
        },
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


def _acting(told: Any) -> list[dict[str, str]]:
    """The posts that LIVE says this person stands in for, as far as they are complete."""
    keys = ("agency", "title", "since", "until")
    posts = told if isinstance(told, list) else []
    return [
        {key: str(post[key]) for key in keys}
        for post in posts
        if isinstance(post, dict) and set(keys) <= post.keys()
    ]
