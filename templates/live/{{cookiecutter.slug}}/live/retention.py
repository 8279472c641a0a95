"""How long LIVE keeps where people were signed in, and what they asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.retention import keep

from live.models import BrowserSession, SetupCode
from live.rights import copies
from live.rights.models import Copy, Erasure


@keep(
    "perangkat",
    _("Perangkat, waktu, dan alamat internet saat masuk"),
    days=30,
    since=_("sejak keluar"),
    why=_("Agar Anda mengenali bila orang lain memakai akun Anda."),
)
def old_sessions(before: datetime) -> QuerySet[BrowserSession]:
    """Also those left by a browser that never signed out: Django's own session is long expired."""
    left = Q(started_at__lt=before - timedelta(days=90))
    return BrowserSession.objects.filter(Q(ended_at__lt=before) | left)


@keep("kode-awal", _("Kode awal yang kedaluwarsa"), days=30, why=_("Untuk menelusuri salah pakai."))
def old_codes(before: datetime) -> QuerySet[SetupCode]:
    return SetupCode.objects.filter(expires_at__lt=before)


@keep(
    "salinan",
    _("Salinan data pribadi yang Anda minta"),
    days=copies.KEPT.days,
    since=_("sejak siap"),
    why=_("Agar dapat diunduh; sesudahnya mintalah yang baru."),
)
def old_copies(before: datetime) -> QuerySet[Copy]:
    return Copy.objects.filter(
        Q(ready_at__lt=before) | Q(ready_at=None, asked_at__lt=before - timedelta(days=30))
    )


@keep(
    "penghapusan",
    _("Bahwa sebuah akun dihapus atas permintaan, dengan nomornya saja"),
    days=1825,
    why=_("Bukti bahwa permintaan Anda dipenuhi (UU 27/2022)."),
)
def old_erasures(before: datetime) -> QuerySet[Erasure]:
    return Erasure.objects.filter(Q(done_at__lt=before) | Q(withdrawn_at__lt=before))
