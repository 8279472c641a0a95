"""Run on the server: what it has of the reports whose codes (a file's lines) were given out.

Each must have its report, with a photo that lies on the disk, cleaned or still as it came.
"""

import json
import subprocess
import sys
from pathlib import Path

STATE = Path("/var/lib/smartcity/laksa")
PSQL = ["runuser", "-u", "postgres", "--", "psql", "-XAtq", "-d", "sc-laksa"]
ASK = """
SELECT r.code, p.id, p.waiting, p.image, p.small
FROM laksa_report r JOIN laksa_photo p ON p.report_id = r.id
WHERE r.received_at > now() - interval '3 hours'
"""
CAMERA = b"Kamera Budi"


def seen(codes: set[str]) -> tuple[set[str], int, int]:
    """Of these codes: those that are safe, how many photos wait, how many tell of the camera."""
    safe, waiting, dirty = set(), 0, 0
    told = subprocess.run(PSQL, input=ASK, capture_output=True, text=True, check=True, cwd="/")
    for code, key, waits, image, small in (row.split("|") for row in told.stdout.split()):
        if code not in codes:
            continue
        raw = STATE / "incoming" / key.replace("-", "")
        drawn = [STATE / "uploads" / name for name in (image, small)] if image and small else []
        waiting += waits == "t"
        dirty += any(CAMERA in file.read_bytes() for file in drawn if file.is_file())
        there = [raw] if waits == "t" else drawn
        if there and all(file.is_file() and file.stat().st_size for file in there):
            safe.add(code)
    return safe, waiting, dirty


def main(given: Path) -> None:
    codes = set(given.read_text().split())
    safe, waiting, dirty = seen(codes)
    # The worker may have cleaned one between our question and our look; then the answer is new.
    if codes - safe:
        safe |= seen(codes - safe)[0]
    originals = sum(1 for _file in (STATE / "incoming").glob("*"))
    print(json.dumps({
        "lost": len(codes - safe), "waiting": waiting, "dirty": dirty, "originals": originals,
    }))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
