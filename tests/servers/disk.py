"""A server's disk: the base image below, what is this server's own above."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from .image import USER
from .machine import cache_folder, command

# What petugas may do besides: everything at once, everything after the password, nothing.
Sudo = Literal["nopasswd", "password", "none"]

ARCHIVES = "var/cache/apt/archives"
KEEP_PACKAGES = 'Binary::apt::APT::Keep-Downloaded-Packages "true";\n'


def mount(folder: Path, layers: Sequence[Path]) -> Path:
    """Mount `layers`, the topmost first, under a new writable one in `folder`; return the root."""
    upper, work, root = folder / "upper", folder / "work", folder / "root"
    for part in (upper, work, root):
        part.mkdir()
    lower = ":".join(map(str, layers))
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    command("mount", "-t", "overlay", "-o", options, folder.name, root)
    return root


def furnish(root: Path, name: str, port: int, key: str, sudo: Sudo, password: str) -> None:
    """Give a bare root what the installer asks for: a name, its keys and who may come in."""
    (root / "etc/hostname").write_text(f"{name}\n")
    (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n127.0.1.1 {name}\n::1 localhost\n")
    (root / "etc/resolv.conf").write_text(resolv_conf())
    command("ssh-keygen", "-q", "-A", "-f", root)
    if port != 22:
        (root / "etc/ssh/sshd_config.d/port.conf").write_text(f"Port {port}\n")
    for user, home in (("root", "root"), (USER, f"home/{USER}")):
        keys = root / home / ".ssh/authorized_keys"
        keys.parent.mkdir(mode=0o700, exist_ok=True)
        keys.write_text(key)
        command("chroot", root, "chown", "-R", f"{user}:", f"/{home}/.ssh")
    if sudo == "nopasswd":
        rule = root / "etc/sudoers.d" / USER
        rule.write_text(f"{USER} ALL=(ALL:ALL) NOPASSWD: ALL\n")
        rule.chmod(0o440)
    elif sudo == "password":
        command("chroot", root, "usermod", "--append", "--groups", "sudo", USER)
    if sudo != "nopasswd":
        command("chroot", root, "chpasswd", stdin=f"{USER}:{password}\n")


def resolv_conf() -> str:
    """This machine's name servers, as a server elsewhere on the network would write them."""
    resolved = Path("/run/systemd/resolve/resolv.conf")  # the real ones behind 127.0.0.53
    return (resolved if resolved.exists() else Path("/etc/resolv.conf")).read_text()


def package_layer(folder: Path, suite: str) -> Path:
    """A layer with the packages that earlier servers of the suite downloaded, made in `folder`.

    Each server has the layer to itself: sharing apt's folder would share apt's lock too, and
    apt-get does not wait for that one but fails.
    """
    layer = folder / "packages"
    archives = layer / ARCHIVES
    archives.mkdir(parents=True)
    for package in package_cache(suite).iterdir():
        os.link(package, archives / package.name)
    settings = layer / "etc/apt/apt.conf.d/90keep-packages"
    settings.parent.mkdir(parents=True)
    settings.write_text(KEEP_PACKAGES)
    return layer


def keep_packages(folder: Path, suite: str) -> None:
    """Put the packages that the server in `folder` downloaded into the cache for the next ones."""
    for package in (folder / "upper" / ARCHIVES).glob("*.deb"):
        if package.is_file():
            with contextlib.suppress(FileExistsError):
                os.link(package, package_cache(suite) / package.name)


def package_cache(suite: str) -> Path:
    packages = cache_folder() / "packages" / suite
    packages.mkdir(parents=True, exist_ok=True)
    return packages
