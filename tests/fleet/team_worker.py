"""A worker whose regions are stood in for: python -m tests.fleet.team_worker ADDRESS WORLD N."""

import logging
import sys
from pathlib import Path

from smartcity_kit.fleet import team
from tests.fleet.conftest import STAND_IN

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    address, world, parallel = sys.argv[1:]
    team.work(
        address, parallel=int(parallel), folders=[Path(world) / "profiles"], shared=True,
        program=(sys.executable, str(STAND_IN), world),
    )  # fmt: skip
