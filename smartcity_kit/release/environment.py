"""The Python environment that apps share: its lock, its key and its wheels.

Wheels lie in a store by lock, Python and architecture; they are fetched once and travel with the
release, so that a region's server needs no package index.
"""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from smartcity_kit import paths
from smartcity_kit.digest import LENGTH, digest_of_data, digest_of_tree
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.release.code import BASE

LOCK = BASE / "requirements.txt"
INSTALLER = BASE / "installer.txt"
"""Locks uv, which installs the wheels where no index is: the program for the target's processor."""

# glibc of Debian 12 is 2.36; a wheel built against an older one runs there and on Debian 13.
GLIBC = range(5, 37)


@dataclass(frozen=True)
class Target:
    """The Python and processor that wheels are for: ("3.11", "x86_64")."""

    python: str
    machine: str

    @classmethod
    def here(cls) -> "Target":
        """This machine, for embedded mode."""
        import platform

        return cls(f"{sys.version_info.major}.{sys.version_info.minor}", platform.machine())

    @property
    def tag(self) -> str:
        return f"cp{self.python.replace('.', '')}-{self.machine}"


def environment_key() -> str:
    """What the shared environment is known by: the lock and the base package."""
    package = digest_of_tree(BASE / "smartcity_base")
    locks = [lock.read_text("utf-8") for lock in (LOCK, INSTALLER)]
    return digest_of_data([*locks, package])[:LENGTH]


def wheels(target: Target) -> Path:
    """The folder with every wheel of the lock, the base's own, the lock itself and uv.

    Fetches what is missing. Raises KitError when a package cannot be had.
    """
    folder = paths.state() / "store" / "wheels" / f"{environment_key()}-{target.tag}"
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as name:
            aside = Path(name) / "wheels"
            aside.mkdir()
            lock = aside / "requirements.txt"
            # pip weighs markers for the Python it runs on, not for the one it fetches for.
            lock.write_text(_narrowed(target), "utf-8")
            _fetch(target, lock, aside)
            _fetch_installer(target, aside)
            _build_base(aside)
            try:
                aside.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder


def packages() -> list[dict[str, str]]:
    """Every third-party package that may reach a server, for the manifest."""
    from packaging.requirements import Requirement

    from smartcity_kit.release.licences import licences

    known = licences()
    pinned = [Requirement(line) for line in _lock_lines()]
    return [
        {
            "name": one.name,
            "version": str(one.specifier).removeprefix("=="),
            "licence": known[one.name],
        }
        for one in pinned
        if one.name in known
    ]


def _fetch(target: Target, lock: Path, folder: Path) -> None:
    """Let pip fetch what `lock` names into `folder`, and check the hashes."""
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--no-deps",
        "--only-binary=:all:", "--disable-pip-version-check", "--dest", str(folder),
        "--requirement", str(lock),
    ]  # fmt: skip
    if target != Target.here():
        command += ["--python-version", target.python, "--implementation", "cp"]
        command += [f"--platform=manylinux_2_{minor}_{target.machine}" for minor in GLIBC]
        command += [f"--platform=manylinux2014_{target.machine}", "--platform=any"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise KitError(
            _("The Python packages for {target} could not be fetched.").format(target=target.tag),
            done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "",
        )


def _fetch_installer(target: Target, folder: Path) -> None:
    """Put uv, the program alone, into `folder`."""
    with TemporaryDirectory(dir=folder, prefix=".installer-") as name:
        _fetch(target, INSTALLER, Path(name))
        (wheel,) = Path(name).glob("uv-*.whl")
        with ZipFile(wheel) as archive:
            program = next(n for n in archive.namelist() if n.endswith(".data/scripts/uv"))
            (folder / "uv").write_bytes(archive.read(program))
    (folder / "uv").chmod(0o755)


def _narrowed(target: Target) -> str:
    """The lock without the packages whose markers leave them out for `target`."""
    from packaging.requirements import Requirement

    surroundings = {
        "python_version": target.python,
        "python_full_version": f"{target.python}.0",
        "platform_machine": target.machine,
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept: list[str] = []
    keep = True
    for line in LOCK.read_text("utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            marker = Requirement(line.removesuffix("\\").strip()).marker
            keep = marker is None or marker.evaluate(surroundings)
        if keep:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _lock_lines() -> list[str]:
    lines = LOCK.read_text("utf-8").splitlines()
    return [ln.removesuffix("\\").strip() for ln in lines if ln and not ln.startswith((" ", "#"))]


def _build_base(folder: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    list(WheelBuilder(str(BASE)).build(directory=str(folder), versions=["standard"]))
