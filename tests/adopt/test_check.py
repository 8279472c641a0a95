"""`adopt --check` on a bare server predicts what it can, names what it cannot, changes nothing."""

import json
from collections.abc import Iterator

import pytest

from tests.adopt.region import Region
from tests.adopt.untouched import look_over
from tests.servers.fleet import Fleet
from tests.servers.server import Server

pytestmark = pytest.mark.xdist_group("bare")


@pytest.fixture(scope="module")
def bare(fleet: Fleet) -> Iterator[Server]:
    server = fleet.boot("bookworm")
    yield server
    server.shutdown()


def test_a_prediction_on_a_bare_server_changes_nothing(
    bare: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    region = Region.copied("kota-gorontalo", tmp_path_factory.mktemp("operator")).on(bare)
    before = look_over(bare)

    done = region.smartcity("adopt", "--check", "--json", "--accept-host-key")

    report = json.loads(done.stdout)
    assert report["result"] == "checked"
    assert report["failures"] == []
    assert "Packages | Ensure everything from Debian is installed" in report["changed"]
    assert any("migrations and region data" in what for what in report["unpredicted"])
    assert look_over(bare) == before
    assert bare.run("ls /run/smartcity /run/lock/smartcity.json", check=False).stdout == ""
    assert {app["kind"] for app in region.plan()["apps"]} == {"new"}
