"""What the kit ensured on this machine, in small JSON files, and what is really there."""

from __future__ import annotations

import grp
import hashlib
import json
import os
import pwd
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Seen = dict[str, str]

ABSENT: Seen = {"type": "absent"}


def look(path: str, block: str = "") -> Seen:
    """Describe `path` as the record does: type, mode, owner, group, and its content by hash.

    With `block`, only the lines between the markers of that name count, and who owns the file
    is not the kit's business.
    """
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT
    if block:
        text = cut_block(Path(path).read_text("utf-8", "replace"), block)[1]
        return {"type": "block", "sha256": digest(text.encode())} if text else ABSENT
    if stat.S_ISLNK(found.st_mode):
        return {"type": "link", "target": os.readlink(path)}
    seen = {
        "type": "directory" if stat.S_ISDIR(found.st_mode) else "file",
        "mode": f"{stat.S_IMODE(found.st_mode):04o}",
        "owner": _name(pwd.getpwuid, found.st_uid),
        "group": _name(grp.getgrgid, found.st_gid),
    }
    if seen["type"] == "file":
        seen["sha256"] = digest(Path(path).read_bytes())
    return seen


def _name(lookup: Any, number: int) -> str:
    try:
        return str(lookup(number)[0])
    except KeyError:
        return str(number)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def cut_block(text: str, name: str) -> tuple[str, str, str]:
    """Split `text` into what stands before the block called `name`, the block, and what follows."""
    begin, end = (f"# {edge} smartcity {name}\n" for edge in ("begin", "end"))
    before, opened, rest = text.partition(begin)
    inside, closed, after = rest.partition(end)
    return (before, inside, after) if opened and closed else (text, "", "")


def with_block(text: str, name: str, inside: str) -> str:
    """`text` with the block called `name` holding `inside`; every other line stays as it is."""
    before, _, after = cut_block(text, name)
    if before and not before.endswith("\n"):
        before += "\n"
    return f"{before}# begin smartcity {name}\n{inside}# end smartcity {name}\n{after}"


def read(folder: str, name: str) -> dict[str, Any]:
    """The record called `name`; empty when there is none or it cannot be understood."""
    try:
        return dict(json.loads(Path(folder, f"{name}.json").read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def read_all(folder: str) -> dict[str, dict[str, Any]]:
    return {file.stem: read(folder, file.stem) for file in sorted(Path(folder).glob("*.json"))}


def keep(folder: str, name: str, parts: Mapping[str, Any]) -> bool:
    """Merge `parts` into the record called `name`; returns whether that changed it."""
    before = read(folder, name)
    after = {**before, **parts}
    if after == before:
        return False
    os.makedirs(folder, mode=0o755, exist_ok=True)
    write(str(Path(folder, f"{name}.json")), json.dumps(after, sort_keys=True).encode(), 0o600)
    return True


def write(path: str, content: bytes, mode: int, owner: int = -1, group: int = -1) -> None:
    """Write a file aside and rename it, so that a kill leaves the old one or the new one."""
    aside, name = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".smartcity-")
    try:
        with os.fdopen(aside, "wb") as out:
            out.write(content)
            os.fchown(out.fileno(), owner, group)
            os.fchmod(out.fileno(), mode)
            out.flush()
            os.fsync(out.fileno())
        os.rename(name, path)
    except BaseException:
        os.unlink(name)
        raise
