"""Host keys: a server is believed because its key was pinned, never because it answered."""

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from smartcity_kit.errors import UnreachableError
from smartcity_kit.language import _
from smartcity_kit.profile import Server
from smartcity_kit.shell import jump_host, known_hosts, unreachable, write_ssh_config

Confirm = Callable[[str, str], bool]


def ensure_trusted(slug: str, server: Server, confirm: Confirm) -> None:
    """Pin the keys of `server` and of its jump host where that has not been done yet.

    `confirm(name, fingerprint)` asks the operator once per machine. Raises UnreachableError when
    a machine does not answer or is not trusted.
    """
    if server.local:
        return
    config = write_ssh_config(slug, {server.name: server})
    if server.host_key and not _is_pinned(slug, server.name):
        _pin(slug, server.name, server.host_key)
    for machine in filter(None, (jump_host(server), server)):
        if not _is_pinned(slug, machine.name):
            key = _offered_key(config, machine)
            if not confirm(machine.name, _fingerprint(key)):
                raise UnreachableError(
                    _("The key of {name} was not trusted.").format(name=machine.name),
                    _("Compare it with the one the server shows: "
                      "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub. Nothing was changed."),
                )  # fmt: skip
            _pin(slug, machine.name, key)


def _is_pinned(slug: str, name: str) -> bool:
    file = known_hosts(slug)
    return file.is_file() and any(
        line.split(" ", 1)[0] == name for line in file.read_text("utf-8").splitlines()
    )


def _pin(slug: str, name: str, key: str) -> None:
    file = known_hosts(slug)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"{name} {key}\n")


def _offered_key(config: Path, machine: Server) -> str:
    """The key the machine shows; ssh writes it down before it logs in, so a refusal is no matter.

    ssh-keyscan would not go through a jump host.
    """
    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder) / "seen"
        # Options given here hold for the last hop only: a jump host stays verified by its own key.
        options = [f"UserKnownHostsFile={seen}", "StrictHostKeyChecking=accept-new",
                   "ControlPath=none", "HashKnownHosts=no"]  # fmt: skip
        command = ["ssh", "-F", str(config), *(f"-o{option}" for option in options), machine.name]
        done = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
        lines = seen.read_text("utf-8").splitlines() if seen.is_file() else []
    for line in lines:
        host, key = line.split(" ", 1)
        if host == machine.name:
            return key
    raise unreachable(machine, done.stderr)


def _fingerprint(key: str) -> str:
    done = subprocess.run(
        ["ssh-keygen", "-lf", "-"],
        input=f"host {key}\n",
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()[1]
