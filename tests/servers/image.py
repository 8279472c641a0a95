"""Bare Debian base images, built once with mmdebstrap and kept in the user's cache."""

import fcntl
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .machine import ServerError, cache_folder, command, os_release, remove

SUITES = ("bookworm", "trixie")
# What the Debian installer leaves on a server with nothing chosen but the SSH server.
PACKAGES = "systemd,systemd-sysv,dbus,openssh-server,python3,iproute2,ca-certificates,sudo"
USER = "petugas"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# The machine's own way to its mirrors (proxies, certificates, clocks) is the servers' way too.
CARRIED_SETTINGS = ("Acquire::http", "Acquire::https", "Acquire::Check-", "Acquire::Retries")
# Runs on this machine with the new root as $1. Keys and ids are each server's own; package lists
# stay (mmdebstrap is told so) but look old, so that nobody takes them for just fetched.
FINISH = f"""
set -e
rm -f "$1"/etc/ssh/ssh_host_* "$1"/var/lib/dbus/machine-id "$1"/etc/resolv.conf
: > "$1"/etc/machine-id
chroot "$1" useradd --create-home --shell /bin/bash {USER}
find "$1"/var/lib/apt/lists -exec touch -d @0 {{}} +
"""


def image(suite: str) -> Path:
    """The folder with the suite's base image, built now if the cache has none for this recipe.

    Args: suite: a name of SUITES. Raises ServerError when mmdebstrap fails.
    """
    if suite not in SUITES:
        raise ServerError(f"no image is known for {suite!r}, only for {', '.join(SUITES)}")
    images = cache_folder() / "images"
    finished = images / f"{suite}-{recipe(suite)}"
    with locked(images / f"{suite}.lock"):
        if not finished.exists():
            for leftover in images.glob(f".{suite}-*"):
                remove(leftover)
            aside = Path(tempfile.mkdtemp(prefix=f".{suite}-", dir=images))
            build(suite, aside)
            (aside / "root").rename(finished)
            remove(aside)
    return finished


def build(suite: str, folder: Path) -> None:
    """Build the suite's image as `folder`/root."""
    sources = folder / "debian.sources"
    sources.write_text(debian_sources(suite, folder / "lists"))
    settings = folder / "90machine"
    settings.write_text(apt_settings())
    finish = folder / "finish.sh"
    finish.write_text(FINISH)
    command(
        "setpriv",
        "--pdeathsig=TERM",  # nobody goes on building in a folder whose lock is gone
        "mmdebstrap",
        "--mode=root",
        "--format=directory",
        "--variant=minbase",
        f"--include={PACKAGES}",
        f"--aptopt={settings}",
        "--skip=cleanup/apt/lists",
        f'--customize-hook=sh {finish} "$1"',
        suite,
        folder / "root",
        sources,
    )


def recipe(suite: str) -> str:
    """A short hash of all that decides what the image holds: this machine's apt settings too."""
    uris = command("apt-get", "update", "--print-uris")
    words = [suite, PACKAGES, USER, FINISH, apt_settings(), uris]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:12]


def apt_settings() -> str:
    """This machine's apt settings that a server needs to reach the same mirrors."""
    lines = command("apt-config", "dump").splitlines(keepends=True)
    return "".join(line for line in lines if line.startswith(CARRIED_SETTINGS))


def debian_sources(suite: str, lists: Path) -> str:
    """This machine's Debian sources with the suite's name in place of its own, in deb822 form.

    Which of its sources are Debian's own is written in the indexes, and a slim machine keeps none:
    they are fetched into `lists`.
    """
    lists.mkdir()
    lists.parent.chmod(0o755)  # apt fetches as a user of its own
    private = f"Dir::State::lists={lists}/"
    command("apt-get", "update", "-qq", "-o", private)
    targets = command(
        *("apt-get", "indextargets", "-o", private),
        *("--format", "$(ORIGIN)|$(CODENAME)|$(REPO_URI)|$(COMPONENT)", "Identifier: Packages"),
    )
    return swapped(targets.splitlines(), os_release()["VERSION_CODENAME"], suite)


def swapped(targets: Iterable[str], own: str, suite: str) -> str:
    """Sources for `suite` from a machine that runs `own`: never another vendor's, nor backports.

    Args: targets: lines of origin|codename|address|component, as apt lists what it fetched.
    """
    components: dict[tuple[str, str], set[str]] = {}
    for target in targets:
        origin, codename, uri, component = target.split("|")
        if origin == "Debian" and codename in (own, f"{own}-updates", f"{own}-security"):
            components.setdefault((uri, codename.replace(own, suite)), set()).add(component)
    if not components:
        raise ServerError(f"this machine's apt has no source of Debian {own} to build {suite} from")
    return "\n".join(
        f"Types: deb\nURIs: {uri}\nSuites: {name}\n"
        f"Components: {' '.join(sorted(names))}\nSigned-By: {KEYRING}\n"
        for (uri, name), names in sorted(components.items())
    )


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`; the kernel lets go of it however this process ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
