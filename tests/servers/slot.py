"""Numbers for servers: one each, from which its names and address follow, and how all is cleared.

Several sessions may run at once. A session holds the lock on a file per server; a file that nobody
holds is what a killed session left behind, and the next one to claim a number clears it.
"""

import contextlib
import fcntl
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TextIO

from .image import locked
from .machine import (
    ServerError,
    cache_folder,
    command,
    raise_kernel_settings,
    remove,
    restore_kernel_settings,
    wait_until,
)
from .network import cut, network_down, network_up

STATE = Path("/run/smartcity-tests")
SETTINGS_BEFORE = STATE / "settings-before.json"
NUMBERS = range(2, 10000)  # a longer name than smartcity-9999b would not fit a network card


@dataclass(frozen=True)
class Slot:
    """A number of one's own: while this is held, nothing of that number is anyone else's."""

    number: int
    _record: TextIO

    @property
    def name(self) -> str:
        return f"smartcity-{self.number}"

    @property
    def folder(self) -> Path:
        return cache_folder() / "servers" / self.name

    @property
    def is_held(self) -> bool:
        return not self._record.closed

    def end_processes(self) -> None:
        kill_all(self.name)

    def release(self) -> None:
        """Clear all that stands under this number; with the last one, the network goes too.

        Safe to call twice: the number may be another's by then.
        """
        if not self.is_held:
            return
        clear(self.number, self.folder)
        with locked(STATE / "lock"):
            record_of(self.number).unlink()
            self._record.close()
            if not records():
                close_down()


def claim() -> Slot:
    """Take the lowest free number, after clearing what killed sessions left behind."""
    with locked(STATE / "lock"):
        sweep()
        taken = records()
        if not taken:
            close_down()  # what its maker was killed over
            network_up()
        raise_kernel_settings(SETTINGS_BEFORE)
        number = next((free for free in NUMBERS if free not in taken), None)
        if number is None:
            raise ServerError(f"all {len(NUMBERS)} numbers for servers are taken")
        record = record_of(number).open("w")
        fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
        slot = Slot(number, record)
        record.write(str(slot.folder))
        record.flush()
        remove(slot.folder)  # records do not outlive a reboot of this machine, folders do
        slot.folder.mkdir(parents=True)
        return slot


def close_down() -> None:
    """Leave this machine as it was before the first server, however far the opening had come."""
    network_down()
    restore_kernel_settings(SETTINGS_BEFORE)


def record_of(number: int) -> Path:
    return STATE / f"{number}.server"


def records() -> list[int]:
    return sorted(int(path.stem) for path in STATE.glob("*.server"))


def sweep() -> None:
    """Clear the numbers that no living session holds. The caller holds the lock."""
    for number in reversed(records()):  # a clone has the higher number and goes first
        with record_of(number).open() as record, contextlib.suppress(BlockingIOError):
            fcntl.flock(record, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if folder := record.read():
                clear(number, Path(folder))
            record_of(number).unlink()


def clear(number: int, folder: Path) -> None:
    """End the processes, mounts and network of a number, and delete its folder."""
    name = f"smartcity-{number}"
    kill_all(name)
    root = folder / "root"
    if root.is_mount():
        command("umount", root)
    cut(name)
    remove(folder)
    for group in control_groups(name):
        for inner in [*sorted(group.rglob("*/"), reverse=True), group]:
            wait_until(f"{inner} can be removed", partial(removed, inner))
    with contextlib.suppress(FileNotFoundError):
        Path("/run/systemd/nspawn/propagate", name).rmdir()


def control_groups(name: str) -> list[Path]:
    """A server's own control groups: one in each hierarchy that systemd looks after.

    Without them the servers' systemds would share one tree, and `systemctl stop ssh` on one server
    would stop it on all.
    """
    top = Path("/sys/fs/cgroup")
    unified = (top / "cgroup.controllers").exists()
    roots = [top] if unified else [top / "systemd", top / "unified"]
    return [root / name for root in roots if root.is_dir()]


def kill_all(name: str) -> None:
    """Kill every process in the control groups of that name, and wait until they are gone."""

    def all_gone() -> bool:
        for pid in (pids := list(members(name))):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return not pids

    wait_until(f"the processes of {name} have ended", all_gone)


def removed(group: Path) -> bool:
    """Whether the control group could be removed: the kernel takes a moment to bury its dead."""
    with contextlib.suppress(OSError):
        group.rmdir()
    return not group.exists()


def members(name: str) -> Iterator[int]:
    for group in control_groups(name):
        with contextlib.suppress(OSError):  # groups come and go while a server runs
            for listing in group.rglob("cgroup.procs"):
                yield from map(int, listing.read_text().split())
