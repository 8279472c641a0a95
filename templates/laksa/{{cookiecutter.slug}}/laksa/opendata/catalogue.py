"""The reports as a data set of other portals: see `smartcity_base.dcat`."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from smartcity_base import dcat
from smartcity_base.config import config


def catalogue(first: date | None, modified: datetime | None) -> dict[str, Any]:
    """`first`: the day of the oldest report; `modified`: when the log last grew."""
    name = _("Laporan warga")
    reports = dcat.Dataset(
        name="laporan",
        title=_("Laporan warga %(region)s") % {"region": config().region.name},
        about=_(
            "Setiap laporan warga yang boleh diketahui umum: jenis, tempat, instansi, status, dan"
            " waktu penanganannya. Tanpa isi laporan dan tanpa data pelapor."
        ),
        themes=("GOVE", "REGI"),
        often="UPDATE_CONT",
        keywords=(_("laporan warga"), _("pengaduan"), "Open311"),
        files=(
            dcat.File("open-data-csv", f"{name} (CSV)", "CSV", "text/csv",
                      "https://www.rfc-editor.org/rfc/rfc4180"),
            dcat.File("open-data-geojson", f"{name} (GEOJSON)", "GEOJSON", "application/geo+json",
                      "https://www.rfc-editor.org/rfc/rfc7946"),
        ),
        first=first,
        modified=modified,
    )  # fmt: skip
    return dcat.catalogue(_("Data laporan warga yang boleh dipakai siapa saja."), reports)
