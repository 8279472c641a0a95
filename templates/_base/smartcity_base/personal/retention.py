"""How long each kind of data stays. An app declares it once, above the function that finds what
has been there too long; a daily job removes that in small batches, and counts it in the log.

    @keep("kontak", _("Nama dan kontak pelapor"), setting="keep_contact_days", why=_("…"))
    def old_contacts(before: datetime) -> QuerySet[Contact]:
        return Contact.objects.filter(report__closed_at__lt=before)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.config import config
from smartcity_base.models import AuditEntry, Incoming, Outgoing

EXPIRED = "masa-simpan"
BATCH = 500
# One run's end, so that a first run over years of data leaves the worker to others as well.
MOST = 200

Rows = Callable[[datetime], models.QuerySet[Any]]
Forget = Callable[[models.QuerySet[Any]], int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of data. `forget` takes a batch away and answers how many; by default they are
    deleted. `since`: from when the days count, in words."""

    name: str
    title: Any
    rows: Rows
    why: Any
    since: Any
    setting: str
    default: int
    forget: Forget

    @property
    def days(self) -> int:
        """As the region has set it."""
        known = config().app.settings or {}
        return int(known.get(self.setting, self.default)) if self.setting else self.default


_kinds: dict[str, Kind] = {}


def keep(
    name: str,
    title: Any,
    *,
    why: Any,
    setting: str = "",
    days: int = 0,
    since: Any = "",
    forget: Forget | None = None,
) -> Callable[[Rows], Rows]:
    """Declare a kind: `setting` of the card says how many days, or `days` does where none may."""

    def register(rows: Rows) -> Rows:
        if name in _kinds:
            raise ValueError(f"two kinds of data are called {name!r}")
        _kinds[name] = Kind(name, title, rows, why, since, setting, days, forget or _delete)
        return rows

    return register


def kinds() -> list[Kind]:
    """Every kind of this app, the app's own first."""
    autodiscover_modules("retention")
    return sorted(_kinds.values(), key=lambda kind: kind.rows.__module__.startswith("smartcity"))


def forget_old() -> dict[str, int]:
    """Remove what has been here too long; how many of each kind. Killed, it goes on next time."""
    gone = {}
    for kind in kinds():
        before = timezone.now() - timedelta(days=kind.days)
        removed = 0
        for _batch in range(MOST):
            # Counted in the log in the same transaction: nothing goes silently.
            with transaction.atomic():
                keys = list(kind.rows(before).order_by("pk").values_list("pk", flat=True)[:BATCH])
                if not keys:
                    break
                rows = kind.rows(before).model._base_manager.filter(pk__in=keys)
                count = kind.forget(rows)
                audit.record(None, EXPIRED, f"retention:{kind.name}", removed=count,
                             days=kind.days)  # fmt: skip
                removed += count
        if removed:
            gone[kind.name] = removed
    return gone


def _delete(rows: models.QuerySet[Any]) -> int:
    return int(rows.delete()[0])


@keep(
    "audit",
    _("Catatan kegiatan: siapa melakukan atau melihat apa"),
    setting="keep_audit_days",
    days=1825,
    why=_("Bukti bagi pemeriksaan; isinya nomor akun, tanpa isi data (Peraturan BSSN 4/2021)."),
)
def old_entries(before: datetime) -> models.QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(at__lt=before)


@keep(
    "pesan-terkirim",
    _("Pesan ke aplikasi lain yang sudah dijawab"),
    days=30,
    why=_("Agar pesan yang sama tidak dikerjakan dua kali."),
)
def old_outgoing(before: datetime) -> models.QuerySet[Outgoing]:
    settled = models.Q(delivered_at__lt=before) | models.Q(refused_at__lt=before)
    return Outgoing.objects.filter(settled)


@keep(
    "pesan-diterima",
    _("Tanda terima pesan dari aplikasi lain"),
    days=30,
    why=_("Agar pesan yang sama tidak dikerjakan dua kali."),
)
def old_incoming(before: datetime) -> models.QuerySet[Incoming]:
    return Incoming.objects.filter(at__lt=before)
