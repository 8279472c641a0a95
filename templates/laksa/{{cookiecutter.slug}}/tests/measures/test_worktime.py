"""Working time, on the sample region's calendar: 06.07.2026 is a Monday without holidays near."""

from collections.abc import Callable
from datetime import datetime

import pytest

from smartcity_base.models import Holiday

from laksa.measures.worktime import WorkTime, office_hours, told


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-07-{day:02d}T{clock}:00+08:00")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(6, "09:00"), at(6, "09:06"), 0.1),
        (at(6, "09:00"), at(6, "12:30"), 3.5),
        (at(6, "15:00"), at(7, "09:00"), 2.0),  # an hour on Monday, an hour on Tuesday
        (at(6, "06:00"), at(6, "20:00"), 8.0),  # no more than the office is open
        (at(6, "20:00"), at(7, "06:00"), 0.0),
        (at(10, "15:00"), at(13, "09:00"), 2.0),  # over a weekend
        (at(11, "10:00"), at(12, "10:00"), 0.0),  # within a weekend
        (at(11, "10:00"), at(13, "09:00"), 1.0),
        (at(6, "08:00"), at(17, "16:00"), 80.0),  # two whole weeks
        (at(7, "09:00"), at(6, "09:00"), 0.0),  # backwards
    ],
)
def test_only_open_hours_of_working_days_count(
    region: None, start: datetime, end: datetime, hours: float
) -> None:
    assert WorkTime.here().tenths(start, end) == round(hours * 10)


def test_a_holiday_of_the_region_does_not_count(region: None) -> None:
    start, end = at(6, "08:00"), at(8, "16:00")
    assert WorkTime.here().tenths(start, end) == 240
    Holiday.objects.create(date=at(7, "00:00").date(), name="Hari jadi")
    assert WorkTime.here().tenths(start, end) == 160


def test_office_hours_are_the_regions(region: None, settled: Callable[..., None]) -> None:
    settled(office_opens=7, office_closes=15)
    assert WorkTime.here().tenths(at(6, "07:00"), at(6, "20:00")) == 80
    settled(office_opens=16, office_closes=8)
    assert office_hours() == (0, 24)


def test_it_is_told_in_hours_and_from_a_working_day_on_in_days(region: None) -> None:
    assert told(None) == "–"
    assert told(35) == "3,5 jam kerja"
    assert told(80) == "1,0 hari kerja"
    assert told(170) == "2,1 hari kerja"
