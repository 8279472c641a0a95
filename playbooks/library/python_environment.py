#!/usr/bin/python
"""Ansible module: the Python environment that a region's apps share, made from carried wheels."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: python_environment
short_description: Make a Python environment from a folder of wheels, without any index
description:
  - A file written last says that the environment is complete; without it, it is made anew.
options:
  path:
    description: The environment. Its name says what is in it, so a complete one is never altered.
    type: path
    required: true
  wheels:
    description: The folder with requirements.txt (names, versions, hashes), every wheel it names,
      the wheel of the base package, and the uv program.
    type: path
    required: true
  python:
    description: The interpreter to build on.
    type: path
    required: true
  base:
    description: How the base package's wheel begins.
    type: str
    default: smartcity_base-
  discard:
    description: Remove the wheels after use.
    type: bool
    default: false
"""

COMPILED_BYTES = 256 * 1024


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "path": {"type": "path", "required": True},
            "wheels": {"type": "path", "required": True},
            "python": {"type": "path", "required": True},
            "base": {"type": "str", "default": "smartcity_base-"},
            "discard": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    asked = module.params
    missing = not is_complete(asked["path"])
    if missing and not module.check_mode:
        # Regions embedded on one machine share their environments.
        os.makedirs(os.path.dirname(asked["path"]), exist_ok=True)
        with open(f"{asked['path']}.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not is_complete(asked["path"]):
                _make(module, asked)
    if asked["discard"] and not module.check_mode:
        shutil.rmtree(asked["wheels"], ignore_errors=True)
    module.exit_json(changed=missing, path=asked["path"])


def is_complete(path: str) -> bool:
    return os.path.exists(os.path.join(path, "complete")) and os.path.exists(f"{path}/bin/python")


def _make(module: AnsibleModule, asked: dict[str, str]) -> None:
    wheels, python = Path(asked["wheels"]), os.path.join(asked["path"], "bin", "python")
    base = sorted(wheels.glob(f"{asked['base']}*.whl"))
    if len(base) != 1:
        module.fail_json(msg=f"{wheels} holds {len(base)} wheels of the base package, not one")
    unpacking = f"{asked['path']}.unpacking"
    shutil.rmtree(unpacking, ignore_errors=True)
    os.makedirs(unpacking)
    _uv(module, "venv", "--clear", "--python", asked["python"], asked["path"])
    install = ("pip", "install", "--python", python, "--no-index")
    lock = str(wheels / "requirements.txt")
    _uv(module, *install, "--find-links", str(wheels), "--require-hashes", "--requirement", lock)
    _uv(module, *install, "--no-deps", str(base[0]))
    shutil.rmtree(unpacking, ignore_errors=True)
    _compile(asked["path"], python)
    Path(asked["path"], "complete").touch()


def _compile(path: str, python: str) -> None:
    """Compile what the apps cannot write themselves; modules of data would take most time."""
    sources = (
        str(p) for p in Path(path, "lib").rglob("*.py") if p.stat().st_size <= COMPILED_BYTES
    )
    command = [python, "-m", "compileall", "-q", "-j", "0", "-i", "-"]
    # Packages may carry files for other Pythons, which do not compile and are never imported.
    subprocess.run(command, input="\n".join(sources), capture_output=True, text=True, check=False)


def _uv(module: AnsibleModule, *arguments: str) -> None:
    uv = f"{module.params['wheels']}/uv"
    command = [uv, "--quiet", "--no-config", "--no-cache", "--offline", *arguments]
    # Only what uv needs: the operator's own Python settings have no say here.
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    # Not in /tmp, which is memory on Debian 13; and beside it, so that files need not be copied.
    kept["TMPDIR"] = f"{module.params['path']}.unpacking"
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=kept)
    if done.returncode:
        module.fail_json(msg=f"uv {arguments[0]}: {done.stderr.strip()}")


if __name__ == "__main__":
    main()
