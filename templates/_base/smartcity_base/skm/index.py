"""The index: exact, and rounded once, at the end.

    NRR of an element = its sum / number of answers           (1 … 4)
    IKM               = (NRR₁ + … + NRR₉) × 1/9 × 25          (25 … 100)

The weight is 1/9 itself: 0.11 × 9 is 0.99, and the best result would be 99. The index is rounded
half up to two decimals, and the band is that of the rounded number, because the regulation writes
its bands with two decimals: 64.99 is D, 65.00 is C, and nothing lies between.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COUNT = 9
WEIGHT = Fraction(1, COUNT)


class Band(Enum):
    """Mutu pelayanan: letter, from which index on, and its words (lampiran PermenPANRB 14/2017)."""

    A = ("88.31", _("Sangat baik"), "green")
    B = ("76.61", _("Baik"), "green")
    C = ("65.00", _("Kurang baik"), "yellow")
    D = ("25.00", _("Tidak baik"), "red")

    def __init__(self, lowest: str, label: Promise, colour: str) -> None:
        self.lowest = Decimal(lowest)
        self.label = label
        self.colour = colour


def nrr(total: int, answers: int) -> Fraction:
    """The mean of one element; `total` is the sum of its answers, each 1 to 4."""
    return Fraction(total, answers)


def ikm(totals: Sequence[int], answers: int) -> Fraction:
    """The exact index of nine sums over so many answers. Raises ValueError for none."""
    if len(totals) != COUNT or answers < 1:
        raise ValueError("nine sums over one answer or more")
    return sum((nrr(total, answers) for total in totals), Fraction(0)) * WEIGHT * 25


def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Half up, as people round."""
    shift = 10**places
    whole, rest = divmod(value * shift, 1)
    return Decimal(int(whole) + (rest >= Fraction(1, 2))).scaleb(-places)


def band(index: Decimal) -> Band:
    """The band of a rounded index."""
    return next((one for one in Band if index >= one.lowest), Band.D)
