"""The public number and the private code."""

from datetime import datetime

import pytest

from laksa import intake, numbers
from laksa.models import NumberSeries

from .conftest import Clock, sent


def test_numbers_count_up_within_the_year_of_the_region(region: None, clock: Clock) -> None:
    assert intake.receive(sent()).number == "LKS-26-000001"
    assert intake.receive(sent()).number == "LKS-26-000002"
    # 16.30 in London is half past midnight in Makassar: the next year has begun here.
    clock.now = datetime.fromisoformat("2026-12-31T16:30:00+00:00")
    assert intake.receive(sent()).number == "LKS-27-000001"


def test_a_report_that_fails_leaves_no_gap(region: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("laksa.intake.log.append", broken)
        with pytest.raises(OSError, match="disk full"):
            intake.receive(sent())
    assert not NumberSeries.objects.exists()
    assert intake.receive(sent()).number.endswith("000001")


def test_codes_are_long_random_and_without_letters_that_are_misread() -> None:
    codes = {numbers.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 16 and set(code) <= set(numbers.ALPHABET) for code in codes)
    assert not set("ILOU") & set(numbers.ALPHABET)


@pytest.mark.parametrize(
    "typed", ["7Q2K-M3XD-9RTP-0VW1", "7q2k m3xd 9rtp 0vw1", "7Q2KM3XD9RTPOVWL"]
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert numbers.plain_code(typed) == "7Q2KM3XD9RTP0VW1"


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert numbers.spaced_code("7Q2KM3XD9RTP0VW1") == "7Q2K-M3XD-9RTP-0VW1"
