"""The columns of the open data: the dictionary, the files and the CSVW are this one table.

No words, photos, addresses or persons: what a citizen wrote stays on the report's page, where an
officer can still take something back.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.tables.columns import Column

from laksa.measures.summary import is_late
from laksa.models import Measure

DIGITS = 5  # of a degree: about a metre
Given = Mapping[str, Any]

_EVENTS = _("dihitung dari catatan peristiwa laporan")
_SENT = _("pelapor")
_REGION = _("tabel daerah dalam profil")


def _hours(name: str) -> Callable[[Given], Any]:
    return lambda row: None if row[name] is None else row[name] / 10


def _degrees(name: str) -> Callable[[Given], Any]:
    return lambda row: None if row[name] is None else round(row[name], DIGITS)


@cache
def _page() -> tuple[str, str]:
    """What stands before and after the number in the address of a report's page."""
    before, after = reverse("report", args=["~"]).split("~")
    return config().app.url + before, after


def _url(row: Given) -> str:
    before, after = _page()
    return f"{before}{row['number']}{after}"


def _word(name: str, meaning: Any, source: Any = "") -> Column:
    return Column(name, meaning, name, source=source)


def _moment(name: str, meaning: Any) -> Column:
    return Column(name, meaning, name, kind="dateTime", source=_EVENTS)


def _point(name: str, meaning: Any) -> Column:
    return Column(name, meaning, _degrees(name), kind="decimal", unit=_("derajat"), source=_SENT)


def _worktime(name: str, of: str, meaning: Any) -> Column:
    return Column(name, meaning, _hours(of), kind="decimal", unit=_("jam kerja"), source=_EVENTS)


COLUMNS = (
    _word("number", _("Nomor laporan; tetap dan unik.")),
    _moment("received_at", _("Kapan laporan diterima.")),
    _word("category", _("Id jenis laporan; tidak berubah."), _REGION),
    _word("category_name", _("Nama jenis laporan."), _REGION),
    _word("agency", _("Id instansi yang sekarang memegang laporan."), _REGION),
    _word("agency_name", _("Nama instansi itu."), _REGION),
    _word("district", _("Kode Kemendagri kecamatan; kosong: belum ditentukan."), _REGION),
    _word("district_name", _("Nama kecamatan."), _REGION),
    _word("village", _("Kode Kemendagri kelurahan atau desa."), _REGION),
    _word("village_name", _("Nama kelurahan atau desa."), _REGION),
    _point("lon", _("Bujur titik yang ditunjuk pelapor, WGS 84; kosong: tanpa titik.")),
    _point("lat", _("Lintang titik itu, WGS 84.")),
    _word("state", _("Status sekarang: menunggu, diverifikasi, proses, selesai, ditolak, digabung,"
                     " dibuka-kembali."), _EVENTS),
    _moment("verified_at", _("Kapan pertama kali diverifikasi.")),
    _moment("closed_at", _("Kapan selesai; kosong bila belum atau dibuka kembali.")),
    _moment("due", _("Tenggat yang sedang berjalan.")),
    _worktime("first_answer_hours", "answered_after", _("Dari diterima sampai jawaban, "
              "penyelesaian, atau penolakan pertama yang terbaca publik.")),
    _worktime("close_hours", "closed_after", _("Dari diterima sampai selesai yang terakhir.")),
    Column("late", _("Benar bila satu tenggatnya pernah terlewat atau sedang lewat."),
           lambda row: is_late(row, timezone.now()), kind="boolean", source=_EVENTS),
    Column("url", _("Halaman laporan, dengan kata-kata dan foto yang sudah diperiksa."),
           _url, kind="anyURI"),
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


def rows(measures: QuerySet[Measure]) -> Iterator[Given]:
    """What the columns read, one per report, oldest first.

    They come from the database a few at a time: however many there are, few are in memory.
    """
    wanted = measures.order_by("pk").values(
        *_OWN, **{name: F(path) for name, path in _FROM.items()}
    )
    given: Iterator[Given] = wanted.iterator(chunk_size=AT_ONCE)
    return given
