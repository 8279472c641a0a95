"""A bare Debian server to all healthy, against one script that does the same installs by hand."""

import socket
import ssl
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from smartcity_kit.release.environment import environment_key
from tests.adopt.region import WHEELS, Region
from tests.bench.measure import Figure, cost_of
from tests.servers.fleet import Fleet
from tests.servers.server import Server

BY_HAND = Path(__file__).with_name("by_hand.sh")
# Proportional set size of every process of an app's user: web and jobs, shared pages counted once.
PSS = """
import pathlib, pwd
for app in ("live", "laksa"):
    uid, total = pwd.getpwnam(f"sc-{app}").pw_uid, 0
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        if process.stat().st_uid == uid:
            lines = (process / "smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    print(app, total // 1024)
"""


def figures(folder: Path) -> Iterator[Figure]:
    (folder / "key").mkdir(parents=True)
    with Fleet(folder / "key") as fleet:
        region = Region.copied("kota-gorontalo", folder / "kit")
        server = fleet.boot("bookworm")
        region.on(server)
        adopt = ("adopt", "--yes", "--accept-host-key")
        # The wheels are cached for both, as an operator's second region has them.
        region.smartcity("render", "--json")
        kit = cost_of(lambda: region.smartcity(*adopt))
        yield from _nothing_changed(region, server)
        yield from _memory(server)
        hand = _by_hand(region, fleet.boot("bookworm"), folder)
    ratio = kit.wall / hand
    found = f"{ratio:.2f} ({kit.wall:.0f} s / {hand:.0f} s)"
    yield Figure("bare server to healthy / by hand", found, "1.5", ratio <= 1.5)


def _nothing_changed(region: Region, server: Server) -> Iterator[Figure]:
    # A connection kept open from the first adopt would make the second look cheaper than it is.
    config = region.state / "regions" / region.slug / "ssh_config"
    subprocess.run(["ssh", "-F", config, "-O", "exit", "web1"], capture_output=True, check=True)
    before = server.bytes_on_wire()
    spent = cost_of(lambda: region.smartcity("adopt", "--yes"))
    wire = server.bytes_on_wire().since(before).total / 1024
    yield Figure("second adopt, wall", f"{spent.wall:.1f} s", "3 s", spent.wall <= 3)
    yield Figure("second adopt, processor", f"{spent.processor:.1f} s", "2 s", spent.processor <= 2)
    yield Figure("second adopt, on the wire", f"{wire:.0f} KB", "50 KB", wire <= 50)


def _memory(server: Server) -> Iterator[Figure]:
    """Proportional set size of each app while it serves: web and jobs together."""
    for app in ("live", "laksa"):
        for _visit in range(20):
            _visit_first_page(server.address, f"{app}.gorontalokota.go.id")
    for line in server.run("python3 -", stdin=PSS).stdout.splitlines():
        app, megabytes = line.split()
        reached = 0 < int(megabytes) <= 130
        yield Figure(f"memory of {app}, jobs included", f"{megabytes} MB", "130 MB", reached)


def _visit_first_page(address: str, host: str) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((address, 443)) as wire,
        context.wrap_socket(wire, server_hostname=host) as line,
    ):
        line.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(64).startswith(b"HTTP/1.1 200"), host
        while line.recv(65536):
            pass


def _by_hand(region: Region, server: Server, folder: Path) -> float:
    """Seconds the same installs take as one script, with everything packed beforehand."""
    pack = folder / "pack.tar"
    (release,) = (region.state / "releases" / region.slug).iterdir()
    (wheels,) = WHEELS.glob(f"{environment_key()}-cp311-*")  # bookworm's Python
    with tarfile.open(pack, "w", dereference=True) as out:
        out.add(release / "apps", "apps")
        out.add(wheels, "wheels")
        out.add(BY_HAND, "by_hand.sh")

    def install() -> None:
        with pack.open("rb") as packed:
            subprocess.run(
                ["ssh", "-F", str(server.ssh_config), server.name,
                 "mkdir -p /srv/kit && tar -xf - -C /srv/kit && sh /srv/kit/by_hand.sh"],
                stdin=packed, check=True, capture_output=True,
            )  # fmt: skip

    return cost_of(install).wall
