"""Through a jump host, to an unusual port, as a user who becomes root by a password."""

import json
from collections.abc import Iterator

import pytest

from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.adopt.untouched import look_over
from tests.servers.fleet import Fleet
from tests.servers.server import Server

pytestmark = pytest.mark.xdist_group("ways-in")
UNREACHABLE = 4

# Notes every command line and environment that shows up on the server while it runs.
WATCH = r"""
while :; do
  cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr '\0' '\n' | grep -aF -f /run/sought
  sleep 0.2
done > /run/shown
"""


@pytest.fixture(scope="module")
def far(fleet: Fleet) -> Iterator[Server]:
    jump = fleet.boot("trixie", sudo="none")
    server = fleet.boot("bookworm", port=2222, sudo="password", behind=jump)
    yield server
    server.shutdown()
    jump.shutdown()


@pytest.fixture(scope="module")
def region(far: Server, tmp_path_factory: pytest.TempPathFactory) -> Region:
    folder = tmp_path_factory.mktemp("operator")
    return Region.copied("kota-gorontalo", folder).on(far, user="petugas")


def test_a_script_trusts_no_unknown_server(far: Server, region: Region) -> None:
    before = look_over(far)

    done = region.smartcity("adopt", "--yes", check=False)

    assert done.returncode == UNREACHABLE
    assert "was not trusted" in done.stderr
    assert "ssh-keygen -lf" in done.stderr
    assert not region.known_hosts.exists()
    assert look_over(far) == before


def test_a_missing_password_is_asked_for_by_name(far: Server, region: Region) -> None:
    before = look_over(far)

    done = region.smartcity("adopt", "--yes", "--accept-host-key", check=False)

    assert done.returncode == 1
    assert "petugas on web1 needs a password for sudo" in done.stderr
    assert "smartcity secrets set kota-gorontalo sudo" in done.stderr
    assert look_over(far) == before


def test_both_keys_are_pinned(far: Server, region: Region) -> None:
    assert far.jump
    pinned = dict(line.split(" ", 1) for line in region.known_hosts.read_text().splitlines())

    assert pinned == {"web1": far.host_key, "jump-web1": far.jump.host_key}


def test_a_wrong_password_is_told_before_anything_happens(far: Server, region: Region) -> None:
    before = look_over(far)
    region.smartcity("secret", "sudo", stdin="salah\n")

    done = region.smartcity("adopt", "--yes", check=False)

    assert done.returncode == 1
    assert "password" in done.stderr
    assert "smartcity secrets set kota-gorontalo sudo" in done.stderr
    assert "salah" not in done.stdout + done.stderr
    assert look_over(far) == before


def test_with_the_password_kept_it_is_adopted_and_nobody_sees_it(
    far: Server, region: Region
) -> None:
    region.smartcity("secret", "sudo", stdin=f"{far.password}\n")
    far.run("cat > /run/sought", stdin=f"{far.password}\n")
    far.run("cat > /run/watch.sh && systemd-run --quiet --unit=watch sh /run/watch.sh", stdin=WATCH)

    report = region.adopt()

    here = Adopted(far, region, report)
    assert report["result"] == "done"
    assert all(app["healthy"] for app in report["apps"])
    assert here.probe()["drift"] == []
    assert far.run("systemctl is-active watch").stdout == "active\n"
    assert far.run("cat /run/shown").stdout == ""
    assert far.password not in json.dumps(report)


def test_the_password_is_kept_encrypted(far: Server, region: Region) -> None:
    files = [path for path in region.folder.rglob("*") if path.is_file() and not path.is_symlink()]

    holding = [path for path in files if far.password.encode() in path.read_bytes()]

    assert len(files) > 100
    assert holding == []


def test_again_through_all_of_it_nothing_changes(region: Region) -> None:
    assert region.adopt()["result"] == "unchanged"


def test_the_firewall_lets_in_the_port_that_ssh_listens_on(far: Server) -> None:
    assert "tcp dport 2222 accept" in far.run("nft list ruleset").stdout
    assert far.ssh("true").returncode == 0


def test_a_jump_host_with_another_key_is_not_passed(far: Server, region: Region) -> None:
    assert far.jump
    region.hang_up()
    far.jump.run("rm /etc/ssh/ssh_host_* && ssh-keygen -A && systemctl restart ssh")

    done = region.smartcity("adopt", "--yes", "--accept-host-key", check=False)

    assert done.returncode == UNREACHABLE
    assert "is not the server whose key was trusted" in done.stderr
