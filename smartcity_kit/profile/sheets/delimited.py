"""Bytes of a CSV file -> its rows, in whatever encoding and with whatever separator it came."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from smartcity_kit.language import _
from smartcity_kit.profile.files import Unusable

UTF_8, WINDOWS = "UTF-8", "Windows-1252"
SAVE_AGAIN = _("Save it again as “CSV UTF-8”.")
SEPARATORS = ",;\t"
QUOTED = re.compile(r'"[^"]*"')
# Excel's own way to say which separator follows.
SAID = re.compile(r"sep=(?P<separator>[,;\t])\r?\n", re.IGNORECASE)


class Line(NamedTuple):
    """A row that is not blank: where it begins in the text, its number as a spreadsheet counts."""

    line: int
    row: int
    cells: list[str]


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding that was taken. Raises Unusable for what is no text.

    Marks decide; without one UTF-8 is what hardly anything else can be mistaken for, and
    Windows-1252 is what Excel writes where nobody chose.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16"), "UTF-16"
    if b"\0" in data:
        # Latin letters in UTF-16: every second byte is zero, the first or the other one.
        even, odd = data[::2].count(0), data[1::2].count(0)
        return _decoded(data, "utf-16-be" if even > odd else "utf-16-le"), "UTF-16"
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError as error:
        if data.startswith(codecs.BOM_UTF8):
            raise _undecodable(error) from error
        return _decoded(data, "cp1252"), WINDOWS


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error) from error
    if "\0" in text:
        raise Unusable(_("the file is not text"), SAVE_AGAIN)
    return text


def _undecodable(error: UnicodeDecodeError) -> Unusable:
    data = error.object
    line = data.count(b"\n", 0, error.start) + 1
    column = error.start - data.rfind(b"\n", 0, error.start)
    message = _("the file is neither UTF-8, UTF-16 nor Windows-1252")
    return Unusable(message, SAVE_AGAIN, line, column)


def lines(text: str, separator: str) -> Iterator[Line]:
    """Every row that is not blank, its cells without blanks around them. Raises Unusable."""
    said = SAID.match(text)
    skipped = 1 if said else 0
    rest = io.StringIO(text[said.end() :] if said else text, newline="")
    reader = csv.reader(rest, delimiter=separator, strict=True)
    begins = 1
    try:
        for row, cells in enumerate(reader, 1):
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield Line(begins + skipped, row + skipped, stripped)
            begins = reader.line_num + 1
    except csv.Error as error:
        message = _("this row is not CSV: {problem}").format(problem=error)
        raise Unusable(message, _("Check its quotes."), begins + skipped) from error


def separators(text: str) -> str:
    """Those it may be, likeliest first; Excel writes “;” where a comma is the decimal sign."""
    if said := SAID.match(text):
        return said["separator"]
    first = QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    return "".join(sorted(SEPARATORS, key=first.count, reverse=True))
