#!/usr/bin/python
"""Ansible module: the server's half of the action `carry`, which see."""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record

DOCUMENTATION = r"""
module: carry
short_description: Bring a tree of files from the control machine to a folder
description:
  - Compares every file by hash. When some are missing or altered, one archive brings them; a folder
    that did not exist appears complete or not at all. What else lies in the folder stays.
options:
  sources:
    description: On the control machine. Each has `from` (a folder or a file) and `to` (where its
      content belongs below the destination; the top when it is left out).
    type: list
    elements: dict
  dest:
    description: The folder to fill. Its files belong to whom the task runs as.
    type: path
    required: true
  creates:
    description: When this exists, the tree has been used already and nothing is carried.
    type: path
  packed:
    description: On the control machine. Where the archive is kept for the next server, because the
      sources never change.
    type: path
  record:
    description: The name under which the tree is remembered for the probe.
    type: str
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
  tree:
    description: Filled in by the action, as are the files' hashes.
    type: dict
  archive:
    description: Filled in by the action when it has sent something.
    type: path
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "sources": {"type": "list", "elements": "dict"},
            "dest": {"type": "path", "required": True},
            "creates": {"type": "path"},
            "record": {"type": "str"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
            "tree": {"type": "dict", "required": True},
            "archive": {"type": "path"},
        },
        supports_check_mode=True,
    )
    asked = module.params
    if asked["creates"] and os.path.exists(asked["creates"]):
        module.exit_json(changed=False, wanting=[], invocation={})
    dest, tree = Path(asked["dest"]), asked["tree"]
    wanting = [name for name, traits in tree.items() if not _is_right(dest / name, traits)]
    if asked["archive"]:
        _unpack(Path(asked["archive"]), dest, wanting)
    noted = not module.check_mode and (not wanting or asked["archive"]) and _note(asked)
    module.exit_json(
        changed=bool(wanting or noted), wanting=wanting[:20], dest=str(dest), invocation={}
    )


def _is_right(path: Path, traits: str) -> bool:
    """Whether the file is there with this content, readable by all and writable by its owner."""
    digest, _, program = traits.partition("+")
    seen = record.look(str(path))
    wanted = {"sha256": digest, "mode": "0755" if program else "0644"}
    return {key: seen.get(key) for key in wanted} == wanted


def _unpack(archive: Path, dest: Path, wanting: list[str]) -> None:
    """Unpack beside the destination; rename as a whole when it is new, else file by file."""
    dest.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=dest.parent, prefix=f".{dest.name}-"))
    try:
        with tarfile.open(archive) as packed:
            for member in packed.getmembers():
                _place(packed, member, aside)
        aside.chmod(0o755)
        if not dest.exists():
            aside.rename(dest)
            return
        for name in wanting:
            (dest / name).parent.mkdir(parents=True, exist_ok=True)
            (aside / name).replace(dest / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _place(packed: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    path = folder / member.name
    source = packed.extractfile(member)
    if source is None or not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"{member.name} does not belong into an archive of the kit")
    path.parent.mkdir(parents=True, exist_ok=True)
    with source, path.open("wb") as out:
        shutil.copyfileobj(source, out)
    path.chmod(0o755 if member.mode & 0o100 else 0o644)


def _note(asked: dict[str, Any]) -> bool:
    if not asked["record"]:
        return False
    noted = {"tree": {asked["dest"]: asked["tree"]}}
    return bool(record.keep(asked["record_folder"], asked["record"], noted))


if __name__ == "__main__":
    main()
