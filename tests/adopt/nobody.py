"""Running the kit as a user who is not root, when it is root who tests."""

import os
import subprocess
import sys
import sysconfig
from dataclasses import replace
from pathlib import Path

from tests.adopt.region import Region

NOBODY = 65534
# setpriv itself still begins programs that only root can reach; what it began does not.
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env")
SYSTEM = Path("/usr/bin/python3")


def handed_over(region: Region) -> Region:
    """The same region in the hands of nobody, its files too; as it is when nobody is root here."""
    if os.geteuid() != 0:
        return region
    its = replace(region, prefix=AS_NOBODY)
    if not can_run(its):
        its.python = str(another_python(region.folder / "python"))
    for path in (region.folder, *region.folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    if not can_run(its):
        raise RuntimeError(f"neither {sys.executable} nor {SYSTEM} runs the kit for nobody")
    return its


def can_run(region: Region) -> bool:
    done = subprocess.run(
        [*region.command, "--version"], env=region.environment, capture_output=True, check=False
    )
    return done.returncode == 0


def another_python(folder: Path) -> Path:
    """The packages that are here with the system's Python: ours may be in a home that is closed."""
    packages, programs = sysconfig.get_path("purelib"), Path(sysconfig.get_path("scripts"))
    uv = programs / "uv"
    subprocess.run([uv, "venv", "--quiet", "--python", SYSTEM, folder], check=True)
    (own,) = folder.glob("lib/python3.*/site-packages")
    (own / "packages.pth").write_text(f"import site; site.addsitedir({packages!r})\n")
    for program in programs.iterdir():
        copy = folder / "bin" / program.name
        if program.name == "uv":
            copy.symlink_to(program)
        elif program.is_file() and not copy.exists():
            text = program.read_bytes()
            if text.startswith(b"#!") and b"python" in text.splitlines()[0]:
                copy.write_bytes(
                    b"\n".join([f"#!{folder}/bin/python".encode(), *text.split(b"\n")[1:]])
                )
                copy.chmod(0o755)
    return folder / "bin" / "python"
