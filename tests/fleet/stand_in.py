"""Stands in for a region's process where how it is led is tested: quick, and badly behaved on wish.

    python stand_in.py WORLD FOLDER LOCK

WORLD/<region>.log is "the server": a line when work on it begins and one when it is whole.
WORLD/<region>.does says what it does there, a word for each attempt, the last one counts on:
done (also without a file), unchanged, failed, unreachable, hang, vanish. WORLD/seconds says how
long it takes.
"""

import json
import os
import sys
import time
from pathlib import Path

from smartcity_kit.fleet.process import die_with_parent

world, folder = Path(sys.argv[1]), Path(sys.argv[2])
lasts = world / "seconds"
SECONDS = float(lasts.read_text()) if lasts.exists() else 0.05
os.set_inheritable(int(sys.argv[3]), False)
(folder / "pid").write_text(str(os.getpid()))
job = json.loads((folder / "job.json").read_text())
if job.get("with_parent"):
    die_with_parent()
region = Path(job["profile"]).name
log = world / f"{region}.log"


def note(word: str) -> None:
    with log.open("a") as out:
        out.write(f"{word} {os.getpid()}\n")


plan = world / f"{region}.does"
words = plan.read_text().split() if plan.exists() else ["done"]
tries = int(folder.name)
does = words[min(tries, len(words)) - 1]
print("§ run", flush=True)
note("begin")
if does == "hang":
    print("PLAY [all]", flush=True)
    time.sleep(3600)
if does == "vanish":
    os.kill(os.getpid(), 9)
time.sleep(SECONDS)
note("whole")
told = {"result": does, "stage": "report", "release": "abc", "seconds": SECONDS}
told |= {"facts": {"valid": True}, "message": "" if does in ("done", "unchanged") else "why not"}
aside = folder / "result.part"
aside.write_text(json.dumps(told))
aside.rename(folder / "result.json")
