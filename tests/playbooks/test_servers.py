"""The playbooks on a real server, from bare to adopted, damaged, mended, and led astray.

One server, adopted once: the tests go in their order and each leaves it healthy.
"""

import json
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adopt.region import Region
from tests.servers.fixtures import boot, fleet  # noqa: F401 - fixtures
from tests.servers.server import Server

from .conftest import PLAYBOOKS
from .web import Answer, get

pytestmark = pytest.mark.servers

SLUG = "kota-gorontalo"
LIVE, LAKSA = "live.gorontalokota.go.id", "laksa.gorontalokota.go.id"

# Another program's port and firewall, there before the kit.
FOREIGN = """
systemd-run --unit=kamera python3 -m http.server 5666 --directory /usr/share/doc
nft -f - <<RULES
table inet dinas {
  chain input {
    type filter hook input priority 5; policy accept;
    tcp dport 9999 drop
  }
}
RULES
"""

DAMAGE = {
    "/etc/nginx/sites-available/smartcity.conf": "echo '# by hand' >> {}",
    "/etc/smartcity/laksa/secrets/secret_key": "chmod 0644 {}",
    "/etc/smartcity/live/secrets/secret_key": "echo tampered > {}",
    "/opt/smartcity/laksa/releases/{hash}/laksa/states.py": "echo 'x = 1' >> {}",
    "/etc/systemd/system/smartcity-laksa.socket": "rm {}",
    "/var/lib/smartcity/laksa": "chmod 0755 {}",
    "/etc/hosts": "sed -i /gorontalokota/d {}",
    "smartcity-live.service": "systemctl disable {}",
    "smartcity-laksa-jobs.service": "systemctl stop {}",
    "firewall table inet smartcity": "nft flush chain inet smartcity input",
    "database sc-laksa": (
        "systemctl stop smartcity-laksa.socket smartcity-laksa.service && cd / &&"
        " runuser -u postgres -- dropdb sc-laksa"
    ),
}


@pytest.fixture(scope="module")
def server(boot: Any) -> Iterator[Server]:  # noqa: F811
    yield boot("bookworm", port=2222)


@pytest.fixture(scope="module")
def region(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Region:
    return Region.copied(SLUG, tmp_path_factory.mktemp("operator")).on(server, user="petugas")


@pytest.fixture(scope="module")
def adopted(region: Region, server: Server) -> Region:
    server.run(FOREIGN)
    region.adopt()
    return region


@pytest.fixture(scope="module")
def authority(adopted: Region) -> Path:
    return adopted.state / "regions" / SLUG / "authority.crt"


def probe(server: Server) -> dict[str, Any]:
    return dict(json.loads(server.run("/opt/smartcity/bin/probe").stdout))


def page(server: Server, name: str, path: str, authority: Path | None, body: bytes = b"") -> Answer:
    return get(server.address, name, path, authority, body)


def everything(server: Server) -> str:
    """Every file with its time and size, but for what a running system writes by itself."""
    skipped = "/proc /sys /run /dev /tmp /root/.ansible /home/petugas/.ansible /var/log".split()
    pruned = " -o ".join(f"-path {path}" for path in skipped)
    return server.run(f"find / \\( {pruned} \\) -prune -o -type f -printf '%p %s %T@\\n'").stdout


def test_a_check_of_a_bare_server_changes_nothing(region: Region, server: Server) -> None:
    before = everything(server)
    report = region.adopt("--check")
    assert not report["failures"]
    assert "firewall" in report["unpredicted"]
    assert "database sc-laksa" in report["unpredicted"]
    changed = set(everything(server).splitlines()) ^ set(before.splitlines())
    assert changed == set()


def test_a_bare_server_becomes_the_regions(adopted: Region, server: Server) -> None:
    assert all(app["healthy"] for app in adopted.status().values())
    assert probe(server)["drift"] == []


def test_every_task_again_changes_nothing(adopted: Region, server: Server) -> None:
    report = adopted.adopt("--full")
    assert report["changed"] == []


def test_visitors_get_pages_over_tls_and_nothing_else(
    adopted: Region, server: Server, authority: Path
) -> None:
    portal = page(server, LIVE, "/", authority)
    assert (portal.status, portal.headers["x-content-type-options"]) == (200, "nosniff")
    assert "strict-transport-security" not in portal.headers
    assert "server" not in portal.headers or portal.headers["server"] == "nginx"
    plain = page(server, LAKSA, "/lapor/?x=1", None)
    assert (plain.status, plain.headers["location"]) == (308, f"https://{LAKSA}/lapor/?x=1")
    assert page(server, LAKSA, "/_uploads/", authority).status == 404
    with pytest.raises((ssl.SSLError, ConnectionResetError)):
        page(server, "bank.example", "/", authority)


def test_static_files_are_compressed_and_kept(
    adopted: Region, server: Server, authority: Path
) -> None:
    portal = page(server, LIVE, "/", authority)
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', portal.text)
    assert sheet, "the portal has no stylesheet with a hash in its name"
    found = page(server, LIVE, sheet[1], authority)
    assert (found.status, found.headers["cache-control"]) == (
        200, "public, max-age=31536000, immutable",
    )  # fmt: skip


def test_too_large_an_upload_is_refused_in_the_visitors_language(
    adopted: Region, server: Server, authority: Path
) -> None:
    answer = page(server, LAKSA, "/lapor/", authority, body=b"x" * 13_000_000)
    assert answer.status == 413
    assert "tidak ada yang tersimpan" in answer.text


def test_a_stopped_app_says_so_and_comes_back(
    adopted: Region, server: Server, authority: Path
) -> None:
    server.run("systemctl stop smartcity-laksa.socket smartcity-laksa.service")
    answer = page(server, LAKSA, "/", authority)
    assert answer.status == 503
    assert "Layanan sedang tidak tersedia" in answer.text
    assert page(server, LIVE, "/", authority).status == 200
    adopted.adopt()
    assert page(server, LAKSA, "/", authority).status == 200


def test_an_app_sees_nothing_of_the_others(adopted: Region, server: Server) -> None:
    def as_laksa(line: str) -> int:
        return server.run(f"cd / && runuser -u sc-laksa -- {line}", check=False).returncode

    assert as_laksa("psql -d sc-laksa -c 'SELECT 1'") == 0
    assert as_laksa("psql -d sc-live -c 'SELECT 1'") != 0
    assert as_laksa("cat /etc/smartcity/live/secrets/secret_key") != 0
    assert as_laksa("cat /etc/smartcity/laksa/secrets/secret_key") != 0
    assert as_laksa("ls /var/lib/smartcity/live") != 0
    assert as_laksa("touch /opt/smartcity/laksa/current/x") != 0


def test_what_was_there_before_goes_on(adopted: Region, server: Server) -> None:
    assert get_port(server, 5666) == 200
    assert "tcp dport 9999 drop" in server.run("nft list table inet dinas").stdout


def get_port(server: Server, port: int) -> int:
    import urllib.request

    with urllib.request.urlopen(f"http://{server.address}:{port}/", timeout=10) as answer:
        return int(answer.status)


def test_the_probe_and_a_full_run_find_the_same_damage(adopted: Region, server: Server) -> None:
    release = probe(server)["apps"]["laksa"]["hash"]
    damage = {what.replace("{hash}", release): how for what, how in DAMAGE.items()}
    for what, how in damage.items():
        server.run(how.replace("{}", what))
    found = {one["what"] for one in probe(server)["drift"]}
    assert set(damage) <= found
    report = adopted.adopt("--full")
    assert set(damage) <= set(report["mended"])
    assert probe(server)["drift"] == []
    assert all(app["healthy"] for app in adopted.status().values())


def spoil(region: Region, app: str) -> None:
    """Render the next release of the region and break one app in it: it will not start."""
    region.smartcity("render")
    newest = max((region.state / "releases" / SLUG).iterdir(), key=lambda f: f.stat().st_mtime)
    code = newest / "apps" / app / "code"
    healthy = code.resolve()
    code.unlink()
    shutil.copytree(healthy, code)
    with (code / "gunicorn.conf.py").open("a") as out:
        out.write('\nraise RuntimeError("broken on purpose")\n')


def test_a_release_that_does_not_start_gives_way_to_the_one_before(
    adopted: Region, server: Server
) -> None:
    before = probe(server)["apps"]
    adopted.edit('primary: "#0b5c8a"', 'primary: "#0b5c8b"')
    spoil(adopted, "laksa")
    report = adopted.adopt(check=False)
    assert adopted.last
    assert adopted.last.returncode == 5, adopted.last.stdout
    [failure] = [one for one in report["failures"] if "broken on purpose" in one["message"]]
    assert f"release {before['laksa']['hash']} serves again" in failure["message"]
    after = probe(server)["apps"]
    assert after["laksa"] == before["laksa"]
    assert after["live"]["ready"] == 200
    assert after["live"]["hash"] != before["live"]["hash"]


def test_when_live_fails_the_others_are_left_alone(adopted: Region, server: Server) -> None:
    before = probe(server)["apps"]
    adopted.edit('primary: "#0b5c8b"', 'primary: "#0b5c8c"')
    spoil(adopted, "live")
    adopted.adopt(check=False)
    assert probe(server)["apps"] == before
    adopted.edit('primary: "#0b5c8c"', 'primary: "#0b5c8d"')
    assert not adopted.adopt()["failures"]


def test_rolling_back_lets_the_release_before_serve(adopted: Region, server: Server) -> None:
    before = probe(server)["apps"]
    adopted.smartcity("rollback", "--yes")
    after = probe(server)["apps"]
    assert all(app["ready"] == 200 for app in after.values())
    assert all(after[name]["hash"] != before[name]["hash"] for name in before)
    adopted.adopt()
    assert {name: app["hash"] for name, app in probe(server)["apps"].items()} == {
        name: app["hash"] for name, app in before.items()
    }


def test_a_lock_of_somebody_else_is_respected(adopted: Region, server: Server) -> None:
    held = {"owner": "siti@laptop", "purpose": "adopt", "since": 0, "until": 4102444800}
    server.run("cat > /run/lock/smartcity.json", stdin=json.dumps(held))
    report = adopted.adopt("--full", check=False)
    assert adopted.last
    assert "locked by siti@laptop" in adopted.last.stdout + adopted.last.stderr, report
    server.run("rm /run/lock/smartcity.json")


def test_rules_that_nobody_confirms_go_away_by_themselves(
    adopted: Region, server: Server, tmp_path: Path
) -> None:
    before = server.run("nft list table inet smartcity").stdout
    inventory = tmp_path / "hosts"
    inventory.write_text(
        f"{server.name} ansible_ssh_common_args='-F {server.ssh_config}'"
        " ansible_python_interpreter=/usr/bin/python3\n"
    )
    command = [str(Path(sys.executable).parent / "ansible"), "all", "-i", str(inventory)]
    command += ["-m", "firewall", "-a", "state=applied ports=8080 seconds=2", "--user", "root"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path),
                   "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg")}  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=PLAYBOOKS)
    assert done.returncode == 0, done.stdout + done.stderr
    server.run(
        "for i in $(seq 100); do systemctl is-active --quiet smartcity-firewall-back.timer || break;"
        " sleep 0.1; done"
    )
    assert server.run("nft list table inet smartcity").stdout == before
    assert probe(server)["drift"] == []


def test_a_restart_of_the_machine_loses_nothing(
    adopted: Region, server: Server, authority: Path
) -> None:
    server.reboot()
    assert page(server, LAKSA, "/", authority).status == 200
    found = probe(server)
    assert (found["drift"], found["pending_lock"]) == ([], None)


def test_the_firewall_keeps_the_operators_door_open(adopted: Region, server: Server) -> None:
    assert "dport { 80, 443, 2222, 5666 }" in server.run("nft list table inet smartcity").stdout
