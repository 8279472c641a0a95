"""Runs the modules of playbooks/library on this machine, as Ansible would."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PLAYBOOKS = Path(__file__).parent.parent.parent / "playbooks"

# What Ansible's wrapper does before a module begins: its utilities importable, its arguments given.
WRAPPER = """
import json, runpy, sys
import ansible.module_utils
from ansible.module_utils import basic
ansible.module_utils.__path__.append(sys.argv[1] + "/module_utils")
basic._ANSIBLE_ARGS, basic._ANSIBLE_PROFILE = sys.stdin.buffer.read(), "legacy"
runpy.run_path(f"{sys.argv[1]}/library/{sys.argv[2]}.py", run_name="__main__")
"""

Result = dict[str, Any]
RunModule = Callable[..., Result]


@pytest.fixture
def run_module() -> RunModule:
    """run_module("files", {...}, check=True) gives what the module answered."""

    def run(name: str, arguments: dict[str, Any], check: bool = False) -> Result:
        internal = {"_ansible_check_mode": check, "_ansible_diff": True}
        given = json.dumps({"ANSIBLE_MODULE_ARGS": arguments | internal})
        command = [sys.executable, "-c", WRAPPER, str(PLAYBOOKS), name]
        done = subprocess.run(command, input=given, capture_output=True, text=True)
        assert done.stdout, done.stderr
        return dict(json.loads(done.stdout))

    return run
