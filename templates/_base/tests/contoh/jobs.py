"""Jobs of the sample app: what they do is seen in files, from another process."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from smartcity_base.jobs import periodic, task


@task()
def note(file: str, text: str) -> None:
    with Path(file).open("a") as out:
        out.write(f"{text}\n")


@task()
def hold(started: str, go_on: str) -> None:
    """Say in `started` who works on it, and end when `go_on` is there."""
    with Path(started).open("a") as out:
        out.write(f"{os.getpid()}\n")
    while not Path(go_on).exists():
        time.sleep(0.02)


@task()
def fail() -> None:
    raise RuntimeError("gagal")


@periodic("contoh-tiap-hari", every=timedelta(days=1))
@task()
def every_day() -> None:
    note.func(os.environ["SMARTCITY_STATE"] + "/tiap-hari", "jalan")
