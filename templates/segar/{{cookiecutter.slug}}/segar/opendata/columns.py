"""The columns of the open data: the dictionary and the CSV are this one table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from segar.models import Price

PIECE = 500  # rows: some 60 KB, so that a slow line holds little


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind as in XML Schema, what it means, and the field it is."""

    name: str
    kind: str
    meaning: str | Promise
    field: str


COLUMNS = (
    Column("day", "date", _("Hari pencatatan."), "day"),
    Column("market", "string", _("Id pasar; tidak berubah."), "market"),
    Column("market_name", "string", _("Nama pasar."), "market__name"),
    Column("village", "string", _("Kode Kemendagri kelurahan atau desa pasar itu."),
           "market__village"),
    Column("commodity", "string", _("Id bahan; tidak berubah."), "commodity"),
    Column("group", "string", _("Kelompok bahan."), "commodity__group"),
    Column("commodity_name", "string", _("Nama bahan."), "commodity__name"),
    Column("variant", "string", _("Mutu atau varian."), "commodity__variant"),
    Column("unit", "string", _("Satuan harga."), "commodity__unit"),
    Column("price", "integer", _("Harga eceran, rupiah per satuan."), "price"),
    Column("traders", "integer", _("Jumlah pedagang yang ditanya."), "traders"),
    Column("source", "string", _("Cara mencatat: pedagang, label, atau pengelola."), "source"),
    Column("recorded_at", "dateTime", _("Kapan harga itu dicatat."), "at"),
)  # fmt: skip


def as_csv(prices: QuerySet[Price]) -> Iterator[str]:
    """RFC 4180: a heading, then a line per price, oldest first, a few at a time."""
    yield _lines([[column.name for column in COLUMNS]])
    rows = prices.order_by("day", "market", "commodity").values_list(
        *(column.field for column in COLUMNS)
    )
    rest = rows.iterator(chunk_size=PIECE)
    while some := list(islice(rest, PIECE)):
        yield _lines([[*row[:-1], _moment(row[-1])] for row in some])


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _lines(rows: list[list[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
