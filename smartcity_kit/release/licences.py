"""Under which licence each package of the apps stands, for the manifest.

    python -m smartcity_kit.release.licences      reads the wheels anew; `make lock` runs it

Kept beside the lock, so that a release needs neither the wheels nor the network to name them.
"""

import json
from email.parser import HeaderParser
from pathlib import Path
from zipfile import ZipFile

from smartcity_kit.release.code import BASE
from smartcity_kit.release.environment import Target, wheels

FILE = BASE / "licences.json"
# Older packages say it in a classifier: "License :: OSI Approved :: MIT License".
CLASSIFIER = "License :: "
LONGEST = 60  # some packages put the licence's whole text where its name belongs

VAGUE = ("Dual License", "UNKNOWN")

SERVERS = (Target("3.11", "x86_64"), Target("3.13", "x86_64"))
"""Debian 12's Python and Debian 13's: together they take every package that reaches a server."""


def licences() -> dict[str, str]:
    """The licence of each package that may reach a server, by its normalised name."""
    return dict(json.loads(FILE.read_text("utf-8")))


def read_licences(folder: Path) -> dict[str, str]:
    """What the wheels in `folder` say of their licences, as SPDX where they do."""
    from packaging.utils import parse_wheel_filename

    return {
        str(parse_wheel_filename(wheel.name)[0]): _licence_of(wheel)
        for wheel in sorted(folder.glob("*.whl"))
    }


def _licence_of(wheel: Path) -> str:
    with ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        said = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    short = said.get("License", "")
    classified = [
        value.rpartition(" :: ")[2]
        for value in said.get_all("Classifier", [])
        if value.startswith(CLASSIFIER)
    ]
    if len(short) > LONGEST or short in VAGUE:
        short = ""
    named = (said.get("License-Expression", ""), short, ", ".join(classified))
    return next((text for text in named if text), "unknown")


def main() -> None:
    found: dict[str, str] = {}
    for target in SERVERS:
        found |= read_licences(wheels(target))
    del found["smartcity-base"]
    FILE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
