"""Long-running programs under systemd (a region's server) or supervisor (embedded): one shape."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import time
import xmlrpc.client
from collections.abc import Sequence
from typing import Any, NamedTuple

from .health import Connection


class ServiceError(Exception):
    """A service manager refused; holds what it said."""


class Status(NamedTuple):
    """How a service is. `started` is in seconds since 1970, 0 when it does not run; `changed` is
    when its state last did, a reload included.

    `stale`: its definition changed since the manager read it. `idle`: not active because a
    condition in its own unit says so, as time synchronisation does in a container. `failing`: it
    has been started again and again and does not stay.
    """

    exists: bool
    active: bool
    enabled: bool
    started: float = 0.0
    changed: float = 0.0
    stale: bool = False
    idle: bool = False
    failing: bool = False


HOPELESS = 3
"""Restarts in a row after which a service that has just been started counts as failing."""

EXCEPTION = re.compile(r"[\w.]*(Error|Exception|ImproperlyConfigured): ")
"""How the last line of a Python traceback begins."""

MISSING = Status(exists=False, active=False, enabled=False)


class Systemd:
    """Services as systemd has them; every call settles many units at once."""

    kind = "systemd"
    _asked = (
        "LoadState,ActiveState,UnitFileState,NeedDaemonReload,ConditionResult,"
        "ConditionTimestampMonotonic,ActiveEnterTimestampMonotonic,ExecMainStartTimestampMonotonic,"
        "StateChangeTimestampMonotonic,NRestarts"
    )

    def status(self, names: Sequence[str]) -> dict[str, Status]:
        shown = self._run("show", f"--property={self._asked}", *names)
        blocks = shown.strip("\n").split("\n\n")
        return {name: self._parsed(block) for name, block in zip(names, blocks)}

    def _parsed(self, block: str) -> Status:
        says = dict(line.partition("=")[::2] for line in block.splitlines())
        if says.get("LoadState") != "loaded":
            return MISSING
        active = says["ActiveState"] in ("active", "reloading")
        begun = int(says.get("ExecMainStartTimestampMonotonic", "0"))
        begun = begun or int(says["ActiveEnterTimestampMonotonic"])
        offset = time.time() - time.monotonic()
        return Status(
            exists=True,
            active=active,
            enabled=says["UnitFileState"]
            in ("enabled", "static", "alias", "indirect", "generated", "enabled-runtime"),
            started=offset + begun / 1e6 if active else 0.0,
            changed=offset + int(says["StateChangeTimestampMonotonic"]) / 1e6,
            stale=says["NeedDaemonReload"] == "yes",
            idle=says["ConditionResult"] == "no" and says["ConditionTimestampMonotonic"] != "0",
            failing=says["ActiveState"] == "failed" or int(says.get("NRestarts", "0")) >= HOPELESS,
        )

    def answers_at(self, _name: str, _address: str) -> bool:
        """Always: the socket is systemd's, which hands it to this service and to no other."""
        return True

    def read_again(self) -> None:
        """Let the manager take notice of new and changed definitions."""
        self._run("daemon-reload")

    def enable(self, names: Sequence[str]) -> None:
        self._run("enable", *names)

    def disable(self, names: Sequence[str]) -> None:
        self._run("disable", *names)

    def start(self, names: Sequence[str]) -> None:
        # A unit that failed too often must be forgiven before it may start again.
        self._run("reset-failed", *names, may_fail=True)
        self._run("start", *names)

    def stop(self, names: Sequence[str]) -> None:
        self._run("stop", *names)

    def restart(self, names: Sequence[str]) -> None:
        self._run("reset-failed", *names, may_fail=True)
        self._run("restart", *names)

    def reload(self, names: Sequence[str]) -> None:
        self._run("reload-or-restart", *names)

    def last_words(self, name: str) -> str:
        """What the service wrote last, for whoever has to find out why it does not start."""
        # Its own words: what systemd says of the unit would push them out.
        command = ["journalctl", f"_SYSTEMD_UNIT={name}", "--lines=60", "--output=cat"]
        done = subprocess.run([*command, "--no-pager"], capture_output=True, text=True, check=False)
        return telling(done.stdout)

    def _run(self, *arguments: str, may_fail: bool = False) -> str:
        command = ["systemctl", "--no-ask-password", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode and not may_fail:
            raise ServiceError(done.stderr.strip() or f"{' '.join(command)}: {done.returncode}")
        return done.stdout


def telling(log: str) -> str:
    """The line of a log that says what went wrong: the last exception, else how the log ends."""
    lines = log.strip().splitlines()
    faults = [line for line in lines if EXCEPTION.match(line)]
    return faults[-1] if faults else "\n".join(lines[-4:])


def _started(process: int) -> float:
    """When a process began, in seconds since 1970; supervisor itself knows whole seconds only."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            ticks = int(file.read().rpartition(")")[2].split()[19])
    except FileNotFoundError:
        return 0.0
    switched_on = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    return switched_on + ticks / os.sysconf("SC_CLK_TCK")


def _listens(process: int, port: int) -> bool:
    """Whether a process has a TCP socket of its own that listens at `port` (proc(5))."""
    held = set()
    try:
        with open(f"/proc/{process}/net/tcp", encoding="ascii") as file:
            sockets = [line.split() for line in file.readlines()[1:]]
        for name in os.listdir(f"/proc/{process}/fd"):
            with contextlib.suppress(FileNotFoundError):  # closed since it was listed
                held.add(os.readlink(f"/proc/{process}/fd/{name}"))
    except OSError:
        return False
    # Of each: its number, own address, other address, state (0A listens), …, inode.
    listening = [one for one in sockets if one[3] == "0A"]
    return any(f"socket:[{one[9]}]" in held for one in listening if int(one[1][-4:], 16) == port)


class Supervisor:
    """Services as a supervisord has them, asked over its socket; nothing here needs root."""

    kind = "supervisor"

    def __init__(self, configuration: str, address: str, python: str) -> None:
        self.configuration = configuration
        self.address = address
        self.python = python

    @property
    def _ask(self) -> Any:
        proxy = xmlrpc.client.ServerProxy("http://localhost", transport=_Transport(self.address))
        return proxy.supervisor

    def status(self, names: Sequence[str]) -> dict[str, Status]:
        try:
            known = {str(said["name"]): said for said in self._ask.getAllProcessInfo()}
        except (OSError, http.client.HTTPException, xmlrpc.client.Fault):  # a Fault: shutting down
            known = {}
        return {name: self._parsed(known[name]) if name in known else MISSING for name in names}

    def _parsed(self, said: dict[str, Any]) -> Status:
        running = said["statename"] in ("RUNNING", "STARTING")
        started = _started(said["pid"]) if running else 0.0
        return Status(True, running, True, started, failing=said["statename"] == "FATAL")

    def answers_at(self, name: str, address: str) -> bool:
        """Whether it is this service that answers at `address`.

        Workers whose master was killed answer for a moment, and one whose supervisor was killed
        goes on, while the service that is to take its place cannot have the port.
        """
        try:
            process = int(self._ask.getProcessInfo(name)["pid"])
        except (OSError, http.client.HTTPException, xmlrpc.client.Fault):
            return False
        return process > 0 and _listens(process, int(address.rpartition(":")[2]))

    def read_again(self) -> None:
        """Start supervisord when it does not run, else let it take new and changed programs."""
        if not self._answers():
            self._begin()
            return
        try:
            added, changed, removed = self._ask.reloadConfig()[0]
            for name in (*changed, *removed):
                self._ask.stopProcessGroup(name)
                self._ask.removeProcessGroup(name)
            for name in (*added, *changed):
                self._ask.addProcessGroup(name)
        except xmlrpc.client.Fault as fault:
            raise ServiceError(fault.faultString) from fault

    def enable(self, names: Sequence[str]) -> None:
        """Every program in supervisor's configuration starts with it."""

    def disable(self, names: Sequence[str]) -> None:
        """What is taken out of the configuration does not start again."""

    def start(self, names: Sequence[str]) -> None:
        running = self.status(names)
        for name in names:
            if not running[name].active:
                self._call("startProcess", name, False)

    def stop(self, names: Sequence[str]) -> None:
        running = self.status(names)
        for name in names:
            if running[name].active:
                self._call("stopProcess", name)

    def restart(self, names: Sequence[str]) -> None:
        self.stop(names)
        self.start(names)

    def last_words(self, name: str) -> str:
        try:
            return telling(str(self._ask.tailProcessStdoutLog(name, 0, 8000)[0]))
        except (OSError, xmlrpc.client.Error):
            return ""

    def _call(self, method: str, *arguments: object) -> None:
        try:
            getattr(self._ask, method)(*arguments)
        except xmlrpc.client.Fault as fault:
            if not fault.faultString.startswith(("ALREADY_STARTED", "NOT_RUNNING")):
                raise ServiceError(fault.faultString) from fault

    def _answers(self) -> bool:
        try:
            return bool(self._ask.getState()["statename"] == "RUNNING")
        except (OSError, http.client.HTTPException, xmlrpc.client.Fault):
            return False

    def _begin(self) -> None:
        command = [self.python, "-m", "supervisor.supervisord", "-c", self.configuration]
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept)
        if done.returncode:
            raise ServiceError((done.stderr or done.stdout).strip())
        deadline = time.monotonic() + 20
        while not self._answers():
            if time.monotonic() > deadline:
                raise ServiceError("supervisord does not answer; see its log")
            time.sleep(0.05)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def make_connection(self, _host: Any) -> http.client.HTTPConnection:
        return Connection(f"unix:{self.address}", timeout=60)


def manager_of(said: dict[str, str]) -> Systemd | Supervisor:
    """The manager that {"kind": "systemd"} or {"kind": "supervisor", …} stands for."""
    if said["kind"] == "supervisor":
        return Supervisor(said["configuration"], said["address"], said["python"])
    return Systemd()
