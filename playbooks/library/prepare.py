#!/usr/bin/python
"""Ansible module: make an app's database fit a release, before that release serves anybody."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record

DOCUMENTATION = r"""
module: prepare
short_description: Run an app's own preparation with the code of a release
description:
  - Migrates (after a dump), loads the region's data and collects static files.
  - The release that serves goes on meanwhile; migrations expand first, so it can.
options:
  command:
    description: The program that runs an app's management commands, with its interpreter if it
      needs one.
    type: list
    elements: str
    required: true
  app:
    description: The app.
    type: str
    required: true
  release:
    description: The hash of the release to prepare for.
    type: str
    required: true
  dumps:
    description: Where the dump goes when there is something to migrate.
    type: path
    required: true
  personal:
    description: Tables about people by file name. They lie in O(scratch) while the app reads them,
      for its user's eyes alone, and nowhere afterwards.
    type: dict
    default: {}
  scratch:
    description: A folder for them, in memory where there is one.
    type: path
  user:
    description: The app's user, when this runs as root.
    type: str
    default: ""
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "command": {"type": "list", "elements": "str", "required": True},
            "app": {"type": "str", "required": True},
            "release": {"type": "str", "required": True},
            "dumps": {"type": "path", "required": True},
            "personal": {"type": "dict", "default": {}, "no_log": True},
            "scratch": {"type": "path"},
            "user": {"type": "str", "default": ""},
        },
        supports_check_mode=True,
    )
    asked = module.params
    if module.check_mode:
        module.exit_json(
            changed=False, msg=f"cannot be predicted: migrations and region data of {asked['app']}"
        )
    command = [
        *asked["command"],
        "--release",
        asked["release"],
        "--write",
        asked["dumps"],
        asked["app"],
    ]
    command += ["prepare", "--dump-to", asked["dumps"]]
    with personal_tables(asked) as folder:
        command += ["--personal", folder] if folder else []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = _last_json(done.stdout)
    if said is not None and done.returncode == 0:
        module.exit_json(**said, invocation={})
    module.fail_json(msg=_reason(done), invocation={})


@contextmanager
def personal_tables(asked: dict[str, Any]) -> Iterator[str]:
    """The folder with the tables, gone at the end; what a killed run left goes first."""
    folder = f"{asked['scratch']}/{asked['app']}-personal"
    shutil.rmtree(folder, ignore_errors=True)
    if not asked["personal"]:
        yield ""
        return
    os.makedirs(folder, mode=0o700)
    try:
        owner = pwd.getpwnam(asked["user"])[2:4] if asked["user"] else (-1, -1)
        for name, text in asked["personal"].items():
            record.write(os.path.join(folder, name), text.encode(), 0o600, *owner)
        os.chown(folder, *owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _last_json(text: str) -> dict[str, Any] | None:
    """The summary is the last line; what a library prints before it is not ours."""
    try:
        return dict(json.loads(text.strip().splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        return None


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """The end of what the command complained about: the last line of a traceback says what."""
    lines = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
    return " ".join(lines[-4:])[-600:] or f"it ended with {done.returncode} and said nothing"


if __name__ == "__main__":
    main()
