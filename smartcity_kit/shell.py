"""Commands on a region's server over SSH, as the operator, with the server's key verified.

One configuration file per region says how each server is reached; `ssh` and Ansible both read it,
so a jump host, a port and the pinned keys hold for both, and both share one connection.
"""

import getpass
import os
import shlex
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from smartcity_kit import paths
from smartcity_kit.errors import UnreachableError
from smartcity_kit.language import _
from smartcity_kit.profile import Server

CONNECT_SECONDS = 15


@dataclass(frozen=True)
class Shell:
    """A way to one server. `sudo_password` is None where none is needed."""

    server: Server
    config: Path
    sudo_password: str | None = None

    def run(self, *command: str, stdin: str | None = None) -> "subprocess.CompletedProcess[str]":
        """Run `command` as the operator and return what it printed. Raises UnreachableError."""
        argv = list(command)
        if not self.server.local:
            argv = ["ssh", "-F", str(self.config), self.server.name, "--", shlex.join(command)]
        done = subprocess.run(argv, input=stdin, capture_output=True, text=True, check=False)
        # 255 is ssh's own: everything else comes from the command.
        if done.returncode == 255 and not self.server.local:
            raise self._unreachable(done.stderr)
        return done

    def run_as_root(
        self, *command: str, stdin: str | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run `command` as root, through sudo unless the operator is root already."""
        if self.server.user == "root" and (not self.server.local or os.geteuid() == 0):
            return self.run(*command, stdin=stdin)
        if self.sudo_password is None:
            return self.run("sudo", "-n", *command, stdin=stdin)
        # -k: sudo asks each time, so that the first line is never taken for the command's.
        sudo = ("sudo", "-k", "-S", "-p", "")
        return self.run(*sudo, *command, stdin=f"{self.sudo_password}\n{stdin or ''}")

    def _unreachable(self, said: str) -> UnreachableError:
        """What stands in the way. ssh hides what it was about a jump host, so that one is asked."""
        if jump := jump_host(self.server):
            command = ["ssh", "-F", str(self.config), jump.name, "true"]
            asked = subprocess.run(command, capture_output=True, text=True, check=False)
            if asked.returncode == 255:
                return unreachable(jump, asked.stderr)
        return unreachable(self.server, said)


def open_shell(slug: str, server: Server, sudo_password: str | None = None) -> Shell:
    """A shell on `server` of the region `slug`; nothing is connected before the first command."""
    return Shell(server, write_ssh_config(slug, {server.name: server}), sudo_password)


def known_hosts(slug: str) -> Path:
    return paths.region_state(slug) / "known_hosts"


def write_ssh_config(slug: str, servers: dict[str, Server]) -> Path:
    """Write how the region's servers are reached; returns the file for `ssh -F`."""
    own = Path.home() / ".ssh" / "config"
    blocks = [_block(name, server) for name, server in servers.items()]
    common = [
        "Host *",
        f'  UserKnownHostsFile "{known_hosts(slug)}"',
        "  StrictHostKeyChecking yes",
        "  BatchMode yes",
        f"  ConnectTimeout {CONNECT_SECONDS}",
        "  ServerAliveInterval 15",
        "  ControlMaster auto",
        f'  ControlPath "{_sockets()}/%C"',
        "  ControlPersist 60s",
    ]
    # The first value wins in ssh: ours stand before the operator's own, which may name a key file.
    lines = [*blocks, *common, *([f'Include "{own}"'] if own.is_file() else [])]
    file = paths.region_state(slug) / "ssh_config"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def _block(name: str, server: Server) -> str:
    lines = [f"Host {name}", f"  HostKeyAlias {name}"]
    if server.address:
        lines += [f"  HostName {server.address}", f"  Port {server.port}", f"  User {server.user}"]
    if jump := jump_host(server):
        lines += [f"  ProxyJump {jump.name}", _block(jump.name, jump)]
    return "\n".join(lines)


def jump_host(server: Server) -> Server | None:
    """The machine that leads to `server`, from "[user@]host[:port]"; None when it has none."""
    if not server.jump:
        return None
    user, _at, rest = server.jump.rpartition("@")
    host, _colon, port = rest.partition(":")
    return Server(f"jump-{server.name}", host, int(port or 22), user or getpass.getuser())


def _sockets() -> Path:
    """A short private folder: the path of a socket may have 107 bytes at most (unix(7))."""
    folder = Path(tempfile.gettempdir()) / f"smartcity-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(folder)
    return folder


def unreachable(server: Server, said: str) -> UnreachableError:
    """Turn what ssh said into what a person can do about it."""
    lines = [line for line in said.strip().splitlines() if line and not line.startswith("@")]
    where = f"{server.name} ({server.address}:{server.port})"
    if "Host key verification failed" in said or "IDENTIFICATION HAS CHANGED" in said:
        return UnreachableError(
            _("{where} is not the server whose key was trusted.").format(where=where),
            _("If it was reinstalled, remove its line from known_hosts and adopt again; "
              "if not, someone is answering in its place. Nothing was changed."),
        )  # fmt: skip
    if "Permission denied" in said:
        return UnreachableError(
            _("{where} refused the login as {user}.").format(where=where, user=server.user),
            _("Put your public key on it: ssh-copy-id -p {port} {user}@{address}. "
              "Nothing was changed.").format(
                port=server.port, user=server.user, address=server.address),
        )  # fmt: skip
    return UnreachableError(
        _("{where} does not answer: {reason}").format(
            where=where, reason=lines[-1] if lines else "ssh"),
        _("Check the cable, the address and the port, then run the same command again. "
          "Nothing was changed."),
    )  # fmt: skip
