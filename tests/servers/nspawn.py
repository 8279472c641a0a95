"""Running a server's system: systemd-nspawn, and a keeper that starts it again on a reboot."""

import contextlib
import os
import subprocess
from pathlib import Path

from .slot import Slot, control_groups

NSPAWN = (
    "systemd-nspawn --quiet --boot --register=no --keep-unit --console=pipe --link-journal=no "
    "--resolv-conf=off --timezone=off --suppress-sync=yes --capability=CAP_NET_ADMIN"
)
# A server may set its own network's sysctls, as elsewhere; the kernel's stay read-only.
NSPAWN_SETTINGS = {"SYSTEMD_NSPAWN_API_VFS_WRITABLE": "network"}
# systemd-nspawn ends with 133 when the server reboots: then it is started again. Each boot has
# fresh control groups, because one that has had controllers cannot take a process in again, and
# no firewall, because the rules live in the network namespace, which would carry them over.
KEEPER = """
enter() {
    for group in $CONTROL_GROUPS; do mkdir -p "$group/$1" && echo 0 > "$group/$1/cgroup.procs"; done
}
enter keeper
boot=1
while
    ip netns exec "$NETWORK" nft flush ruleset
    (enter boot-$boot; exec "$@")
    [ $? -eq 133 ]
do boot=$((boot + 1)); done
"""


def launch(slot: Slot, network: str, root: Path, console: Path) -> subprocess.Popen[bytes]:
    """Boot `root` in the network namespace; the process returned ends when the server is off."""
    groups = " ".join(map(str, control_groups(slot.name)))
    where = [
        f"--machine={slot.name}",
        f"--network-namespace-path=/run/netns/{network}",
        f"--directory={root}",
    ]
    with console.open("ab") as output:
        return subprocess.Popen(
            ["sh", "-c", KEEPER, "keeper", *NSPAWN.split(), *where],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | NSPAWN_SETTINGS | {"CONTROL_GROUPS": groups, "NETWORK": network},
            start_new_session=True,  # Ctrl-C is for the tests, which then end the servers
        )


def init_of(slot: Slot) -> int | None:
    """The number, on this machine, of the server's PID 1; None while it is off."""
    for group in control_groups(slot.name):
        for listing in group.glob("boot-*/payload/init.scope/cgroup.procs"):
            with contextlib.suppress(OSError, IndexError):
                return int(listing.read_text().split()[0])
    return None
