"""The audit of one account, in words for the administrator who looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from smartcity_base import audit
from smartcity_base.models import AuditEntry, User

from live import roles

_WORDS = {
    "account.begun": gettext_lazy("Mulai memakai akun"),
    "account.changed": gettext_lazy("Data akun diubah"),
    "account.closed": gettext_lazy("Akun dinonaktifkan"),
    "account.created": gettext_lazy("Akun dibuat"),
    "account.registered": gettext_lazy("Mendaftar sendiri"),
    "account.reopened": gettext_lazy("Akun diaktifkan"),
    "account.seized": gettext_lazy("Kata sandi lama dicabut"),
    "acting.begun": gettext_lazy("Mulai bertindak untuk jabatan lain"),
    "acting.ended": gettext_lazy("Selesai bertindak untuk jabatan lain"),
    "consent.given": gettext_lazy("Persetujuan diberikan"),
    "consent.withdrawn": gettext_lazy("Persetujuan ditarik"),
    "data-rights.copy-asked": gettext_lazy("Salinan data pribadi diminta"),
    "data-rights.copy-taken": gettext_lazy("Salinan data pribadi diunduh"),
    "data-rights.erasure-asked": gettext_lazy("Penghapusan akun diminta"),
    "data-rights.erasure-withdrawn": gettext_lazy("Permintaan penghapusan dibatalkan"),
    "email.changed": gettext_lazy("Surel diganti"),
    "email.verified": gettext_lazy("Surel terverifikasi"),
    "verification.ended": gettext_lazy("Verifikasi dibatalkan"),
    "verification.failed": gettext_lazy("Verifikasi data kependudukan gagal"),
    "verification.given": gettext_lazy("Identitas terverifikasi"),
    "verification.taken": gettext_lazy("Penduduk yang sama sudah punya akun terverifikasi"),
    "oidc.refresh-replayed": gettext_lazy("Token lama dipakai lagi; akses aplikasi itu dicabut"),
    "upstream.bound": gettext_lazy("Dikenali oleh penyedia akun daerah"),
    "oidc.code-replayed": gettext_lazy("Kode masuk dipakai dua kali dan ditolak"),
    "password.changed": gettext_lazy("Kata sandi diganti"),
    "role.given": gettext_lazy("Peran diberikan"),
    "role.taken": gettext_lazy("Peran dicabut"),
    "second-factor.added": gettext_lazy("Verifikasi dua langkah dipasang"),
    "second-factor.removed": gettext_lazy("Verifikasi dua langkah dilepas"),
    "session.revoked": gettext_lazy("Perangkat dikeluarkan"),
    "setup-code.issued": gettext_lazy("Kode awal diterbitkan"),
    "signin": gettext_lazy("Masuk"),
    "signin.failed": gettext_lazy("Gagal masuk"),
    "signin.locked": gettext_lazy("Percobaan masuk ditolak karena terlalu sering"),
    "signout": gettext_lazy("Keluar"),
}


audit.titles(_WORDS)


@dataclass(frozen=True, slots=True)
class Line:
    at: datetime
    what: str
    by: str


def of(user: User, most: int) -> Iterator[Line]:
    """The newest acts on this account first."""
    entries = AuditEntry.objects.filter(target=f"base.user:{user.pk}").select_related("actor")
    for entry in entries[:most]:
        what = audit.title(entry.action)
        if entry.action.startswith("role."):
            what = f"{what} – {roles.title((entry.details['app'], entry.details['role']))}"
        yield Line(entry.at, what, _who(entry, user))


def _who(entry: AuditEntry, user: User) -> str:
    if entry.actor_id is None:
        return gettext("sistem")
    return gettext("orangnya sendiri") if entry.actor_id == user.pk else str(entry.actor)
