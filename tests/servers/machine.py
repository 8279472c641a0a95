"""What this machine is, whether it can boot servers, and how it is asked to do things."""

import json
import os
import platform
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PACKAGES = Path(__file__).with_name("packages.txt")
# CAP_NET_ADMIN and CAP_SYS_ADMIN: root inside an ordinary container lacks them.
NEEDED_CAPABILITIES = 1 << 12 | 1 << 21
# The machine forwards the servers' packets, and 128 of these (what Debian allows a user, and all
# servers' systemds are root's) would be enough for 17 servers.
KERNEL_SETTINGS = {
    Path("/proc/sys/net/ipv4/ip_forward"): 1,
    Path("/proc/sys/fs/inotify/max_user_instances"): 4096,
}


class ServerError(Exception):
    """A server, or something it stands on, did not do what the test asked for."""


def command(*words: str | Path, stdin: str | None = None) -> str:
    """Run a command of this machine and return what it printed; ServerError when it fails."""
    done = subprocess.run(
        [str(word) for word in words], input=stdin, capture_output=True, text=True
    )
    if done.returncode:
        line = " ".join(map(str, words))
        raise ServerError(f"`{line}` ended with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def remove(folder: Path) -> None:
    """Delete a folder; what is still mounted inside it is left alone and is an error."""
    command("rm", "-rf", "--one-file-system", folder)


def wait_until(what: str, check: Callable[[], T | None], seconds: float = 30) -> T:
    """Ask `check` until its answer is true, and return that; ServerError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := check()):
        if time.monotonic() > deadline:
            raise ServerError(f"waited {seconds:g} seconds in vain until {what}")
        time.sleep(0.02)
    return answer


def cache_folder() -> Path:
    """Where images and downloaded packages outlive a session: not in the checkout."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "smartcity-tests"


def raise_kernel_settings(before: Path) -> None:
    """Raise this machine's settings to what servers need; the file `before` keeps the old ones."""
    values = {str(setting): int(setting.read_text()) for setting in KERNEL_SETTINGS}
    if not before.exists():
        aside = before.with_suffix(".new")
        aside.write_text(json.dumps(values))
        aside.rename(before)
    for setting, needed in KERNEL_SETTINGS.items():
        if values[str(setting)] < needed:
            setting.write_text(str(needed))


def restore_kernel_settings(before: Path) -> None:
    """Undo raise_kernel_settings; nothing was raised without the file `before`."""
    if before.exists():
        for setting, value in json.loads(before.read_text()).items():
            Path(setting).write_text(str(value))
        before.unlink()


def os_release() -> dict[str, str]:
    try:
        return platform.freedesktop_os_release()
    except OSError:
        return {}


@cache
def missing_packages() -> list[str]:
    """The Debian packages of packages.txt that are not installed here, sorted."""
    wanted = PACKAGES.read_text().split()
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *wanted]
    listed = subprocess.run(asked, capture_output=True, text=True).stdout.splitlines()
    present = {line.split()[0] for line in listed if line.endswith(" installed")}
    return sorted(set(wanted) - present)


@cache
def why_not() -> str | None:
    """The reason why this machine cannot boot servers, for people; None when it can."""
    if os_release().get("ID") != "debian":
        return "real servers need a Debian machine: images are built from its own apt sources"
    if missing := missing_packages():
        return f"real servers need these packages: apt install {' '.join(missing)}"
    if os.geteuid() != 0:
        return "real servers need root"
    status = Path("/proc/self/status").read_text()
    effective = int(status.partition("CapEff:")[2].split()[0], 16)
    if effective & NEEDED_CAPABILITIES != NEEDED_CAPABILITIES:
        return "real servers need CAP_SYS_ADMIN and CAP_NET_ADMIN, which this container withholds"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "real servers need the overlay file system in the kernel"
    return None
