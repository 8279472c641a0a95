"""Where things are: the kit's own files (checkout or installed) and its state on this machine."""

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_CHECKOUT = _HERE.parent
_DATA = _CHECKOUT if (_CHECKOUT / "templates").is_dir() else _HERE / "_data"

TEMPLATES = _DATA / "templates"
PLAYBOOKS = _DATA / "playbooks"
SAMPLES = _DATA / "profiles"


def state() -> Path:
    """The folder for everything the kit remembers: SMARTCITY_HOME, else the XDG state folder."""
    if home := os.environ.get("SMARTCITY_HOME"):
        return Path(home).expanduser().resolve()
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "smartcity"


def region_state(slug: str) -> Path:
    """What the kit remembers of one region: lock, trusted host keys, secrets of a sample."""
    return state() / "regions" / slug


def embedded(slug: str) -> Path:
    """Where a region lives that is embedded on this machine: programs, settings and data."""
    return state() / "embedded" / slug


def runs(slug: str) -> Path:
    """What each run of a region left: its variables, its log, its report."""
    return state() / "runs" / slug


def profile_folders(asked: Path | None = None) -> list[Path]:
    """Where profiles are looked for, in order; a folder that does not exist is left out."""
    named = os.environ.get("SMARTCITY_PROFILES")
    candidates = [asked, Path(named) if named else None, Path("profiles"), SAMPLES]
    found: list[Path] = []
    for folder in candidates:
        if folder and folder.is_dir() and folder.resolve() not in found:
            found.append(folder.resolve())
    return found
