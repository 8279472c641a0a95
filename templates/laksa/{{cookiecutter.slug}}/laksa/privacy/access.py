"""Who looked at whose report, and saw whose contact: told to its reporter (base: looks)."""

from django.utils.translation import gettext_lazy as _

from smartcity_base import audit
from smartcity_base.models import User
from smartcity_base.personal.looks import Look, looks, seen

from laksa.models import Contact, Report

OPENED = "laporan-dibuka"
_WIDEST = ("operator", "administrator", "head", "officer")


def contact_for(user: User, report: Report) -> Contact | None:
    """How this officer may reach the reporter; None: not at all, or nobody may."""
    contact: Contact | None = getattr(report, "contact", None)
    if contact is None or contact.anonymous:
        return None
    if contact.for_operators and not user.has_role("operator", "administrator"):
        return None
    return contact


def opened(user: User, report: Report, *, contact: bool) -> None:
    """Write down that this officer looks at this report now; `contact`: unmasked."""
    role = next(role for role in _WIDEST if user.has_role(role))
    seen(user, report, contact=contact, action=OPENED, role=role)


def looks_at(report: Report) -> list[Look]:
    """Who looked at it, newest first."""
    return list(looks(report, OPENED))


def _number(key: str) -> str:
    return Report.objects.filter(pk=key).values_list("number", flat=True).first() or ""


def _key(number: str) -> str | None:
    found = Report.objects.filter(number=number.upper()).values_list("pk", flat=True).first()
    return None if found is None else str(found)


audit.things("laksa.report", _number, _key)
audit.titles(
    {
        OPENED: _("Laporan dibuka"),
        "data-pribadi-ditutup": _("Data pribadi dalam laporan ditutup"),
        "data-pribadi-dibuka": _("Data pribadi dalam laporan boleh tampil"),
        "wbs-dibuka": _("Pengaduan pelanggaran dibuka inspektorat"),
        "wbs-dijawab": _("Pengaduan pelanggaran dijawab"),
        "wbs-kunci-dibuat": _("Kunci inspektorat dibuat"),
        "templat-dibuat": _("Templat jawaban dibuat"),
        "templat-diubah": _("Templat jawaban diubah"),
        "templat-dihapus": _("Templat jawaban dihapus"),
        "open311-akun-dibuat": _("Aplikasi pihak lain didaftarkan"),
        "open311-kunci-diganti": _("Kunci aplikasi pihak lain diganti"),
        "monthly-report": _("Laporan bulanan dibuat"),
    }
)
