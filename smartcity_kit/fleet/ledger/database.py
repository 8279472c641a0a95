"""Where the ledger is kept: SQLite in one file, or PostgreSQL by its address; one SQL for both.

One connection, one thread at a time. What is written is on the disk when the call returns: a ledger
that forgets would do a region twice.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from smartcity_kit.errors import KitError
from smartcity_kit.language import _

Row = dict[str, Any]
Answer = TypeVar("Answer")
BUSY_SECONDS = 60
PATIENCE = 40.0
"""Seconds that a database may be away, for an update perhaps, before that is an error."""
ADDRESSES = ("postgresql://", "postgres://")


class Database(Protocol):
    """`?` stands for a value; every row is a dict. Within `together` all is done or nothing.

    `serial` tells that transactions come one after another; `clash` is raised where a row would be
    there twice, `away` where the database cannot be reached just now.
    """

    address: str
    serial: bool
    clash: type[Exception]
    away: type[Exception]

    def run(self, sql: str, *values: Any) -> list[Row]: ...

    def script(self, sql: str) -> None: ...

    def together(self) -> AbstractContextManager[None]: ...

    def patiently(self, work: Callable[[], Answer]) -> Answer: ...

    def now(self) -> float:
        """Seconds since 1970 by the clock that every user of this ledger shares."""
        ...

    def close(self) -> None: ...


def open_database(address: str) -> Database:
    """The database at a path or a postgresql:// address. Raises KitError when it does not open."""
    if address.startswith(ADDRESSES):
        return Postgresql(address)
    return Sqlite(Path(address).expanduser())


class Sqlite:
    """A file that several processes of one machine write to in turns."""

    serial = True
    clash: type[Exception] = sqlite3.IntegrityError
    away: type[Exception] = sqlite3.OperationalError

    def __init__(self, file: Path) -> None:
        self.address = str(file)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self.connection = sqlite3.connect(
                file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self.connection.row_factory = sqlite3.Row
            file.chmod(0o600)
            for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                self.connection.execute(f"PRAGMA {setting}")
        except (sqlite3.Error, OSError) as error:
            raise cannot_open(str(file), str(error)) from error
        self.lock = threading.RLock()

    def run(self, sql: str, *values: Any) -> list[Row]:
        with self.lock:
            return [dict(row) for row in self.connection.execute(sql, values).fetchall()]

    def script(self, sql: str) -> None:
        with self.lock:
            self.connection.executescript(sql)

    @contextmanager
    def together(self) -> Iterator[None]:
        with self.lock:
            # At once a writer's: two that read first and write then would refuse each other.
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:  # an interrupt too: half of it must not be there
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        return work()

    def now(self) -> float:
        return time.time()

    def close(self) -> None:
        self.connection.close()


class Postgresql:
    """A database that a team's machines share; while it is away, it is waited for."""

    serial = False

    def __init__(self, address: str) -> None:
        try:
            import psycopg
        except ImportError as error:
            raise needs_more() from error
        self.address, self.psycopg = address, psycopg
        self.clash: type[Exception] = psycopg.errors.UniqueViolation
        self.away: type[Exception] = psycopg.OperationalError
        self.lock = threading.RLock()
        self.within = False
        try:
            self.connection = self._connect()
        except psycopg.Error as error:
            raise cannot_open(without_password(address), str(error)) from error

    def _connect(self) -> Any:
        from psycopg.rows import dict_row

        return self.psycopg.connect(
            self.address, autocommit=True, row_factory=dict_row, connect_timeout=15,
            # A cut cable is noticed within a minute, not after the kernel's two hours.
            keepalives_idle=20, keepalives_interval=10, keepalives_count=3,
            tcp_user_timeout=45_000, application_name="smartcity",
        )  # fmt: skip

    def run(self, sql: str, *values: Any) -> list[Row]:
        with self.lock:
            if self.within:
                return self._run(sql, values)
            return self.patiently(lambda: self._run(sql, values))

    def _run(self, sql: str, values: Sequence[Any]) -> list[Row]:
        cursor = self.connection.execute(sql.replace("?", "%s"), values)
        return list(cursor.fetchall()) if cursor.description else []

    def patiently(self, work: Callable[[], Answer]) -> Answer:
        """What `work` answers, once the database is there again; it may be done twice."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if self.connection.broken or self.connection.closed:
                    self.connection = self._connect()
                return work()
            except self.psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(1)

    def script(self, sql: str) -> None:
        with self.together():
            # Two that begin at once would both find no table.
            self.connection.execute("SELECT pg_advisory_xact_lock(73113)")
            self.connection.execute(sql)

    @contextmanager
    def together(self) -> Iterator[None]:
        with self.lock:
            self.within = True
            try:
                with self.connection.transaction():
                    yield
            finally:
                self.within = False

    def now(self) -> float:
        return float(self.run("SELECT extract(epoch FROM clock_timestamp()) AS now")[0]["now"])

    def close(self) -> None:
        self.connection.close()


def needs_more() -> KitError:
    return KitError(
        _("A ledger in PostgreSQL needs more packages."),
        _("Install them beside the kit: pipx inject smartcity-kit procrastinate "
          "'psycopg[binary]'. Nothing was changed."),
    )  # fmt: skip


def cannot_open(where: str, why: str) -> KitError:
    lines = why.strip().splitlines()
    return KitError(
        _("The ledger {where} cannot be opened: {reason}").format(
            where=where, reason=lines[-1] if lines else "?"),
        _("It is named by --ledger or SMARTCITY_LEDGER: a file, or postgresql://… "
          "Nothing was changed."),
    )  # fmt: skip


def without_password(address: str) -> str:
    """A database's address as it may be shown."""
    head, _at, rest = address.rpartition("@")
    scheme, _sep, who = head.partition("://")
    user = who.partition(":")[0]
    return f"{scheme}://{user}@{rest}".partition("?")[0] if head else address.partition("?")[0]
