"""The sample profiles that `smartcity init` wrote: `python -m tests.samples` writes them anew.

One for each region and institution of the seeds, except the two that are written by hand.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from smartcity_kit import paths, regions
from smartcity_kit.catalogue import load_catalogue
from smartcity_kit.init import Answers, write_profile
from smartcity_kit.profile import Profile, load_profile

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


def with_every_app(folder: Path) -> Profile:
    """Kota Gorontalo as if it had adopted all that there is, copied into an empty `folder`."""
    catalogue = load_catalogue()
    copy = Path(shutil.copytree(paths.SAMPLES / "kota-gorontalo", folder / "kota-gorontalo"))
    file = copy / "profile.yml"
    text = file.read_text("utf-8")
    more = "".join(f"  {name}:\n" for name in catalogue.apps if f"\n  {name}:\n" not in text)
    file.write_text(text.replace("apps:\n", f"apps:\n{more}"), "utf-8")
    return load_profile("kota-gorontalo", catalogue, [folder])


if __name__ == "__main__":
    for old in paths.SAMPLES.iterdir():
        if old.is_dir() and old.name not in BY_HAND:
            shutil.rmtree(old)
    sys.stdout.writelines(f"{folder}\n" for folder in write_samples(paths.SAMPLES))
