"""A run that is killed at any moment is continued by the next one; others are kept out."""

import json
import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.servers.fleet import Fleet
from tests.servers.machine import wait_until
from tests.servers.server import Server

pytestmark = pytest.mark.xdist_group("killed")
LOCK = "/run/lock/smartcity.json"
LOCKED, UNREACHABLE = 7, 4


@pytest.fixture(scope="module")
def bare(fleet: Fleet) -> Iterator[Server]:
    server = fleet.boot("trixie")
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def region(bare: Server, tmp_path_factory: pytest.TempPathFactory) -> Region:
    region = Region.copied("kota-gorontalo", tmp_path_factory.mktemp("operator")).on(bare)
    region.smartcity("plan", "--accept-host-key")
    return region


def kill_when(region: Region, task: str) -> None:
    """Begin to adopt, and kill all of it as soon as `task` has begun."""
    run = region.begin("adopt", "--yes")
    wait_until(f"{task} has begun", lambda: region.is_at(task) or run.poll() is not None, 300)
    os.killpg(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL


def test_runs_killed_at_their_worst_moments_end_well(bare: Server, region: Region) -> None:
    """While packages come; when the power fails over them; while a database is being migrated."""
    kill_when(region, "Packages | Ensure everything from Debian is installed")
    run = region.begin("adopt", "--yes")
    wait_until("dpkg unpacks", lambda: bare.run("pgrep -x dpkg", check=False).stdout, 300)
    bare.kill_power()
    assert run.wait() != 0
    bare.start()
    kill_when(region, "Prepare | Ensure the database fits the release: live")
    assert "root@" in bare.run(f"cat {LOCK}").stdout

    report = region.adopt()

    here = Adopted(bare, region, report)
    assert report["result"] == "done"
    assert all(app["healthy"] for app in report["apps"])
    assert here.probe()["drift"] == []
    assert bare.run("dpkg --audit").stdout == ""
    assert bare.run(f"cat {LOCK}", check=False).stdout == ""
    assert region.adopt()["result"] == "unchanged"


def test_a_run_of_somebody_else_is_named_and_waited_for(bare: Server, region: Region) -> None:
    hold(bare, "sri@kantor", until=time.time() + 600)
    region.edit('primary: "#0b5c8a"', 'primary: "#7a1f2b"')

    done = region.smartcity("adopt", "--yes", "--json", check=False)

    assert done.returncode == LOCKED
    assert "sri@kantor" in done.stderr
    assert json.loads(bare.run(f"cat {LOCK}").stdout)["owner"] == "sri@kantor"
    assert {app["kind"] for app in region.plan()["apps"]} == {"changed"}


def test_a_lock_that_nobody_released_expires(bare: Server, region: Region) -> None:
    hold(bare, "sri@kantor", until=time.time() - 1)

    assert region.adopt()["result"] == "done"


def test_two_runs_of_one_operator_are_kept_apart(region: Region) -> None:
    region.edit('primary: "#7a1f2b"', 'primary: "#1f5c2b"')
    first = region.begin("adopt", "--yes")
    wait_until("it is at work", lambda: region.is_at("Ensure the kit's tools are there"), 60)

    done = region.smartcity("adopt", "--yes", check=False)

    assert done.returncode == LOCKED
    assert f"process {first.pid}" in done.stderr
    assert first.wait() == 0


def hold(server: Server, owner: str, until: float) -> None:
    held = {"owner": owner, "purpose": "adopt", "since": 0, "until": until}
    server.run(f"cat > {LOCK}", stdin=json.dumps(held))
