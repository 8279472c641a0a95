"""Thirty copies of SEGAR beside LIVE on one server: what they hold, and that nobody is refused."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from smartcity_kit import paths
from tests.adopt.adopted import Adopted
from tests.adopt.region import Region
from tests.bench.measure import Figure
from tests.servers.fleet import Fleet
from tests.servers.machine import wait_until

COPIES = [f"segar{number:02}" for number in range(1, 31)]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "tests")
WANTED_MB = 4096
# Proportional set size of every process of an app's user: web and jobs, shared pages counted once.
PSS = """
import pathlib, pwd
uids = {user.pw_uid for user in pwd.getpwall() if user.pw_name.startswith("sc-")}
total = 0
for process in pathlib.Path("/proc").glob("[0-9]*"):
    if process.stat().st_uid in uids:
        lines = (process / "smaps_rollup").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
print(total // 1024)
"""
CONNECTIONS = """
SELECT count(*) || ' of ' || current_setting('max_connections')
FROM pg_stat_activity WHERE backend_type = 'client backend'
"""


def figures(folder: Path) -> Iterator[Figure]:
    (folder / "key").mkdir(parents=True)
    with Fleet(folder / "key") as fleet:
        region = Region.copied("kota-gorontalo", folder / "home")
        region.kit = copied_kit(folder / "kit")
        region.edit("  laksa:\n", "".join(f"  {name}:\n" for name in COPIES))
        began = time.monotonic()
        here = Adopted(server := fleet.boot("bookworm"), region.on(server), region.adopt())
        yield Figure("31 apps on a bare server", f"{time.monotonic() - began:.0f} s", "–", True)
        healthy = sum(app["healthy"] for app in here.report["apps"])
        yield Figure("… healthy", f"{healthy}", "31", healthy == 31)
        yield _visits(here)
        held = int(server.run("python3 -", stdin=PSS).stdout)
        found = f"{held} MB"
        yield Figure("… memory, jobs included (PSS)", found, f"{WANTED_MB} MB", held < WANTED_MB)
        yield Figure("… connections to the database", here.sql("live", CONNECTIONS), "–", True)
        began = time.monotonic()
        server.run("systemctl restart 'smartcity-*.service'", seconds=600)
        wait_until("every app is healthy again", lambda: _healthy(here), seconds=600)
        yield Figure("… restarted at once", f"{time.monotonic() - began:.0f} s", "–", True)
        yield _visits(here)


def _healthy(here: Adopted) -> bool:
    return all(app["ready"] == 200 for app in here.probe()["apps"].values())


def _visits(here: Adopted) -> Figure:
    """Twenty people on each app at once: every one of them is answered."""
    asked = 20 * len(COPIES)
    addresses = [f"{here.url(name)}/" for name in COPIES for _visit in range(20)]
    pages = [part for address in addresses for part in ("-o", "/dev/null", address)]
    where = [
        word
        for name in COPIES
        for word in ("--resolve", f"{here.url(name)[8:]}:443:{here.server.address}")
    ]
    done = subprocess.run(
        ["curl", "--silent", "--insecure", "--parallel", "--parallel-max", "100", *where,
         "--write-out", "%{http_code}\n", *pages],
        capture_output=True, text=True,
    )  # fmt: skip
    answered = done.stdout.split().count("200")
    return Figure(
        "… answered of those who ask at once", f"{answered}", f"{asked}", answered == asked
    )


def copied_kit(folder: Path) -> Path:
    """The kit, with SEGAR thirty times under names of its own."""
    for part in ("smartcity_kit", "templates", "playbooks", "profiles"):
        shutil.copytree(paths.TEMPLATES.parent / part, folder / part, ignore=LEFT_OUT)
    segar = folder / "templates" / "segar"
    for name in COPIES:
        copy = shutil.copytree(segar, folder / "templates" / name)
        (copy / "tables.yml").unlink()  # what SEGAR itself says of its tables holds for all
        for path in sorted(copy.rglob("*"), reverse=True):
            if path.suffix in {".py", ".html", ".yml", ".json", ".js", ".css", ".txt"}:
                text = path.read_text("utf-8")
                path.write_text(text.replace("segar", name), "utf-8")
            if "segar" in path.name:
                path.rename(path.with_name(path.name.replace("segar", name)))
    return folder
