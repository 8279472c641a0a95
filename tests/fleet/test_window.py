"""A region is worked on in hours of its own clock, and at no other time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.fleet.window import WindowError, read_window

ZONES = [ZoneInfo(f"Asia/{city}") for city in ("Jakarta", "Makassar", "Jayapura")]
JAKARTA, _MAKASSAR, JAYAPURA = ZONES
SUNDAY = datetime(2026, 11, 22, tzinfo=JAKARTA)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return SUNDAY + timedelta(days=day, hours=hour, minutes=minute)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    nights = read_window("fri 22:00-04:00")
    assert nights.is_open(at(5, 23))
    assert nights.is_open(at(6, 3, 59))
    assert not nights.is_open(at(6, 4))
    assert not nights.is_open(at(5, 3))
    assert nights.opens(at(6, 4)) == at(12, 22)


def test_the_same_moment_is_night_in_papua_and_evening_in_java() -> None:
    window = read_window("22:00-04:00")
    moment = at(0, 20, 30)
    assert not window.is_open(moment)
    assert window.is_open(moment.astimezone(JAYAPURA))
    assert window.opens(moment) == at(0, 22)


def test_days_may_be_indonesian_and_go_over_the_end_of_the_week() -> None:
    assert read_window("jum-min 08.00-17.00").days == {4, 5, 6}
    assert read_window("sat-mon 08:00-17:00").days == {5, 6, 0}
    assert read_window("sen,rab 08:00-17:00").days == {0, 2}


def test_the_same_hour_twice_is_a_whole_day() -> None:
    assert read_window("00:00-00:00").is_open(at(3, 12))


@pytest.mark.parametrize(
    "text",
    ["", "22-04", "22:00", "25:00-04:00", "22:61-04:00", "x 1:00-2:00", "mon tue 1:00-2:00",
     "mon- 01:00-02:00"],
)  # fmt: skip
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(WindowError):
        read_window(text)


hours = st.integers(0, 23)
days = st.sampled_from(["", "mon-fri ", "sat,sun ", "kam ", "min-sel "])
moments = st.builds(
    lambda minutes, zone: (SUNDAY + timedelta(minutes=minutes)).astimezone(zone),
    st.integers(0, 60 * 24 * 14),
    st.sampled_from(ZONES),
)


@given(days, hours, hours, moments)
def test_it_is_open_when_it_says_that_it_opens_and_not_before(
    named: str, begin: int, end: int, moment: datetime
) -> None:
    window = read_window(f"{named}{begin:02}:00-{end:02}:30")
    opens = window.opens(moment)
    assert opens >= moment
    assert window.is_open(opens)
    assert opens.utcoffset() == moment.utcoffset()
    if opens > moment:
        assert not window.is_open(moment)
        assert not window.is_open(opens - timedelta(minutes=1))
