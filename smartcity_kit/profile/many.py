"""Many profiles at once: every core has its share, and the answers come in the order asked.

What all profiles share (the cards, the national list, compiled patterns) is loaded before the
processes part, so that each has it without loading it.
"""

import gc
import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.errors import Fault
from smartcity_kit.profile.known import Known
from smartcity_kit.profile.read import check_profile

FEW = 24
"""Up to so many profiles for each core are sooner checked than another process is started."""


@dataclass(frozen=True)
class Checked:
    """A profile by the name it was asked for by, and what is wrong with it.

    `todo` is what a person must still fill in, and None where nobody asked.
    """

    region: str
    folder: Path
    faults: tuple[Fault, ...]
    todo: tuple[Fault, ...] | None = None

    @property
    def ready(self) -> bool:
        """Whether it is valid and nothing is left to do; what is left was not looked for: yes."""
        return self.valid and not self.todo

    @property
    def valid(self) -> bool:
        return not any(fault.fails for fault in self.faults)


def check_many(
    chosen: Mapping[str, Path], catalogue: Catalogue, processes: int | None = None
) -> list[Checked]:
    """Check the profile in each folder, in their order; `processes` is the cores there are.

    One that was found faultless before and has not been touched since is not looked at again.
    """
    known = Known()
    folders = [folder for folder in chosen.values() if not known.holds(folder)]
    wanted = processes or min(_cores(), len(folders) // FEW)
    if wanted > 1 and _may_fork():
        found = list(_shared_out(folders, catalogue, wanted))
    else:
        found = [check_profile(folder, catalogue) for folder in folders]
    faults = dict(zip(folders, found, strict=True))
    known.add(folder for folder, own in faults.items() if not own)
    return [
        Checked(region, folder, tuple(faults.get(folder, ()))) for region, folder in chosen.items()
    ]


def _cores() -> int:
    """Those that this process may use: in a container that is not all there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    """A process with other threads may not: one of them may hold a lock that nobody frees."""
    return sys.platform == "linux" and threading.active_count() == 1


_catalogue: Catalogue | None = None


def _begin(catalogue: Catalogue) -> None:
    global _catalogue
    # What is read has hardly a cycle, and the process ends soon: a sixth of the time saved.
    gc.disable()
    _catalogue = catalogue


def _check(folder: Path) -> list[Fault]:
    assert _catalogue is not None  # noqa: S101 - _begin ran first in every process
    return check_profile(folder, _catalogue)


def _shared_out(
    folders: Sequence[Path], catalogue: Catalogue, processes: int
) -> Iterator[list[Fault]]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    check_profile(folders[0], catalogue)  # loads what the others will have
    gc.freeze()
    share = max(1, len(folders) // (processes * 4))
    pool = ProcessPoolExecutor(processes, get_context("fork"), _begin, (catalogue,))
    done = 0
    try:
        with pool:
            for faults in pool.map(_check, folders, chunksize=share):
                done += 1
                yield faults
    except BrokenProcessPool:
        # One was killed, for memory perhaps: what is left is checked here, one after another.
        yield from (check_profile(folder, catalogue) for folder in folders[done:])
    finally:
        gc.unfreeze()
