#!/usr/bin/python
"""Ansible module: many files, folders and links, ensured in one task."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record
from ansible.module_utils.smartcity.ensure import Wish, fulfil, text_of, wishes

DOCUMENTATION = r"""
module: files
short_description: Ensure many files, folders and links at once
description:
  - Writes each file aside and renames it. When O(check) refuses the result, all of it is put back.
  - Keeps what was ensured in a record, which the probe compares with what is there.
options:
  files:
    description: Each has a path; state file (default), directory, link, absent or block (lines
      between markers in a file that others own too); content, target, block (the markers' name),
      owner, group, mode, secret; a directory may name the contents of all files in it (file_mode).
    type: list
    elements: dict
    required: true
  record:
    description: The name under which the paths are remembered; none are without it.
    type: str
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
  owner:
    description: Who owns what does not name an owner.
    type: str
    default: ""
  group:
    description: The group of what does not name one; else the owner's name.
    type: str
    default: ""
  check:
    description: A command that judges the result, such as ["nginx", "-t"].
    type: list
    elements: str
  prune:
    description: Remove what the same record named before and is no longer wanted; never folders
      that hold something.
    type: bool
    default: false
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "files": {"type": "list", "elements": "dict", "required": True},
            "record": {"type": "str"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
            "owner": {"type": "str", "default": ""},
            "group": {"type": "str", "default": ""},
            "check": {"type": "list", "elements": "str"},
            "prune": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    asked = module.params
    wanted = [wish for entry in asked["files"] for wish in wishes(entry, asked)]
    if asked["prune"] and asked["record"]:
        wanted += _unwanted(wanted, record.read(asked["record_folder"], asked["record"]))
    try:
        changed = _settle(module, wanted)
    except (OSError, KeyError) as fault:
        module.fail_json(msg=f"cannot be written: {fault}", invocation={})
    noted = _note(module, wanted)
    # The arguments are whole files: the result says which changed, and no more.
    module.exit_json(
        changed=bool(changed) or noted,
        paths=[wish.path for wish, _ in changed],
        diff=[diff for _, diff in changed] if module._diff else [],
        invocation={},
    )


def _unwanted(wanted: list[Wish], noted: dict[str, dict[str, record.Seen]]) -> list[Wish]:
    """What the record holds beyond `wanted`, deepest first, as wishes for its absence."""
    gone = set(noted.get("files", {})) - {wish.path for wish in wanted}
    return [Wish(path, "absent") for path in sorted(gone, reverse=True)]


def _settle(module: AnsibleModule, wanted: list[Wish]) -> list[tuple[Wish, dict[str, str]]]:
    changed, undo = [], []
    for wish in wanted:
        seen = record.look(wish.path, wish.block)
        if seen == wish.expected(seen) or _stays(wish, seen):
            continue
        before = text_of(wish)
        if not module.check_mode:
            undo.append(fulfil(wish))
        after = "(secret)\n" if wish.secret else (wish.content or b"").decode("utf-8", "replace")
        changed.append((wish, {
            "before_header": f"{wish.path} {_traits(seen)}",
            "after_header": f"{wish.path} {_traits(wish.expected(seen))}",
            "before": before, "after": after,
        }))  # fmt: skip
    if changed and module.params["check"] and not module.check_mode:
        _judge(module, undo)
    return changed


def _stays(wish: Wish, seen: record.Seen) -> bool:
    """A folder no longer wanted stays while it holds something."""
    return wish.state == "absent" and seen["type"] == "directory" and bool(os.listdir(wish.path))


def _judge(module: AnsibleModule, undo: list[Callable[[], None]]) -> None:
    done = subprocess.run(module.params["check"], capture_output=True, text=True, check=False)
    if done.returncode:
        for step in reversed(undo):
            step()
        said = " ".join((done.stderr or done.stdout).split())
        module.fail_json(msg=f"refused, and everything put back: {said}", invocation={})


def _note(module: AnsibleModule, wanted: list[Wish]) -> bool:
    name = module.params["record"]
    if not name or module.check_mode:
        return False
    noted = {}
    for wish in wanted:
        seen = record.look(wish.path, wish.block)
        if seen == wish.expected(seen) and wish.state != "absent":
            noted[wish.path] = {**seen, **({"block": wish.block} if wish.block else {})}
    return bool(record.keep(module.params["record_folder"], name, {"files": noted}))


def _traits(seen: record.Seen) -> str:
    return " ".join(
        seen[key] for key in ("type", "mode", "owner", "group", "target") if key in seen
    )


if __name__ == "__main__":
    main()
