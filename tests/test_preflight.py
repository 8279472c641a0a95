"""What makes a server one that the kit may not touch."""

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from smartcity_kit.preflight import DISK_FREE_MB, MEMORY_MB, judge

GORONTALO = "75.71"
SCRIPT = Path(__file__).parent.parent / "playbooks" / "files" / "preflight.py"

BARE: dict[str, Any] = {
    "os": {"id": "debian", "version": "12", "name": "Debian GNU/Linux 12 (bookworm)"},
    "machine": "x86_64",
    "python": "3.11.2",
    "init": "systemd",
    "container": "",
    "memory_mb": 1970,
    "disk_free_mb": {"/opt": 17000, "/var": 17000},
    "listeners": [{"protocol": "tcp", "port": 22, "program": "sshd"}],
    "web_servers": [],
    "nginx": {"installed": False, "sites": []},
    "postgresql": [],
    "region": None,
    "user": "root",
    "root": "is",
}
HTTP = {"protocol": "tcp", "port": 80, "program": ""}
NGINX = {"installed": True, "sites": []}
OURS = {"code": GORONTALO, "slug": "kota-gorontalo", "name": "Kota Gorontalo"}
TANGERANG = {"code": "36.71", "slug": "kota-tangerang", "name": "Kota Tangerang"}
BOTH = {"listeners": [HTTP], "nginx": NGINX, "postgresql": ["15/main"]}


def server(**changes: Any) -> dict[str, Any]:
    return deepcopy(BARE) | changes


@pytest.mark.parametrize(
    "facts",
    [
        server(),
        server(os={"id": "debian", "version": "13", "name": "Debian GNU/Linux 13 (trixie)"}),
        server(machine="aarch64"),
        server(user="petugas", root="sudo"),
        server(user="petugas", root="sudo with a password"),
        server(memory_mb=MEMORY_MB, disk_free_mb={"/opt": DISK_FREE_MB}),
        server(listeners=[HTTP], nginx=NGINX),
        server(listeners=[HTTP | {"protocol": "udp"}]),
        server(region=OURS, **BOTH),
    ],
    ids=[
        "bookworm", "trixie", "arm", "sudo", "sudo-password", "just-enough", "nginx-as-installed",
        "http3-elsewhere", "begun-before",
    ],
)  # fmt: skip
def test_it_accepts_a_server_that_nobody_else_needs(facts: dict[str, Any]) -> None:
    assert judge(facts, GORONTALO) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (server(os={"id": "ubuntu", "version": "24.04", "name": "Ubuntu 24.04"}), "Ubuntu 24.04"),
        (server(os={"id": "debian", "version": "11", "name": "Debian 11"}), "Debian 11"),
        (server(os={"id": "debian", "version": "", "name": ""}), "an unknown system"),
        (server(machine="armv7l"), "armv7l"),
        (server(init="tini"), "tini"),
        (server(memory_mb=MEMORY_MB - 1), "899 MB of memory"),
        (server(disk_free_mb={"/opt": 9000, "/var": 800}), "800 MB are free below /var"),
        (server(user="tamu", root=""), "tamu may not become root"),
        (server(region=TANGERANG), "Kota Tangerang (36.71)"),
        (server(nginx=NGINX | {"sites": ["/etc/nginx/conf.d/ppid.conf"]}), "ppid.conf"),
        (server(listeners=[HTTP], web_servers=["apache2"]), "80 is taken by apache2"),
        (server(listeners=[HTTP | {"program": "caddy", "port": 443}]), "443 is taken by caddy"),
        (server(listeners=[HTTP | {"program": "apache2"}], nginx=NGINX), "taken by apache2"),
        (server(listeners=[HTTP]), "an unknown program"),
        (server(postgresql=["15/main"]), "15/main"),
    ],
)
def test_it_refuses_and_says_why(facts: dict[str, Any], reason: str) -> None:
    [refusal] = judge(facts, GORONTALO)
    assert reason in refusal.message


def test_it_lists_all_reasons_at_once() -> None:
    facts = server(memory_mb=100, root="", **BOTH | {"nginx": NGINX | {"sites": ["/etc/x"]}})
    assert len(judge(facts, GORONTALO)) == 4


def test_every_reason_that_has_a_way_out_names_it() -> None:
    facts = server(
        os={"id": "fedora", "version": "40", "name": "Fedora"}, init="x", memory_mb=1,
        disk_free_mb={"/opt": 1}, root="", region=TANGERANG,
    )  # fmt: skip
    assert all(refusal.hint for refusal in judge(facts, GORONTALO))


def test_the_script_gives_every_fact_that_is_judged() -> None:
    with SCRIPT.open() as script:
        done = subprocess.run([sys.executable, "-"], stdin=script, capture_output=True, text=True)
    facts = json.loads(done.stdout)
    assert facts.keys() == BARE.keys()
    assert isinstance(judge(facts, GORONTALO), list)
