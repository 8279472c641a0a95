"""The ways in which dates come out of spreadsheets -> year-month-day."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.sheets.wrong import Wrong
from smartcity_kit.profile.wording import for_example

Order = Literal["day first", "month first"] | None

MIDNIGHT = r"(?:[ T]0?0[:.]00(?:[:.]00(?:\.0+)?)?)?"
YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){MIDNIGHT}")
YEAR_LAST = re.compile(rf"([0-9]{{1,2}})[-/. ]([0-9]{{1,2}})[-/. ]([0-9]{{4}}){MIDNIGHT}")
IN_WORDS = re.compile(r"(?:[A-Za-z']+, ?)?([0-9]{1,2})[ -]([A-Za-z]+)[ -]([0-9]{4})")
SERIAL = re.compile(r"([2-7][0-9]{4})(?:[.,]0+)?")
# Day 60 of Excel's calendar is a 29 February 1900 that never was; all dates here are later.
EXCELS_ZERO = date(1899, 12, 30)
# By their first three letters, in Indonesian and in English.
MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "agu": 8, "ags": 8, "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11,
    "des": 12, "dec": 12,
}  # fmt: skip


def order_of(cells: Iterable[str]) -> Order:
    """Whether a column's 03/04/2026 is in April or in March: what its other dates show."""
    pairs = [(int(m[1]), int(m[2])) for cell in cells if (m := YEAR_LAST.fullmatch(cell))]
    day_first = any(first > 12 for first, _second in pairs)
    month_first = any(second > 12 for _first, second in pairs)
    if day_first == month_first:
        return None
    return "day first" if day_first else "month first"


def read_date(cell: str, order: Order) -> str:
    """The date as year-month-day. Raises Wrong for none, and for one that can be read two ways."""
    if found := YEAR_FIRST.fullmatch(cell):
        return _iso(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.fullmatch(cell):
        return _year_last(int(found[1]), int(found[2]), int(found[3]), order)
    if found := IN_WORDS.fullmatch(cell):
        return _iso(int(found[3]), MONTHS.get(found[2][:3].lower(), 0), int(found[1]))
    if found := SERIAL.fullmatch(cell):
        return (EXCELS_ZERO + timedelta(days=int(found[1]))).isoformat()
    raise _no_date()


def _year_last(first: int, second: int, year: int, order: Order) -> str:
    if second > 12 or (order == "month first" and first <= 12):
        return _iso(year, first, second)
    if first > 12 or first == second or order:
        return _iso(year, second, first)
    one, other = _iso(year, second, first), _iso(year, first, second)
    hint = _("Write {one} or {other}: day and month cannot be told apart here.")
    raise Wrong(shapes.DATE.expected, hint.format(one=one, other=other), told=True)


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise _no_date() from None


def _no_date() -> Wrong:
    return Wrong(shapes.DATE.expected, for_example(shapes.DATE.example))
