"""The open data's page with its dictionary, its files, and its catalogue."""

from datetime import timedelta

from django.db.models import Max, Min, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from smartcity_base import dcat
from smartcity_base.config import config

from segar.board import approved, board
from segar.forms import DataFilter
from segar.models import Price
from segar.opendata.columns import COLUMNS, as_csv
from segar.opendata.offers import offers

OPEN = {"Access-Control-Allow-Origin": "*"}
HOUR = timedelta(hours=1)
_public = cache_control(public=True, max_age=int(HOUR.total_seconds()))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """GET /data/: what there is, what each column means, and under which licence."""
    context = {"columns": COLUMNS, "licence": dcat.licence(), "form": DataFilter()}
    return render(request, "segar/data.html", context)


@require_safe
@_public
def csv_file(request: HttpRequest) -> StreamingHttpResponse:
    """GET /data/harga.csv?market=&commodity=&since=&until="""
    return StreamingHttpResponse(
        as_csv(narrowed(request)),
        content_type="text/csv; charset=utf-8; header=present",
        headers=OPEN | {"Content-Disposition": 'attachment; filename="harga.csv"'},
    )


@require_safe
@_public
def offers_file(request: HttpRequest) -> JsonResponse:
    """GET /data/penawaran.jsonld"""
    rows = [row for row in board() if row.reading]
    return JsonResponse(offers(rows), content_type="application/ld+json", headers=OPEN)


@require_safe
@_public
def catalogue_file(request: HttpRequest) -> JsonResponse:
    """GET /data/katalog.jsonld: for other portals."""
    known = approved().aggregate(first=Min("day"), last=Max("at"))
    dataset = dcat.Dataset(
        name="harga",
        title=_("Harga bahan pokok %(region)s") % {"region": config().region.name},
        about=_("Harga eceran bahan pokok per pasar dan hari, yang sudah disetujui."),
        themes=("ECON",),
        often="DAILY",
        keywords=(_("harga pasar"), _("bahan pokok"), _("inflasi")),
        files=(
            dcat.File("open-data-csv", _("Harga (CSV)"), "CSV", "text/csv",
                      "https://www.rfc-editor.org/rfc/rfc4180"),
            dcat.File("open-data-offers", _("Harga sekarang (JSON-LD)"), "JSON_LD",
                      "application/ld+json", "https://schema.org/AggregateOffer"),
        ),
        first=known["first"],
        modified=known["last"],
    )  # fmt: skip
    told = dcat.catalogue(_("Harga bahan pokok yang boleh dipakai siapa saja."), dataset)
    return JsonResponse(told, content_type="application/ld+json", headers=OPEN)


def narrowed(request: HttpRequest) -> QuerySet[Price]:
    """The approved prices that are asked for."""
    wanted = DataFilter(request.GET).wanted()
    names = {"since": "day__gte", "until": "day__lte"}
    return approved().filter(**{names.get(name, name): value for name, value in wanted.items()})
