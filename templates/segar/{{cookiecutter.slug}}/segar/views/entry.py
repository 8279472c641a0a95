"""Writing prices down: whose turn it is, and the sheet of a market and a day."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from smartcity_base.models import Place
from smartcity_base.roles import role_required, staff

from segar import work
from segar.board import approved
from segar.forms import SheetForm
from segar.markets import ENTERS, markets_of
from segar.missing import survey_days
from segar.models import Commodity, Sheet

BACK_DAYS = 7  # a sheet may be sent so many days later
HINT_DAYS = 31


@never_cache
@require_safe
@role_required(*ENTERS)
def begin(request: HttpRequest) -> HttpResponse:
    """GET /catat/: today's sheet of each market, and the days that were missed."""
    found, today = list(markets_of(staff(request))), timezone.localdate()
    days = [today, *survey_days(today, BACK_DAYS)]
    sheets = {
        (sheet.market_id, sheet.day): sheet
        for sheet in Sheet.objects.filter(market__in=found, day__in=days)
    }
    context = {
        "today": today,
        "markets": [
            (
                market,
                sheets.get((market.pk, today)),
                [(day, sheets.get((market.pk, day))) for day in days[1:]],
            )
            for market in found
        ],
    }
    return render(request, "segar/begin.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*ENTERS)
def sheet(request: HttpRequest, market_id: str, day: str) -> HttpResponse:
    """GET, POST /catat/pasar-bukit/2026-11-22/: another's market is as good as none: 404."""
    user = staff(request)
    market = get_object_or_404(markets_of(user), pk=market_id)
    on = _day(day)
    there = Sheet.objects.filter(market=market, day=on).first()
    given = {price.commodity_id: price for price in there.prices.all()} if there else {}
    commodities = [one for one in Commodity.objects.all() if one.active or one.pk in given]
    initial: dict[str, object] = {f"harga-{key}": price.price for key, price in given.items()}
    for price in given.values():
        initial |= {"traders": price.traders, "source": price.source}
    form = SheetForm(commodities, before(market, on), request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sent = work.send(user, market, on, form.entries())
        except work.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            told = _("Terkirim: %(n)d harga %(market)s. Menunggu persetujuan.")
            n = sent.prices.count()
            messages.success(request, told % {"n": n, "market": market.name})
            return redirect("begin")
    context = {"form": form, "market": market, "day": on, "sheet": there}
    return render(request, "segar/sheet.html", context, status=422 if form.errors else 200)


def before(market: Place, day: date) -> dict[str, tuple[int, date]]:
    """The price before `day` of each commodity in this market, and of which day it is."""
    since = day - timedelta(days=HINT_DAYS)
    rows = approved().filter(market=market, day__lt=day, day__gte=since).order_by("day")
    return {
        commodity: (price, at)
        for commodity, price, at in rows.values_list("commodity", "price", "day")
    }


def _day(written: str) -> date:
    """A day from BACK_DAYS ago until today; any other page is not there."""
    today = timezone.localdate()
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error
    if not today - timedelta(days=BACK_DAYS) <= day <= today:
        raise Http404
    return day
