"""Hashes that depend on content and names alone, never on time, machine or Python."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# What running an app or its tests leaves behind in a template folder.
LEFTOVERS = frozenset(
    {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".ansible", "var"}
)
LENGTH = 12
"""Hex digits kept of a hash that names a folder: 48 bits, enough to tell all releases apart."""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_of_data(data: Any) -> str:
    """The hash of anything JSON can hold; the order of keys does not matter."""
    return digest_of(json.dumps(data, sort_keys=True, ensure_ascii=False).encode())


def digest_of_files(files: Mapping[str, bytes]) -> str:
    return digest_of_data({name: digest_of(content) for name, content in files.items()})


def digest_of_tree(*folders: Path) -> str:
    """The hash of every file below the folders, by relative name; leftovers are not part of it."""
    return digest_of_data(
        [
            {str(f.relative_to(folder)): digest_of(f.read_bytes()) for f in files_below(folder)}
            for folder in folders
        ]
    )


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below `folder` in a fixed order, without leftovers."""
    for entry in sorted(folder.iterdir()):
        if entry.name in LEFTOVERS or entry.suffix == ".pyc":
            continue
        if entry.is_dir():
            yield from files_below(entry)
        else:
            yield entry
