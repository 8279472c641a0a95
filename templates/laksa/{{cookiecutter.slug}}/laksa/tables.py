"""The columns of the lists as files: what the pages show of a report, and no words or persons."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.tables.columns import Column

from laksa.models import Report

PUBLIC = (
    Column("number", _("Nomor"), "number"),
    Column("received_at", _("Diterima"), "received_at", kind="dateTime"),
    Column("category", _("Jenis"), "category.name"),
    Column("agency", _("Instansi"), "agency.name"),
    Column("village", _("Kelurahan/desa"), "village.name"),
    Column("district", _("Kecamatan"), "village.district.name"),
    Column("state", _("Status"), lambda report: report.status.label),
    Column("due", _("Tenggat"), "due", kind="dateTime"),
    Column("closed_at", _("Selesai"), "closed_at", kind="dateTime"),
    Column("supporters", _("Pendukung"), "supporters", kind="integer"),
)


def _page(name: str) -> Column:
    def address(report: Report) -> str:
        return config().app.url + reverse(name, args=[report.number])

    return Column("url", _("Halaman"), address, kind="anyURI")


LIST = (*PUBLIC, _page("report"))
_PRIORITY = Column("priority", _("Prioritas"), lambda report: report.get_priority_display())
QUEUE = (*PUBLIC, _PRIORITY, _page("work"))
