"""The shared environment on this machine, for what runs an app here without adopting it."""

import subprocess
import sys
from fcntl import LOCK_EX, flock
from pathlib import Path

from smartcity_kit import paths
from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.release.environment import Target, environment_key, wheels


def python_here() -> Path:
    """The environment's Python; made when it is missing.

    It lies where an embedded region looks for it, and is marked complete as there, so that either
    finds what the other made. Raises KitError when it cannot be made.
    """
    target = Target.here()
    folder = paths.state() / "venvs" / f"{environment_key()}-{target.tag}"
    python = folder / "bin" / "python"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{folder}.lock").open("w", encoding="utf-8") as lock:
        flock(lock, LOCK_EX)
        if not ((folder / "complete").exists() and python.exists()):
            _install(wheels(target), folder, python)
            (folder / "complete").touch()
    return python


def _install(store: Path, folder: Path, python: Path) -> None:
    (base,) = store.glob("smartcity_base-*.whl")
    uv = [str(store / "uv"), "--quiet", "--no-config", "--no-cache", "--offline"]
    install = [*uv, "pip", "install", "--python", str(python), "--no-index"]
    lock = str(store / "requirements.txt")
    for command in (
        [*uv, "venv", "--clear", "--python", sys.executable, str(folder)],
        [*install, "--find-links", str(store), "--require-hashes", "--requirement", lock],
        [*install, "--no-deps", str(base)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            problem = done.stderr.strip().splitlines()
            raise KitError(_("The Python environment could not be made."), *problem[-1:])
