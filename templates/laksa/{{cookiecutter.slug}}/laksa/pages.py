"""The pages of the public list: as quick among 200,000 reports as among twenty."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from laksa import queries
from laksa.models import Report

PER_PAGE = 20
# Who finds a thousand reports looks for better words, not at the fiftieth page.
MOST_FOUND = 1000
# To count very many costs more than to show twenty of them: such a count may be a minute old.
MANY, KEPT_S = 1000, 60


class Pages(Paginator[Report]):
    """The public list as `queries.public(wanted)` has it."""

    def __init__(self, wanted: Mapping[str, Any]) -> None:
        self.wanted = wanted
        self.all_of_them = queries.public(wanted)
        super().__init__(self.all_of_them, PER_PAGE)

    @cached_property
    def found(self) -> int:
        """How many match; of a search no more than one beyond MOST_FOUND are counted."""
        if self.wanted.get("q"):
            return self.all_of_them.order_by()[: MOST_FOUND + 1].count()
        return counted(self.all_of_them, self.wanted)

    @property
    def count(self) -> int:
        """How many are shown on all pages together."""
        return min(self.found, MOST_FOUND) if self.wanted.get("q") else self.found

    @property
    def is_cut(self) -> bool:
        """Whether more were found than are shown."""
        return self.found > self.count

    def page(self, number: int | str) -> Page[Report]:
        """Of many the keys first, which an index alone gives; then what is shown of these few."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page
        here = slice(first, first + PER_PAGE)
        if self.found < MANY:
            return Page(queries.rows(self.all_of_them)[here], valid, self)
        keys = list(self.all_of_them.values_list("pk", flat=True)[here])
        return Page(queries.rows(Report.objects.filter(pk__in=keys)), valid, self)


def counted(reports: QuerySet[Report], wanted: Mapping[str, Any], *more: str) -> int:
    """How many `reports` there are; `wanted` and `more` name them among all that are counted."""
    few = reports.order_by()[:MANY].count()
    if few < MANY:
        return few
    names = sorted(f"{name}={getattr(value, 'pk', value)}" for name, value in wanted.items())
    key = "laksa:count:" + sha256("&".join([*names, *more]).encode()).hexdigest()[:32]
    count: int | None = cache.get(key)
    if count is None:
        count = reports.order_by().count()
        cache.set(key, count, KEPT_S)
    return count
