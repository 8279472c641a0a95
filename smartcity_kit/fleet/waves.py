"""In which order and in how many at a time: waves, and how much may go wrong in one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TypeVar

from smartcity_kit.errors import KitError
from smartcity_kit.language import _

Thing = TypeVar("Thing")

USUAL = "1,10%,50%,100%"
"""One to try it on, a tenth, half of all, the rest."""
_SHARE = re.compile(r"(?P<number>\d{1,6})(?P<percent>%?)")


class WavesError(KitError):
    """Waves or a threshold that cannot be read."""

    exit_code = 2


@dataclass(frozen=True)
class Share:
    """A number of regions, or a percentage of all."""

    number: int
    percent: bool = False

    @classmethod
    def read(cls, text: str) -> "Share":
        """From "5" or "10%". Raises WavesError."""
        found = _SHARE.fullmatch(text.strip())
        share = cls(int(found["number"]), bool(found["percent"])) if found else None
        if share is None or (share.percent and share.number > 100):
            raise WavesError(
                _("“{text}” is neither a number nor a percentage.").format(text=text.strip()),
                _("For example 5 or 10%. Nothing was changed."),
            )
        return share

    def at_least(self, total: int) -> int:
        """Rounded up: a wave of 10% of 7 regions has one."""
        return ceil(self.number * total / 100) if self.percent else self.number

    def at_most(self, total: int) -> int:
        """Rounded down: of 7 regions no more than 10%, which is none."""
        return floor(self.number * total / 100) if self.percent else self.number


def read_waves(text: str) -> tuple[Share, ...]:
    """The sizes in "1,10%,50%"; percentages are of all regions. Raises WavesError."""
    sizes = tuple(Share.read(part) for part in text.split(","))
    if not all(size.number for size in sizes):
        raise WavesError(
            _("A wave of no region is none: “{text}”.").format(text=text), _("Nothing was changed.")
        )
    return sizes


def split(things: Sequence[Thing], sizes: Sequence[Share]) -> list[list[Thing]]:
    """All of them in waves, in their order; the last size counts until nobody is left."""
    waves: list[list[Thing]] = []
    at = 0
    while at < len(things):
        size = sizes[min(len(waves), len(sizes) - 1)].at_least(len(things))
        waves.append(list(things[at : at + size]))
        at += size
    return waves
