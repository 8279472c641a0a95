"""Many profiles at once: every core has its share, and the answers come in the order asked.

What all profiles share (the cards, the national list, compiled patterns) is loaded before the
processes part, so that each has it without loading it.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile.read import check_profile, read_todo

FEW = 24
"""Up to so many profiles for each core are sooner checked than another process is started."""


@dataclass(frozen=True)
class Checked:
    """A profile by the name it was asked for by, and what is wrong with it.

    `todo` is what a person must still fill in before it can be adopted; None where nobody asked.
    """

    region: str
    folder: Path
    faults: tuple[Fault, ...]
    todo: tuple[Fault, ...] | None = None

    @property
    def valid(self) -> bool:
        return not any(fault.fails for fault in self.faults)

    @property
    def passes(self) -> bool:
        """Valid, and with nothing left to do where that was asked."""
        return self.valid and not self.todo


Look = Callable[[tuple[str, Path]], Checked]
_own: Look
"""In a process that was started here: how it checks."""


def check_many(
    chosen: Mapping[str, Path],
    catalogue: Catalogue,
    processes: int | None = None,
    *,
    ready: bool = False,
) -> list[Checked]:
    """Check the profile in each folder, in their order; `processes` is the cores there are.

    With `ready` also what is left to do in each before it can be adopted.
    """
    look = partial(_look, catalogue, ready)
    wanted = processes or min(_cores(), len(chosen) // FEW)
    share_out = wanted > 1 and _may_fork()
    found = _shared_out(chosen, look, wanted) if share_out else map(look, chosen.items())
    return list(found)


def _look(catalogue: Catalogue, ready: bool, asked: tuple[str, Path]) -> Checked:
    region, folder = asked
    if not ready:
        return Checked(region, folder, tuple(check_profile(folder, catalogue)))
    faults, todo = read_todo(folder, catalogue)
    return Checked(region, folder, tuple(faults), tuple(todo))


def _cores() -> int:
    """Those that this process may use: in a container that is not all there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    """A process with other threads may not: one of them may hold a lock that nobody frees."""
    return sys.platform == "linux" and threading.active_count() == 1


def _shared_out(chosen: Mapping[str, Path], look: Look, processes: int) -> Iterator[Checked]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    asked = list(chosen.items())
    look(asked[0])  # loads what the others will have
    gc.freeze()
    share = max(1, len(asked) // (processes * 4))
    done = 0
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), _begin, (look,)) as pool:
            for checked in pool.map(_check, asked, chunksize=share):
                done += 1
                yield checked
    except BrokenProcessPool:
        # One was killed, for memory perhaps: what is left is checked here, one after another.
        yield from map(look, asked[done:])
    finally:
        gc.unfreeze()


def _begin(look: Look) -> None:
    global _own
    _own = look


def _check(asked: tuple[str, Path]) -> Checked:
    return _own(asked)
