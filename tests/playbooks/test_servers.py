"""The playbooks on a real server, from bare to adopted, damaged, mended, and led astray.

One server, adopted once: the tests go in their order and each leaves it healthy.
"""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any, cast

import pytest

from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.servers.fixtures import boot, fleet  # noqa: F401 - fixtures
from tests.servers.server import Server

from .conftest import PLAYBOOKS

pytestmark = pytest.mark.servers

SLUG = "kota-gorontalo"
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

# Where a running system, and the way in itself, write by themselves.
RESTLESS = ("/proc", "/sys", "/run", "/dev", "/tmp", "/var/log", "/var/tmp", "/home/petugas")  # noqa: S108

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
    "firewall table inet smartcity": (
        "nft delete rule inet smartcity input handle"
        " $(nft -a list table inet smartcity | sed -n 's/.*443.*handle //p')"
    ),
    "database sc-laksa": (
        "systemctl stop smartcity-laksa.socket smartcity-laksa.service && cd / &&"
        " runuser -u postgres -- dropdb sc-laksa"
    ),
}


@pytest.fixture(scope="module")
def server(boot: Any) -> Server:  # noqa: F811
    return cast(Server, boot("bookworm", port=2222))


@pytest.fixture(scope="module")
def region(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Region:
    region = Region.copied(SLUG, tmp_path_factory.mktemp("operator")).on(server, user="petugas")
    region.smartcity("plan", "--accept-host-key")
    return region


@pytest.fixture(scope="module")
def here(region: Region, server: Server) -> Adopted:
    server.run(CAMERA)
    adopted = Adopted(server, region, region.adopt())
    server.run("nft -f -", stdin=THEIR_RULES)
    return adopted


def everything(server: Server) -> str:
    """Every file with its time and size, but for what a running system writes by itself."""
    pruned = " -o ".join(f"-path {path}" for path in RESTLESS)
    return server.run(f"find / \\( {pruned} \\) -prune -o -type f -printf '%p %s %T@\\n'").stdout


def test_a_check_of_a_bare_server_changes_nothing(region: Region, server: Server) -> None:
    before = everything(server)
    report = region.adopt("--check")
    assert not report["failures"]
    assert "firewall" in report["unpredicted"]
    assert "database sc-laksa" in report["unpredicted"]
    changed = set(everything(server).splitlines()) ^ set(before.splitlines())
    assert changed == set()


def test_a_bare_server_becomes_the_regions(here: Adopted) -> None:
    assert all(app["healthy"] for app in here.region.status().values())
    assert here.probe()["drift"] == []


def test_static_files_are_compressed_and_kept(here: Adopted) -> None:
    portal = here.visitor().get(f"https://{LIVE}/")
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', portal.text)
    assert sheet, "the portal has no stylesheet with a hash in its name"
    found = here.visitor().get(f"https://{LIVE}{sheet[1]}")
    assert (found.status_code, found.headers["Cache-Control"]) == (
        200, "public, max-age=31536000, immutable",
    )  # fmt: skip


def test_too_large_an_upload_is_refused_in_the_visitors_language(here: Adopted) -> None:
    answer = here.visitor().send(f"https://{LAKSA}/lapor/", {"text": "x" * 13_000_000})
    assert answer.status_code == 413
    assert "tidak ada yang tersimpan" in answer.text


def test_a_stopped_app_says_so_and_comes_back(here: Adopted) -> None:
    here.server.run("systemctl stop smartcity-laksa.socket smartcity-laksa.service")
    answer = here.visitor().get(f"https://{LAKSA}/")
    assert answer.status_code == 503
    assert "Layanan sedang tidak tersedia" in answer.text
    assert here.visitor().get(f"https://{LIVE}/").status_code == 200
    here.region.adopt()
    assert here.visitor().get(f"https://{LAKSA}/").status_code == 200


def test_an_app_sees_nothing_of_the_others(here: Adopted) -> None:
    def as_laksa(line: str) -> int:
        return here.server.run(f"cd / && runuser -u sc-laksa -- {line}", check=False).returncode

    assert as_laksa("psql -d sc-laksa -c 'SELECT 1'") == 0
    assert as_laksa("psql -d sc-live -c 'SELECT 1'") != 0
    assert as_laksa("cat /etc/smartcity/live/secrets/secret_key") != 0
    assert as_laksa("cat /etc/smartcity/laksa/secrets/secret_key") != 0
    assert as_laksa("ls /var/lib/smartcity/live") != 0
    assert as_laksa("touch /opt/smartcity/laksa/current/x") != 0


def test_the_probe_and_a_full_run_find_the_same_damage(here: Adopted) -> None:
    release = here.probe()["apps"]["laksa"]["hash"]
    damage = {what.replace("{hash}", release): how for what, how in DAMAGE.items()}
    for what, how in damage.items():
        here.server.run(how.replace("{}", what))
    found = {one["what"] for one in here.probe()["drift"]}
    assert set(damage) <= found
    report = here.region.adopt("--full")
    assert set(damage) <= set(report["mended"])
    assert here.probe()["drift"] == []
    assert all(app["healthy"] for app in here.region.status().values())


def test_what_belongs_to_others_goes_on(here: Adopted) -> None:
    assert get_port(here.server.address, 5666) == 200
    assert "tcp dport 9999 drop" in here.server.run("nft list table inet dinas").stdout


def get_port(address: str, port: int) -> int:
    with urllib.request.urlopen(f"http://{address}:{port}/", timeout=10) as answer:
        return int(answer.status)


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


def test_a_release_that_does_not_start_gives_way_to_the_one_before(here: Adopted) -> None:
    before = here.probe()["apps"]
    here.region.edit('primary: "#0b5c8a"', 'primary: "#0b5c8b"')
    spoil(here.region, "laksa")
    report = here.region.adopt(check=False)
    assert here.region.last
    assert here.region.last.returncode == 5, here.region.last.stdout
    [failure] = [one for one in report["failures"] if "broken on purpose" in one["message"]]
    assert f"release {before['laksa']['hash']} serves again" in failure["message"]
    after = here.probe()["apps"]
    assert after["laksa"] == before["laksa"]
    assert after["live"]["ready"] == 200
    assert after["live"]["hash"] != before["live"]["hash"]


def test_when_live_fails_the_others_are_left_alone(here: Adopted) -> None:
    before = here.probe()["apps"]
    here.region.edit('primary: "#0b5c8b"', 'primary: "#0b5c8c"')
    spoil(here.region, "live")
    here.region.adopt(check=False)
    assert here.probe()["apps"] == before
    here.region.edit('primary: "#0b5c8c"', 'primary: "#0b5c8d"')
    assert not here.region.adopt()["failures"]


def test_rolling_back_lets_the_release_before_serve(here: Adopted) -> None:
    before = here.probe()["apps"]
    here.region.smartcity("rollback", "--yes")
    after = here.probe()["apps"]
    assert all(app["ready"] == 200 for app in after.values())
    assert all(after[name]["hash"] != before[name]["hash"] for name in before)
    here.region.adopt()
    assert {name: app["hash"] for name, app in here.probe()["apps"].items()} == {
        name: app["hash"] for name, app in before.items()
    }


def test_a_lock_of_somebody_else_is_respected(here: Adopted) -> None:
    held = {"owner": "siti@laptop", "purpose": "adopt", "since": 0, "until": 4102444800}
    here.server.run("cat > /run/lock/smartcity.json", stdin=json.dumps(held))
    report = here.region.adopt("--full", check=False)
    assert here.region.last
    assert "locked by siti@laptop" in here.region.last.stdout + here.region.last.stderr, report
    here.server.run("rm /run/lock/smartcity.json")


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
                   "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg")}  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=PLAYBOOKS)
    assert done.returncode == 0, done.stdout + done.stderr
    here.server.run(
        "timeout 20 sh -c 'while systemctl is-active --quiet smartcity-firewall-back.timer;"
        " do sleep 0.1; done'"
    )
    assert here.server.run("nft list table inet smartcity").stdout == before
    assert here.probe()["drift"] == []


def test_a_restart_of_the_machine_loses_nothing(here: Adopted) -> None:
    here.server.reboot()
    assert here.visitor().get(f"https://{LAKSA}/").status_code == 200
    found = here.probe()
    assert (found["drift"], found["pending_lock"]) == ([], None)


def test_the_firewall_keeps_the_operators_door_open(here: Adopted) -> None:
    rules = here.server.run("nft list table inet smartcity").stdout
    assert "tcp dport 2222 accept" in rules
    assert "tcp dport { 80, 443, 5666 } accept" in rules
