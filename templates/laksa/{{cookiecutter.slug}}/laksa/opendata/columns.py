"""The columns of the open data: the dictionary, the CSV and the GeoJSON are this one table.

No words, photos, addresses or persons: what a citizen wrote stays on the report's page, where an
officer can still take something back.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config

from laksa.measures.summary import is_late
from laksa.models import Measure

DIGITS = 5  # of a degree: about a metre


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind as in XML Schema, what it means, and its value of a row."""

    name: str
    kind: str
    meaning: str | Promise
    value: Callable[[Mapping[str, Any], datetime], Any]


def _given(name: str) -> Callable[[Mapping[str, Any], datetime], Any]:
    return lambda row, _now: row[name]


def _time(name: str) -> Callable[[Mapping[str, Any], datetime], Any]:
    def value(row: Mapping[str, Any], _now: datetime) -> str | None:
        moment = row[name]
        return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None

    return value


def _hours(name: str) -> Callable[[Mapping[str, Any], datetime], Any]:
    return lambda row, _now: None if row[name] is None else row[name] / 10


def _degrees(name: str) -> Callable[[Mapping[str, Any], datetime], Any]:
    return lambda row, _now: None if row[name] is None else round(row[name], DIGITS)


@cache
def _page() -> tuple[str, str]:
    """What stands before and after the number in the address of a report's page."""
    before, after = reverse("report", args=["~"]).split("~")
    return config().app.url + before, after


def _url(row: Mapping[str, Any], _now: datetime) -> str:
    before, after = _page()
    return f"{before}{row['number']}{after}"


COLUMNS = (
    Column("number", "string", _("Nomor laporan; tetap dan unik."), _given("number")),
    Column("received_at", "dateTime", _("Kapan laporan diterima."), _time("received_at")),
    Column("category", "string", _("Id jenis laporan; tidak berubah."), _given("category")),
    Column("category_name", "string", _("Nama jenis laporan."), _given("category_name")),
    Column("agency", "string", _("Id instansi yang sekarang memegang laporan."), _given("agency")),
    Column("agency_name", "string", _("Nama instansi itu."), _given("agency_name")),
    Column("district", "string", _("Kode Kemendagri kecamatan; kosong: belum ditentukan."),
           _given("district")),
    Column("district_name", "string", _("Nama kecamatan."), _given("district_name")),
    Column("village", "string", _("Kode Kemendagri kelurahan atau desa."), _given("village")),
    Column("village_name", "string", _("Nama kelurahan atau desa."), _given("village_name")),
    Column("lon", "decimal", _("Bujur titik yang ditunjuk pelapor, derajat WGS 84; kosong: tanpa "
           "titik."), _degrees("lon")),
    Column("lat", "decimal", _("Lintang titik itu, derajat WGS 84."), _degrees("lat")),
    Column("state", "string", _("Status sekarang: menunggu, diverifikasi, proses, selesai, "
           "ditolak, digabung, dibuka-kembali."), _given("state")),
    Column("verified_at", "dateTime", _("Kapan pertama kali diverifikasi."), _time("verified_at")),
    Column("closed_at", "dateTime", _("Kapan selesai; kosong bila belum atau dibuka kembali."),
           _time("closed_at")),
    Column("due", "dateTime", _("Tenggat yang sedang berjalan."), _time("due")),
    Column("first_answer_hours", "decimal", _("Jam kerja dari diterima sampai jawaban, "
           "penyelesaian, atau penolakan pertama yang terbaca publik."), _hours("answered_after")),
    Column("close_hours", "decimal", _("Jam kerja dari diterima sampai selesai yang terakhir."),
           _hours("closed_after")),
    Column("late", "boolean", _("Benar bila satu tenggatnya pernah terlewat atau sedang lewat."),
           is_late),
    Column("url", "anyURI", _("Halaman laporan, dengan kata-kata dan foto yang sudah diperiksa."),
           _url),
)  # fmt: skip

_FROM = {
    "number": "report__number",
    "received_at": "report__received_at",
    "category_name": "category__name",
    "agency_name": "agency__name",
    "district": "village__district",
    "district_name": "village__district__name",
    "village_name": "village__name",
    "lon": "report__lon",
    "lat": "report__lat",
    "verified_at": "report__verified_at",
    "closed_at": "report__closed_at",
}
_OWN = ("category", "agency", "village", "state", "due", "missed", "answered_after", "closed_after")
AT_ONCE = 2000


def rows(measures: QuerySet[Measure]) -> Iterator[list[Any]]:
    """One list of values per report, in the order of COLUMNS, oldest first.

    They come from the database a few at a time: however many there are, few are in memory.
    """
    now = timezone.now()
    wanted = measures.order_by("pk").values(
        *_OWN, **{name: F(path) for name, path in _FROM.items()}
    )
    for row in wanted.iterator(chunk_size=AT_ONCE):
        yield [column.value(row, now) for column in COLUMNS]
