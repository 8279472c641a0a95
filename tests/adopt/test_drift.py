"""What is changed by hand on a server is told one by one, and mended."""

import json
import re
from collections.abc import Iterable

import pytest

from tests.adopt.adopted import Adopted

SUITES = ("trixie",)
SITE = "/etc/nginx/sites-available/smartcity.conf"
CODE = "/opt/smartcity/laksa/current/laksa/urls.py"
SECRET = "/etc/smartcity/live/secrets/secret_key"
UPLOADS = "/var/lib/smartcity/laksa/uploads"

# What somebody does as root, and what is then adrift.
DAMAGE = {
    SITE: f"echo '# lebih cepat' >> {SITE}",
    CODE: f"sed -i 1d $(realpath {CODE})",
    "/etc/apt/apt.conf.d/90smartcity": "rm /etc/apt/apt.conf.d/90smartcity",
    SECRET: f"chmod 0644 {SECRET}",
    UPLOADS: f"chown root {UPLOADS}",
    "smartcity-live-jobs.service": "systemctl stop smartcity-live-jobs.service",
    "nginx.service": "systemctl disable --quiet nginx.service 2>&1",
    "database sc-laksa": """
        systemctl stop smartcity-laksa.socket smartcity-laksa.service smartcity-laksa-jobs.service
        runuser -u postgres -- psql -qc 'DROP DATABASE "sc-laksa" WITH (FORCE)'
        systemctl start smartcity-laksa.socket
    """,
    "firewall table inet smartcity": """
        handle=$(nft -a list table inet smartcity | sed -n 's/.*udp dport.*# handle //p')
        nft delete rule inet smartcity input handle $handle
    """,
}


@pytest.fixture(scope="module")
def damaged(here: Adopted) -> Adopted:
    assert not here.region.plan()["pending"]
    for line in DAMAGE.values():
        here.server.run(f"cd /; set -e; {line}")
    return here


@pytest.fixture(scope="module")
def named(damaged: Adopted) -> set[str]:
    """What the plan says is adrift, by the names that somebody on the server would use."""
    done = damaged.region.smartcity("plan", "--json", "--detailed-exitcode", check=False)
    assert done.returncode == 6
    return current(one["what"] for one in json.loads(done.stdout)["drift"])


def current(names: Iterable[str]) -> set[str]:
    """Paths as somebody on the server would write them, whatever the release."""
    return {re.sub("releases/[0-9a-f]+", "current", name) for name in names}


@pytest.mark.parametrize("what", DAMAGE)
def test_the_plan_names_it(named: set[str], what: str) -> None:
    assert what in named


def test_adopting_mends_all_of_it_and_says_so(damaged: Adopted) -> None:
    report = damaged.region.adopt()

    assert report["result"] == "done"
    assert current(report["mended"]) >= set(DAMAGE)
    assert not damaged.region.plan()["pending"]


def test_everything_works_as_before(damaged: Adopted) -> None:
    assert "lebih cepat" not in damaged.server.run(f"cat {SITE}").stdout
    assert damaged.server.run(f"stat -c %a {SECRET}").stdout == "600\n"
    assert "udp dport 546" in damaged.server.run("nft list table inet smartcity").stdout
    assert damaged.server.run("systemctl is-enabled nginx").stdout == "enabled\n"
    follow = damaged.visitor().report(damaged.url("laksa"))
    assert damaged.visitor().get(follow).status_code == 200
