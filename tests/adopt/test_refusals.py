"""A server that the kit may not touch is refused with the reason, and stays as it was."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.adopt.region import Region
from tests.adopt.untouched import look_over
from tests.servers.fleet import Fleet
from tests.servers.machine import wait_until
from tests.servers.server import Server

pytestmark = pytest.mark.xdist_group("bare")
REFUSED = 8


@pytest.fixture(scope="module")
def bare(fleet: Fleet) -> Iterator[Server]:
    server = fleet.boot("trixie")
    yield server
    server.shutdown()


@pytest.fixture(scope="module")
def region(bare: Server, tmp_path_factory: pytest.TempPathFactory) -> Region:
    return Region.copied("kota-gorontalo", tmp_path_factory.mktemp("operator")).on(bare)


@contextmanager
def another_system(server: Server) -> Iterator[None]:
    other = "s/Debian GNU.Linux 13/Ubuntu 26.04/; s/^ID=.*/ID=ubuntu/"
    server.run("cp /etc/os-release /run/ours && rm /etc/os-release")
    server.run(f"sed '{other}' /run/ours > /etc/os-release")
    yield
    server.run("cp /run/ours /etc/os-release")


@contextmanager
def a_web_server(server: Server) -> Iterator[None]:
    server.run("systemd-run --quiet --unit=lain python3 -m http.server 80")
    wait_until("it listens", lambda: ":80 " in server.run("ss -Hltn").stdout)
    yield
    server.run("systemctl stop lain")


@contextmanager
def an_nginx_site(server: Server) -> Iterator[None]:
    server.run("apt-get -q update && apt-get -qy install --no-install-recommends nginx-light")
    server.run("echo 'server { listen 8080; }' > /etc/nginx/sites-enabled/desa.conf")
    yield
    server.run("systemctl disable --now nginx && rm /etc/nginx/sites-enabled/desa.conf")


CASES: dict[Callable[[Server], AbstractContextManager[None]], list[str]] = {
    another_system: ["Ubuntu 26.04", "not Debian 12 or 13"],
    a_web_server: ["Port 80 is taken by python3"],
    an_nginx_site: ["/etc/nginx/sites-enabled/desa.conf"],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_it_is_refused_and_untouched(
    bare: Server, region: Region, case: Callable[[Server], AbstractContextManager[None]]
) -> None:
    with case(bare):
        before = look_over(bare)
        done = region.smartcity("adopt", "--yes", "--accept-host-key", check=False)
        after = look_over(bare)

    assert done.returncode == REFUSED
    for words in [*CASES[case], "Nothing was changed."]:
        assert words in done.stderr
    assert after == before
    assert region.runs == []


def test_all_reasons_are_given_at_once(bare: Server, region: Region) -> None:
    with another_system(bare), a_web_server(bare):
        done = region.smartcity("adopt", "--yes", "--accept-host-key", check=False)

    assert done.returncode == REFUSED
    assert "Ubuntu" in done.stderr
    assert "Port 80" in done.stderr
