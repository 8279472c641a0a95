"""What each of the region's tables may hold, and what its columns are called elsewhere."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from smartcity_kit import paths
from smartcity_kit.profile import shapes
from smartcity_kit.profile.shapes import Shape
from smartcity_kit.profile.sheets.of_apps import SHAPES, tables_of_apps


class Column(NamedTuple):
    """`table` names the table to whose rows the cell refers, by their key or their name.

    `aliases` are headings under which people export the column; capitals, blanks and dots do not
    count in them.
    """

    name: str
    shape: Shape
    longest: int
    needed: bool = True
    table: str = ""
    aliases: tuple[str, ...] = ()


class Kind(NamedTuple):
    """What one table holds; the columns `key` tell its rows apart, and no two share a `unique`.

    What a `personal` table says of a person is never repeated in a fault: faults end up in logs.
    A row is an example when its `example` column (else the first of the key) begins with "contoh".
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    unique: tuple[str, ...] = ()
    personal: bool = False
    example: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def is_example(self, row: "dict[str, str]") -> bool:
        """Whether this row only shows what a row looks like; every load refuses it."""
        return row[self.example or self.key[0]].lower().startswith("contoh")


AGENCY_NAME = (
    *("instansi", "nama instansi", "opd", "nama opd", "skpd", "nama skpd", "perangkat daerah"),
    *("nama perangkat daerah", "unit kerja", "nama unit kerja", "unor", "nama unor"),
    *("unit organisasi", "satuan kerja", "satker"),
)
AGENCY = (
    *AGENCY_NAME,
    *("id instansi", "kode instansi", "kode opd", "penanggung jawab", "pengelola"),
)
RECEIVER = (*AGENCY, "penerima", "instansi penerima")
EMAIL = ("e-mail", "surel", "alamat email", "alamat e-mail", "alamat surel", "email dinas")
PHONE = (
    *("telepon", "no telepon", "nomor telepon", "telp", "no telp", "tlp", "no tlp", "kontak"),
    *("hp", "no hp", "nomor hp", "nohp", "handphone", "no handphone", "nomor handphone", "ponsel"),
    *("no ponsel", "nomor ponsel", "whatsapp", "no whatsapp", "nomor whatsapp", "wa", "no wa"),
    *("telepon kantor", "mobile", "phone number"),
)
ADDRESS = ("alamat", "alamat kantor", "alamat lengkap", "alamat jalan", "jalan")
NOTE = ("keterangan", "deskripsi", "uraian", "penjelasan")
NAME = ("nama",)


def _needed(name: str, shape: Shape, longest: int, aliases: Iterable[str] = ()) -> Column:
    return Column(name, shape, longest, aliases=tuple(aliases))


def _optional(name: str, shape: Shape, longest: int, aliases: Iterable[str] = ()) -> Column:
    return Column(name, shape, longest, False, aliases=tuple(aliases))


def _reference(name: str, table: str, aliases: Iterable[str], *, needed: bool = False) -> Column:
    # Longer than an id: the name of what is referred to is read as well.
    return Column(name, shapes.LINE, 200, needed, table, tuple(aliases))


def _id(*aliases: str) -> Column:
    return _needed("id", shapes.ID, 50, ("kode", *aliases))


SHARED = {
    "agencies": Kind(
        (
            _id("id instansi", "kode instansi", "kode opd", "kode unit", "kode unor"),
            _needed("name", shapes.LINE, 200, (*NAME, *AGENCY_NAME)),
            _optional(
                "short_name", shapes.LINE, 60, ("singkatan", "nama singkat", "akronim", "alias")
            ),
            _reference("parent", "agencies", ("induk", "instansi induk", "unit induk", "atasan")),
            _optional("kind", shapes.ID, 40, ("jenis", "jenis instansi", "tipe")),
            _optional("email", shapes.EMAIL, 254, EMAIL),
            _optional("phone", shapes.PHONE, 40, PHONE),
            _optional("address", shapes.LINE, 300, ADDRESS),
        ),
    ),
    "positions": Kind(
        (
            _id("id jabatan", "kode jabatan"),
            _needed("name", shapes.LINE, 200, (*NAME, "jabatan", "nama jabatan")),
            _reference("agency", "agencies", AGENCY, needed=True),
            _reference("parent", "positions", ("atasan", "jabatan atasan", "induk")),
        ),
    ),
    "staff": Kind(
        (
            _needed("name", shapes.LINE, 200, (*NAME, "nama lengkap", "nama pegawai", "pegawai")),
            _optional("nip", shapes.NIP, 24, ("nip baru", "nomor induk pegawai", "nip nipppk")),
            _needed("email", shapes.EMAIL, 254, EMAIL),
            _optional("phone", shapes.PERSON_PHONE, 40, PHONE),
            _reference("agency", "agencies", AGENCY),
            _reference("position", "positions", ("jabatan", "nama jabatan", "kode jabatan")),
            _optional("roles", shapes.ROLES, 500, ("peran", "hak akses", "role")),
        ),
        key=("email",),
        unique=("nip",),
        personal=True,
    ),
    "places": Kind(
        (
            _id("id tempat", "npsn"),
            _needed(
                "name", shapes.LINE, 200,
                (*NAME, "nama tempat", "tempat", "nama fasilitas", "fasilitas", "nama sekolah"),
            ),
            _needed("kind", shapes.PLACE, 40, ("jenis", "jenis tempat", "kategori", "tipe")),
            _optional(
                "village", shapes.AREA, 200,
                ("kelurahan", "desa", "kelurahan/desa", "desa/kelurahan", "kode kelurahan",
                 "kode desa", "kode wilayah", "kelurahan atau desa", "nama kelurahan",
                 "kode kelurahan/desa", "kecamatan", "kode kecamatan", "distrik"),
            ),
            _optional("address", shapes.LINE, 300, ADDRESS),
            _optional(
                "lon", shapes.DEGREES, 24, ("bujur", "longitude", "long", "lng", "garis bujur")
            ),
            _optional("lat", shapes.DEGREES, 24, ("lintang", "latitude", "garis lintang")),
            _optional("phone", shapes.PHONE, 40, PHONE),
            _reference("agency", "agencies", AGENCY),
        ),
    ),
    "categories": Kind(
        (
            _id("id kategori", "kode kategori"),
            _needed("name", shapes.LINE, 100, (*NAME, "kategori", "nama kategori")),
            _reference("agency", "agencies", RECEIVER, needed=True),
            _optional("icon", shapes.ID, 50, ("ikon", "gambar")),
            _optional("description", shapes.LINE, 300, NOTE),
            _optional(
                "deadline", shapes.DEADLINE, 40,
                ("tenggat", "batas waktu", "kelas", "kelas tenggat", "hari kerja", "jangka waktu"),
            ),
        ),
    ),
    "questions": Kind(
        (
            _reference("category", "categories", ("kategori", "id kategori"), needed=True),
            _needed("code", shapes.ID, 50, ("kode", "kode pertanyaan")),
            _needed("question", shapes.LINE, 200, ("pertanyaan",)),
            _needed("type", shapes.QUESTION, 20, ("jenis", "tipe")),
            _optional("required", shapes.YES_OR_NO, 5, ("wajib",)),
            _optional("values", shapes.CHOICES, 2_000, ("pilihan",)),
            _optional("help", shapes.LINE, 300, ("petunjuk", "bantuan")),
            _optional("public", shapes.YES_OR_NO, 5, ("umum", "publik")),
        ),
        key=("category", "code"),
    ),
    "routing": Kind(
        (
            _reference("category", "categories", ("kategori", "id kategori"), needed=True),
            _needed(
                "district", shapes.AREA, 200, ("kecamatan", "kode kecamatan", "distrik", "wilayah")
            ),
            _reference("agency", "agencies", RECEIVER, needed=True),
        ),
        key=("category", "district"),
    ),
    "holidays": Kind(
        (
            _needed("date", shapes.DATE, 40, ("tanggal", "tgl", "tanggal libur")),
            _needed(
                "name", shapes.LINE, 200, (*NAME, "hari libur", "nama hari libur", "libur", *NOTE)
            ),
        ),
        key=("date",),
        example="name",
    ),
    "emergency": Kind(
        (
            _needed("name", shapes.LINE, 60, (*NAME, "nama layanan", "layanan", "untuk")),
            _needed("number", shapes.PHONE, 40, ("nomor", "nomor darurat", *PHONE)),
            _optional("about", shapes.LINE, 120, NOTE),
        ),
        key=("number",),
        example="name",
    ),
    "announcements": Kind(
        (
            _id("id pengumuman"),
            _needed("title", shapes.LINE, 150, ("judul",)),
            _needed("body", shapes.TEXT, 10_000, ("isi", "isi pengumuman", "teks")),
            _needed("date", shapes.DATE, 40, ("tanggal", "tgl", "tanggal terbit")),
            _optional(
                "until", shapes.DATE, 40, ("sampai", "berlaku sampai", "hingga", "tanggal akhir")
            ),
        ),
    ),
}  # fmt: skip
"""What more than one app reads, in the order in which the tables build on each other."""


def _of_app(table: Mapping[str, Any]) -> Kind:
    columns = (
        Column(
            *(name, SHAPES[said["shape"]], said.get("longest", 200), said.get("needed", True)),
            *(said.get("table", ""), tuple(said.get("aliases", ()))),
        )
        for name, said in table["columns"].items()
    )
    return Kind(
        tuple(columns),
        tuple(table.get("key", ("id",))),
        personal=table.get("personal", False),
        example=table.get("named_by", ""),
    )


_OWN = tables_of_apps(paths.TEMPLATES)
KINDS = SHARED | {name: _of_app(table) for name, table in _OWN.items()}
"""Every table there is: the shared ones, then those of single apps."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "agencies": (
        *("contoh-dinas", "Dinas Contoh", "Discontoh", "", "dinas", "kontak@contoh.go.id"),
        *("(021) 555 0100", "Jalan Contoh 1"),
    ),
    "positions": ("contoh-kepala-dinas", "Kepala Dinas Contoh", "contoh-dinas", ""),
    "staff": (
        *("Nama Contoh", "199001012015011001", "contoh@contoh.go.id", "081234567890"),
        *("contoh-dinas", "contoh-kepala-dinas", "laksa:officer"),
    ),
    "places": (
        *("contoh-sekolah", "Sekolah Contoh", "school", "75.71.01.1001", "Jalan Contoh 2"),
        *("123.05", "0.54", "(0435) 555010", "contoh-dinas"),
    ),
    "categories": (
        *("contoh-kategori", "Kategori contoh", "contoh-dinas", "lain"),
        *("Satu kalimat tentang isi laporan yang termasuk di sini", "biasa"),
    ),
    "questions": (
        *("contoh-kategori", "contoh-ukuran", "Seberapa besar?", "singlevaluelist", "tidak"),
        *("kecil=Kecil | besar=Besar", "Kira-kira saja", "ya"),
    ),
    "routing": ("contoh-kategori", "75.71.01", "contoh-dinas"),
    "holidays": ("2026-12-31", "CONTOH libur daerah"),
    "emergency": ("Contoh ambulans", "(021) 555 0119", "Satu kalimat tentang kapan dihubungi"),
    "announcements": (
        *("contoh-pengumuman", "Judul pengumuman contoh", "Isi pengumuman."),
        *("2026-01-01", "2026-01-31"),
    ),
    **{name: tuple(table["example"]) for name, table in _OWN.items()},
}
"""A row for each table that shows what a row looks like, and that every load refuses."""
