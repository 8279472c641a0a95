"""Everybody has a turn, once, in order; and so many may fail that nobody is surprised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.fleet.options import Options
from smartcity_kit.fleet.waves import Share, WavesError, read_waves, split

shares = st.one_of(
    st.integers(1, 600).map(lambda n: Share(n)),
    st.integers(1, 100).map(lambda n: Share(n, percent=True)),
)


def sizes(text: str, total: int) -> list[int]:
    return [len(wave) for wave in split(range(total), read_waves(text))]


def test_the_usual_waves_of_30_47_and_514_regions() -> None:
    usual = Options().waves
    assert sizes(usual, 30) == [1, 3, 15, 11]
    assert sizes(usual, 47) == [1, 5, 24, 17]
    assert sizes(usual, 514) == [1, 52, 257, 204]


def test_the_last_size_counts_until_nobody_is_left() -> None:
    assert sizes("1,10", 33) == [1, 10, 10, 10, 2]


def test_one_region_is_one_wave() -> None:
    assert sizes(Options().waves, 1) == [1]


@given(st.lists(st.integers(), max_size=600), st.lists(shares, min_size=1, max_size=5))
def test_everybody_has_one_turn_in_order(things: list[int], given_sizes: list[Share]) -> None:
    waves = split(things, given_sizes)
    assert [thing for wave in waves for thing in wave] == things
    assert all(waves)


@pytest.mark.parametrize("text", ["", "0", "0%", "101%", "1,,2", "-1", "ten", "1;2", "10 %"])
def test_what_is_no_wave_is_refused(text: str) -> None:
    with pytest.raises(WavesError):
        read_waves(text)


@pytest.mark.parametrize(
    ("limit", "failed", "of", "stops"),
    [
        ("10%", 1, 1, True),  # the first region of all: nothing may go wrong
        ("10%", 1, 9, True),
        ("10%", 1, 10, False),
        ("10%", 5, 52, False),
        ("10%", 6, 52, True),
        ("0", 1, 500, True),
        ("3", 3, 4, False),
        ("100%", 4, 4, False),
    ],
)
def test_so_many_failures_stop_a_wave(limit: str, failed: int, of: int, stops: bool) -> None:
    assert Options(max_failures=limit).too_many(failed, of) is stops


def test_who_does_not_answer_is_asked_again_ever_more_seldom() -> None:
    options = Options(retries=8, retry_after=60)
    waits = [options.wait_after("unreachable", tries) for tries in range(1, 10)]
    assert waits == [60, 120, 240, 480, 960, 1800, 1800, 1800, None]


def test_what_hung_or_vanished_is_tried_again_at_once_and_what_failed_is_not() -> None:
    options = Options(retries=1)
    assert [options.wait_after(result, 1) for result in ("hung", "lost")] == [0, 0]
    assert [options.wait_after(result, 2) for result in ("hung", "lost")] == [None, None]
    ended = ("done", "unchanged", "partly", "failed", "invalid", "refused")
    assert {options.wait_after(result, 1) for result in ended} == {None}
