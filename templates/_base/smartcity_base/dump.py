"""A copy of the database before its tables are changed."""

from __future__ import annotations

import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection


class DumpFailed(Exception):
    """No complete dump was made; says what the database's own tool said."""


def dump_to(folder: Path) -> Path:
    """Write <UTC time>.dump into `folder` and answer its path: all of it or nothing.

    PostgreSQL: pg_dump's custom format; SQLite: a database file, consistent while others write.
    """
    made = folder / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump"
    half = made.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        half.touch(0o600)
        if connection.vendor == "sqlite":
            _sqlite(half)
        else:
            _postgresql(half)
        return half.rename(made)
    except OSError as error:
        raise DumpFailed(f"{folder}: {error.strerror}") from error
    except DumpFailed:
        half.unlink(missing_ok=True)
        raise


def _sqlite(target: Path) -> None:
    source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, that can be carried away
    except sqlite3.Error as error:
        raise DumpFailed(str(error)) from error
    finally:
        copy.close()
        source.close()


def _postgresql(target: Path) -> None:
    database = settings.DATABASES["default"]
    command = ["pg_dump", "--format=custom", f"--file={target}"]
    for option, name in (("host", "HOST"), ("port", "PORT"), ("username", "USER")):
        if database[name]:
            command.append(f"--{option}={database[name]}")
    try:
        done = subprocess.run(
            [*command, "--", database["NAME"]], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise DumpFailed(f"pg_dump: {error.strerror}") from error
    if done.returncode:
        raise DumpFailed(done.stderr.strip())
