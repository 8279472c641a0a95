"""The sample profiles that `smartcity init` wrote: `python -m tests.samples` writes them anew.

One for each region and institution of the seeds, except the two that are written by hand.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from smartcity_kit import paths, regions
from smartcity_kit.init import Answers, write_profile

BY_HAND = {"_example", "kota-gorontalo", "kota-tangerang"}
CODES = (
    "36", "36.01", "36.02", "36.03", "36.04", "36.72", "36.73", "36.74", "19.03", "19.06",
    "21.71", "33.20", "35.73", "52.01", "63.03", "73.03", "73.71",
)  # fmt: skip
POLICE = regions.Institution.of(
    "Polres Metro Tangerang Kota",
    ("36.71",),
    "Kapolres",
    "Kepolisian Negara Republik Indonesia, Polda Metro Jaya",
)


def answers() -> Iterator[Answers]:
    for code in CODES:
        yield Answers(regions.find(code))
    yield Answers(POLICE)


def write_samples(to: Path) -> list[Path]:
    return [write_profile(known, to) for known in answers()]


if __name__ == "__main__":
    for old in paths.SAMPLES.iterdir():
        if old.is_dir() and old.name not in BY_HAND:
            shutil.rmtree(old)
    sys.stdout.writelines(f"{folder}\n" for folder in write_samples(paths.SAMPLES))
