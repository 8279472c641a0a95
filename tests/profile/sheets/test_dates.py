"""Dates as spreadsheets leave them; one that can be read two ways is nobody's guess."""

import pytest

from smartcity_kit.profile.sheets.dates import order_of, read_date
from smartcity_kit.profile.sheets.wrong import Wrong
from tests.profile.conftest import Faults


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-12-31", "2026/12/31", "2026-12-31 00:00:00", "2026-12-31T00:00:00"),
        *("31/12/2026", "31-12-2026", "31.12.2026", "12/31/2026", "31 Desember 2026"),
        *("Kamis, 31 Des 2026", "31-Dec-2026", "46387", "46387.0", "46387,0"),
    ],
)
def test_it_reads_a_date_as_people_write_it(cell: str) -> None:
    assert read_date(cell, None) == "2026-12-31"


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "2026",
        "31/12/26",
        "2026-02-30",
        "30/02/2026",
        "31 Foo 2026",
        "99999",
        "besok",
        "0/0/0000",
    ],
)
def test_it_takes_nothing_else_for_a_date(cell: str) -> None:
    with pytest.raises(Wrong):
        read_date(cell, None)


def test_a_date_that_can_be_read_two_ways_is_a_fault_with_both(faults: Faults) -> None:
    assert faults({"data/holidays.csv": "date,name\n03/04/2026,x\n05/05/2026,y\n"}) == [
        "data/holidays.csv:2:1 date: expected a date as year-month-day, found “03/04/2026” "
        "| Write 2026-04-03 or 2026-03-04: day and month cannot be told apart here."
    ]


def test_other_dates_of_the_column_tell_day_from_month() -> None:
    assert order_of(["03/04/2026", "31/12/2026"]) == "day first"
    assert order_of(["03/04/2026", "12/31/2026"]) == "month first"
    assert order_of(["31/12/2026", "12/31/2026"]) is None
    assert read_date("03/04/2026", "day first") == "2026-04-03"
    assert read_date("03/04/2026", "month first") == "2026-03-04"
