"""What the answers of a period say: the index, each element, and who answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from smartcity_base.models import SurveyAnswer
from smartcity_base.skm.elements import ELEMENTS, Element
from smartcity_base.skm.index import Band, band, ikm, nrr, rounded

# Of fewer people the result would tell what one of them thinks.
FEWEST = 5
PROFILE = {
    "age": _("Umur"),
    "gender": _("Jenis kelamin"),
    "education": _("Pendidikan terakhir"),
    "work": _("Pekerjaan utama"),
}


@dataclass(frozen=True)
class Line:
    """One element: the sum of its answers, and their mean to three decimals."""

    element: Element
    total: int
    mean: Decimal


@dataclass(frozen=True)
class Result:
    """`answers` is always said; the rest only of FEWEST or more, else `index` is None."""

    answers: int
    index: Decimal | None = None
    band: Band | None = None
    lines: tuple[Line, ...] = ()

    @property
    def lowest(self) -> Line | None:
        """What is to be mended first."""
        return min(self.lines, key=lambda line: line.total) if self.lines else None


def period(year: int, quarter: int | None = None) -> tuple[date, date]:
    """First and last day of a year, or of one of its quarters (1 to 4)."""
    if quarter is None:
        return date(year, 1, 1), date(year, 12, 31)
    last = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}[quarter]
    return date(year, 3 * quarter - 2, 1), date(year, *last)


def of(answers: QuerySet[SurveyAnswer]) -> Result:
    """The result of these answers, from one statement."""
    sums = answers.aggregate(n=Count("pk"), **{one.field: Sum(one.field) for one in ELEMENTS})
    count = sums["n"]
    if count < FEWEST:
        return Result(count)
    totals = [sums[one.field] for one in ELEMENTS]
    index = rounded(ikm(totals, count))
    lines = tuple(
        Line(one, total, rounded(nrr(total, count), 3))
        for one, total in zip(ELEMENTS, totals, strict=True)
    )
    return Result(count, index, band(index), lines)


def profile(answers: QuerySet[SurveyAnswer]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """(question, [(answer, how many)]) of what people said of themselves; few are not counted."""
    for name, question in PROFILE.items():
        field: Any = SurveyAnswer._meta.get_field(name)
        counted = dict(answers.order_by().values_list(name).annotate(Count("pk")))
        labels = dict(field.flatchoices)
        yield (
            str(question),
            [
                (str(labels[value]), counted[value])
                for value in labels
                if counted.get(value, 0) >= FEWEST
            ],
        )


def index_this_year() -> float | None:
    """The figure for the control room; None while too few have answered."""
    first, last = period(timezone.localdate().year)
    found = of(SurveyAnswer.objects.filter(day__range=(first, last)))
    return float(found.index) if found.index is not None else None
