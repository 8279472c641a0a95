"""Reading the region's tables (data/*.csv) and bringing the database in line with them.

All faults of all tables are told at once, with file, row and column, and then nothing is changed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db.models import Model

Convert = Callable[[str], Any]


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


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


class DataFolder:
    """The tables of one region; collects the faults of all that are read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def has(self, table: str) -> bool:
        return (self.path / f"{table}.csv").is_file()

    def fault(self, table: str, row: int, column: str, message: str) -> None:
        self.faults.append(Fault(f"data/{table}.csv", row, column, message))

    def check(self) -> None:
        """Raise LoadFaults when anything read so far was at fault."""
        if self.faults:
            raise LoadFaults(self.faults)

    def table(self, name: str, columns: Sequence[Column], key: str = "") -> list[Row]:
        """The rows of data/<name>.csv, converted; a missing file is an empty table.

        Rows with a fault are left out and told by `check`. With `key`, a value that comes twice is
        a fault. Accepts UTF-8 with and without a byte order mark, comma or semicolon.
        """
        if not self.has(name):
            return []
        try:
            text = (self.path / f"{name}.csv").read_text("utf-8-sig")
        except UnicodeDecodeError:
            self.fault(name, 0, "", "bukan UTF-8; simpan ulang sebagai CSV UTF-8")
            return []
        head, _, _ = text.partition("\n")
        delimiter = ";" if head.count(";") > head.count(",") else ","
        reader = csv.DictReader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
        try:
            missing = [
                column.name
                for column in columns
                if not column.optional and column.name not in (reader.fieldnames or [])
            ]
            for column in missing:
                self.fault(name, 1, column, "kolom ini tidak ada")
            return [] if missing else list(self._rows(name, reader, columns, key))
        except csv.Error as error:
            self.fault(name, reader.line_num, "", f"tidak dapat dibaca ({error})")
            return []

    def _rows(
        self, name: str, reader: csv.DictReader[str], columns: Sequence[Column], key: str
    ) -> Iterable[Row]:
        seen: dict[Any, int] = {}
        for raw in reader:
            number, values, good = reader.line_num, {}, True
            for column in columns:
                cell = (raw.get(column.name) or "").strip()
                if not cell:
                    if column.required and not column.optional:
                        self.fault(name, number, column.name, "tidak boleh kosong")
                        good = False
                    values[column.name] = column.empty
                    continue
                try:
                    values[column.name] = column.convert(cell)
                except ValueError as error:
                    self.fault(name, number, column.name, f"{cell!r}: {error}")
                    good = False
            if key and good and values[key] in seen:
                self.fault(name, number, key, f"sudah dipakai di baris {seen[values[key]]}")
                good = False
            if good:
                if key:
                    seen[values[key]] = number
                yield Row(number, values)


def sync(
    model: type[Model], rows: Iterable[Mapping[str, Any]], key: str, retire: str | None = "active"
) -> Counts:
    """Make the table what the rows say, by natural key; answers what that took.

    `rows`: field name (or `<fk>_id`) to value. What is no longer listed gets `retire` = False, or
    is deleted when `retire` is None: only for tables that nothing points to. The same rows again
    change nothing.
    """
    counts = Counts()
    manager = model._default_manager
    there: dict[Any, Any] = {getattr(item, key): item for item in manager.all()}
    fresh: list[Any] = []
    for row in rows:
        wanted = {**row, **({retire: True} if retire else {})}
        item = there.pop(wanted[key], None)
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
