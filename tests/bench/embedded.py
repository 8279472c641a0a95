"""From a profile to the last app healthy on this machine, wheels at hand, nothing else."""

from collections.abc import Iterator
from pathlib import Path

from tests.adopt.region import Region
from tests.bench.measure import Figure, cost_of


def figures(folder: Path) -> Iterator[Figure]:
    warm = Region.copied("kota-gorontalo", folder / "warm").at_port(20400)
    warm.smartcity("adopt", "--yes", "--embedded")
    warm.smartcity("stop", "--embedded")
    region = Region.copied("kota-tangerang", folder / "cold").at_port(20440)
    spent = cost_of(lambda: region.smartcity("adopt", "--yes", "--embedded"))
    yield Figure("embedded adopt, wheels cached", f"{spent.wall:.1f} s", "40 s", spent.wall <= 40)
    again = cost_of(lambda: region.smartcity("adopt", "--yes", "--embedded"))
    yield Figure("embedded, nothing changed", f"{again.wall:.1f} s", "3 s", again.wall <= 3)
    region.smartcity("stop", "--embedded")
