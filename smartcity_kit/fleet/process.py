"""Processes of this machine: who one is, whether it lives, and ending it with all it started."""

import contextlib
import ctypes
import getpass
import os
import signal
import socket
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MERCY = 10.0
"""Seconds that a process which is asked to end may take before it is made to."""


@dataclass(frozen=True)
class Identity:
    """A process as other processes and machines know it: a number alone is used again.

    `world` is the boot of the machine and its table of processes.
    """

    who: str
    world: str
    pid: int
    began: str

    def __str__(self) -> str:
        return f"{self.who} {self.world} {self.pid}.{self.began}"

    @classmethod
    def read(cls, text: str) -> "Identity | None":
        """From what `str` gave; None for anything else."""
        try:
            who, world, process = text.rsplit(" ", 2)
            pid, began = process.split(".")
            return cls(who, world, int(pid), began)
        except ValueError:
            return None

    @classmethod
    def own(cls) -> "Identity":
        pid = os.getpid()
        return cls(f"{getpass.getuser()}@{socket.gethostname()}", _world(), pid, began(pid) or "?")


def is_gone(owner: str) -> bool:
    """True only where it is certain: its machine is this one, and it does not run here any more.

    Of another machine's process nobody can tell: its lease decides.
    """
    other = Identity.read(owner)
    if other is None:
        return not owner
    mine = Identity.own()
    if other.who.rpartition("@")[2] != mine.who.rpartition("@")[2]:
        return False
    boot, _colon, table = other.world.partition(":")
    own_boot, _colon, own_table = mine.world.partition(":")
    if boot != own_boot:
        return True
    return table == own_table and began(other.pid) != other.began


@cache
def _world() -> str:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    table = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    return f"{boot[:13]}:{table}"


def began(pid: int) -> str | None:
    """When a process began, in ticks since the boot; None where there is none, or a dead one."""
    found = _stat(pid)
    return found[19] if found and found[0] not in "ZX" else None


def tree(pid: int) -> dict[int, str]:
    """A process and all that it started and that has not left it: when each began, by number."""
    parents: dict[int, list[int]] = {}
    seen: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (found := _stat(int(entry.name))):
            seen[int(entry.name)] = found[19]
            parents.setdefault(int(found[1]), []).append(int(entry.name))
    members, waiting = {}, [pid]
    while waiting:
        one = waiting.pop()
        if one in seen:
            members[one] = seen[one]
            waiting += parents.get(one, ())
    return members


def end(pid: int, mercy: float = MERCY) -> None:
    """End a process and all that it started: asked first, then made to. Returns when they are gone.

    Ansible has a session and process groups of its own below it, so that one group is not all.
    """
    members = tree(pid)
    for signum, patience in ((signal.SIGTERM, mercy), (signal.SIGKILL, mercy)):
        members |= tree(pid)
        for one, since in members.items():
            if began(one) == since:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(one, signum)
                    # One that is stopped hears nothing until it goes on.
                    os.kill(one, signal.SIGCONT)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not any(began(one) == since for one, since in members.items()):
                return
            time.sleep(0.05)


def end_below(pid: int) -> None:
    """End all that a process started, at once, and not the process itself."""
    for one, since in tree(pid).items():
        if one != pid and began(one) == since:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(one, signal.SIGKILL)


def die_with_parent() -> None:
    """Let the kernel end this process when the one that began it is gone; see prctl(2).

    One of many machines cannot tell whether what another one began still works.
    """
    parent = os.getppid()
    set_death_signal = 1
    ctypes.CDLL(None, use_errno=True).prctl(set_death_signal, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat after the name: state, parent …; see proc(5)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None
