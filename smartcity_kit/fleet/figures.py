"""Whether anybody signs in: LIVE's own figure, asked where it runs and not over the network."""

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.manage import OPT
from smartcity_kit.plan import ISSUER

if TYPE_CHECKING:
    from smartcity_kit.adopt import Outlook

FIGURE = "sign_ins_today"
# Runs on Debian 12's Python, beside the probe, whose way to the app it uses.
ASK = """
import json, pathlib, sys
root, lib, app = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.path.insert(0, lib)
from smartcity import health
place = json.loads((root / "record" / "place.json").read_text("utf-8"))["apps"][app]
way = health.Connection(place["address"], 5)
head = {"Host": place["host"], "X-Forwarded-Proto": "https"}
way.request("GET", "/api/v1/indicators", headers=head)
print(way.getresponse().read(1000000).decode("utf-8"))
"""


def sign_ins(outlook: "Outlook") -> int:
    """How often people signed in today; 0 also where the region does not tell."""
    plan, shell = outlook.plan, outlook.shell
    try:
        if shell is None:
            root, lib = paths.embedded(plan.region.slug), paths.PLAYBOOKS / "module_utils"
            words = [sys.executable, "-c", ASK, str(root), str(lib), ISSUER]
            said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
        else:
            said = shell.run_as_root("python3", "-c", ASK, OPT, f"{OPT}/lib", ISSUER).stdout
        figures = {figure["name"]: figure["value"] for figure in json.loads(said)}
        return int(figures.get(FIGURE) or 0)
    except (KitError, ValueError, KeyError, TypeError, OSError):
        return 0
