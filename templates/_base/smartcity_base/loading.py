"""Reading the region's tables (data/*.csv) and bringing the database in line with them.

All faults of all tables are told at once, with file, row and column, and then nothing is changed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from graphlib import CycleError, TopologicalSorter
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.db.models import Model

Convert = Callable[[str], Any]
Key = str | tuple[str, ...]

# A row that shows how a table is filled in begins like this in the column that names it: by its
# table, else the first. Nobody is to be told of such a thing as if it were there.
EXAMPLE = "contoh"
_NAMED_BY = {"holidays": "name", "staff": "email"}


@dataclass(frozen=True, slots=True)
class Fault:
    file: str
    row: int  # as a spreadsheet counts: the header is row 1; 0 means the whole file
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, baris {self.row}" if self.row else self.file
        place += f", kolom {self.column}" if self.column else ""
        return f"{place}: {self.message}"


class LoadFaults(Exception):
    """The tables cannot be loaded; holds every fault that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(slots=True)
class Counts:
    new: int = 0
    changed: int = 0
    retired: int = 0

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.retired)

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    convert: Convert = str
    required: bool = True  # a value in every row
    optional: bool = False  # the whole column may be missing
    empty: Any = ""  # what an empty cell means
    spellings: tuple[str, ...] = ()  # other headings under which an upload may have it


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


class DataFolder:
    """The tables of one region; collects the faults of all that are read.

    `given`, a table's name to its CSV, stands before what lies in the folder ("": there is no such
    table any more); without a folder it is all there is.
    """

    def __init__(self, path: Path | None, given: Mapping[str, str] | None = None) -> None:
        self.path = path
        self.given = given or {}
        self.faults: list[Fault] = []

    def has(self, table: str) -> bool:
        if table in self.given:
            return bool(self.given[table])
        return self.path is not None and (self.path / f"{table}.csv").is_file()

    def fault(self, table: str, row: int, column: str, message: str) -> None:
        self.faults.append(Fault(f"data/{table}.csv", row, column, message))

    def check(self) -> None:
        """Raise LoadFaults when anything read so far was at fault."""
        if self.faults:
            raise LoadFaults(self.faults)

    def table(self, name: str, columns: Sequence[Column], key: Key = ()) -> list[Row]:
        """The rows of data/<name>.csv, converted; a missing file is an empty table.

        See `stream`.
        """
        return list(self.stream(name, columns, key))

    def stream(self, name: str, columns: Sequence[Column], key: Key = ()) -> Iterator[Row]:
        """The same row by row, for a table that is too long to be held.

        Rows with a fault are left out and told by `check`: so is a row that is only an example.
        With `key`, values that come twice are a fault. Accepts UTF-8 with and without a byte order
        mark, comma or semicolon.
        """
        if not self.has(name):
            return
        try:
            text = self._text(name)
        except UnicodeDecodeError:
            self.fault(name, 0, "", "bukan UTF-8; simpan ulang sebagai CSV UTF-8")
            return
        head, _, _ = text.partition("\n")
        delimiter = ";" if head.count(";") > head.count(",") else ","
        lines = io.StringIO(text, newline="")
        reader = csv.DictReader(lines, delimiter=delimiter, strict=True)
        try:
            missing = [
                column.name
                for column in columns
                if not column.optional and column.name not in (reader.fieldnames or [])
            ]
            for column in missing:
                self.fault(name, 1, column, "kolom ini tidak ada")
            keys = (key,) if isinstance(key, str) else key
            if not missing:
                yield from self._rows(name, reader, columns, keys)
        except csv.Error as error:
            self.fault(name, reader.line_num, "", f"tidak dapat dibaca ({error})")

    def _text(self, name: str) -> str:
        if name in self.given:
            return self.given[name].removeprefix("\ufeff")
        return (self.path or Path()).joinpath(f"{name}.csv").read_text("utf-8-sig")

    def _rows(
        self,
        name: str,
        reader: csv.DictReader[str],
        columns: Sequence[Column],
        keys: tuple[str, ...],
    ) -> Iterable[Row]:
        named_by = _NAMED_BY.get(name, columns[0].name)

        def given() -> Iterable[tuple[int, Mapping[str, str | None]]]:
            for raw in reader:
                if (raw.get(named_by) or "").strip().casefold().startswith(EXAMPLE):
                    message = "baris ini hanya contoh; ganti atau hapus"
                    self.fault(name, reader.line_num, named_by, message)
                    continue
                yield reader.line_num, raw

        return converted(given(), columns, keys, partial(self.fault, name))


def converted(
    lines: Iterable[tuple[int, Mapping[str, str | None]]],
    columns: Sequence[Column],
    keys: tuple[str, ...],
    fault: Callable[[int, str, str], None],
) -> Iterable[Row]:
    """The lines that have no fault, with their cells as values; what has one is told to `fault`."""
    seen: dict[Any, int] = {}
    for number, raw in lines:
        values, good = {}, True
        for column in columns:
            cell = (raw.get(column.name) or "").strip()
            if not cell:
                if column.required and not column.optional:
                    fault(number, column.name, "tidak boleh kosong")
                    good = False
                values[column.name] = column.empty
                continue
            try:
                values[column.name] = column.convert(cell)
            except ValueError as error:
                fault(number, column.name, f"{cell!r}: {error}")
                good = False
        one = tuple(values[column] for column in keys) if good else ()
        if one and one in seen:
            fault(number, keys[-1], f"sudah dipakai di baris {seen[one]}")
            good = False
        if good:
            seen[one] = number
            yield Row(number, values)


def with_ids(row: Row, *columns: str) -> dict[str, Any]:
    """A row as `sync` takes it: columns that name a row of another table become `<column>_id`."""
    return {f"{name}_id" if name in columns else name: row[name] for name in row.values}


def parents_first(data: DataFolder, table: str, rows: Sequence[Row], what: str) -> list[Row]:
    """In an order in which a parent is there before its children are; a circle has no first one."""
    by_id = {row["id"]: row for row in rows}
    graph: dict[str, set[str]] = {}
    for row in rows:
        parent = row["parent"]
        if parent is not None and parent not in by_id:
            data.fault(table, row.number, "parent", f"{what} {parent!r} tidak ada")
        graph[row["id"]] = {parent} if parent in by_id else set()
    try:
        return [by_id[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        data.fault(table, by_id[error.args[1][0]].number, "parent", f"berputar: {circle}")
        return []


def sync(
    model: type[Model], rows: Iterable[Mapping[str, Any]], key: Key, retire: str | None = "active"
) -> Counts:
    """Make the table what the rows say, by natural key; answers what that took.

    `rows`: field name (or `<fk>_id`) to value. What is no longer listed gets `retire` = False, or
    is deleted when `retire` is None: only for tables that nothing points to. The same rows again
    change nothing.
    """
    counts = Counts()
    manager = model._default_manager
    keys = (key,) if isinstance(key, str) else key
    key_of = attrgetter(*keys)
    there: dict[Any, Any] = {key_of(item): item for item in manager.all()}
    fresh: list[Any] = []
    for row in rows:
        wanted = {**row, **({retire: True} if retire else {})}
        one = tuple(wanted[name] for name in keys)
        item = there.pop(one if len(keys) > 1 else one[0], None)
        if item is None:
            fresh.append(model(**wanted))
            continue
        differs = [field for field, value in wanted.items() if getattr(item, field) != value]
        if differs:
            for field in differs:
                setattr(item, field, wanted[field])
            item.save(update_fields=differs)
            counts.changed += 1
    manager.bulk_create(fresh)
    counts.new = len(fresh)
    for item in there.values():
        if retire is None:
            item.delete()
        elif getattr(item, retire):
            setattr(item, retire, False)
            item.save(update_fields=[retire])
        else:
            continue
        counts.retired += 1
    return counts
