"""The figures, from bare prices: average, cheapest, change."""

from datetime import date, timedelta

import pytest

from segar.reading import as_of, by_day, change, read

TODAY = date(2026, 11, 22)


def seen(*prices: tuple[int, str, int]) -> list[tuple[date, str, int]]:
    return [(TODAY - timedelta(days=days), market, price) for days, market, price in prices]


def test_a_market_counts_with_its_newest_price_that_is_fresh() -> None:
    prices = seen((0, "a", 100), (1, "a", 90), (6, "b", 80), (7, "c", 1))
    assert as_of(prices, TODAY, 7) == {
        "a": (TODAY, 100),
        "b": (TODAY - timedelta(days=6), 80),
    }


def test_the_average_is_the_plain_mean_and_the_cheapest_are_all_of_them() -> None:
    found = read(seen((0, "b", 100), (0, "a", 100), (0, "c", 101)), TODAY, 7)
    assert found is not None
    assert (found.average, found.low, found.high, found.markets) == (100, 100, 101, 3)
    assert found.cheapest == ("a", "b")


def test_a_change_compares_the_same_markets_only() -> None:
    """A dear market that begins today has not made anything dearer."""
    prices = seen((0, "a", 110), (1, "a", 100), (0, "new", 1000))
    assert change(prices, TODAY, 1, 7) == 10.0


def test_day_week_and_month_are_1_7_and_30_days_before_the_newest_price() -> None:
    prices = seen((2, "a", 200), (3, "a", 160), (9, "a", 100), (32, "a", 400))
    found = read(prices, TODAY, 7)
    assert found is not None
    assert found.day == TODAY - timedelta(days=2)
    assert (found.day_change, found.week_change, found.month_change) == (25.0, 100.0, -50.0)


@pytest.mark.parametrize("prices", [[], seen((8, "a", 100))])
def test_without_a_fresh_price_there_is_nothing_to_read(
    prices: list[tuple[date, str, int]],
) -> None:
    assert read(prices, TODAY, 7) is None


def test_without_a_price_before_there_is_no_change() -> None:
    found = read(seen((0, "a", 100)), TODAY, 1)
    assert found is not None
    assert (found.day_change, found.week_change, found.month_change) == (None, None, None)


def test_the_trend_is_the_mean_of_each_day() -> None:
    prices = seen((0, "a", 100), (0, "b", 201), (3, "a", 50))
    assert by_day(prices) == [(TODAY - timedelta(days=3), 50, 1), (TODAY, 150, 2)]
