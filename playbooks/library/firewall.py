#!/usr/bin/python
"""Ansible module: the kit's own firewall table, which never locks the operator out."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import nft, record
from ansible.module_utils.smartcity.preflight import listeners

DOCUMENTATION = r"""
module: firewall
short_description: Ensure the firewall lets in what it should and the operator in any case
description:
  - Everything else that is in nftables stays as it is.
  - Ports that other programs served when the kit first came are kept open and named in the result.
  - What is applied goes away by itself unless it is confirmed over a new connection.
options:
  state:
    description: applied puts the rules in force for a while; confirmed makes them stay.
    type: str
    choices: [applied, confirmed]
    required: true
  ports:
    description: TCP ports for everybody, besides those of the SSH server.
    type: list
    elements: int
    required: true
  seconds:
    description: How long rules that nobody confirms are in force.
    type: int
    default: 60
  path:
    description: Where the rules lie for the next start of the machine.
    type: path
    default: /etc/smartcity/firewall.nft
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""

PENDING = "/run/smartcity/firewall.nft"
BACK = "/run/smartcity/firewall-back.nft"
BACK_UNIT = "smartcity-firewall-back"


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "state": {"type": "str", "choices": ["applied", "confirmed"], "required": True},
            "ports": {"type": "list", "elements": "int", "required": True},
            "seconds": {"type": "int", "default": 60},
            "path": {"type": "path", "default": "/etc/smartcity/firewall.nft"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    if module.check_mode and not nft.is_installed():
        module.exit_json(changed=False, msg="cannot be predicted: firewall")
    if module.params["state"] == "confirmed":
        _confirm(module)
    noted = record.read(module.params["record_folder"], "firewall").get("firewall", {})
    kept = _kept(module, noted)
    served = [*module.params["ports"], *_ports(kept, "tcp")]
    text = nft.ruleset(ssh_ports(), served, _ports(kept, "udp"))
    changed = not (
        noted.get("listing") == nft.digest(nft.listing())
        and noted.get("text") == nft.digest(text) == nft.digest(_read(module.params["path"]))
    )
    if changed and not module.check_mode:
        _apply(module, text)
    module.exit_json(changed=changed, kept=kept)


def _apply(module: AnsibleModule, text: str) -> None:
    """Put the rules in force, after arranging that what is in force now comes back by itself."""
    os.makedirs(os.path.dirname(PENDING), exist_ok=True)
    record.write(PENDING, text.encode(), 0o600)
    record.write(BACK, (nft.START + nft.listing()).encode(), 0o600)
    _run(module, "/usr/sbin/nft", "--check", "--file", PENDING)
    _run(module, "systemctl", "stop", f"{BACK_UNIT}.timer", may_fail=True)
    _run(
        module, "systemd-run", f"--unit={BACK_UNIT}", f"--on-active={module.params['seconds']}",
        "--collect", "/usr/sbin/nft", "--file", BACK,
    )  # fmt: skip
    _run(module, "/usr/sbin/nft", "--file", PENDING)


def _confirm(module: AnsibleModule) -> None:
    """The operator came in through the new rules: let them stay, now and after a restart."""
    text = _read(PENDING)
    if not text:
        module.fail_json(msg="no rules wait for a confirmation")
    if module.check_mode:
        module.exit_json(changed=True)
    # Once the timer has run, the way in proves nothing: the old rules let the operator in.
    _run(module, "systemctl", "stop", f"{BACK_UNIT}.timer")
    os.makedirs(os.path.dirname(module.params["path"]), exist_ok=True)
    record.write(module.params["path"], text.encode(), 0o600)
    noted = record.read(module.params["record_folder"], "firewall").get("firewall", {})
    record.keep(module.params["record_folder"], "firewall", {"firewall": {
        "text": nft.digest(text),
        "listing": nft.digest(nft.listing()),
        "kept": _kept(module, noted),
    }})  # fmt: skip
    os.unlink(PENDING)
    module.exit_json(changed=True)


def _kept(module: AnsibleModule, noted: dict[str, Any]) -> list[dict[str, Any]]:
    """The other programs' ports, as they were when the kit first came."""
    return noted["kept"] if "kept" in noted else _others(module.params["ports"])


def ssh_ports() -> set[int]:
    """Where the SSH server listens by its own words, and where the operator has come in."""
    done = subprocess.run(["/usr/sbin/sshd", "-T"], capture_output=True, text=True, check=False)
    words = [line.split() for line in done.stdout.splitlines()]
    ports = {int(word[1]) for word in words if word[0] == "port"}
    ports |= {int(found["port"]) for found in listeners() if found["program"] == "sshd"}
    return ports | own_connection()


def own_connection() -> set[int]:
    """The port of the SSH connection that this runs in; sudo hides it, so ancestors are asked."""
    process = os.getpid()
    while process > 1:
        variables = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
        for variable in variables:
            if variable.startswith(b"SSH_CONNECTION="):
                return {int(variable.split()[-1])}
        status = Path(f"/proc/{process}/status").read_text("utf-8")
        process = int(status.partition("PPid:")[2].split()[0])
    return set()


def _others(own: list[int]) -> list[dict[str, Any]]:
    """What other programs serve to strangers; a port lent for a while is not one."""
    lent = int(_read("/proc/sys/net/ipv4/ip_local_port_range").split()[0])
    passing = {*own, *ssh_ports()}
    return [
        found for found in listeners()
        if not (found["protocol"] == "tcp" and found["port"] in passing)
        and not (found["protocol"] == "udp" and found["port"] >= lent)
        and found["program"] not in ("nginx", "systemd-resolve", "systemd-timesyn")
    ]  # fmt: skip


def _ports(found: list[dict[str, Any]], protocol: str) -> list[int]:
    return [int(one["port"]) for one in found if one["protocol"] == protocol]


def _read(path: str) -> str:
    return Path(path).read_text("utf-8") if os.path.exists(path) else ""


def _run(module: AnsibleModule, *command: str, may_fail: bool = False) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        module.fail_json(msg=f"{command[0]}: {' '.join(done.stderr.split())}")


if __name__ == "__main__":
    main()
