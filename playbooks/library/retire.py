#!/usr/bin/python
"""Ansible module: let apps rest that the region's profile no longer has, with all their data."""

from __future__ import annotations

from pathlib import Path

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record
from ansible.module_utils.smartcity.services import ServiceError, Supervisor, Systemd, manager_of

DOCUMENTATION = r"""
module: retire
short_description: Stop apps that are no longer wanted and keep what people entered
description:
  - Stops their services and takes away their definitions. Database, uploads, dumps, releases and
    secrets stay, so an app that is wanted again goes on where it was.
  - What there is to retire is read from the records, so a run that was killed in between is made
    good by the next.
options:
  keep:
    description: The apps that are wanted.
    type: list
    elements: str
    required: true
  manager:
    description: "kind: systemd, or kind: supervisor with configuration, address and python."
    type: dict
    required: true
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "keep": {"type": "list", "elements": "str", "required": True},
            "manager": {"type": "dict", "required": True},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    folder = Path(module.params["record_folder"])
    gone = sorted(known_apps(folder) - set(module.params["keep"]))
    if not module.check_mode:
        manager = manager_of(module.params["manager"])
        try:
            for app in gone:
                retire(app, folder, manager)
        except (ServiceError, OSError) as fault:
            module.fail_json(msg=str(fault))
    module.exit_json(changed=bool(gone), retired=gone)


def known_apps(folder: Path) -> set[str]:
    """The apps whose services were defined here."""
    found = (file.stem for file in folder.glob("app-*-service.json"))
    return {stem.removeprefix("app-").removesuffix("-service") for stem in found}


def retire(app: str, folder: Path, manager: Systemd | Supervisor) -> None:
    """Stop one app for good. The record that says it is here goes last."""
    units = record.read(str(folder), f"app-{app}-units").get("units", {}).get(manager.kind, [])
    if present := [name for name, status in manager.status(units).items() if status.exists]:
        manager.stop(present)
        manager.disable(present)
    definitions = folder / f"app-{app}-service.json"
    for path in map(Path, record.read(str(folder), definitions.stem).get("files", {})):
        if path.stem in (app, *(Path(name).stem for name in units)):
            path.unlink(missing_ok=True)
    manager.read_again()
    others = [file for file in folder.glob(f"app-{app}-*.json") if file != definitions]
    for file in (*others, folder / f"app-{app}.json", definitions):
        file.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
