"""Fifty reports a second with photos, for a minute, while processes are killed: none is lost."""

import io
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.adopt.adopted import Adopted
from tests.bench.measure import Figure
from tests.bench.storm.load import Server, busy
from tests.servers.machine import wait_until

RATE, SECONDS = 50, 60
# Seconds after the first report at which a service is killed, with all its processes.
KILLED = {15: "smartcity-laksa-jobs.service", 35: "smartcity-laksa.service"}
HERE = Path(__file__).parent
ARTILLERY = "artillery@2.0.34"


def figures(here: Adopted, server: Server, folder: Path) -> Iterator[Figure]:
    began = time.monotonic()
    accepted = _send(here, server, folder)
    took = time.monotonic() - began
    # The load tool has the same processors: it sends later than it should, and says so nowhere.
    yield Figure("from the start of the load tool to the last answer", f"{took:.0f} s", "–", True)
    yield from _told(here, accepted, "right after")
    ended = time.monotonic()
    waiting = "SELECT count(*) FROM laksa_photo WHERE waiting"
    wait_until("all photos are cleaned", lambda: here.sql("laksa", waiting) == "0", seconds=3600)
    took = time.monotonic() - ended
    yield Figure("photos cleaned in the background after it", f"{took:.0f} s", "–", True)
    yield from _told(here, accepted, "once cleaned")
    after = look(here, accepted)
    left = f"{after['dirty']} with what the camera wrote, {after['originals']} of tries cut short"
    yield Figure(
        "left of the originals (the latter are swept hourly)", left, "0", not after["dirty"]
    )


def _told(here: Adopted, accepted: list[str], when: str) -> Iterator[Figure]:
    lost, sent = look(here, accepted)["lost"], RATE * SECONDS
    found = f"{lost} of {len(accepted)} accepted, {sent} sent (load {busy()})"
    reached = not lost and len(accepted) >= sent
    yield Figure(f"reports or photos lost, {when}", found, f"0 of {sent}", reached)


def look(here: Adopted, accepted: list[str]) -> dict[str, int]:
    """What the server has of the reports whose codes were given to their senders (look.py)."""
    here.server.run("cat > /root/accepted", stdin="\n".join(accepted))
    script = (HERE / "look.py").read_text()
    found: dict[str, int] = json.loads(
        here.server.run("python3 - /root/accepted", stdin=script).stdout
    )
    return found


def _send(here: Adopted, server: Server, folder: Path) -> list[str]:
    """The codes of the reports that were accepted, each once."""
    told, given = folder / "accepted", folder / "evening.json"
    told.touch()
    (folder / "foto.jpg").write_bytes(photo())
    points = here.sql("laksa", "SELECT json_agg(json_build_array(lon, lat)) FROM base_village")
    given.write_text(json.dumps({
        "host": server.host, "cookie": "7571_laksa_csrf", "points": json.loads(points),
        "categories": ["pohon-tumbang", "drainase", "lampu-jalan", "jalan-berlubang"],
        "photo": str(folder / "foto.jpg"), "accepted": str(told),
    }))  # fmt: skip
    with (folder / "artillery.log").open("w") as log:
        load = subprocess.Popen(
            [*_artillery(), "run", str(HERE / "evening.yml")], stdout=log, stderr=log,
            env=os.environ | {
                "STORM": str(given), "STORM_ADDRESS": server.address, "STORM_RATE": str(RATE),
                "ARTILLERY_DISABLE_TELEMETRY": "true",
            },
        )  # fmt: skip
        wait_until("the first report is accepted", lambda: bool(told.read_text()), seconds=120)
        began = time.monotonic()
        for at, service in KILLED.items():
            wait_until(f"{at} s", lambda at=at: time.monotonic() - began >= at, seconds=120)  # type: ignore[misc]
            here.server.run(f"systemctl kill --signal=KILL {service}")
        load.wait(timeout=1800)
    return sorted(set(told.read_text().split()))


def _artillery() -> list[str]:
    """Artillery where it is installed, else from npm, without the browser that it can drive."""
    if found := shutil.which("artillery"):
        return [found]
    return ["npx", "--yes", "--ignore-scripts", ARTILLERY]


def photo() -> bytes:
    """A photo of some 1 MB, 3000 x 2250, with the place and the camera in it."""
    from PIL import Image, ImageFilter

    exif = Image.Exif()
    exif[0x010F] = "Kamera Budi"
    exif[0x8825] = {1: "N", 2: (0.0, 33.0, 0.0), 3: "E", 4: (123.0, 3.0, 0.0)}
    noise = Image.effect_noise((3000, 2250), 60).convert("RGB")
    out = io.BytesIO()
    noise.filter(ImageFilter.GaussianBlur(2)).save(out, "JPEG", quality=91, exif=exif.tobytes())
    return out.getvalue()
