"""A server whose only way to Debian is the office's proxy, or a mirror in the same building."""

from collections.abc import Callable, Iterator

import pytest

from tests.adopt.region import Region
from tests.servers.fleet import Fleet
from tests.servers.server import Server

pytestmark = pytest.mark.xdist_group("way-out")

PROXY = """
Port 8888
Timeout 600
Allow 10.0.0.0/8
ConnectPort 443
"""

MIRROR = """
server {{
  listen 8080;
  proxy_http_version 1.1;
  location /debian/ {{ proxy_pass {packages}/; proxy_ssl_server_name on; }}
  location /debian-security/ {{ proxy_pass {security}/; proxy_ssl_server_name on; }}
}}
"""


@pytest.fixture(scope="module")
def office(fleet: Fleet) -> Iterator[Server]:
    """A neighbour that has a way out: it is the proxy, and the mirror as far as anyone asks it."""
    server = fleet.boot("trixie")
    server.run("apt-get -q update && apt-get -qy install --no-install-recommends tinyproxy nginx")
    server.run("cat > /etc/tinyproxy/tinyproxy.conf && systemctl restart tinyproxy", stdin=PROXY)
    found = server.run("apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages'").stdout
    addresses = sorted({uri.rstrip("/") for uri in found.split()}, key=len)
    packages = next(uri for uri in addresses if "security" not in uri)
    security = next(uri for uri in addresses if "security" in uri)
    site = MIRROR.format(packages=packages, security=security)
    server.run(
        "cat > /etc/nginx/conf.d/mirror.conf && systemctl restart nginx", stdin=site
    )  # fmt: skip
    yield server
    server.shutdown()


def proxy(office: Server) -> str:
    return f'    proxy: "http://{office.address}:8888"\n'


def mirror(office: Server) -> str:
    return f'    apt_mirror: "http://{office.address}:8080/debian"\n'


@pytest.mark.parametrize(("debian", "way"), [("bookworm", proxy), ("trixie", mirror)])
def test_it_is_adopted_by_the_way_that_the_profile_names(
    fleet: Fleet,
    office: Server,
    tmp_path_factory: pytest.TempPathFactory,
    debian: str,
    way: Callable[[Server], str],
) -> None:
    server = fleet.boot(debian)
    server.offline()
    region = Region.copied("kota-gorontalo", tmp_path_factory.mktemp("operator")).on(server)
    with region.profile.open("a") as out:
        out.write(way(office))

    report = region.adopt()

    assert report["result"] == "done"
    assert all(app["healthy"] for app in report["apps"])
    assert region.adopt()["result"] == "unchanged"
    server.shutdown()
