"""What a week says; the page and the paper only lay it out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from smartcity_base.templatetags.smartcity import money, tanggal

from segar import markets
from segar.board import Row, approved, board

MOVED = 5


@dataclass(frozen=True)
class Week:
    """The week that begins on `monday`."""

    monday: date

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def name(self) -> str:
        """2026-W47 (ISO 8601)"""
        year, number, _weekday = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def provisional(self) -> bool:
        return self.sunday >= timezone.localdate()


def week_of(day: date) -> Week:
    return Week(day - timedelta(days=day.weekday()))


def week_named(name: str) -> Week | None:
    """The week of that name, unless there is none or it has not begun."""
    try:
        week = Week(date.fromisoformat(f"{name}-1"))
    except ValueError:
        return None
    return week if week.name == name and week.monday <= timezone.localdate() else None


def told(week: Week) -> dict[str, Any]:
    """The rows at its end, what moved most, and how much was recorded."""
    inside = approved().filter(day__range=(week.monday, week.sunday), market__in=markets.markets())
    rows = [row for row in board(day=min(week.sunday, timezone.localdate())) if row.reading]
    moved = [row for row in rows if row.reading and row.reading.week_change]
    moved.sort(key=lambda row: -abs(row.reading.week_change or 0) if row.reading else 0)
    return {
        "rows": rows,
        "moved": moved[:MOVED],
        "sheets": inside.values("sheet").distinct().count(),
        "markets": inside.values("market").distinct().count(),
        "prices": inside.count(),
    }


def letter(week: Week) -> dict[str, Any]:
    """The same in words and numbers, for its paper."""
    about = told(week)
    recorded = _("Dicatat %(prices)d harga dalam %(sheets)d lembar dari %(markets)d pasar.")
    return {
        "title": _("Laporan Harga Mingguan"),
        "subtitle": f"{tanggal(week.monday)} – {tanggal(week.sunday)}",
        "provisional": _("Sementara: minggu ini belum berakhir.") if week.provisional else "",
        "opening": recorded % about,
        "moved": [_moved(row) for row in about["moved"]],
        "header": [_("Bahan"), _("Rata-rata"), _("Terendah"), _("Tertinggi"), _("7 hari")],
        "rows": [_cells(row) for row in about["rows"]],
    }


def _moved(row: Row) -> str:
    assert row.reading is not None  # noqa: S101  (rows without a price are left out)
    return f"{row.commodity}: {_change(row.reading.week_change)} ({money(row.reading.average)})"


def _cells(row: Row) -> list[str]:
    reading = row.reading
    assert reading is not None  # noqa: S101
    prices = [money(price) for price in (reading.average, reading.low, reading.high)]
    return [f"{row.commodity} / {row.commodity.unit}", *prices, _change(reading.week_change)]


def _change(percent: float | None) -> str:
    if percent is None:
        return "–"
    if not percent:
        return _("tetap")
    words = _("naik %(n)s%%") if percent > 0 else _("turun %(n)s%%")
    return words % {"n": number_format(abs(percent), 1)}
