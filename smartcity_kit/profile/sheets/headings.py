"""Which row of a file is the heading, and which column each heading means."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice

from smartcity_kit.errors import letters
from smartcity_kit.language import _
from smartcity_kit.profile.files import Unusable
from smartcity_kit.profile.sheets.delimited import Line
from smartcity_kit.profile.sheets.kinds import KINDS, Kind
from smartcity_kit.profile.sheets.sheet import Sheet
from smartcity_kit.profile.wording import did_you_mean

# Exports begin with a title, a letterhead, an empty line or two.
SEARCHED = 10
# Every table needs at least as many columns.
TELLING = 2
NUMBERING = {"no", "nomor", "nourut", "nomorurut"}
NIK = {"nik", "nonik", "nomornik", "ktp", "noktp", "nomorktp", "kk", "nokk", "nomorkk",
       "nomorindukkependudukan", "nomorkartukeluarga"}  # fmt: skip
# Passed over where a finer column of the same meaning is there.
COARSE = {"kecamatan", "kodekecamatan", "distrik"}


def find_heading(kind: Kind, lines: Iterator[Line]) -> tuple[Line, list[Line]]:
    """The heading, and the rows that were read while looking for it and belong below it.

    The first row that names two columns; else simply the first.
    """
    read: list[Line] = []
    meanings = _meanings(kind)
    for line in islice(lines, SEARCHED):
        if _is_heading(meanings, line):
            return line, []
        read.append(line)
    return (read[0], read[1:]) if read else (Line(1, 1, []), [])


def has_heading(kind: Kind, lines: Iterator[Line]) -> bool:
    """Whether one of the first rows names columns of the table."""
    meanings = _meanings(kind)
    try:
        return any(_is_heading(meanings, line) for line in islice(lines, SEARCHED))
    except Unusable:
        return False


def _is_heading(meanings: Mapping[str, str], line: Line) -> bool:
    named = {meant for cell in line.cells if (meant := meanings.get(plainly(cell)))}
    return len(named) >= TELLING


def meaning(kind: Kind, heading: str) -> str:
    """The column that a heading means, "" when none."""
    return _meanings(kind).get(plainly(heading), "")


# The headings of most regions are the same few, and each is asked for several times.
@lru_cache(maxsize=2000)
def plainly(heading: str) -> str:
    """A heading without what people write differently each time."""
    return re.sub(r"[^a-z0-9]+", "", heading.lower())


@cache
def _meanings(kind: Kind) -> Mapping[str, str]:
    """Names first: what is one column's name is never taken for another's alias."""
    aliases = {plainly(a): column.name for column in kind.columns for a in column.aliases}
    return aliases | {plainly(column.name): column.name for column in kind.columns}


def check_heading(sheet: Sheet, line: Line) -> None:
    """Fill in the sheet's header, and note what is wrong with it."""
    place = (line.line, line.row)
    while sheet.headings and not sheet.headings[-1]:
        # Spreadsheets export columns that were only touched; at the end they say nothing.
        sheet.headings.pop()
    sheet.header = _meant(sheet.kind, sheet.headings)
    hidden = sheet.kind.personal and not any(sheet.header)
    for number, (name, heading) in enumerate(
        zip(sheet.header, sheet.headings, strict=True), start=1
    ):
        if name in sheet.header[: number - 1] and name:
            hint = _("Here “{heading}” means “{name}”.").format(heading=heading, name=name)
            same = heading == name
            message = _("this column is there twice")
            sheet.note(place, number, heading, message, "" if same else hint)
            sheet.whole = False
        elif not name:
            # Without headings the first row may be a person.
            _check_unknown(sheet, place, number, letters(number) if hidden else heading)
    for column in sheet.kind.columns:
        if column.needed and column.name not in sheet.header:
            hint = _("The first row: {names}.").format(names=",".join(sheet.kind.names))
            sheet.note(place, 1, column.name, _("this column is needed and is not there"), hint)
            sheet.whole = False


def _meant(kind: Kind, headings: list[str]) -> list[str]:
    meanings = _meanings(kind)
    found = [meanings.get(plainly(heading), "") for heading in headings]
    for number, heading in enumerate(headings):
        if plainly(heading) in COARSE and found.count(found[number]) > 1:
            found[number] = ""
    return found


def _check_unknown(sheet: Sheet, place: tuple[int, int], number: int, heading: str) -> None:
    plain = plainly(heading)
    if plain in NIK:
        hint = _("Remove the column: no app needs it, and it must not lie about.")
        sheet.note(place, number, heading, _("a NIK is not taken"), hint)
    elif not (plain in NUMBERING or (plain in COARSE and "village" in sheet.header)):
        hint = did_you_mean(heading, sheet.kind.names)
        sheet.note(place, number, heading, _("there is no such column"), hint)


def kind_of(name: str) -> str | None:
    """The table that a file or a sheet is named for; None when it is no table's name."""
    plain = name.strip().lower()
    return plain if plain in KINDS else None
