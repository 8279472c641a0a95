"""Making one path be as it is wanted, and being able to take that back."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .record import ABSENT, Seen, cut_block, digest, with_block, write


class Wish(NamedTuple):
    """How one path shall be. `content` is what a file or block holds; None keeps what is there."""

    path: str
    state: str = "file"
    content: bytes | None = None
    target: str = ""
    block: str = ""
    owner: str = ""
    group: str = ""
    mode: str = ""
    secret: bool = False

    def expected(self, seen: Seen) -> Seen:
        """The record of this wish fulfilled; what it does not ask for stays as `seen`."""
        if self.state == "absent":
            return ABSENT
        if self.state == "link":
            return {"type": "link", "target": self.target}
        content = {} if self.content is None else {"sha256": digest(self.content)}
        if self.state == "block":
            return {"type": "block", **content}
        asked = {"mode": self.mode, "owner": self.owner, "group": self.group}
        kept = {name: asked[name] or seen.get(name, "") for name in asked}
        if self.state == "file" and self.content is None and "sha256" in seen:
            content = {"sha256": seen["sha256"]}
        return {"type": self.state, **kept, **content}


def wishes(entry: Mapping[str, Any], defaults: Mapping[str, str]) -> Iterator[Wish]:
    """Read an entry of a task. A directory with `contents` stands for all files in it as well."""
    owner = entry.get("owner") or defaults["owner"]
    group = entry.get("group") or defaults["group"] or owner
    state, secret = entry.get("state") or "file", bool(entry.get("secret"))
    content = entry.get("content")
    yield Wish(
        path=entry["path"],
        state=state,
        content=None if content is None else content.encode(),
        target=entry.get("target") or "",
        block=entry.get("block") or "",
        owner=owner,
        group=group,
        mode=entry.get("mode") or ("0755" if state == "directory" else "0644"),
        secret=secret,
    )
    inner = entry.get("contents") or {}
    own = {"owner": owner, "group": group, "secret": secret}
    for folder in sorted({str(Path(name).parent) for name in inner} - {"."}):
        path = f"{entry['path']}/{folder}"
        yield from wishes(
            {**own, "path": path, "state": "directory", "mode": entry["mode"]}, defaults
        )
    for name, text in sorted(inner.items()):
        mode = entry.get("file_mode") or "0644"
        yield from wishes(
            {**own, "path": f"{entry['path']}/{name}", "content": text, "mode": mode}, defaults
        )


def fulfil(wish: Wish) -> Callable[[], None]:
    """Make `wish` true; returns what takes that back, as far as something was there before."""
    path = wish.path
    if wish.state != "absent":
        os.makedirs(os.path.dirname(path), exist_ok=True)
    undo = _remember(path)
    if wish.state == "block":
        text = Path(path).read_text("utf-8") if os.path.exists(path) else ""
        mode = stat.S_IMODE(os.stat(path).st_mode) if os.path.exists(path) else 0o644
        inside = (wish.content or b"").decode()
        write(path, with_block(text, wish.block, inside).encode(), mode)
    elif wish.state == "absent":
        _clear(path)
    elif wish.state == "link":
        _link(path, wish.target)
    elif wish.state == "directory":
        _directory(path, wish)
    else:
        _file(path, wish)
    return undo


def _file(path: str, wish: Wish) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    content = wish.content
    if content is None:
        content = Path(path).read_bytes() if os.path.exists(path) else b""
    write(path, content, int(wish.mode, 8), *_ids(wish))


def _directory(path: str, wish: Wish) -> None:
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
        os.unlink(path)
    os.makedirs(path, exist_ok=True)
    _set_owner(path, *_ids(wish), int(wish.mode, 8))


def _link(path: str, target: str) -> None:
    aside = f"{path}.smartcity-new"
    if os.path.lexists(aside):
        os.unlink(aside)
    os.symlink(target, aside)
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    os.rename(aside, path)


def _clear(path: str) -> None:
    """Remove a file, a link or an empty folder; a folder that holds something stays."""
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.unlink(path)


def _ids(wish: Wish) -> tuple[int, int]:
    if os.geteuid() != 0:
        return -1, -1
    uid = pwd.getpwnam(wish.owner).pw_uid if wish.owner else -1
    return uid, grp.getgrnam(wish.group).gr_gid if wish.group else -1


def _remember(path: str) -> Callable[[], None]:
    if not os.path.lexists(path):
        return lambda: _clear(path)
    found = os.lstat(path)
    if stat.S_ISLNK(found.st_mode):
        target = os.readlink(path)
        return lambda: _link(path, target)
    mode, uid, gid = stat.S_IMODE(found.st_mode), found.st_uid, found.st_gid
    if stat.S_ISDIR(found.st_mode):
        return lambda: _set_owner(path, uid, gid, mode)
    content = Path(path).read_bytes()
    return lambda: write(path, content, mode, uid, gid)


def _set_owner(path: str, uid: int, gid: int, mode: int) -> None:
    """Through a handle that follows no link: the parent may belong to an app's own user."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchown(handle, uid, gid)
        os.fchmod(handle, mode)
    finally:
        os.close(handle)


def text_of(wish: Wish) -> str:
    """What is at the wish's path now, for a diff; nothing that is secret or not text."""
    if wish.secret:
        return "(secret)\n"
    try:
        text = Path(wish.path).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return cut_block(text, wish.block)[1] if wish.state == "block" else text
