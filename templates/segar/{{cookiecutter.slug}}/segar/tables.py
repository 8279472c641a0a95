"""The columns of the public table as a file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from smartcity_base.tables.columns import Column

from segar.board import Row


def _read(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.reading, name) if row.reading else None


BOARD = (
    Column("group", _("Kelompok"), "commodity.group"),
    Column("commodity", _("Bahan"), lambda row: str(row.commodity)),
    Column("unit", _("Satuan"), "commodity.unit"),
    Column("day", _("Harga terbaru"), _read("day"), kind="date"),
    Column("average", _("Rata-rata (Rp)"), _read("average"), kind="integer"),
    Column("low", _("Terendah (Rp)"), _read("low"), kind="integer"),
    Column("high", _("Tertinggi (Rp)"), _read("high"), kind="integer"),
    Column("markets", _("Jumlah pasar"), _read("markets"), kind="integer"),
    Column("day_change", _("Sehari (%)"), _read("day_change"), kind="decimal"),
    Column("week_change", _("7 hari (%)"), _read("week_change"), kind="decimal"),
    Column("month_change", _("30 hari (%)"), _read("month_change"), kind="decimal"),
    Column("cheapest", _("Termurah"), lambda row: ", ".join(row.cheapest)),
)
