"""The log of who did what: one line per act, only ever added to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import AuditEntry, User

# In words for people. An app adds its own from `<app>/apps.py` or beside the act.
_TITLES: dict[str, Any] = {
    "signin": _("Masuk"),
    "signout": _("Keluar"),
    "data-pribadi.dihapus": _("Data pribadi dihapus"),
}


def record(
    actor: User | AnonymousUser | None, action: str, target: Model | str, **details: Any
) -> AuditEntry:
    """Add an entry in the same transaction as the act. `details`: ids and words, JSON only."""
    return AuditEntry.objects.create(
        actor=actor if isinstance(actor, User) else None,
        action=action,
        target=target_of(target),
        details=details,
    )


def target_of(thing: Model | str) -> str:
    """How the log names a thing: "laksa.report:17"."""
    return thing if isinstance(thing, str) else f"{thing._meta.label_lower}:{thing.pk}"


def titles(**known: Any) -> None:
    """Say in words what the actions of an app are: titles(**{"laporan-dibuka": _("…")})."""
    _TITLES.update(known)


def title(action: str) -> str:
    """The action in words; as it is written where nobody gave any."""
    return str(_TITLES.get(action, action))
