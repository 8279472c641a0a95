"""Measures -> the figures of a page: whole, by state, by month, and by agency, district, category.

Everything is counted over the reports received in the period; what of it still changes (states,
deadlines) is as of now. Medians come from counts of equal values, so the database adds up and only
the counts travel.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db.models import Count, F, Func, Max, Min, Model, Q, QuerySet
from django.db.models.functions import TruncMonth, TruncYear
from django.utils.translation import gettext as _

from smartcity_base.models import Agency, District

from laksa.models import Category, Measure
from laksa.states import OPEN, State

Measures = QuerySet[Measure]
LONG_DAYS = 3 * 366
BY = {"agency": "agency", "district": "village__district", "category": "category"}
_NAMED: dict[str, type[Model]] = {"agency": Agency, "district": District, "category": Category}


@dataclass(frozen=True)
class Spread:
    """How long it took, in tenths of a working hour: over how many reports, median and p90."""

    n: int = 0
    median: int | None = None
    p90: int | None = None

    @classmethod
    def of(cls, counts: Mapping[int, int]) -> "Spread":
        """From value -> how often it occurs."""
        return cls(sum(counts.values()), quantile(counts, 0.5), quantile(counts, 0.9))


@dataclass(frozen=True)
class Line:
    """The figures of one group of reports; `key` is None for those without (no village)."""

    key: Any
    label: str
    received: int = 0
    open: int = 0
    late: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    answered: Spread = Spread()
    closed: Spread = Spread()

    @property
    def late_share(self) -> float | None:
        """Of 100 reports, how many missed a deadline."""
        return 100 * self.late / self.received if self.received else None

    @property
    def closed_share(self) -> float | None:
        done = self.states.get(State.SELESAI, 0)
        return 100 * done / self.received if self.received else None


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest value that at least this share of the reports does not exceed."""
    left = ceil(share * sum(counts.values()))
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0:
            return value
    return None


def whole(measures: Measures, now: datetime) -> Line:
    """All of them as one group."""
    return next(iter(_lines(measures, now, None, {None: _("Semua")})), Line(None, _("Semua")))


def by(name: str, measures: Measures, now: datetime) -> list[Line]:
    """A line for each agency, district or category that has a report; most reports first."""
    names = dict(_NAMED[name]._default_manager.values_list("pk", "name"))
    found = _lines(measures, now, BY[name], names | {None: _("Wilayah belum ditentukan")})
    return sorted(found, key=lambda line: (-line.received, line.label))


def by_month(measures: Measures, now: datetime) -> list[Line]:
    """A line for each month from the first to the last, also for those without a report."""
    return _trend(measures, now, TruncMonth("day"), 1)


def by_year(measures: Measures, now: datetime) -> list[Line]:
    """The same in years."""
    return _trend(measures, now, TruncYear("day"), 12)


def is_long(measures: Measures) -> bool:
    """Whether months would be too many to look at, and their medians too many to compute."""
    ends = measures.aggregate(first=Min("day"), last=Max("day"))
    return bool(ends["first"] and (ends["last"] - ends["first"]).days > LONG_DAYS)


def late(now: datetime) -> Q:
    """Missed a deadline, or has one that has passed and is still waiting."""
    return Q(missed=True) | Q(due__lt=now)


def is_late(row: Mapping[str, Any], now: datetime) -> bool:
    """The same of one row."""
    return bool(row["missed"] or (row["due"] and row["due"] < now))


def _lines(
    measures: Measures, now: datetime, key: str | None, names: Mapping[Any, str] | None = None
) -> Iterable[Line]:
    group = {"group": F(key)} if key else {}
    counted: QuerySet[Measure, Any] = measures.order_by().values(**group)
    count: dict[str, Any] = {
        "received": Count("pk"),
        "late": Count("pk", filter=late(now)),
        **{f"in_{n}": Count("pk", filter=Q(state=state)) for n, state in enumerate(State)},
    }
    rows: Iterable[dict[str, Any]] = (
        counted.annotate(**count) if key else [counted.aggregate(**count)]
    )
    answered = _times(measures, "answered_after", key)
    closed = _times(measures, "closed_after", key)
    for row in rows:
        if not row["received"]:
            continue
        at = row.get("group")
        states = {state.value: row[f"in_{n}"] for n, state in enumerate(State)}
        yield Line(
            key=at,
            label=str((names or {}).get(at, at)),
            received=row["received"],
            open=sum(states[state] for state in OPEN),
            late=row["late"],
            states=states,
            answered=Spread.of(answered[at]),
            closed=Spread.of(closed[at]),
        )


def _times(measures: Measures, name: str, key: str | None) -> dict[Any, dict[int, int]]:
    found: dict[Any, dict[int, int]] = defaultdict(dict)
    rows = measures.order_by().exclude(**{name: None})
    keys = [key] if key else []
    for *at, value, n in rows.values_list(*keys, name).annotate(Count("pk")):
        found[at[0] if at else None][value] = n
    return found


def _trend(measures: Measures, now: datetime, begin: Func, months: int) -> list[Line]:
    dated = measures.annotate(begin=begin)
    found = {line.key: line for line in _lines(dated, now, "begin")}
    lines, at = [], min(found, default=None)
    while at is not None and at <= max(found):
        lines.append(found.get(at) or Line(at, ""))
        later = at.month - 1 + months
        at = date(at.year + later // 12, later % 12 + 1, 1)
    return lines
