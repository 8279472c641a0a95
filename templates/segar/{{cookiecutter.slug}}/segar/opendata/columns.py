"""The columns of the open data: the dictionary, the CSV and the CSVW are this one table."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from smartcity_base.tables.columns import Column

_NOTED = _("pencatatan petugas pasar")
_REGION = _("tabel daerah dalam profil")


def _word(name: str, meaning: Any, path: str, source: Any = _REGION) -> Column:
    return Column(name, meaning, path, source=source)


COLUMNS = (
    Column("day", _("Hari pencatatan."), "day", kind="date", source=_NOTED),
    _word("market", _("Id pasar; tidak berubah."), "market_id"),
    _word("market_name", _("Nama pasar."), "market.name"),
    _word("village", _("Kode Kemendagri kelurahan atau desa pasar itu."), "market.village_id"),
    _word("commodity", _("Id bahan; tidak berubah."), "commodity_id"),
    _word("group", _("Kelompok bahan."), "commodity.group"),
    _word("commodity_name", _("Nama bahan."), "commodity.name"),
    _word("variant", _("Mutu atau varian."), "commodity.variant"),
    _word("unit", _("Satuan harga."), "commodity.unit"),
    Column("price", _("Harga eceran per satuan itu."), "price", kind="integer", unit=_("rupiah"),
           source=_NOTED),
    Column("traders", _("Jumlah pedagang yang ditanya."), "traders", kind="integer",
           unit=_("pedagang"), source=_NOTED),
    _word("source", _("Cara mencatat: pedagang, label, atau pengelola."), "source", _NOTED),
    Column("recorded_at", _("Kapan harga itu dicatat."), "at", kind="dateTime", source=_NOTED),
)  # fmt: skip
