"""What a server is before the kit touches it, as JSON. Reads only, needs no root and no other file.

The kit streams this file to `python3 -`; what the facts mean is judged on the control machine.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from typing import Any

PLACE = "/opt/smartcity/record/place.json"
WEB_SERVERS = ("apache2", "caddy", "lighttpd", "haproxy", "traefik", "httpd")
LISTEN, UNCONNECTED = "0A", "07"


def facts() -> dict[str, Any]:
    return {
        "os": operating_system(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "init": read("/proc/1/comm").strip(),
        "container": container(),
        "memory_mb": memory_mb(),
        "disk_free_mb": {path: disk_free_mb(path) for path in ("/opt", "/var")},
        "listeners": listeners(),
        "web_servers": [
            name for name in WEB_SERVERS if shutil.which(name, path="/usr/sbin:/usr/bin")
        ],
        "nginx": {"installed": os.path.exists("/usr/sbin/nginx"), "sites": foreign_sites()},
        "postgresql": ["/".join(path.split("/")[-2:]) for path in glob.glob("/etc/postgresql/*/*")],
        "region": region(),
        "user": os.environ.get("LOGNAME") or str(os.geteuid()),
        "root": way_to_root(),
    }


def read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def operating_system() -> dict[str, str]:
    pairs = (line.partition("=") for line in read("/etc/os-release").splitlines())
    says = {key: value.strip('"') for key, _, value in pairs}
    return {
        "id": says.get("ID", ""), "version": says.get("VERSION_ID", ""),
        "name": says.get("PRETTY_NAME", ""),
    }  # fmt: skip


def container() -> str:
    return read("/run/systemd/container").strip()


def memory_mb() -> int:
    lines = dict(line.split(":", 1) for line in read("/proc/meminfo").splitlines() if ":" in line)
    return int(lines.get("MemTotal", "0 kB").split()[0]) // 1024


def disk_free_mb(path: str) -> int:
    while not os.path.exists(path):
        path = os.path.dirname(path)
    found = os.statvfs(path)
    return found.f_bavail * found.f_frsize // (1024 * 1024)


def listeners() -> list[dict[str, Any]]:
    """Sockets that strangers can reach: protocol, port, and the program where one may see it."""
    found: dict[tuple[str, int], str] = {}
    for protocol, state in (("tcp", LISTEN), ("udp", UNCONNECTED)):
        for table in (f"/proc/net/{protocol}", f"/proc/net/{protocol}6"):
            for line in read(table).splitlines()[1:]:
                words = line.split()
                address, _, port = words[1].rpartition(":")
                if words[3] == state and not is_loopback(address):
                    found.setdefault((protocol, int(port, 16)), words[9])
    programs = owners(set(found.values()))
    return [
        {"protocol": protocol, "port": port, "program": programs.get(inode, "")}
        for (protocol, port), inode in sorted(found.items())
    ]


def is_loopback(address: str) -> bool:
    """Whether a hexadecimal address of /proc/net is the machine's own; words are little-endian."""
    if len(address) == 8:
        return address.endswith("7F")
    return address in ("0" * 24 + "01000000",) or (
        address.startswith("0" * 16 + "FFFF0000") and (address.endswith("7F"))
    )


def owners(inodes: set[str]) -> dict[str, str]:
    """Which program holds each socket; those of other users are seen by root alone."""
    wanted, found = {f"socket:[{inode}]": inode for inode in inodes}, {}
    for handle in glob.iglob("/proc/[0-9]*/fd/*"):
        try:
            inode = wanted.get(os.readlink(handle))
        except OSError:
            continue
        if inode:
            found[inode] = read(f"/proc/{handle.split('/')[2]}/comm").strip()
    return found


def foreign_sites() -> list[str]:
    """Web sites that nginx serves and neither the kit nor Debian put there."""
    files = glob.glob("/etc/nginx/sites-enabled/*") + glob.glob("/etc/nginx/conf.d/*.conf")
    names = [path for path in sorted(files) if not os.path.basename(path).startswith("smartcity")]
    return [path for path in names if not is_debians_own(os.path.realpath(path))]


def is_debians_own(path: str) -> bool:
    """Whether a configuration file is as its package left it."""
    command = ["dpkg-query", "--show", "--showformat=${Conffiles}", "nginx-common"]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        with open(path, "rb") as file:
            digest = hashlib.md5(file.read(), usedforsecurity=False).hexdigest()
    except OSError:
        return False
    return f"{path} {digest}" in shown


def region() -> dict[str, str] | None:
    """The region that has been adopted here, or was about to be."""
    try:
        return dict(json.loads(read(PLACE))["region"])
    except (ValueError, KeyError, TypeError):
        return None


def way_to_root() -> str:
    """How the user becomes root: "is", "sudo", "sudo with a password", or "" for not at all."""
    if os.geteuid() == 0:
        return "is"
    if not shutil.which("sudo"):
        return ""
    done = subprocess.run(["sudo", "-n", "true"], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return "sudo"
    return "sudo with a password" if "password" in done.stderr else ""


if __name__ == "__main__":
    json.dump(facts(), sys.stdout)
