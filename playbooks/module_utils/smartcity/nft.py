"""The kit's own table of the firewall, as text and as the kernel has it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Iterable

TABLE = "inet smartcity"
# In one transaction: at no moment is there no table, and whatever else is in force stays.
START = f"table {TABLE} {{}}\ndelete table {TABLE}\n"
DHCPV6_CLIENT = 546


def ruleset(ssh: Iterable[int], tcp: Iterable[int], udp: Iterable[int]) -> str:
    """The table as nftables reads it: answers, this machine itself, ICMP and the given ports.

    The operator's ports have a rule of their own, so that losing another one locks nobody out.
    """
    return START + "\n".join([
        f"table {TABLE} {{",
        "  chain input {",
        "    type filter hook input priority filter; policy drop;",
        "    ct state established,related accept",
        "    ct state invalid drop",
        '    iifname "lo" accept',
        # ICMP and ICMPv6 by number: a bare Debian has no list of names.
        "    meta l4proto { 1, 58 } accept",
        f"    tcp dport {_numbers(ssh)} accept",
        f"    tcp dport {_numbers(tcp)} accept",
        f"    udp dport {_numbers({DHCPV6_CLIENT, *udp})} accept",
        "  }",
        "}",
        "",
    ])  # fmt: skip


def _numbers(ports: Iterable[int]) -> str:
    return f"{{ {', '.join(str(port) for port in sorted(set(ports)))} }}"


def is_installed() -> bool:
    return shutil.which("nft", path="/usr/sbin:/sbin:/usr/bin") is not None


def listing() -> str:
    """The table as it is in force; empty when there is none."""
    command = ["/usr/sbin/nft", "--stateless", "--numeric", "list", "table", *TABLE.split()]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
