"""What everybody reads: the table, a commodity, the market's screen."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from smartcity_base.config import card, config
from smartcity_base.tables import export

from segar import markets
from segar.board import Row, approved, board, references
from segar.forms import BoardFilter
from segar.models import Action, Commodity, SheetEvent
from segar.reading import as_of, by_day
from segar.tables import BOARD

TREND_DAYS = 90


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """GET /: every commodity, averaged over the markets, or of one market."""
    form = BoardFilter(request.GET)
    wanted = form.wanted()
    market = wanted.get("market")
    rows = _narrowed(board(market.pk if market else ""), wanted.get("group"), wanted.get("q"))
    if export.wanted(request):
        return export.answer(request, "harga", BOARD, rows)
    context = {
        "form": form,
        "narrowed": bool(wanted),
        "rows": rows,
        "market": market,
        "newest": max((row.reading.day for row in rows if row.reading), default=None),
        "fresh": config().setting("fresh_days"),
    }
    return render(request, "segar/home.html", context)


def _narrowed(rows: list[Row], group: str | None, words: str | None) -> list[Row]:
    return [
        row
        for row in rows
        if (not group or row.commodity.group == group)
        and (not words or words.casefold() in str(row.commodity).casefold())
    ]


@require_safe
def commodity(request: HttpRequest, commodity_id: str) -> HttpResponse:
    """GET /bahan/beras-medium/: each market's price, the trend, and what was corrected."""
    one = get_object_or_404(Commodity, pk=commodity_id)
    today, fresh = timezone.localdate(), config().setting("fresh_days")
    prices = approved().filter(
        commodity=one, day__gt=today - timedelta(days=TREND_DAYS), market__in=markets.markets()
    )
    seen = list(prices.order_by("day").values_list("day", "market", "price"))
    names = dict(markets.markets().values_list("pk", "name"))
    now = as_of(seen, today, fresh)
    row = next((row for row in board() if row.commodity == one), Row(one, None))
    corrections = SheetEvent.objects.filter(
        action=Action.CORRECT, sheet__day__gt=today - timedelta(days=TREND_DAYS),
        changes__has_key=one.pk,
    ).select_related("sheet__market")  # fmt: skip
    context = {
        "row": row,
        "markets": sorted((price, names[key], at) for key, (at, price) in now.items()),
        "trend": by_day(seen),
        "days": TREND_DAYS,
        "fresh": fresh,
        "reference": references(today).get(one.pk),
        "corrections": [
            (event, *event.changes[one.pk]) for event in corrections.order_by("-at")[:20]
        ],
    }
    return render(request, "segar/commodity.html", context)


@require_safe
def screen(request: HttpRequest, market_id: str) -> HttpResponse:
    """GET /papan/pasar-bukit/?layar=1: for the market's screen, loading itself without script.

    Only who asks for that gets it: a page that changes by itself is hard to read (WCAG 2.2.1).
    """
    market = get_object_or_404(markets.markets(), pk=market_id)
    rows = [row for row in board(market.pk) if row.reading]
    context = {
        "market": market,
        "rows": rows,
        "newest": max((row.reading.day for row in rows if row.reading), default=None),
        "now": timezone.now(),
        "seconds": config().setting("board_seconds") if request.GET.get("layar") else 0,
    }
    return render(request, "segar/screen.html", context)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """GET /angka/: the figures of the card, each with its formula."""
    from segar.figures import FIGURES

    about = card().get("indicators") or {}
    figures = [{**about.get(name, {}), "value": figure()} for name, figure in FIGURES.items()]
    return render(request, "segar/numbers.html", {"figures": figures})
