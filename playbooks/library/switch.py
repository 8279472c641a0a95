#!/usr/bin/python
"""Ansible module: let an app serve a release, and the one before again when it does not get ready.

One module does all of it on the server itself, so a connection that breaks in the middle leaves an
app that serves one release or the other.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import health, record
from ansible.module_utils.smartcity.services import ServiceError, manager_of

DOCUMENTATION = r"""
module: switch
short_description: Switch an app to a release behind a health gate
description:
  - Restarts the app's services when the release or anything they read at their start is newer than
    they are, so that a run that was killed half-way is made good by the next.
  - Succeeds only when the app says that this very release is ready.
options:
  app:
    description: The folder of the app, with releases/ in it.
    type: path
    required: true
  release:
    description: The hash to serve; empty for the one before the current one.
    type: str
    default: ""
  manager:
    description: "kind: systemd, or kind: supervisor with configuration, address and python."
    type: dict
    required: true
  services:
    description: The app's long-running programs.
    type: list
    elements: str
    required: true
  sockets:
    description: The units that listen for them.
    type: list
    elements: str
    default: []
  inputs:
    description: Files and folders that the programs read at their start.
    type: list
    elements: path
    default: []
  address:
    description: Where the app answers, "unix:/run/x.sock" or "127.0.0.1:21000".
    type: str
    required: true
  host:
    description: The name in the address that people use.
    type: str
    required: true
  seconds:
    description: How long the app may take to get ready.
    type: int
    default: 60
  keep:
    description: How many releases stay, the current and the one before among them.
    type: int
    default: 3
  record:
    description: The name under which the services are remembered for the probe.
    type: str
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "app": {"type": "path", "required": True},
            "release": {"type": "str", "default": ""},
            "manager": {"type": "dict", "required": True},
            "services": {"type": "list", "elements": "str", "required": True},
            "sockets": {"type": "list", "elements": "str", "default": []},
            "inputs": {"type": "list", "elements": "path", "default": []},
            "address": {"type": "str", "required": True},
            "host": {"type": "str", "required": True},
            "seconds": {"type": "int", "default": 60},
            "keep": {"type": "int", "default": 3},
            "record": {"type": "str"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    try:
        Switch(module).run()
    except (ServiceError, OSError) as fault:
        module.fail_json(msg=str(fault))


class Switch:
    """The links and services of one app."""

    def __init__(self, module: AnsibleModule) -> None:
        self.module = module
        self.asked: dict[str, Any] = module.params
        self.app = Path(self.asked["app"])
        self.manager = manager_of(self.asked["manager"])
        self.names = [*self.asked["sockets"], *self.asked["services"]]

    def run(self) -> None:
        before, after = self.serving("current"), self.asked["release"] or self.serving("previous")
        if not after or not (self.app / "releases" / after).is_dir():
            self.finish_missing(after)
        if before == after and not self.is_adrift(after):
            self.module.exit_json(changed=self.note(), release=after)
        if self.module.check_mode:
            self.module.exit_json(changed=True, release=after)
        self.point("current", after)
        answer = self.settle(after)
        if not answer.is_ready(after):
            self.go_back(before, after, answer)
        if before and before != after:
            self.point("previous", before)
        self.note()
        self.prune()
        self.module.exit_json(changed=True, release=after, previous=self.serving("previous"))

    def finish_missing(self, after: str) -> None:
        if self.module.check_mode:
            self.module.exit_json(
                changed=True, msg=f"cannot be predicted: health of {self.app.name}"
            )
        self.module.fail_json(msg=f"there is no release {after or 'before the current one'} here")

    def serving(self, link: str) -> str:
        try:
            return os.path.basename(os.readlink(self.app / link))
        except OSError:
            return ""

    def point(self, link: str, release: str) -> None:
        aside = self.app / f".{link}"
        if aside.is_symlink():
            aside.unlink()
        aside.symlink_to(f"releases/{release}")
        aside.rename(self.app / link)

    def is_adrift(self, release: str) -> bool:
        """Whether anything has to be done although the link is right."""
        found = self.manager.status(self.names)
        if any(not s.active or not s.enabled or s.stale for s in found.values()):
            return True
        oldest = min(found[name].started for name in self.asked["services"])
        if oldest < self.newest_input(release):
            return True
        return not health.ask(self.asked["address"], self.asked["host"]).is_ready(release)

    def newest_input(self, release: str) -> float:
        folder = self.app / "releases" / release
        files = [folder / "app.env", folder / "region.json", *map(Path, self.asked["inputs"])]
        files += [inner for path in files if path.is_dir() for inner in path.rglob("*")]
        return max((file.stat().st_ctime for file in files if file.exists()), default=0)

    def settle(self, release: str) -> health.Answer:
        """Start everything with what the link names now, and wait until it is ready."""
        try:
            before = self.manager.status(self.names)
            self.manager.read_again()
            if any(before[name].stale or not before[name].active for name in self.asked["sockets"]):
                # A listening unit changes or starts only while nothing serves its socket.
                self.manager.stop(self.asked["services"])
                self.manager.restart(self.asked["sockets"])
            if running := [name for name in self.asked["services"] if before[name].active]:
                self.manager.restart(running)
            self.manager.start(self.asked["services"])
            self.manager.enable(self.names)
        except ServiceError as fault:
            return health.Answer(0, "", str(fault))
        door = (self.asked["address"], self.asked["host"])
        answer = health.wait(*door, release, self.asked["seconds"], self.is_hopeless)
        found = self.manager.status(self.asked["services"])
        dead = [name for name in self.asked["services"] if not found[name].active]
        return health.Answer(0, "", f"{', '.join(dead)} does not run") if dead else answer

    def is_hopeless(self) -> bool:
        found = self.manager.status(self.asked["services"])
        return any(status.failing for status in found.values())

    def go_back(self, before: str, after: str, answer: health.Answer) -> None:
        reason = answer.reason or f"it answered {answer.status} with release {answer.release!r}"
        words = [self.manager.last_words(name) for name in self.asked["services"]]
        reason = " | ".join([reason, *(" ".join(said.split())[-300:] for said in words if said)])
        news = f"release {after} does not get ready"
        if not before or before == after:
            self.module.fail_json(msg=f"{news}: {reason}")
        self.point("current", before)
        back = self.settle(before).is_ready(before)
        state = "serves again" if back else "does not get ready either"
        self.module.fail_json(
            msg=f"{news}, release {before} {state}: {reason}", release=before, went_back=back
        )

    def note(self) -> bool:
        if not self.asked["record"] or self.module.check_mode:
            return False
        watched = {"units": {self.manager.kind: self.names}}
        return bool(record.keep(self.asked["record_folder"], self.asked["record"], watched))

    def prune(self) -> None:
        """Remove the oldest releases; the one that serves and the one before always stay."""
        kept = {self.serving("current"), self.serving("previous")}
        folders = [f for f in (self.app / "releases").iterdir() if f.name not in kept]
        folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in folders[max(0, self.asked["keep"] - len(kept - {""})) :]:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
