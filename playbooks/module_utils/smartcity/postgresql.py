"""One question to PostgreSQL as its own administrator, over the socket."""

from __future__ import annotations

import shutil
import subprocess


class DatabaseError(Exception):
    """PostgreSQL refused, or is not there; holds what it said."""


def ask(script: str, **variables: str) -> list[str]:
    """Run a psql script and return the lines it printed. `variables` stand in it as :'name'."""
    if not shutil.which("psql"):
        raise DatabaseError("psql is not installed")
    command = ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres"]
    for name, value in variables.items():
        command += ["-v", f"{name}={value}"]
    done = subprocess.run(
        [*command, "-f", "-"], input=script, capture_output=True, text=True, check=False,
        user="postgres", group="postgres", extra_groups=[], cwd="/",
    )  # fmt: skip
    if done.returncode:
        raise DatabaseError(" ".join(done.stderr.split()))
    return done.stdout.splitlines()


def names() -> dict[str, set[str]]:
    """Which databases and roles there are, in one call."""
    lines = ask("SELECT 'd', datname FROM pg_database UNION ALL SELECT 'r', rolname FROM pg_roles")
    pairs = [line.split("|", 1) for line in lines]
    return {
        "databases": {name for kind, name in pairs if kind == "d"},
        "roles": {name for kind, name in pairs if kind == "r"},
    }
