"""What the prices say: average, change, cheapest market. Pure: data in, figures out.

A market counts with its newest approved price that is at most `fresh` days old. The average is the
plain mean over those markets, rounded to the rupiah; a change compares the same markets with
themselves so many days before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Seen = tuple[date, str, int]
"""One price of one commodity: its day, its market, rupiah."""

SPANS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True)
class Reading:
    """One commodity on one day; None where there is nothing to compare with."""

    day: date  # of the newest price
    average: int
    low: int
    high: int
    cheapest: tuple[str, ...]  # markets, in the order of their names
    markets: int
    day_change: float | None
    week_change: float | None
    month_change: float | None


def as_of(prices: Iterable[Seen], day: date, fresh: int) -> dict[str, tuple[date, int]]:
    """Each market's newest price on `day`, not older than `fresh` days."""
    found: dict[str, tuple[date, int]] = {}
    for at, market, price in prices:
        recent = day - timedelta(days=fresh) < at <= day
        if recent and (market not in found or at > found[market][0]):
            found[market] = (at, price)
    return found


def mean(values: Iterable[int]) -> float:
    known = list(values)
    return sum(known) / len(known)


def change(prices: list[Seen], day: date, days: int, fresh: int) -> float | None:
    """In percent against `days` before, over the markets that have a price on both."""
    now, then = as_of(prices, day, fresh), as_of(prices, day - timedelta(days=days), fresh)
    both = now.keys() & then.keys()
    if not both:
        return None
    before = mean(then[market][1] for market in both)
    return round(100 * (mean(now[market][1] for market in both) - before) / before, 1)


def read(
    prices: list[Seen], today: date, fresh: int, names: Mapping[str, str] | None = None
) -> Reading | None:
    """The reading of one commodity; None when no market has a fresh price."""
    now = as_of(prices, today, fresh)
    if not now:
        return None
    low = min(price for _at, price in now.values())
    day = max(at for at, _price in now.values())
    named = names or {}
    cheapest = sorted(
        (market for market, (_at, price) in now.items() if price == low),
        key=lambda market: named.get(market, market),
    )
    changes = (change(prices, day, days, fresh) for days in SPANS.values())
    return Reading(
        day,
        round(mean(price for _at, price in now.values())),
        low,
        max(price for _at, price in now.values()),
        tuple(cheapest),
        len(now),
        *changes,
    )


def by_day(prices: Iterable[Seen]) -> list[tuple[date, int, int]]:
    """Each day on which there are prices: their mean, and how many markets gave one."""
    days: dict[date, list[int]] = {}
    for at, _market, price in prices:
        days.setdefault(at, []).append(price)
    return [(day, round(mean(found)), len(found)) for day, found in sorted(days.items())]
