"""What only a real server can tell of the roles: its web pages, its firewall, its other tenants.

Adopting as an operator lives it is tested in tests/adopt.
"""

import http.client
import re
import socket
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, cast

import pytest

from tests.adopt.adopted import Adopted
from tests.servers.fixtures import boot, fleet  # noqa: F401 - fixtures
from tests.servers.server import Server

from .conftest import PLAYBOOKS

pytestmark = pytest.mark.servers

LIVE, LAKSA = "live.gorontalokota.go.id", "laksa.gorontalokota.go.id"

# Other people's things: a program that was there before the kit, and firewall rules of their own.
CAMERA = "systemd-run --unit=kamera python3 -m http.server 5666 --directory /usr/share/doc"
THEIR_RULES = """
table inet dinas {
  chain input {
    type filter hook input priority 5; policy accept;
    tcp dport 9999 drop
  }
}
"""


@pytest.fixture(scope="module")
def here(boot: Any, tmp_path_factory: pytest.TempPathFactory) -> Adopted:  # noqa: F811
    server = cast(Server, boot("bookworm", port=2222))
    server.run(CAMERA)
    adopted = Adopted.anew(server, tmp_path_factory.mktemp("operator"))
    server.run("nft -f -", stdin=THEIR_RULES)
    return adopted


def test_static_files_are_compressed_and_kept(here: Adopted) -> None:
    portal = here.visitor().get(f"https://{LIVE}/")
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', portal.text)
    assert sheet, "the portal has no stylesheet with a hash in its name"
    found = here.visitor().get(f"https://{LIVE}{sheet[1]}")
    assert (found.status_code, found.headers["Cache-Control"]) == (
        200, "public, max-age=31536000, immutable",
    )  # fmt: skip


def test_too_large_an_upload_is_refused_in_the_visitors_language(here: Adopted) -> None:
    """By what the visitor announces: nothing of it has to travel first."""
    trusted = ssl.create_default_context(cafile=str(here.region.authority))
    announced = f"POST /lapor/ HTTP/1.1\r\nHost: {LAKSA}\r\nContent-Length: 1000000000\r\n\r\n"
    plain = socket.create_connection((here.server.address, 443), timeout=20)
    with plain, trusted.wrap_socket(plain, server_hostname=LAKSA) as secure:
        secure.sendall(announced.encode())
        answer = http.client.HTTPResponse(secure)
        answer.begin()
        assert answer.status == 413
        assert "tidak ada yang tersimpan" in answer.read().decode()


def test_rules_that_nobody_confirms_go_away_by_themselves(here: Adopted, tmp_path: Path) -> None:
    before = here.server.run("nft list table inet smartcity").stdout
    inventory = tmp_path / "hosts"
    inventory.write_text(
        f"{here.server.name} ansible_ssh_common_args='-F {here.server.ssh_config}'"
        " ansible_python_interpreter=/usr/bin/python3\n"
    )
    command = [str(Path(sys.executable).parent / "ansible"), "all", "-i", str(inventory)]
    command += ["-m", "firewall", "-a", "state=applied ports=8080 seconds=2", "--user", "root"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path),
                   "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg"),
                   "ANSIBLE_SSH_CONTROL_PATH_DIR": str(here.server.folder)}  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=PLAYBOOKS)
    assert '"changed": true' in done.stdout, done.stdout + done.stderr
    here.server.run(
        "timeout 20 sh -c 'while systemctl is-active --quiet smartcity-firewall-back.timer;"
        " do sleep 0.1; done'"
    )
    assert here.server.run("nft list table inet smartcity").stdout == before
    assert here.probe()["drift"] == []


def test_the_firewall_keeps_the_operators_door_open(here: Adopted) -> None:
    rules = here.server.run("nft list table inet smartcity").stdout
    assert "tcp dport 2222 accept" in rules
    assert "tcp dport { 80, 443, 5666 } accept" in rules


def test_what_belongs_to_others_goes_on(here: Adopted) -> None:
    assert get_port(here.server.address, 5666) == 200
    assert "tcp dport 9999 drop" in here.server.run("nft list table inet dinas").stdout


def get_port(address: str, port: int) -> int:
    with urllib.request.urlopen(f"http://{address}:{port}/", timeout=10) as answer:
        return int(answer.status)
