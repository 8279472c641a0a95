"""The lines of an uploaded table: CSV, or the first sheet of an XLSX; told by content, not name."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

MOST_BYTES = 5 * 2**20
MOST_UNPACKED = 40 * 2**20  # of a workbook, which is a zip: a small one may hold very much
MOST_FILES = 500  # in a workbook
MOST_COLUMNS = 60
LONGEST = 5000  # characters of a cell

Line = tuple[int, list[str]]  # its number as a spreadsheet counts, its cells


class Unreadable(Exception):
    """Not a table we take; the message is for the person who sent it."""


def read(raw: bytes, most_rows: int) -> list[Line]:
    """All lines that say something, the heading first. Raises Unreadable."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(_("Berkas lebih besar dari %d MB; bagi dahulu.") % (MOST_BYTES // 2**20))
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("Ini XLS lama, atau berkas bersandi. Simpan sebagai XLSX tanpa sandi."))
    rows = _of_workbook(raw) if raw.startswith(b"PK\x03\x04") else _of_csv(raw)
    lines: list[Line] = []
    # One more than is taken, and some room for lines that are empty.
    for number, cells in islice(rows, 2 * most_rows + 100):
        if len(cells) > MOST_COLUMNS:
            raise Unreadable(_("Lebih dari %d kolom.") % MOST_COLUMNS)
        if any(cells):
            lines.append((number, cells))
        if len(lines) > most_rows + 1:
            raise Unreadable(_("Lebih dari %d baris; bagi berkasnya.") % most_rows)
    if not lines:
        raise Unreadable(_("Berkas ini kosong."))
    return lines


def _of_csv(raw: bytes) -> Iterator[Line]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # of an old spreadsheet
        text = raw.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [_text(cell) for cell in cells]
    except csv.Error as error:
        message = _("Baris %(row)d tidak dapat dibaca: %(why)s")
        raise Unreadable(message % {"row": reader.line_num, "why": error}) from error


def _of_workbook(raw: bytes) -> Iterator[Line]:
    """A formula is text, as it was typed: nothing is computed here."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_FILES or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise Unreadable(_("Isi berkas ini terlalu besar; simpan sebagai CSV."))
            if "xl/workbook.xml" not in packed.namelist():
                raise Unreadable(_("Ini bukan lembar kerja XLSX."))
        # The process that gets a workbook loads it, not all.
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what it says of its own size may be wrong
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            yield number, _trimmed(_text(cell) for cell in row)
    except Unreadable:
        raise
    # A damaged workbook fails in as many ways as it has parts.
    except Exception as error:
        raise Unreadable(_("Berkas ini rusak dan tidak dapat dibaca.")) from error


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        midnight = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if midnight else cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()[: LONGEST + 1]


def _trimmed(cells: Iterable[str]) -> list[str]:
    """Without the empty cells at the end, of which a sheet may have thousands."""
    found = list(cells)
    while found and not found[-1]:
        found.pop()
    return found
