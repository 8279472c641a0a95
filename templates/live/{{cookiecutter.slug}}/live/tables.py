"""The columns of LIVE's lists and data sets: services, agencies, places, and people."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from smartcity_base.config import config
from smartcity_base.tables.columns import Column

from live import roles


def _page(name: str) -> Column:
    def address(row: Any) -> str:
        return config().app.url + reverse(name, args=[row.pk])

    return Column("url", _("Halamannya di portal."), address, kind="anyURI", label=_("Halaman"))


_REGION = _("tabel daerah dalam profil")
_REACHED = (
    Column("phone", _("Nomor telepon."), "phone", label=_("Telepon"), source=_REGION),
    Column("address", _("Alamat jalan."), "address", label=_("Alamat"), source=_REGION),
)

# UU 25/2009, article 21, in its order; where a text holds several things, one a line.
_STANDARD = {
    "legal_basis": _("Dasar hukum"),
    "requirements": _("Persyaratan"),
    "steps": _("Sistem, mekanisme, dan prosedur"),
    "time": _("Jangka waktu, bila bukan dalam hari kerja"),
    "cost": _("Biaya atau tarif"),
    "product": _("Produk pelayanan"),
    "facilities": _("Sarana, prasarana, dan fasilitas"),
    "competence": _("Kompetensi pelaksana"),
    "supervision": _("Pengawasan internal"),
    "complaints": _("Penanganan pengaduan, saran, dan masukan"),
    "staff_count": _("Jumlah pelaksana"),
    "guarantee": _("Jaminan pelayanan"),
    "safety": _("Jaminan keamanan dan keselamatan"),
    "evaluation": _("Evaluasi kinerja pelaksana"),
}
_LAW = _("standar pelayanan, UU 25/2009 pasal 21")

SERVICES = (
    Column("id", _("Id layanan; tidak berubah."), "pk", label=_("Id"), source=_REGION),
    Column("name", _("Nama layanan."), "name", label=_("Layanan"), source=_REGION),
    Column("agency", _("Id instansi penyelenggara."), "agency_id", label=_("Id instansi")),
    Column("agency_name", _("Nama instansi itu."), "agency.name", label=_("Instansi")),
    Column("description", _("Untuk apa layanan itu."), "description", label=_("Keterangan"),
           source=_REGION),
    Column("days", _("Jangka waktu penyelesaian; kosong: lihat time."), "days", kind="integer",
           unit=_("hari kerja"), label=_("Hari kerja"), source=_LAW),
    *(Column(name, words, name, source=_LAW) for name, words in _STANDARD.items()),
    _page("service"),
)  # fmt: skip

AGENCIES = (
    Column("id", _("Id instansi; tetap, juga bila namanya berubah."), "pk", label=_("Id"),
           source=_REGION),
    Column("name", _("Nama instansi."), "name", label=_("Instansi"), source=_REGION),
    Column("short_name", _("Singkatannya."), "short_name", label=_("Singkatan"), source=_REGION),
    Column("parent", _("Id instansi di atasnya; kosong: tidak ada."), "parent_id",
           label=_("Id induk"), source=_REGION),
    Column("kind", _("Jenis perangkat daerah."), "kind", label=_("Jenis"), source=_REGION),
    Column("email", _("Surel instansi."), "email", label=_("Surel"), source=_REGION),
    *_REACHED,
    _page("agency"),
)  # fmt: skip

PLACES = (
    Column("id", _("Id tempat; tidak berubah."), "pk", label=_("Id"), source=_REGION),
    Column("name", _("Nama tempat."), "name", label=_("Tempat"), source=_REGION),
    Column("kind", _("Jenis tempat: school, clinic, hospital, market, office, park, library, "
                     "terminal, worship, other."), "kind", label=_("Jenis"), source=_REGION),
    Column("district", _("Kode Kemendagri kecamatan."), "district_id", label=_("Kode kecamatan")),
    Column("village", _("Kode Kemendagri kelurahan atau desa."), "village_id",
           label=_("Kode kelurahan/desa")),
    *_REACHED,
    Column("lon", _("Bujur, WGS 84."), "lon", kind="decimal", unit=_("derajat"), label=_("Bujur"),
           source=_REGION),
    Column("lat", _("Lintang, WGS 84."), "lat", kind="decimal", unit=_("derajat"),
           label=_("Lintang"), source=_REGION),
    _page("place"),
)  # fmt: skip


def _roles(user: Any) -> str:
    return ", ".join(roles.title((given.app, given.role)) for given in user.assignments.all())


PEOPLE = (
    Column("name", _("Nama"), "name"),
    Column("agency", _("Instansi"), "agency.name"),
    Column("position", _("Jabatan"), "position"),
    Column("roles", _("Peran"), _roles),
    Column("active", _("Aktif"), "is_active", kind="boolean"),
    Column("email", _("Surel"), "email", personal=True),
    Column("phone", _("Telepon"), "phone", personal=True),
)
