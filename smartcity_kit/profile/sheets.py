"""One table of the region's: what it may hold, read from CSV and checked cell by cell.

A fault's column is the cell's number in its row, as a spreadsheet counts; its key is the heading.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.files import KIB, Unusable, read_text, shown
from smartcity_kit.profile.profile import Row, Table
from smartcity_kit.profile.shapes import Shape
from smartcity_kit.profile.wording import did_you_mean, for_example, in_short

LIMIT = 5 * 1024 * KIB


class Column(NamedTuple):
    """`table` names the table to whose rows the cell refers, by their key."""

    name: str
    shape: Shape
    longest: int
    needed: bool = True
    table: str = ""


class Kind(NamedTuple):
    """What one table holds; the column `key` tells its rows apart, and no two share a `unique`.

    What a `personal` table says of a person is never repeated in a fault: faults end up in logs.
    """

    columns: tuple[Column, ...]
    key: str
    unique: tuple[str, ...] = ()
    personal: bool = False


def _optional(name: str, shape: Shape, longest: int, table: str = "") -> Column:
    return Column(name, shape, longest, False, table)


KINDS = {
    "agencies": Kind(
        (
            Column("id", shapes.ID, 50),
            Column("name", shapes.LINE, 200),
            _optional("short_name", shapes.LINE, 60),
            _optional("parent", shapes.ID, 50, table="agencies"),
            _optional("kind", shapes.ID, 40),
        ),
        key="id",
    ),
    "categories": Kind(
        (
            Column("id", shapes.ID, 50),
            Column("name", shapes.LINE, 100),
            Column("agency", shapes.ID, 50, table="agencies"),
            _optional("icon", shapes.ID, 50),
            _optional("description", shapes.LINE, 300),
        ),
        key="id",
    ),
    "announcements": Kind(
        (
            Column("id", shapes.ID, 50),
            Column("title", shapes.LINE, 150),
            Column("body", shapes.TEXT, 10_000),
            Column("date", shapes.DATE, 10),
            _optional("until", shapes.DATE, 10),
        ),
        key="id",
    ),
    "holidays": Kind(
        (Column("date", shapes.DATE, 10), Column("name", shapes.LINE, 200)), key="date"
    ),
    "staff": Kind(
        (
            Column("name", shapes.LINE, 200),
            _optional("nip", shapes.NIP, 21),
            Column("email", shapes.EMAIL, 254),
            _optional("phone", shapes.PERSON_PHONE, 24),
            _optional("agency", shapes.ID, 50, table="agencies"),
            _optional("position", shapes.LINE, 200),
            _optional("roles", shapes.ROLES, 500),
        ),
        key="email",
        unique=("nip",),
        personal=True,
    ),
}


@dataclass
class Sheet:
    """A table with its faults; `lines[i]` is where `rows[i]` begins in the file.

    `whole` is false when its headings are wrong, so that its rows were not looked at.
    """

    kind: Kind
    path: Path
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True

    @property
    def table(self) -> Table:
        columns = tuple(column.name for column in self.kind.columns)
        return Table(self.path.stem, self.path, columns, tuple(self.rows))

    @property
    def keys(self) -> set[str]:
        return {row[self.kind.key] for row in self.rows}

    def fault(self, row: int, column: str, message: str, hint: str = "") -> None:
        self.note(self.lines[row], self.header.index(column) + 1, column, message, hint)

    def note(self, line: int, column: int, key: str, message: str, hint: str = "") -> None:
        self.faults.append(Fault(shown(self.path), line, column, key, message, hint))


def read_sheet(folder: Path, path: Path) -> Sheet:
    """Read and check one table by itself. What is wrong with it is in its `faults`."""
    sheet = Sheet(KINDS[path.stem], path)
    try:
        text = read_text(folder, path.relative_to(folder), LIMIT)
        lines = _lines(text)
        line, cells = next(lines, (1, []))
        sheet.header = _without_blank_end(cells)
        _check_header(sheet, line)
        if sheet.whole:
            _read_rows(sheet, lines, blank=len(cells) - len(sheet.header))
    except Unusable as why:
        sheet.faults.append(why.fault(path))
        sheet.whole = False
    _check_cells(sheet)
    _check_repeats(sheet)
    return sheet


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where each row begins, and its cells. Excel writes “;” where a comma is the decimal sign."""
    first = text.partition("\n")[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [cell.strip() for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        message = _("this row is not CSV: {problem}").format(problem=error)
        raise Unusable(message, _("Check its quotes."), max(begins, 1)) from error


def _without_blank_end(cells: list[str]) -> list[str]:
    """Spreadsheets export columns that were only touched; at the end they say nothing."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells


def _check_header(sheet: Sheet, line: int) -> None:
    known = {column.name: column for column in sheet.kind.columns}
    for number, name in enumerate(sheet.header, 1):
        if name not in known:
            message = _("there is no such column")
            sheet.note(line, number, name, message, did_you_mean(name, known))
        elif name in sheet.header[: number - 1]:
            sheet.note(line, number, name, _("this column is there twice"))
            sheet.whole = False
    for column in sheet.kind.columns:
        if column.needed and column.name not in sheet.header:
            hint = _("The first row: {names}.").format(names=",".join(known))
            sheet.note(line, 1, column.name, _("this column is needed and is not there"), hint)
            sheet.whole = False


def _read_rows(sheet: Sheet, lines: Iterator[tuple[int, list[str]]], blank: int) -> None:
    empty = {column.name: "" for column in sheet.kind.columns}
    width = len(sheet.header)
    for line, cells in lines:
        if len(cells) == width + blank and not any(cells[width:]):
            del cells[width:]
        if len(cells) == width:
            named = zip(sheet.header, cells, strict=True)
            sheet.rows.append(empty | {name: cell for name, cell in named if name in empty})
            sheet.lines.append(line)
        else:
            message = _("this row has {count} cells, the first has {width}")
            hint = _("Put text that holds a comma in double quotes.")
            sheet.note(line, 1, "", message.format(count=len(cells), width=width), hint)


def _check_cells(sheet: Sheet) -> None:
    present = [column for column in sheet.kind.columns if column.name in sheet.header]
    for column in present:
        fits = re.compile(column.shape.pattern).fullmatch
        for number, row in enumerate(sheet.rows):
            cell = row[column.name]
            if not cell:
                if column.needed:
                    sheet.fault(number, column.name, _("this cell is needed and is empty"))
            elif not fits(cell) or (column.shape is shapes.DATE and not _is_date(cell)):
                _bad_cell(sheet, number, column, cell)
            elif len(cell) > column.longest:
                message = _("at most {longest} characters fit here; these are {count}")
                words = {"longest": column.longest, "count": len(cell)}
                sheet.fault(number, column.name, message.format(**words))


def _bad_cell(sheet: Sheet, number: int, column: Column, cell: str) -> None:
    found = _("something personal, not shown here") if sheet.kind.personal else in_short(cell)
    message = _("expected {what}, found {found}").format(what=column.shape.expected, found=found)
    sheet.fault(number, column.name, message, for_example(column.shape.example))


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_repeats(sheet: Sheet) -> None:
    for column in (sheet.kind.key, *sheet.kind.unique):
        first: dict[str, int] = {}
        for number, row in enumerate(sheet.rows):
            # Capitals make no other mailbox, and blanks no other NIP.
            value = row[column].lower().replace(" ", "")
            line = first.setdefault(value, sheet.lines[number])
            if value and line != sheet.lines[number]:
                message = _("the same is already on line {line}").format(line=line)
                sheet.fault(number, column, message)
