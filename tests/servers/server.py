"""A real Debian server: systemd-nspawn on a disk of its own, at an address of its own."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .disk import keep_packages
from .image import USER
from .machine import ServerError, command, wait_until
from .network import Cable, Wire
from .nspawn import init_of, launch
from .slot import Slot

INSIDE = ["env", "-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
INSIDE += ["HOME=/root", "LANG=C.UTF-8"]


@dataclass(eq=False)
class Server:
    """One server. Only the fields below the line change, as the server is started and stopped."""

    name: str
    suite: str
    port: int
    key: Path
    password: str
    cable: Cable
    slot: Slot
    root: Path
    layers: tuple[Path, ...]
    jump: "Server | None" = None
    user: str = USER
    # ---
    clones: list["Server"] = field(default_factory=list, init=False)
    _keeper: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def address(self) -> str:
        return self.cable.address

    @property
    def exists(self) -> bool:
        """False once shutdown() has taken everything away."""
        return self.slot.is_held

    @property
    def folder(self) -> Path:
        return self.slot.folder

    @property
    def host_key(self) -> str:
        """The public key that the server shows to who connects: type and key, no comment."""
        shown = (self.root / "etc/ssh/ssh_host_ed25519_key.pub").read_text()
        return " ".join(shown.split()[:2])

    @property
    def known_hosts(self) -> Path:
        """A known_hosts file with this server, and its jump host if there is one, pinned."""
        place = self.address if self.port == 22 else f"[{self.address}]:{self.port}"
        path = self.folder / "known_hosts"
        behind = self.jump.known_hosts.read_text() if self.jump else ""
        path.write_text(f"{place} {self.host_key}\n{behind}")
        return path

    @property
    def ssh_config(self) -> Path:
        """A configuration for `ssh -F` in which this server and its jump host go by their names."""
        options = {
            "HostName": self.address,
            "Port": self.port,
            "User": "root",
            "IdentityFile": self.key,
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.known_hosts,
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "ConnectTimeout": 10,
        }
        if self.jump:
            options["ProxyJump"] = self.jump.name
        stanza = "".join(f"    {option} {value}\n" for option, value in options.items())
        path = self.folder / "ssh_config"
        behind = self.jump.ssh_config.read_text() if self.jump else ""
        path.write_text(f"Host {self.name}\n{stanza}{behind}")
        return path

    # Doing things on it

    def run(
        self, line: str, *, check: bool = True, stdin: str | None = None, seconds: float = 300
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell line as root inside, without the network; ServerError if it fails."""
        words = ["nsenter", f"--target={self._running()}", "--all", *INSIDE, "sh", "-c", line]
        return self._call(words, line, check, stdin, seconds)

    def ssh(
        self,
        line: str,
        *,
        user: str = "root",
        check: bool = True,
        stdin: str | None = None,
        seconds: float = 300,
    ) -> subprocess.CompletedProcess[str]:
        """Run a shell line over SSH as root or petugas; ServerError if it or SSH fails."""
        words = ["ssh", "-F", str(self.ssh_config), f"{user}@{self.name}", line]
        return self._call(words, line, check, stdin, seconds)

    def _call(
        self, words: list[str], line: str, check: bool, stdin: str | None, seconds: float
    ) -> subprocess.CompletedProcess[str]:
        try:
            done = subprocess.run(
                words, input=stdin or "", capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired as late:
            said = (late.stdout or b"").decode(errors="replace")
            raise ServerError(
                f"on {self.name}, `{line}` took over {seconds:g} s:\n{said}"
            ) from None
        if check and done.returncode:
            raise ServerError(
                f"on {self.name}, `{line}` ended with {done.returncode}:\n"
                f"{done.stdout}{done.stderr}"
            )
        return done

    # Power

    def start(self) -> None:
        """Switch it on and wait until it is up."""
        if self.clones:
            raise ServerError(f"{self.name} has clones, which stand on its disk: it stays off")
        self.cable.plug()
        console = self.folder / "console.log"
        self._keeper = launch(self.slot, self.cable.name, self.root, console)
        self.wait()

    def wait(self) -> None:
        """Wait until systemd has started everything and sshd answers."""
        self._until("it is up", self._is_up, seconds=60)

    def reboot(self) -> None:
        """Reboot it from inside, and wait until it is up again."""
        before = self._running()
        self.run("systemctl reboot", check=False)
        self._until("it has gone down", lambda: init_of(self.slot) != before)
        self.wait()

    def power_off(self) -> None:
        """Shut it down properly; its disk and its number stay."""
        self.run("systemctl poweroff", check=False)
        self._until_ended()

    def kill_power(self) -> None:
        """Cut the power: nothing in the server hears of it. start() switches it on again."""
        os.kill(self._running(), signal.SIGKILL)
        self._until_ended()

    def shutdown(self) -> None:
        """End it, and its clones before it, and leave nothing of it; safe to call twice."""
        for clone in self.clones:
            clone.shutdown()
        if not self.exists:
            return
        if self._keeper and self._keeper.poll() is None:
            os.killpg(self._keeper.pid, signal.SIGKILL)
            self._keeper.wait()
        self.slot.end_processes()
        keep_packages(self.folder, self.suite)
        self.slot.release()

    # Network

    def unplug(self) -> None:
        """Pull the network cable."""
        self.cable.unplug()

    def plug(self) -> None:
        self.cable.plug()

    def offline(self) -> None:
        """Close the way out; this machine and the servers beside it still reach it."""
        self.cable.offline()

    def online(self) -> None:
        self.cable.online()

    def packets_refused(self) -> int:
        """How many packets wanted out since offline()."""
        return self.cable.refused()

    def bytes_on_wire(self) -> Wire:
        """All bytes on its cable so far; `after.since(before).total` is what a command cost."""
        return self.cable.wire()

    # Looking at it

    @property
    def is_on(self) -> bool:
        return bool(self._keeper and self._keeper.poll() is None)

    def _running(self) -> int:
        if pid := init_of(self.slot):
            return pid
        raise ServerError(f"{self.name} is off")

    def _is_up(self) -> bool:
        with contextlib.suppress(ServerError):  # it may be on its way down first
            state = self.run("systemctl is-system-running", check=False).stdout.strip()
            return state in ("running", "degraded") and self._answers()
        return False

    def _answers(self) -> bool:
        """Whether sshd greets, asked from inside its network: a jump host may be in between."""
        ask = f"exec 3<>/dev/tcp/{self.address}/{self.port} && head -c 4 <&3"
        with contextlib.suppress(ServerError):
            network = f"--net=/run/netns/{self.cable.name}"
            return command("timeout", "5", "nsenter", network, "bash", "-c", ask) == "SSH-"
        return False

    def _until(self, what: str, check: Callable[[], bool], seconds: float = 30) -> None:
        def check_or_ended() -> bool:
            if not self.is_on:
                raise ServerError(f"the machine ended before {what}")
            return check()

        try:
            wait_until(what, check_or_ended, seconds)
        except ServerError as error:
            raise ServerError(f"{self.name}: {error}\n{self._complaints()}") from None

    def _complaints(self) -> str:
        """What the server says about itself when it does not come up."""
        said = (self.folder / "console.log").read_text(errors="replace")
        with contextlib.suppress(ServerError):
            asked = "systemctl --failed; systemctl list-jobs; journalctl -b -p warning -n 20"
            said += self.run(asked, check=False, seconds=10).stdout
        return said[-4000:]

    def _until_ended(self) -> None:
        """Wait for the end of the machine and pull the cable: its network outlives it otherwise."""
        if self._keeper:
            self._keeper.wait(timeout=60)
        self.cable.unplug()
