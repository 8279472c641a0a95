from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from smartcity_base.templatetags.smartcity import icon, money, tanggal, ukuran, waktu

LATE = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)  # 00.05 of the next day in WITA


def test_dates_and_times_are_those_of_the_region() -> None:
    assert tanggal(date(2026, 11, 22)) == "22 November 2026"
    assert tanggal(LATE) == "23 November 2026"
    assert waktu(LATE) == "23 November 2026 pukul 00.05 WITA"
    assert tanggal(None) == waktu(None) == ""


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (1234567, "Rp1.234.567"),
        (Decimal("1234.50"), "Rp1.234,50"),
        (-1500, "-Rp1.500"),
        (0, "Rp0"),
        (None, ""),
    ],
)
def test_money_is_written_the_indonesian_way(amount: int | Decimal | None, words: str) -> None:
    assert money(amount) == words


def test_an_icon_is_decoration_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("pin")
    assert 'role="img" aria-label="&lt;Peta&gt;"' in icon("pin", "<Peta>")


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "1 KB"), (600, "1 KB"), (40_000, "39 KB"), (10 * 2**20, "10 MB"), (1_300_000, "1,2 MB"),
     (5000 * 2**20, "4,9 GB")],
)  # fmt: skip
def test_a_size_is_written_as_people_read_it(size: int, words: str) -> None:
    assert ukuran(size) == words
