"""How long it will take, by what it took before."""

from hypothesis import given
from hypothesis import strategies as st

from smartcity_kit.fleet.estimate import Durations, schedule

HISTORY = [
    ("kota-batam", "done", 500.0),
    *(("kota-batam", "done", seconds) for seconds in (90.0, 100.0, 110.0, 95.0, 105.0)),
    ("kota-serang", "done", 200.0),
    ("kota-serang", "unchanged", 1.0),
]


def test_a_region_takes_what_its_last_ones_took_and_an_unknown_one_what_is_usual() -> None:
    known = Durations.of(HISTORY)
    assert known.of_region("kota-batam") == 100
    assert known.of_region("kota-serang") == 200
    assert known.of_region("kota-malang") == 150


def test_without_any_history_nobody_pretends_to_know() -> None:
    assert Durations.of([]).of_region("kota-batam") is None


def test_two_at_once_take_half_the_time() -> None:
    assert schedule([60.0] * 4, 2) == ([0, 0, 60, 60], 120)
    assert schedule([], 2) == ([], 0)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=60), st.integers(1, 20))
def test_no_more_than_allowed_work_at_once_and_nobody_idles(
    seconds: list[float], parallel: int
) -> None:
    begins, whole = schedule(seconds, parallel)
    spans = list(zip(begins, (b + s for b, s in zip(begins, seconds, strict=True)), strict=True))
    assert all(sum(b <= at < e for b, e in spans) <= parallel for at in begins)
    assert max(e for _b, e in spans) == whole
    assert whole <= sum(seconds) / parallel + max(seconds) * 1.000001
