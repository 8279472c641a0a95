"""The prices as open data; the pages, the catalogue and the dictionary are the base's."""

import json
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Max, Min
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from smartcity_base.opendata.dataset import Dataset, File

from segar.board import approved, board
from segar.forms import DataFilter
from segar.models import Price
from segar.opendata.columns import COLUMNS
from segar.opendata.offers import offers

AT_ONCE = 2000


def _rows(request: HttpRequest) -> Iterator[Price]:
    """The approved prices that are asked for, oldest first, a few at a time."""
    wanted = DataFilter(request.GET).wanted()
    names = {"since": "day__gte", "until": "day__lte"}
    found = approved().filter(**{names.get(name, name): value for name, value in wanted.items()})
    ordered = found.select_related("market", "commodity").order_by("day", "market", "commodity")
    return ordered.iterator(chunk_size=AT_ONCE)


def _offers(request: HttpRequest) -> Iterator[str]:
    yield json.dumps(offers([row for row in board() if row.reading]), ensure_ascii=False)


def _span() -> tuple[date | None, datetime | None]:
    known = approved().aggregate(first=Min("day"), last=Max("at"))
    return known["first"], known["last"]


DATASETS = (
    Dataset(
        name="harga",
        title=_("Harga bahan pokok"),
        about=_("Harga eceran bahan pokok per pasar dan hari, yang sudah disetujui."),
        row=_("Satu baris adalah satu harga: satu bahan di satu pasar pada satu hari."),
        missing=_("lembar yang belum disetujui, dan siapa yang mencatat."),
        columns=COLUMNS,
        rows=_rows,
        themes=("ECON",),
        often="DAILY",
        keywords=(_("harga pasar"), _("bahan pokok"), _("inflasi")),
        files=(
            File(
                "penawaran.jsonld",
                _("Harga sekarang sebagai AggregateOffer (schema.org)"),
                "JSON_LD",
                "application/ld+json",
                "https://schema.org/AggregateOffer",
                _offers,
            ),
        ),
        form=DataFilter,
        span=_span,
    ),
)
