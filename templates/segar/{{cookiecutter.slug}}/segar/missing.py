"""Days on which a market should have given prices, and has not."""

from datetime import date, timedelta

from smartcity_base.config import config
from smartcity_base.models import Place
from smartcity_base.workdays import Calendar

from segar.markets import markets
from segar.models import Sheet, State


def missing(today: date, days: int) -> list[tuple[date, Place]]:
    """(day, market) without an approved sheet in the `days` before today, newest first.

    A market is asked of from its first sheet on: one that has not begun has missed nothing.
    """
    first: dict[str, date] = {}
    done = set()
    for market, day, state in Sheet.objects.order_by("-day").values_list("market", "day", "state"):
        first[market] = day
        if state == State.APPROVED:
            done.add((day, market))
    known = list(markets())
    return [
        (day, market)
        for day in survey_days(today, days)
        for market in known
        if market.pk in first and day >= first[market.pk] and (day, market.pk) not in done
    ]


def survey_days(today: date, days: int) -> list[date]:
    """Those of the `days` before today on which prices are written down, newest first."""
    all_days = [today - timedelta(days=back) for back in range(1, days + 1)]
    if config().setting("every_day"):
        return all_days
    calendar = Calendar.load()
    return [day for day in all_days if calendar.works(day)]
