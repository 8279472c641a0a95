"""What the facts of a bare server mean: is it one that the kit may touch? Pure.

The facts come from `playbooks/files/preflight.py`. The kit refuses rather than overwrites: a server
that already does something else keeps doing it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from smartcity_kit.language import _

SYSTEMS = {"12": "bookworm", "13": "trixie"}
MACHINES = ("x86_64", "aarch64")
MEMORY_MB = 900
"""A server sold with 1 GB has about 960 MB; two apps, PostgreSQL and nginx need some 500."""
DISK_FREE_MB = 3000
"""PostgreSQL, nginx, the apps' environment and two releases take 1 GB; data has to fit as well."""
WEB_PORTS = (80, 443)

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Refusal:
    """One reason not to touch a server, and what a person can do about it."""

    message: str
    hint: str = ""


def judge(facts: Facts, region_code: str) -> list[Refusal]:
    """Every reason why the server with these facts cannot carry the region; empty when it can."""
    return [
        *_system(facts),
        *_size(facts),
        *_access(facts),
        *_other_region(facts, region_code),
        *_others(facts),
    ]


def _system(facts: Facts) -> Iterator[Refusal]:
    found = facts["os"]
    if found["id"] != "debian" or found["version"] not in SYSTEMS:
        yield Refusal(
            _("The server runs {system}, not Debian 12 or 13.").format(
                system=found["name"] or _("an unknown system")),
            _("Install Debian 12 or 13 on it, with nothing chosen but the SSH server."),
        )  # fmt: skip
    if facts["machine"] not in MACHINES:
        yield Refusal(
            _("The server's processor is {machine}; the kit has packages for {known} only.").format(
                machine=facts["machine"], known=", ".join(MACHINES))
        )  # fmt: skip
    if facts["init"] != "systemd":
        yield Refusal(
            _("The server is not started by systemd but by {program}.").format(
                program=facts["init"] or "?"),
            _("Use an ordinary Debian server, not an application container."),
        )  # fmt: skip


def _size(facts: Facts) -> Iterator[Refusal]:
    if facts["memory_mb"] < MEMORY_MB:
        yield Refusal(
            _("The server has {found} MB of memory; {needed} MB are needed.").format(
                found=facts["memory_mb"], needed=MEMORY_MB),
            _("Give it more memory."),
        )  # fmt: skip
    for path, free in facts["disk_free_mb"].items():
        if free < DISK_FREE_MB:
            yield Refusal(
                _("Only {found} MB are free below {path}; {needed} MB are needed.").format(
                    found=free, path=path, needed=DISK_FREE_MB),
                _("Free some space or give it a larger disk."),
            )  # fmt: skip


def _access(facts: Facts) -> Iterator[Refusal]:
    if not facts["root"]:
        yield Refusal(
            _("{user} may not become root on the server.").format(user=facts["user"]),
            _("Log in as root, or let an administrator add the user to sudo: adduser {user} sudo")
            .format(user=facts["user"]),
        )  # fmt: skip


def _other_region(facts: Facts, region_code: str) -> Iterator[Refusal]:
    there = facts["region"]
    if there and there["code"] != region_code:
        yield Refusal(
            _("The server already belongs to {name} ({code}).").format(
                name=there["name"], code=there["code"]),
            _("One server carries one region: use another server."),
        )  # fmt: skip


def _others(facts: Facts) -> Iterator[Refusal]:
    """What was there before; on a server that an adoption has begun on, it is the kit's own."""
    if facts["region"]:
        return
    nginx = facts["nginx"]
    for site in nginx["sites"]:
        yield Refusal(
            _("nginx serves a site that is not the kit's: {site}").format(site=site),
            _("Use a server of its own for the apps, or move that site elsewhere first."),
        )
    taken = {one["port"]: one["program"] for one in facts["listeners"] if one["protocol"] == "tcp"}
    for port in WEB_PORTS:
        if port in taken and not (nginx["installed"] and taken[port] in ("", "nginx")):
            program = taken[port] or ", ".join(facts["web_servers"]) or _("an unknown program")
            yield Refusal(
                _("Port {port} is taken by {program}.").format(port=port, program=program),
                _("Stop and remove it if nobody needs it, or use another server."),
            )
    for cluster in facts["postgresql"]:
        yield Refusal(
            _("There is a PostgreSQL of somebody else on the server: {cluster}").format(
                cluster=cluster),
            _("Use another server, or move its databases and run: pg_dropcluster {cluster}").format(
                cluster=cluster.replace("/", " ")),
        )  # fmt: skip
