#!/usr/bin/python
"""Ansible module: systemd units, many at once."""

from __future__ import annotations

import os
from collections.abc import Iterable

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record
from ansible.module_utils.smartcity.services import ServiceError, Status, Systemd

DOCUMENTATION = r"""
module: units
short_description: Ensure systemd units are enabled and active
description:
  - A unit whose inputs are newer than it is gets restarted or reloaded. That is seen from the files
    themselves, so a run that was killed in between is made good by the next.
options:
  names:
    description: The units, with their suffix; of "a|b|c" the first that exists counts.
    type: list
    elements: str
    required: true
  inputs:
    description: For a unit, the files that it reads when it starts.
    type: dict
    default: {}
  reload:
    description: Those units that take a change of their inputs while they run.
    type: list
    elements: str
    default: []
  record:
    description: The name under which the units are remembered for the probe.
    type: str
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "names": {"type": "list", "elements": "str", "required": True},
            "inputs": {"type": "dict", "default": {}},
            "reload": {"type": "list", "elements": "str", "default": []},
            "record": {"type": "str"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    manager, asked = Systemd(), module.params
    try:
        names, found = choose(asked["names"], manager)
        if absent := [name for name in names if not found[name].exists]:
            _say_absent(module, absent)
        changed = _settle(module, manager, names, found)
        idle = [
            n for n, status in manager.status(names).items() if status.idle and not status.active
        ]
    except ServiceError as fault:
        module.fail_json(msg=str(fault))
    noted = False
    if asked["record"] and not module.check_mode:
        noted = record.keep(asked["record_folder"], asked["record"], {"units": {"systemd": names}})
    module.exit_json(changed=bool(changed) or noted, units=changed, idle=idle)


def choose(asked: list[str], manager: Systemd) -> tuple[list[str], dict[str, Status]]:
    """One unit of each choice, and how all of them are."""
    choices = [name.split("|") for name in asked]
    found = manager.status([name for choice in choices for name in choice])
    names = [next((n for n in choice if found[n].exists), choice[0]) for choice in choices]
    return names, found


def _say_absent(module: AnsibleModule, absent: list[str]) -> None:
    if module.check_mode:
        module.exit_json(changed=False, msg=f"cannot be predicted: units {', '.join(absent)}")
    module.fail_json(msg=f"there is no unit {', '.join(absent)}")


def _settle(
    module: AnsibleModule, manager: Systemd, names: list[str], found: dict[str, Status]
) -> list[str]:
    """Do what is to be done, and return the units touched."""
    may_reload, inputs = module.params["reload"], module.params["inputs"]
    if any(found[name].stale for name in names) and not module.check_mode:
        manager.read_again()
    newer = [
        name for name in names if is_newer(inputs.get(name, ()), found[name], name in may_reload)
    ]
    enable = [name for name in names if not found[name].enabled]
    start = [name for name in names if not (found[name].active or found[name].idle)]
    touch = [n for n in names if n not in start and (n in newer or found[n].stale)]
    reload = [name for name in touch if name in may_reload and not found[name].stale]
    restart = [name for name in touch if name not in reload and found[name].active]
    for action, chosen in (
        (manager.enable, enable), (manager.start, start),
        (manager.restart, restart), (manager.reload, reload),
    ):  # fmt: skip
        if chosen and not module.check_mode:
            action(chosen)
    return sorted({*enable, *start, *restart, *reload})


def is_newer(files: Iterable[str], unit: Status, reloads: bool) -> bool:
    """Whether one of `files` changed after the unit started, or was last reloaded."""
    since = unit.changed if reloads else unit.started
    return unit.active and any(os.stat(f).st_ctime > since for f in files if os.path.exists(f))


if __name__ == "__main__":
    main()
