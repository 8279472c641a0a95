"""A region that runs on a real server, and the operator who put it there."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.adopt.region import Region
from tests.adopt.visitor import Visitor
from tests.servers.fleet import Fleet
from tests.servers.machine import wait_until
from tests.servers.server import Server

PROBE = "/opt/smartcity/bin/probe"


@dataclass(eq=False)
class Adopted:
    """Both ends of one adoption: the server, and the operator's profile and state.

    `report` is what the first adoption said.
    """

    server: Server
    region: Region
    report: dict[str, Any]

    @classmethod
    def anew(cls, server: Server, folder: Path, user: str = "root") -> "Adopted":
        """Adopt Kota Gorontalo on a bare server, as an operator who begins with nothing."""
        region = Region.copied("kota-gorontalo", folder).on(server, user)
        return cls(server, region, region.adopt())

    def clone(self, fleet: Fleet, folder: Path) -> "Adopted":
        """The same again, to be changed at will; this one is switched off for good."""
        twin = Adopted(fleet.clone(self.server), self.region.copy(folder), self.report)
        twin.wait_until_healthy()
        return twin

    def probe(self) -> dict[str, Any]:
        """What the server's probe answers to its administrator."""
        said: dict[str, Any] = json.loads(self.server.run(PROBE).stdout)
        return said

    def wait_until_healthy(self) -> None:
        def healthy() -> bool:
            return all(app["ready"] == 200 for app in self.probe()["apps"].values())

        wait_until("every app is healthy", healthy, seconds=60)

    def releases(self) -> dict[str, str]:
        """What each app serves by its own words."""
        return {name: app["serves"] for name, app in self.probe()["apps"].items()}

    def sql(self, app: str, query: str) -> str:
        """Ask an app's database as PostgreSQL's administrator."""
        psql = f"runuser -u postgres -- psql -XAtq -v ON_ERROR_STOP=1 -d sc-{app}"
        return self.server.run(psql, stdin=query).stdout.strip()

    def manage(self, app: str, command: str, check: bool = True) -> str:
        """Run a management command of an app as the kit does: in the app's own confines."""
        return self.server.run(f"/opt/smartcity/bin/manage {app} {command}", check=check).stdout

    def visitor(self) -> Visitor:
        """Somebody out there who trusts the region's authority."""
        return Visitor(self.server.address, self.region.authority)

    def url(self, app: str) -> str:
        return next(str(one["url"]) for one in self.report["apps"] if one["name"] == app)
