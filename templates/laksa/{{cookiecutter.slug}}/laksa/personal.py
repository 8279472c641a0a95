"""What LAKSA holds of a person, and what becomes of it when they leave."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.models import AuditEntry
from smartcity_base.personal.columns import same
from smartcity_base.personal.holdings import ARCHIVES, Holding, Subject
from smartcity_base.personal.looks import role_title

from laksa.models import Contact, Report, ReportEvent, Supporter
from laksa.privacy import access
from laksa.states import Actor


def _reports(subject: Subject) -> QuerySet[Report]:
    """Sent while signed in, or with the person's own address."""
    by_address = Report.objects.filter(contact__in=_at(Contact.objects, subject))
    own = Q(reporter=subject.user) | Q(pk__in=by_address.values("pk"))
    return Report.objects.filter(own).select_related("category", "village__district", "agency")


def _contacts(subject: Subject) -> QuerySet[Contact]:
    by_address = _at(Contact.objects, subject).values("pk")
    return Contact.objects.filter(Q(report__reporter=subject.user) | Q(pk__in=by_address))


def _supports(subject: Subject) -> QuerySet[Supporter]:
    by_address = _at(Supporter.objects, subject).values("pk")
    return Supporter.objects.filter(Q(user=subject.user) | Q(pk__in=by_address))


def _at(rows: Any, subject: Subject) -> Any:
    return rows.filter(same("email", subject.email)) if subject.email else rows.none()


def _report(report: Report) -> dict[str, Any]:
    return {
        "Nomor": report.number,
        "Diterima": timezone.localtime(report.received_at).isoformat(timespec="minutes"),
        "Kategori": report.category.name,
        "Isi": report.text,
        "Jawaban tambahan": report.answers,
        "Alamat": report.address,
        "Wilayah": str(report.village) if report.village else None,
        "Titik": [report.lon, report.lat] if report.lon is not None else None,
        "Rahasia": report.secret,
        "Status": str(report.status.label),
        "Instansi": report.agency.name,
        "Foto": [str(photo.pk) for photo in report.photos.all()],
    }


def _reachable(row: Contact | Supporter) -> dict[str, Any]:
    return {
        "Laporan": row.report.number,
        "Nama": row.name,
        "Surel": row.email,
        "Telepon": row.phone,
        "Tanpa nama bagi instansi": row.anonymous,
    }


def _forget_reports(subject: Subject) -> int:
    return Report.objects.filter(reporter=subject.user).update(reporter=None)


def _forget_contacts(subject: Subject) -> int:
    return _contacts(subject).delete()[0]


def _forget_supports(subject: Subject) -> int:
    """The public's number stays what it is."""
    rows = list(_supports(subject))
    for row in rows:
        row.user = None
        row.name = row.email = row.phone = ""
        row.save()
    return len(rows)


def _looks(subject: Subject) -> QuerySet[AuditEntry]:
    targets = [audit.target_of(report) for report in _reports(subject)]
    return AuditEntry.objects.filter(action=access.OPENED, target__in=targets)


def _acts(subject: Subject) -> QuerySet[ReportEvent]:
    return ReportEvent.objects.filter(user=subject.user).select_related("report")


HOLDINGS = (
    Holding(
        "pembuka",
        _("Petugas yang membuka laporan Anda"),
        _looks,
        lambda entry: {
            "Waktu": timezone.localtime(entry.at).isoformat(timespec="minutes"),
            "Sebagai": role_title(entry),
            "Melihat kontak": bool(entry.details.get("contact")),
        },
        kept=_("Catatan akses adalah bukti bagi Anda dan tidak dapat diubah (UU 27/2022)."),
    ),
    Holding(
        "kontak",
        _("Nama dan kontak pada laporan Anda"),
        _contacts,
        _reachable,
        _forget_contacts,
    ),
    Holding(
        "dukungan",
        _("Laporan orang lain yang Anda dukung"),
        _supports,
        _reachable,
        _forget_supports,
        covers=("laksa.Supporter.user",),
    ),
    Holding(
        "laporan",
        _("Laporan yang Anda kirim"),
        _reports,
        _report,
        _forget_reports,
        kept=_(
            "Isi laporan tetap ada tanpa nama dan kontak Anda, karena pengaduan dan "
            "penanganannya wajib diarsipkan (UU 25/2009, UU 43/2009)."
        ),
        covers=("laksa.Report.reporter",),
    ),
    Holding(
        "tindakan",
        _("Tindakan Anda pada laporan"),
        _acts,
        lambda event: {
            "Waktu": timezone.localtime(event.at).isoformat(timespec="minutes"),
            "Laporan": event.report.number,
            "Tindakan": str(event.get_action_display()),
            "Sebagai": str(Actor(event.by).label),
        },
        kept=ARCHIVES,
        covers=(
            "laksa.ReportEvent.user",
            "laksa.Finding.decided_by",
            "laksa.Cover.by",
            "laksa.ApiClient.made_by",
        ),
    ),
)
