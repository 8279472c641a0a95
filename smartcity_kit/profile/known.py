"""Profiles found without any fault and not touched since: no need to look at them again.

What tells is what the file system says of every file and folder (inode, size, times), as git and
make take it; of the kit it is the same, so another version looks at everything anew.
"""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from smartcity_kit import paths

SETTLED_S = 2
"""A file younger than this may change again within the same tick of the file system's clock."""

KIT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Print:
    """How a folder was: every name below it, itself included, and a hash of what was said of them.

    A folder's own times change with the names in it, so nothing is listed again to compare.
    """

    names: list[str]
    digest: str

    @classmethod
    def of(cls, folders: Iterable[Path]) -> "Print":
        names = [name for folder in folders for name in _below(str(folder))]
        return cls(names, _digest(names))

    @property
    def holds(self) -> bool:
        """Whether all of it is still so; never for what could not be trusted."""
        return bool(self.digest) and _digest(self.names) == self.digest


class Known:
    """The faultless profiles of earlier runs, by folder."""

    def __init__(self) -> None:
        kept = _read()
        self._kit = kept.pop("", Print([], ""))
        same = self._kit.names[:1] == [str(KIT)] and self._kit.holds
        self._before = kept if same else {}
        self._now: dict[str, Print] = {}

    def holds(self, folder: Path) -> bool:
        """Whether the profile in this folder is as it was when nothing was wrong with it."""
        name = str(folder)
        if name in self._before and self._before[name].holds:
            return True
        self._now[name] = Print.of([folder])  # as it is before anyone looks at it
        return False

    def add(self, folders: Iterable[Path]) -> None:
        """Remember those of the folders asked about that have now been found without a fault.

        Those of earlier runs stay for as long as they exist.
        """
        fresh = {str(folder): self._now[str(folder)] for folder in folders}
        fresh = {name: seen for name, seen in fresh.items() if seen.digest}
        if fresh:
            kit = self._kit if self._before else Print.of([KIT, paths.TEMPLATES])
            there = {name: seen for name, seen in self._before.items() if Path(name).is_dir()}
            _write({"": kit, **there, **fresh})


def _below(folder: str) -> list[str]:
    names = []
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        links = [name for name in folders if Path(where, name).is_symlink()]
        names += [where, *(f"{where}/{name}" for name in sorted([*files, *links]))]
    return names


def _digest(names: Iterable[str]) -> str:
    """Of what the file system says; empty where that would not tell: links, and what is new."""
    digest, newest = hashlib.sha256(), 0
    for name in names:
        try:
            found = os.lstat(name)
        except OSError:
            return ""
        if stat.S_ISLNK(found.st_mode):
            return ""
        newest = max(newest, found.st_ctime_ns)
        said = (name, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        digest.update(repr(said).encode())
    settled = newest < time.time_ns() - SETTLED_S * 10**9
    return digest.hexdigest() if newest and settled else ""


def _file() -> Path:
    return paths.state() / "store" / "faultless-profiles.json"


def _read() -> dict[str, Print]:
    try:
        kept: dict[str, Any] = json.loads(_file().read_text("utf-8"))
        return {name: Print(list(names), str(said)) for name, (names, said) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(prints: Mapping[str, Print]) -> None:
    """Aside and renamed; where it cannot be written nothing is lost but time."""
    kept = {name: (seen.names, seen.digest) for name, seen in prints.items()}
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=_file().parent, delete=False, encoding="utf-8") as out:
            json.dump(kept, out)
        Path(out.name).replace(_file())
    except OSError:
        return
