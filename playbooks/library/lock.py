#!/usr/bin/python
"""Ansible module: one run at a time on a region, and a line in its log for each."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import preflight, record

DOCUMENTATION = r"""
module: lock
short_description: Hold the region while a run works on it
description:
  - Taking it tells what the machine is, so that no other task has to ask.
  - The same owner may take it again, because the operator's own machine keeps two runs apart and
    a run that was killed must be able to go on. Others wait until it is released or has expired.
options:
  state:
    description: taken or released.
    type: str
    choices: [taken, released]
    required: true
  path:
    description: The lock file.
    type: path
    required: true
  owner:
    description: Who runs, such as user@machine.
    type: str
    required: true
  purpose:
    description: What for, in a few words.
    type: str
    default: ""
  minutes:
    description: After how long a lock that nobody released counts no more.
    type: int
    default: 60
  log:
    description: The file that gets a line whenever the lock is taken or released.
    type: path
  outcome:
    description: How the run ended, for the log.
    type: str
    default: ""
  applied:
    description: What was settled for good, merged into the record of that name.
    type: dict
    default: {}
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["taken", "released"], "required": True},
            "path": {"type": "path", "required": True},
            "owner": {"type": "str", "required": True},
            "purpose": {"type": "str", "default": ""},
            "minutes": {"type": "int", "default": 60},
            "log": {"type": "path"},
            "outcome": {"type": "str", "default": ""},
            "applied": {"type": "dict", "default": {}},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    taking = module.params["state"] == "taken"
    if taking:
        _refuse_if_held(module)
    if not module.check_mode:
        _take(module.params) if taking else _release(module.params)
    # Holding a lock for a while is no change to the server.
    module.exit_json(changed=False, target=_target(), invocation={})


def _refuse_if_held(module: AnsibleModule) -> None:
    held = held_by(module.params["path"])
    if held and held["owner"] != module.params["owner"]:
        until = datetime.fromtimestamp(held["until"], timezone.utc).isoformat(timespec="minutes")
        module.fail_json(
            msg=f"locked by {held['owner']} until {until}: {held['purpose']}",
            held=held,
            invocation={},
        )


def held_by(path: str) -> dict[str, Any]:
    """What is in the lock file; empty when there is none, it is broken, or its time is over."""
    try:
        held: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
        return held if held["until"] > time.time() else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _take(asked: dict[str, Any]) -> None:
    now = int(time.time())
    until = now + 60 * asked["minutes"]
    held = {"owner": asked["owner"], "purpose": asked["purpose"], "since": now, "until": until}
    os.makedirs(os.path.dirname(asked["path"]), exist_ok=True)
    record.write(asked["path"], json.dumps(held).encode(), 0o644)
    _log(asked, f"begins: {asked['purpose']}")


def _release(asked: dict[str, Any]) -> None:
    if asked["applied"]:
        record.keep(asked["record_folder"], "applied", asked["applied"])
    if held_by(asked["path"]).get("owner") == asked["owner"]:
        os.unlink(asked["path"])
    _log(asked, f"ends: {asked['purpose']}: {asked['outcome']}")


def _log(asked: dict[str, Any], words: str) -> None:
    if not asked["log"]:
        return
    os.makedirs(os.path.dirname(asked["log"]), exist_ok=True)
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    with open(asked["log"], "a", encoding="utf-8") as log:
        log.write(f"{now} {asked['owner']} {words}\n")


def _target() -> dict[str, Any]:
    """What the roles have to know of this machine."""
    release = platform.freedesktop_os_release() if os.path.exists("/etc/os-release") else {}
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return {
        "debian": release.get("VERSION_ID", ""),
        "codename": release.get("VERSION_CODENAME", ""),
        "python": version,
        "tag": f"cp{version.replace('.', '')}-{platform.machine()}",
        "memory_mb": preflight.memory_mb(),
        "ipv6": os.path.exists("/proc/net/if_inet6"),
    }


if __name__ == "__main__":
    main()
