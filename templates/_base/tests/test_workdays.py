from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from smartcity_base.models import Holiday
from smartcity_base.workdays import add_working_days, is_working_day, working_days_between

WITA = ZoneInfo("Asia/Makassar")


@pytest.fixture(params=["loaded", "years nobody loaded"], autouse=True)
def calendar(request: pytest.FixtureRequest, db: None) -> None:
    """Both ways to know the national days off: from the database, and past its last year."""
    if request.param == "loaded":
        request.getfixturevalue("region")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def test_a_deadline_skips_the_weekend_and_keeps_the_time_of_day() -> None:
    assert add_working_days(at("2026-11-20T14:30"), 1) == at("2026-11-23T14:30")  # Fri -> Mon


def test_a_deadline_skips_national_holidays_and_collective_leave() -> None:
    assert not is_working_day(date(2026, 8, 17))  # independence day, a Monday
    assert not is_working_day(date(2026, 12, 24))  # cuti bersama before Christmas, a Thursday
    assert add_working_days(at("2026-12-23T09:00"), 1) == at("2026-12-28T09:00")


def test_the_regions_own_day_off_counts() -> None:
    monday = date(2026, 11, 23)
    assert is_working_day(monday)
    Holiday.objects.create(date=monday, name="Hari jadi")
    assert not is_working_day(monday)
    assert add_working_days(at("2026-11-20T14:30"), 1) == at("2026-11-24T14:30")


def test_what_comes_on_a_day_off_has_the_whole_of_its_last_working_day() -> None:
    wednesday = at("2026-11-25T23:59:59")
    assert add_working_days(at("2026-11-21T10:00"), 3) == wednesday
    assert add_working_days(at("2026-11-22T22:00"), 3) == wednesday
    assert working_days_between(at("2026-11-22T22:00"), wednesday) == 3


def test_the_day_is_that_of_the_region_and_not_of_the_server() -> None:
    friday_late = datetime.fromisoformat("2026-11-20T20:00+00:00")  # Saturday 04:00 in WITA
    assert add_working_days(friday_late, 1) == at("2026-11-23T23:59:59")


def test_no_working_days_later_is_now() -> None:
    assert add_working_days(at("2026-11-20T14:30"), 0) == at("2026-11-20T14:30")


def test_going_back_in_time_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(at("2026-11-20T14:30"), -1)


def test_working_days_between_two_moments_are_counted_both_ways() -> None:
    friday, tuesday = at("2026-11-20T14:30"), at("2026-11-24T08:00")
    assert working_days_between(friday, tuesday) == 2
    assert working_days_between(tuesday, friday) == -2
    assert working_days_between(friday, friday) == 0
