"""A profile's own files: named from its folder, never outside it, never larger than needed."""

import os
import stat
from pathlib import Path

from smartcity_kit.errors import Fault
from smartcity_kit.language import _

KIB = 1024


class Unusable(Exception):
    """A file that cannot be read as what it should be: why, what helps, and where (1-based)."""

    def __init__(self, message: str, hint: str = "", line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.column = column

    def fault(self, path: Path, key: str = "") -> Fault:
        return Fault(shown(path), self.line, self.column, key, self.message, self.hint)


def shown(path: Path) -> str:
    """The path as the person would type it: from the current folder when it lies below it."""
    text, here = str(path), os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118 - a thousand times
    return text.removeprefix(here) or "."


def inside(folder: Path, name: str | Path) -> Path:
    """The path of `name` in the folder. Raises Unusable when it leads out of it, links followed."""
    if _follows_no_link(folder, str(name)):
        return folder / name
    try:
        real = (folder / name).resolve()
        home = folder.resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL, a long name
        raise Unusable(_("this path cannot be followed")) from error
    if not real.is_relative_to(home):
        raise Unusable(
            _("this path leads out of the profile's folder"),
            _("Copy the file into the folder and name it from there."),
        )
    return folder / name


def _follows_no_link(folder: Path, name: str) -> bool:
    """Whether every step from the folder to `name` goes down, and none is a link.

    Most files are so, and this is a tenth of the work of resolving both paths from the root.
    """
    steps = name.split("/")
    if ".." in steps or name.startswith("/"):
        return False
    path = str(folder)
    try:
        for step in steps:
            path = f"{path}/{step}"
            if stat.S_ISLNK(os.lstat(path).st_mode):
                return False
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return True


def read_bytes(folder: Path, name: str | Path, limit: int) -> bytes:
    """A file's content, of at most `limit` bytes. Raises Unusable, never OSError."""
    path = inside(folder, name)
    try:
        found = os.stat(path)  # noqa: PTH116
        if not stat.S_ISREG(found.st_mode):
            raise Unusable(_("this is not a file"))
        with path.open("rb") as file:
            # Not simply `limit`: that much memory would be asked for each small file.
            data = file.read(min(found.st_size, limit) + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unusable(_("there is no such file")) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Unusable(_("the file cannot be read: {reason}").format(reason=reason)) from error
    if len(data) > limit:
        message = _("the file is larger than {limit} KB").format(limit=limit // KIB)
        raise Unusable(message)
    return data


def read_text(folder: Path, name: str | Path, limit: int) -> str:
    """The same as text. UTF-8, with or without the mark that Excel puts before it."""
    data = read_bytes(folder, name, limit)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise Unusable(
            _("the file is not UTF-8"), _("Save it again as “CSV UTF-8” or as UTF-8."), line, column
        ) from error
