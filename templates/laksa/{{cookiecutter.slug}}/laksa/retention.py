"""How long LAKSA keeps what people told it about themselves."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from smartcity_base.personal.retention import keep

from laksa.models import Contact, Supporter

SINCE = _("sejak laporan selesai")
WHY = _("Agar pelapor dapat dihubungi dan mengajukan keberatan; isi laporan tetap diarsipkan.")


@keep("kontak-pelapor", _("Nama dan kontak pelapor"), setting="keep_contact_days", why=WHY,
      since=SINCE)  # fmt: skip
def old_contacts(before: datetime) -> QuerySet[Contact]:
    return Contact.objects.filter(report__closed_at__lt=before)


def _forget(rows: QuerySet[Supporter]) -> int:
    """The public's number of supporters stays what it is."""
    named = list(rows)
    for row in named:
        row.user = None
        row.name = row.email = row.phone = ""
        row.save()
    return len(named)


@keep("kontak-pendukung", _("Nama dan kontak warga yang mendukung laporan"),
      setting="keep_contact_days", why=WHY, since=SINCE, forget=_forget)  # fmt: skip
def old_supporters(before: datetime) -> QuerySet[Supporter]:
    return Supporter.objects.filter(report__closed_at__lt=before).exclude(
        user=None, name="", name_plain="", email="", email_plain="", phone="", phone_plain=""
    )
