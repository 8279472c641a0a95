"""What LIVE holds of a person. It goes with the account, when every app has answered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import User
from smartcity_base.personal.holdings import Holding, Subject

from live import roles
from live.devices import describe
from live.models import BrowserSession, Notice, Phone, Submission, Verification
from live.rights.models import Consent


def _account(subject: Subject) -> QuerySet[User]:
    return User.objects.filter(pk=subject.user.pk).select_related("agency", "staff")


def _shown(user: User) -> dict[str, Any]:
    staff = getattr(user, "staff", None)
    return {
        "Nama": user.name,
        "Surel": user.email,
        "Telepon": user.phone,
        "Instansi": user.agency.name if user.agency else None,
        "Jabatan": user.position,
        "NIP": staff.nip if staff else None,
        "Peran": [roles.title(role) for role in sorted(roles.of(user))],
        "Sejak": _moment(user.created_at),
    }


def _session(session: BrowserSession) -> dict[str, Any]:
    return {
        "Masuk": _moment(session.started_at),
        "Terakhir dipakai": _moment(session.seen_at),
        "Perangkat": describe(session.user_agent),
        "Alamat internet": session.address,
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "Waktu": _moment(notice.at),
        "Dari": notice.app,
        "Perihal": notice.subject,
        "Isi": notice.text,
        "Dibaca": _moment(notice.read_at) if notice.read_at else None,
    }


def _submission(submission: Submission) -> dict[str, Any]:
    return {
        "Nomor": submission.reference,
        "Di": submission.app,
        "Judul": submission.title,
        "Keadaan": submission.state,
        "Perubahan terakhir": _moment(submission.at),
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "Waktu": _moment(consent.at),
        "Tujuan": consent.purpose,
        "Disetujui": consent.given,
        "Versi": consent.version,
    }


def _verification(given: Verification) -> dict[str, Any]:
    return {
        "Waktu": _moment(given.at),
        "Tingkat": given.level,
        "Dokumen yang dilihat petugas": str(given.get_document_display()),
        "Berakhir": _moment(given.ended_at) if given.ended_at else None,
    }


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def _delete(subject: Subject) -> int:
    return User.objects.filter(pk=subject.user.pk).delete()[0]


HOLDINGS = (
    Holding(
        "kotak-masuk",
        _("Kotak masuk Anda, dan cara kabar sampai kepada Anda"),
        lambda subject: Notice.objects.filter(user=subject.user),
        _notice,
        covers=("live.Notice.user", "live.Wishes.user", "live.Subscription.user"),
    ),
    Holding(
        "nomor",
        _("Nomor Anda untuk WhatsApp atau SMS"),
        lambda subject: Phone.objects.filter(user=subject.user),
        lambda phone: {"Nomor": phone.number, "Menunggu kode": phone.wanted},
        covers=("live.Phone.user",),
    ),
    Holding(
        "pengajuan",
        _("Pengajuan Anda di semua aplikasi"),
        lambda subject: Submission.objects.filter(user=subject.user),
        _submission,
        covers=("live.Submission.user",),
    ),
    Holding(
        "perangkat",
        _("Perangkat tempat Anda masuk"),
        lambda subject: BrowserSession.objects.filter(user=subject.user),
        _session,
        covers=("live.BrowserSession.user",),
    ),
    Holding(
        "persetujuan",
        _("Persetujuan yang Anda berikan atau tarik"),
        lambda subject: Consent.objects.filter(user=subject.user),
        _consent,
        covers=("live.Consent.user",),
    ),
    Holding(
        "verifikasi",
        _("Verifikasi identitas Anda"),
        lambda subject: Verification.objects.filter(user=subject.user),
        _verification,
        covers=(
            "live.Verification.user",
            "live.Verification.by",
            "live.Verification.ended_by",
        ),
    ),
    Holding(
        "akun",
        _("Akun Anda"),
        _account,
        _shown,
        _delete,
        covers=(
            "live.Staff.user",
            "live.Acting.user",
            "live.Assignment.user",
            "live.SetupCode.user",
            "live.Copy.user",
        ),
    ),
)
