"""The reports as open data; the pages, the catalogue and the dictionary are the base's."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.opendata.dataset import Dataset, File

from laksa import queries
from laksa.forms import FigureFilter
from laksa.models import Measure, ReportEvent
from laksa.opendata.columns import COLUMNS, rows
from laksa.opendata.files import as_geojson


def _rows(request: HttpRequest) -> Iterator[Any]:
    """The reports that are asked for; without a period, all."""
    form = FigureFilter({"period": "semua", **request.GET.dict()})
    return rows(queries.public_measures(form.wanted(), *form.span()))


def _etag(request: HttpRequest) -> str:
    """Another one after each event, in a new release, and on a new day, when more is late."""
    last = ReportEvent.objects.aggregate(Max("pk"))["pk__max"]
    basis = f"{settings.RELEASE} {last} {timezone.localdate()} {request.get_full_path()}"
    return f'"{hashlib.sha256(basis.encode()).hexdigest()[:24]}"'


def _span() -> tuple[date | None, datetime | None]:
    first = Measure.objects.filter(public=True).aggregate(Min("day"))["day__min"]
    return first, ReportEvent.objects.order_by("-pk").values_list("at", flat=True).first()


DATASETS = (
    Dataset(
        name="laporan",
        title=_("Laporan warga"),
        about=_(
            "Setiap laporan warga yang boleh diketahui umum: jenis, tempat, instansi, status, dan"
            " waktu penanganannya. Semua angka di halaman Angka dapat dihitung lagi dari berkas"
            " ini."
        ),
        row=_("Satu baris adalah satu laporan. Dalam GeoJSON, lon dan lat adalah geometry."),
        missing=_(
            "isi laporan, foto, alamat, pelapor, dan laporan rahasia. Isi dan foto yang sudah"
            " diperiksa ada di halaman laporan masing-masing."
        ),
        columns=COLUMNS,
        key="number",
        rows=_rows,
        themes=("GOVE", "REGI"),
        often="UPDATE_CONT",
        keywords=(_("laporan warga"), _("pengaduan"), "Open311"),
        files=(
            File(
                "laporan.geojson",
                _("Untuk peta: WGS 84 (RFC 7946)"),
                "GEOJSON",
                "application/geo+json",
                "https://www.rfc-editor.org/rfc/rfc7946",
                lambda request: as_geojson(_rows(request)),
            ),
        ),
        form=FigureFilter,
        span=_span,
        etag=_etag,
    ),
)
