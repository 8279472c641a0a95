"""Figures of a page, computed a second time from the plain list of reports."""

from datetime import timedelta
from math import ceil

import pytest

from smartcity_base.models import Village
from smartcity_base.testing.cast import Person

from laksa import queries
from laksa.measures import summary
from laksa.models import Category, Measure
from laksa.states import State

from ..conftest import Clock, Reporting
from ..test_browse import page
from .test_keep import walk


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (range(1, 11), 5, 9)],
)
def test_a_quantile_is_a_value_that_so_many_do_not_exceed(
    values: list[int], median: int | None, p90: int | None
) -> None:
    counts = dict.fromkeys(values, 1)
    assert summary.Spread.of(counts) == summary.Spread(len(counts), median, p90)
    twice = dict.fromkeys(values, 2)
    assert summary.quantile(twice, 1) == max(values, default=None)


def test_every_line_is_what_the_list_of_its_reports_says(reported: Reporting, clock: Clock) -> None:
    walk(reported, clock, 20)
    rows = list(Measure.objects.select_related("village__district"))
    lines = summary.by("category", Measure.objects.all(), clock.now)
    lines += summary.by("district", Measure.objects.all(), clock.now)
    lines += [summary.whole(Measure.objects.all(), clock.now)]
    assert sum(line.received for line in lines) == 3 * 20
    for line in lines:
        own = [
            row for row in rows
            if line.key in (None, row.category_id, row.village and row.village.district_id)
        ]  # fmt: skip
        closed = sorted(row.closed_after for row in own if row.closed_after is not None)
        assert line.received == len(own)
        assert line.states == {state: sum(row.state == state for row in own) for state in State}
        assert line.late == sum(row.missed or bool(row.due and row.due < clock.now) for row in own)
        assert line.closed.n == len(closed)
        assert line.closed.p90 == (closed[ceil(0.9 * len(closed)) - 1] if closed else None)


def test_months_without_a_report_stand_in_the_trend(reported: Reporting, clock: Clock) -> None:
    reported()
    clock.pass_(days=150)
    reported()
    months = summary.by_month(Measure.objects.all(), clock.now)
    assert [line.received for line in months] == [1, 0, 0, 0, 0, 1]
    assert [line.key.month for line in months] == [7, 8, 9, 10, 11, 12]


def test_many_years_are_told_in_years(reported: Reporting, stranger: Person, clock: Clock) -> None:
    reported()
    clock.pass_(days=4 * 365)
    reported()
    years = summary.by_year(Measure.objects.all(), clock.now)
    assert [(line.key.year, line.received) for line in years] == [
        (2026, 1), (2027, 0), (2028, 0), (2029, 0), (2030, 1),
    ]  # fmt: skip
    assert "Per tahun" in page(stranger, "/angka/?period=semua")
    assert "Per bulan" in page(stranger, "/angka/")


def test_the_page_gives_each_figure_with_its_formula(
    reported: Reporting, stranger: Person, clock: Clock
) -> None:
    walk(reported, clock)
    shown = page(stranger, "/angka/")
    for words in ("laporan diterima", "Median", "P90", "hari kerja adalah 8 jam kerja",
                  "Dinas Pekerjaan Umum", "Kecamatan", "Jalan rusak"):  # fmt: skip
        assert words in shown, words
    assert shown.count('class="formula"') == 7


def test_it_opens_before_there_is_any_report(region: None, stranger: Person) -> None:
    assert "Tidak ada laporan yang cocok" in page(stranger, "/angka/")


def test_it_is_narrowed_by_period_agency_district_and_category(
    reported: Reporting, clock: Clock
) -> None:
    from laksa.forms import FigureFilter

    reported(category=Category.objects.get(pk="sampah"))
    clock.pass_(days=200)
    reported(village=Village.objects.get(pk="99.71.02.1001"))
    for query, expected in {
        "": 2,
        "period=30": 1,
        "period=2026": 1,
        "period=2027": 1,
        "period=semua": 2,
        "agency=dinas-lingkungan-hidup": 1,
        "district=99.71.02": 1,
        "category=sampah": 1,
        "category=sampah&period=30": 0,
        "category=tidak-ada&period=x": 2,
    }.items():
        form = FigureFilter(dict(pair.split("=") for pair in query.split("&") if pair))
        found = queries.public_measures(form.wanted(), *form.span())
        assert found.count() == expected, query


def test_no_figure_counts_what_strangers_may_not_know(
    reported: Reporting, stranger: Person
) -> None:
    reported()
    Measure.objects.update(public=False)
    assert "Tidak ada laporan yang cocok" in page(stranger, "/angka/?period=semua")


def test_a_day_ends_at_midnight_of_the_region(reported: Reporting, clock: Clock) -> None:
    clock.pass_(hours=14, minutes=59)  # 23.59 here, 15.59 in Greenwich
    reported()
    clock.pass_(minutes=2)
    reported()
    days = Measure.objects.order_by("pk").values_list("day", flat=True)
    assert days[1] - days[0] == timedelta(days=1)
