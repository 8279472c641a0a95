"""A file in data/ -> the tables in it."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile.files import KIB, Unusable, read_bytes, shown
from smartcity_kit.profile.sheets.cells import check_cells
from smartcity_kit.profile.sheets.delimited import (
    SAVE_AGAIN,
    WINDOWS,
    Line,
    decoded,
    lines,
    separators,
)
from smartcity_kit.profile.sheets.headings import check_heading, find_heading, has_heading, kind_of
from smartcity_kit.profile.sheets.kinds import KINDS, Kind
from smartcity_kit.profile.sheets.sheet import Sheet
from smartcity_kit.profile.sheets.workbook import Workbook
from smartcity_kit.profile.wording import did_you_mean

LIMIT = 5 * 1024 * KIB
WORKBOOK = "tables.xlsx"
"""The one file that may hold every table, each on the sheet of its name."""

# Sheets for people, and those that a spreadsheet makes unasked.
ASIDE = re.compile(
    r"_.*|readme.*|petunjuk.*|keterangan.*|catatan.*|(sheet|lembar) ?\d*", re.IGNORECASE
)
COMMA = _("Put text that holds a comma in double quotes.")


def read_file(folder: Path, path: Path) -> tuple[list[Sheet], list[Fault]]:
    """Read and check each table of a file by itself: the tables, and the faults of none of them."""
    if path.name == WORKBOOK:
        return _read_workbook(folder, path)
    sheet = Sheet(path.stem, KINDS[path.stem], path)
    try:
        data = read_bytes(folder, path.relative_to(folder), LIMIT)
        if path.suffix == ".csv":
            _read(sheet, _text_lines(sheet, data))
        else:
            book = Workbook(data)
            named = (tab for tab in book.tabs if kind_of(tab) == sheet.name)
            sheet.tab = next(named, next(iter(book.tabs), ""))
            _read(sheet, book.lines(sheet.tab))
    except Unusable as why:
        _refuse(sheet, why)
    return [sheet], []


def _read_workbook(folder: Path, path: Path) -> tuple[list[Sheet], list[Fault]]:
    sheets: list[Sheet] = []
    faults: list[Fault] = []
    try:
        book = Workbook(read_bytes(folder, path.relative_to(folder), LIMIT))
    except Unusable as why:
        return [], [why.fault(path)]
    for tab in book.tabs:
        name = kind_of(tab)
        if name and name not in [sheet.name for sheet in sheets]:
            sheet = Sheet(name, KINDS[name], path, tab=tab)
            try:
                _read(sheet, book.lines(tab))
            except Unusable as why:
                _refuse(sheet, why)
            sheets.append(sheet)
        elif not ASIDE.fullmatch(tab):
            hint = did_you_mean(tab, KINDS)
            message = _("no table is named like this sheet")
            faults.append(Fault(shown(path), 1, 1, "", message, hint, sheet=tab))
    return sheets, faults


def _refuse(sheet: Sheet, why: Unusable) -> None:
    sheet.note((why.line, why.line), why.column, "", why.message, why.hint)
    sheet.whole = False


def _text_lines(sheet: Sheet, data: bytes) -> Iterator[Line]:
    text, sheet.encoding = decoded(data)
    if sheet.encoding == WINDOWS:
        message = _("the file was read as {encoding}").format(encoding=WINDOWS)
        hint = _("Look whether names with accents are right.") + " " + SAVE_AGAIN
        sheet.note((1, 1), 1, "", message, hint, "warning")
    return lines(text, _separator(sheet.kind, text))


def _separator(kind: Kind, text: str) -> str:
    """The likeliest one under which there are headings: a title above them may hold none."""
    likely = separators(text)
    return next((one for one in likely if has_heading(kind, lines(text, one))), likely[0])


def _read(sheet: Sheet, rows: Iterator[Line]) -> None:
    heading, below = find_heading(sheet.kind, rows)
    sheet.headings = list(heading.cells)
    check_heading(sheet, heading)
    if not sheet.whole:
        return
    blank = len(heading.cells) - len(sheet.headings)
    empty = dict.fromkeys(sheet.kind.names, "")
    wanted = [(name, at) for at, name in enumerate(sheet.header) if name]
    try:
        for line in chain(below, rows):
            _take(sheet, line, blank, empty, wanted)
    finally:
        check_cells(sheet)
        _check_repeats(sheet)


def _take(
    sheet: Sheet, line: Line, blank: int, empty: dict[str, str], wanted: list[tuple[str, int]]
) -> None:
    """Keep a row; one that only shows what a row looks like is set aside, unchecked."""
    width, cells = len(sheet.header), line.cells
    if len(cells) == width + blank and not any(cells[width:]):
        del cells[width:]
    place = (line.line, line.row)
    if len(cells) != width:
        message = _("this row has {count} cells, the first has {width}")
        sheet.note(place, 1, "", message.format(count=len(cells), width=width), COMMA)
        sheet.unread.update(cell.casefold() for cell in cells)
        return
    row = empty.copy()
    for name, at in wanted:
        row[name] = cells[at]
    if sheet.kind.is_example(row):
        sheet.examples.append(place)
    else:
        sheet.rows.append(row)
        sheet.places.append(place)


def _check_repeats(sheet: Sheet) -> None:
    for columns in (sheet.kind.key, *((name,) for name in sheet.kind.unique)):
        first: dict[tuple[str, ...], int] = {}
        for number, row in enumerate(sheet.rows):
            value = tuple(row[name].lower() for name in columns)
            line = first.setdefault(value, sheet.places[number][0])
            if all(value) and line != sheet.places[number][0]:
                message = _("the same is already on line {line}").format(line=line)
                sheet.fault(number, columns[0], message)
