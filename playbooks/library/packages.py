#!/usr/bin/python
"""Ansible module: Debian packages, all in one go."""

from __future__ import annotations

import glob
import os
import subprocess
import time

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: packages
short_description: Ensure Debian packages are installed
description:
  - Needs nothing on the server, so that a check of a bare one does not fail.
  - Goes on where an interrupted installation stopped.
options:
  names:
    description: Packages; with "a|b|c" any of them will do, and the first is installed if none is.
    type: list
    elements: str
    required: true
  fresh_hours:
    description: How old the lists of packages may be before they are fetched again.
    type: int
    default: 24
"""

LISTS = "/var/lib/apt/lists"
# UTF-8 from the start, because PostgreSQL makes its first cluster in the language of its installer.
ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_SUSPEND": "1", "LC_ALL": "C.UTF-8"}
OPTIONS = ("-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=3")


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "names": {"type": "list", "elements": "str", "required": True},
            "fresh_hours": {"type": "int", "default": 24},
        },
        supports_check_mode=True,
    )
    missing = wanting(module.params["names"], installed())
    if missing and not module.check_mode:
        if os.listdir("/var/lib/dpkg/updates") or not_configured():
            _run(module, ["dpkg", "--configure", "-a", "--force-confold"])
        if age_of_lists() > module.params["fresh_hours"] * 3600:
            _run(module, ["apt-get", *OPTIONS, "--quiet=2", "update"])
        _install(module, missing)
    module.exit_json(changed=bool(missing), installed=missing)


def installed() -> dict[str, str]:
    """Every package dpkg knows of, with its state in two letters: "ii" is installed."""
    command = ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Abbrev}\n"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return dict(line.split(maxsplit=1) for line in listed.splitlines())


def wanting(names: list[str], states: dict[str, str]) -> list[str]:
    """The packages to install so that each of `names` is satisfied."""
    choices = [name.split("|") for name in names]
    return [c[0] for c in choices if not any(states.get(n, "").startswith("ii") for n in c)]


def not_configured() -> bool:
    return any(state[1:2] in "UFHW" for state in installed().values())


def age_of_lists() -> float:
    """Seconds since the lists of packages were fetched; endless when there are none."""
    times = [os.stat(path).st_mtime for path in glob.glob(f"{LISTS}/*_Packages*")]
    return time.time() - max(times) if times else float("inf")


def _install(module: AnsibleModule, names: list[str]) -> None:
    command = ["apt-get", *OPTIONS, "--quiet=2", "--yes", "--no-install-recommends"]
    command += ["-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"]
    done = _run(module, [*command, "install", *names], may_fail=True)
    if done.returncode:
        # The lists may name a version that the mirror has replaced since.
        _run(module, ["apt-get", *OPTIONS, "--quiet=2", "update"])
        _run(module, [*command, "install", *names])


def _run(
    module: AnsibleModule, command: list[str], may_fail: bool = False
) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, **ENVIRONMENT}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=surroundings)
    if done.returncode and not may_fail:
        lines = [line for line in done.stderr.splitlines() if line.startswith("E:")]
        said = " ".join(lines[-3:]) or done.stderr.strip()[-300:]
        module.fail_json(msg=f"{command[0]}: {said}")
    return done


if __name__ == "__main__":
    main()
