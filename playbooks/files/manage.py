#!/usr/bin/env python3
"""Run an app's management command as the app itself: its user, environment, secrets and limits.

    manage [--release HASH] [--write FOLDER] APP COMMAND [ARGUMENT …]
    manage --python APP ARGUMENT …      the app's own interpreter, for long-running programs

On a server it needs root and hands over to a transient systemd unit; embedded it needs nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "TERM")


def main() -> None:
    parser = argparse.ArgumentParser(prog="manage", usage=__doc__)
    parser.add_argument("--release", default="", help="a release other than the current one")
    parser.add_argument("--write", action="append", default=[], help="a folder it may write to")
    parser.add_argument("--python", action="store_true", help="arguments for Python itself")
    parser.add_argument("app")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    opt = Path(__file__).resolve().parent.parent
    place = json.loads(find_place(opt).read_text("utf-8"))
    if asked.app not in place["apps"]:
        parser.error(f"there is no app {asked.app!r}, only {', '.join(place['apps'])}")
    app = opt / asked.app
    release = app / "releases" / asked.release if asked.release else (app / "current").resolve()
    if not (release / "app.env").is_file():
        sys.exit(f"manage: {release} is not a complete release")
    command = [
        str(release / "venv/bin/python"),
        *([] if asked.python else ["manage.py"]),
        *asked.command,
    ]
    if place["place"] == "servers":
        command = [*sandbox(asked.app, place, release, asked.write), *command]
        os.execvp(command[0], command)
    os.chdir(release)
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    os.execve(command[0], command, kept | dict(variables(release / "app.env")))


def find_place(opt: Path) -> Path:
    """What the kit noted of this place; embedded, records lie beside the programs, not below."""
    return next(f / "record/place.json" for f in (opt, opt.parent) if (f / "record").is_dir())


def variables(file: Path) -> Iterator[tuple[str, str]]:
    """Read an environment file the way systemd does, as far as the kit writes it."""
    for line in file.read_text("utf-8").splitlines():
        for word in shlex.split(line, comments=True):
            name, _, value = word.partition("=")
            yield name, value


def sandbox(name: str, place: dict[str, Any], release: Path, write: list[str]) -> list[str]:
    """The beginning of a command that runs under systemd within the app's own limits."""
    app, etc = place["apps"][name], Path(place["paths"]["etc"], name)
    state, static = f"{place['paths']['var']}/{name}", release / "static"
    properties = [
        f"User={app['user']}", f"WorkingDirectory={release}", f"EnvironmentFile={release}/app.env",
        "UMask=0027", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes",
        "PrivateTmp=yes", "PrivateDevices=yes", "RestrictSUIDSGID=yes", "CapabilityBoundingSet=",
        f"ReadWritePaths={' '.join([state, *([str(static)] if static.is_dir() else []), *write])}",
        *(f"LoadCredential={found}" for found in credentials(etc / "secrets")),
    ]  # fmt: skip
    way = "--pty" if sys.stdin.isatty() and sys.stdout.isatty() else "--pipe"
    flags = [f"--property={given}" for given in properties]
    return ["systemd-run", "--quiet", "--wait", "--collect", way, *flags, "--"]


def credentials(folder: Path) -> Iterator[str]:
    """Every secret as "name:path"; systemd takes no folders in names, so "/" becomes "_"."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield f"{str(path.relative_to(folder)).replace('/', '_')}:{path}"


if __name__ == "__main__":
    main()
