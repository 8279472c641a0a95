"""How long it will take, by what it took before. Pure."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

RECENT = 5
"""Attempts of a region that its next one is told from: it grows, and lines get better."""


@dataclass(frozen=True)
class Durations:
    """Seconds an attempt that changed something takes, by region; `usual` where it has none.

    None where nobody has any.
    """

    own: Mapping[str, float]
    usual: float | None

    @classmethod
    def of(cls, attempts: Iterable[tuple[str, str, float]]) -> "Durations":
        """From (slug, result, seconds), the oldest first."""
        taken: dict[str, list[float]] = {}
        for slug, result, seconds in attempts:
            if result == "done":
                taken.setdefault(slug, []).append(seconds)
        own = {slug: median(seconds[-RECENT:]) for slug, seconds in taken.items()}
        return cls(own, median(own.values()) if own else None)

    def of_region(self, slug: str) -> float | None:
        return self.own.get(slug, self.usual)


def schedule(seconds: Sequence[float], parallel: int) -> tuple[list[float], float]:
    """When each begins if so many work at once and all begin in this order, and when all are done.

    In seconds from the beginning.
    """
    free = [0.0] * max(1, parallel)
    begins = []
    for duration in seconds:
        begin = heapq.heappop(free)
        begins.append(begin)
        heapq.heappush(free, begin + duration)
    return begins, max(free) if begins else 0.0
