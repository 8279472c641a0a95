"""Rows as CSV and XLSX, a piece at a time: however many there are, few are in memory."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import IO, Any

from django.utils import timezone
from django.utils.functional import Promise

from smartcity_base.cells import inert
from smartcity_base.tables.columns import text

PIECE = 500  # rows: some 100 KB, so that a slow line holds little
MOST_ON_SHEET = 1_048_575  # of a spreadsheet's lines, below the heading


def as_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """RFC 4180, for programs: what somebody typed is given as it was typed."""
    yield _lines([heading])
    for some in pieces(rows):
        yield _lines([[text(value) for value in row] for row in some])


def as_sheet_csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The same for a spreadsheet: it is told that this is UTF-8, and no cell is a formula."""
    yield "\ufeff" + _lines([heading])
    for some in pieces(rows):
        yield _lines([[inert(text(value)) for value in row] for row in some])


def as_xlsx(title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A workbook in a file without a name, open at its beginning; text is text, never a formula."""
    # The process that is asked for one loads it, not all.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=True)

    def cell(sheet: Any, value: Any, bold: bool = False) -> Any:
        if isinstance(value, bool | int | float) or value is None:
            return value
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None)  # a workbook knows no zones
        if not isinstance(value, str | Promise) and hasattr(value, "isoformat"):
            return value
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value)))
        made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    rest = iter(rows)
    while (first := next(rest, None)) is not None or not book.worksheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        sheet.append([cell(sheet, name, bold=True) for name in heading])
        here = chain([first], islice(rest, MOST_ON_SHEET - 1)) if first is not None else ()
        for row in here:
            sheet.append([cell(sheet, value) for value in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115  (who sends it closes it)
    book.save(file)
    file.seek(0)
    return file


def pieces(rows: Iterable[Any], size: int = PIECE) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
