"""All commodities with their readings, computed once for each change and kept by the process."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from smartcity_base.config import config

from segar import markets, reading
from segar.models import Commodity, Price, ReferencePrice, SheetEvent, State
from segar.reading import Reading, Seen

BACK = max(reading.SPANS.values()) + 1  # days; `fresh_days` beyond that


@dataclass(frozen=True)
class Row:
    """One line of the public table."""

    commodity: Commodity
    reading: Reading | None
    cheapest: tuple[str, ...] = ()  # names of markets
    reference: ReferencePrice | None = None

    @property
    def over(self) -> float | None:
        """By how many percent the average is above the reference price; None: it is not."""
        if self.reading is None or self.reference is None:
            return None
        above = 100 * (self.reading.average - self.reference.price) / self.reference.price
        return above if above > 0 else None


def approved() -> QuerySet[Price]:
    """The prices that everybody may know."""
    return Price.objects.filter(sheet__state=State.APPROVED)


def board(market: str = "", day: date | None = None) -> list[Row]:
    """A row for each active commodity, in the order of the list; with a market, of it alone."""
    last = SheetEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _board(last, market, day or timezone.localdate())


@lru_cache(maxsize=32)
def _board(_last_event: int | None, market: str, day: date) -> list[Row]:
    fresh = config().setting("fresh_days")
    names = dict(markets.markets().values_list("pk", "name"))
    prices = approved().filter(day__gt=day - timedelta(days=BACK + fresh), day__lte=day)
    prices = prices.filter(market__in=[market] if market else names)
    seen: dict[str, list[Seen]] = {}
    found = prices.order_by().values_list("commodity", "day", "market", "price")
    for commodity, *price in found:
        # The three other columns of the query, in the order of `Seen`.
        seen.setdefault(commodity, []).append(tuple(price))  # type: ignore[arg-type]
    rules = references(day)
    return [
        _row(one, reading.read(seen.get(one.pk, []), day, fresh, names), names, rules)
        for one in Commodity.objects.filter(active=True)
    ]


def _row(one: Commodity, found: Reading | None, names: dict[str, str], rules: Any) -> Row:
    cheapest = tuple(names[market] for market in found.cheapest) if found else ()
    return Row(one, found, cheapest, rules.get(one.pk))


def references(day: date) -> dict[str, ReferencePrice]:
    """The reference price in force on `day`, by commodity: the newest, of its kinds the lowest."""
    found: dict[str, ReferencePrice] = {}
    for rule in ReferencePrice.objects.filter(since__lte=day, price__gt=0).order_by(
        "since", "-price"
    ):
        found[rule.commodity_id] = rule
    return found
