#!/usr/bin/python
"""Ansible module: settings of the running kernel, where this machine may change them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: kernel
short_description: Ensure kernel settings are in force
description:
  - In a container the kernel belongs to the machine outside. What may not be changed there is
    named in the result and is no failure; anywhere else it is one.
options:
  settings:
    description: Names with dots and their values.
    type: dict
    required: true
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={"settings": {"type": "dict", "required": True}}, supports_check_mode=True
    )
    changed, denied = [], []
    for name, value in module.params["settings"].items():
        path = Path("/proc/sys", *name.split("."))
        if not path.exists() or path.read_text().split() == str(value).split():
            continue
        try:
            if module.check_mode and not os.access(path, os.W_OK):
                raise PermissionError(errno.EROFS, os.strerror(errno.EROFS))
            if not module.check_mode:
                path.write_text(str(value))
            changed.append(name)
        except OSError as fault:
            if not is_container():
                module.fail_json(msg=f"{name}: {fault.strerror}")
            denied.append(name)
    module.exit_json(changed=bool(changed), settings=changed, not_permitted=denied)


def is_container() -> bool:
    """As systemd tells it: its own mark, or the environment of the first process."""
    if os.path.exists("/run/systemd/container") or os.path.exists("/.dockerenv"):
        return True
    return b"container=" in Path("/proc/1/environ").read_bytes()


if __name__ == "__main__":
    main()
