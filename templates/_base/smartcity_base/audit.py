"""The log of who did what: one line per act, only ever added to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from smartcity_base.models import AuditEntry, User


def record(
    actor: User | AnonymousUser | None, action: str, target: Model | str, **details: Any
) -> AuditEntry:
    """Add an entry in the same transaction as the act. `details`: ids and words, JSON only."""
    if isinstance(target, Model):
        target = f"{target._meta.label_lower}:{target.pk}"
    return AuditEntry.objects.create(
        actor=actor if isinstance(actor, User) else None,
        action=action,
        target=target,
        details=details,
    )
