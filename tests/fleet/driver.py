"""A rollout in a process of its own, which may be killed: python -m tests.fleet.driver WORLD COUNT.

With COUNT 0 the newest one goes on.
"""

import sys
from pathlib import Path

from smartcity_kit.errors import KitError
from smartcity_kit.fleet.ledger import open_ledger
from smartcity_kit.fleet.options import Options
from tests.fleet.conftest import World

if __name__ == "__main__":
    world = World(Path(sys.argv[1]), open_ledger())
    world.options = Options(waves="2,3,100%", parallel=3, retry_after=0.1, hang_after=20)
    try:
        report = world.rollout(int(sys.argv[2])) if int(sys.argv[2]) else world.resume()
    except KitError as error:
        sys.stderr.write(f"{error.message} {error.hint}")
        sys.exit(error.exit_code)
    sys.exit(report.exit_code)
