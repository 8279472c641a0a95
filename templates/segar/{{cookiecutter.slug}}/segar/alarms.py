"""Prices that TPID is to hear of: above a reference price, or risen much in a week."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from smartcity_base.config import config

from segar.board import Row, board
from segar.models import Alert, Rule

AGAIN_DAYS = 7  # a commodity that stays dear is told of once a week, not every day


def broken(rows: list[Row]) -> Iterator[tuple[Row, Rule, float, float]]:
    """(row, rule, value, limit) of every rule that a row breaks."""
    tolerated = config().setting("alert_reference_percent")
    rise = config().setting("alert_week_percent")
    for row in rows:
        if row.over is not None and row.over > tolerated and row.reference:
            # Where a row is over its reference there is a reading that is.
            yield row, Rule.REFERENCE, row.reading.average, row.reference.price  # type: ignore[union-attr]
        week = row.reading.week_change if row.reading else None
        if week is not None and week >= rise:
            yield row, Rule.WEEK, week, rise


@transaction.atomic
def look(day: date) -> list[Alert]:
    """Write down what is new on `day`, and have it mailed. May run twice."""
    since = day - timedelta(days=AGAIN_DAYS)
    told = set(Alert.objects.filter(day__gt=since).values_list("commodity", "rule"))
    made = [
        Alert.objects.create(
            commodity=row.commodity, day=day, rule=rule, value=value, limit=limit,
            at=timezone.now(),
        )
        for row, rule, value, limit in broken(board(day=day))
        if (row.commodity.pk, rule.value) not in told
    ]  # fmt: skip
    if made and config().mail:
        from segar.jobs import tell

        for address in addresses():
            tell.enqueue([alert.pk for alert in made], address)
    return made


def addresses() -> list[str]:
    given = str(config().setting("alert_mail")).split(",")
    return [address.strip() for address in given if "@" in address]
