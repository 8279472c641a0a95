"""The storm evening: a city's 200,000 reports, and everybody looking and sending at once.

LIVE and LAKSA on a real server with PostgreSQL; its two cores are shared with the load. h2load asks
at a fixed rate whether or not it has been answered; Artillery sends the reports. Absolute times
lie on a shared machine: the load beside them and a file that nginx alone gives out say how much.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from smartcity_kit import regions
from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.bench.measure import Figure
from tests.bench.storm import evening, load, visits
from tests.servers.fleet import Fleet

REPORTS = 200_000
HOST = "laksa.gorontalokota.go.id"
# All come from one address here, and so does an evening's load.
SETTINGS = "  laksa:\n    processes: 2\n    settings:\n      reports_per_hour: 100000\n"


def figures(folder: Path) -> Iterator[Figure]:
    (folder / "key").mkdir(parents=True)
    with Fleet(folder / "key") as fleet:
        here = _adopted(fleet, folder)
        server = load.Server(here.server.address, HOST)
        rng = random.Random(7)  # noqa: S311  (the same visits every time)
        yield _of("a file that nginx gives out alone, p95", server, _style(here), 50, 0)
        for what, asked, rate, limit in (
            ("public list and map, p95 at 50 a second", visits.browsing(rng), 50, 150),
            ("search, p95 at 10 a second", visits.searching(rng), 10, 200),
        ):
            yield _of(f"{what}, of {REPORTS:,} reports", server, asked, rate, limit)
        yield from evening.figures(here, server, folder)


def _of(what: str, server: load.Server, asked: list[str], rate: int, limit: int) -> Figure:
    found = load.ask(server, asked, rate, seconds=60)
    said = f"{found.p95:.0f} ms (load {found.machine}, {found.failed} failed)"
    wanted = f"{limit} ms" if limit else "–"
    return Figure(what, said, wanted, not found.failed and (not limit or found.p95 < limit))


def _adopted(fleet: Fleet, folder: Path) -> Adopted:
    server = fleet.boot("bookworm")
    region = Region.copied("kota-gorontalo", folder / "kit").on(server)
    region.edit("  laksa:\n", SETTINGS)
    here = Adopted(server, region, region.adopt())
    fill(here, REPORTS)
    return here


def fill(here: Adopted, reports: int) -> None:
    """Make so many reports, by PostgreSQL itself; the picture that they share lies on the disk."""
    zone = regions.find("75.71").timezone
    script = Path(__file__).with_name("reports.sql").read_text()
    given = f"\\set reports {reports}\n\\set zone {zone}\n"
    psql = "runuser -u postgres -- psql -XAtq -d sc-laksa"
    here.server.run(f"cd / && {psql}", stdin=given + script, seconds=1800)


def _style(here: Adopted) -> list[str]:
    """The address of the style sheet, as the first page names it."""
    found = re.search(
        r'href="(/static/base/smartcity[^"]*)"', here.visitor().get(here.url("laksa")).text
    )
    assert found
    return [found[1]]
