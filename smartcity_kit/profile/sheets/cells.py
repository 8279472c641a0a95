"""Every cell of a table -> its canonical text, or a fault."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.sheets import numbers
from smartcity_kit.profile.sheets.dates import YEAR_LAST, order_of, read_date
from smartcity_kit.profile.sheets.kinds import Column
from smartcity_kit.profile.sheets.sheet import Sheet
from smartcity_kit.profile.sheets.wrong import Wrong
from smartcity_kit.profile.wording import for_example, in_short

Reader = Callable[[str], str]

# What stands in an empty cell where someone was told to leave none.
NOTHING = {"-", "–", "—"}
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
KINDS_OF_PLACE = {
    "sekolah": "school", "klinik": "clinic", "puskesmas": "clinic", "rumah sakit": "hospital",
    "rs": "hospital", "rsud": "hospital", "pasar": "market", "kantor": "office", "taman": "park",
    "perpustakaan": "library", "terminal": "terminal", "tempat ibadah": "worship",
    "masjid": "worship", "gereja": "worship", "pura": "worship", "vihara": "worship",
    "lain": "other", "lainnya": "other", "lain-lain": "other",
}  # fmt: skip


def check_cells(sheet: Sheet) -> None:
    """Make every cell canonical, noting those that cannot be."""
    for column in sheet.kind.columns:
        if column.name in sheet.header:
            _check_column(sheet, column)


def _check_column(sheet: Sheet, column: Column) -> None:
    name = column.name
    if not sheet.rows:
        return
    read = reader(column, [row[name] for row in sheet.rows])
    known: dict[str, str] = {}
    for number, row in enumerate(sheet.rows):
        cell = row[name]
        if not column.needed and cell in NOTHING:
            cell = row[name] = ""
        if not cell:
            if column.needed:
                sheet.fault(number, name, _("this cell is needed and is empty"))
            continue
        clean = known.get(cell)
        if clean is None:
            try:
                clean = known[cell] = read(cell)
            except Wrong as wrong:
                _note(sheet, number, column, wrong)
                continue
        row[name] = clean
        if len(clean) > column.longest:
            message = _("at most {longest} characters fit here; these are {count}")
            words = {"longest": column.longest, "count": len(clean)}
            sheet.fault(number, name, message.format(**words))
    if column.shape is shapes.DATE:
        _remark_order(sheet, name, known)


def reader(column: Column, cells: Sequence[str]) -> Reader:
    """How a cell of the column is made canonical, `cells` being all of it; it raises Wrong."""
    shape = column.shape
    if shape is shapes.DATE:
        order = order_of(cells)
        return lambda cell: read_date(cell, order)
    if shape in (shapes.PHONE, shapes.PERSON_PHONE):
        return partial(numbers.read_phone, shape=shape)
    own: dict[str, Reader] = {
        shapes.NIP.pattern: numbers.read_nip,
        shapes.DEGREES.pattern: numbers.read_degrees,
        shapes.DAYS.pattern: numbers.read_days,
        shapes.DEADLINE.pattern: numbers.read_deadline,
        shapes.AREA.pattern: numbers.read_area,
        shapes.PLACE.pattern: _place,
        shapes.EMAIL.pattern: _email,
    }
    if reader := own.get(shape.pattern):
        return reader
    fits = re.compile(shape.pattern).fullmatch
    tidy = _one_line if shape is shapes.LINE else _composed

    def read(cell: str) -> str:
        clean = tidy(cell)
        if not fits(clean):
            raise Wrong(shape.expected, for_example(shape.example))
        return clean

    return read


def _composed(cell: str) -> str:
    """One letter one character, however the keyboard made it; line ends as everywhere else."""
    if not cell.isprintable():
        cell = LINE_ENDS.sub("\n", cell)
    return cell if cell.isascii() else unicodedata.normalize("NFC", cell)


def _one_line(cell: str) -> str:
    """Text that was broken to fit its cell, on one line again."""
    return _composed(cell if cell.isprintable() else re.sub(r"\s+", " ", cell))


def _email(cell: str) -> str:
    """Capitals make no other mailbox."""
    address = cell.removeprefix("mailto:").lower()
    if not re.fullmatch(shapes.EMAIL.pattern, address) or ".." in address:
        raise Wrong(shapes.EMAIL.expected, for_example(shapes.EMAIL.example))
    return address


def _place(cell: str) -> str:
    kind = KINDS_OF_PLACE.get(cell.lower(), cell.lower())
    if not re.fullmatch(shapes.PLACE.pattern, kind):
        raise Wrong(shapes.PLACE.expected, for_example(shapes.PLACE.example))
    return kind


def _note(sheet: Sheet, number: int, column: Column, wrong: Wrong) -> None:
    personal = sheet.kind.personal
    cell = sheet.rows[number][column.name]
    found = _("something personal, not shown here") if personal else in_short(cell)
    message = _("expected {what}, found {found}").format(what=wrong.expected, found=found)
    hint = "" if wrong.told and personal else wrong.hint
    sheet.fault(number, column.name, message, hint)


def _remark_order(sheet: Sheet, name: str, known: dict[str, str]) -> None:
    """Say how a date was read that others in the column gave the meaning of."""
    for cell, clean in known.items():
        found = YEAR_LAST.fullmatch(cell)
        if found and int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]:
            number = next(i for i, row in enumerate(sheet.rows) if row[name] == clean)
            message = _("“{date}” is read as {clean}, as the other dates of the column are written")
            message = message.format(date=cell, clean=clean)
            sheet.fault(number, name, message, severity="warning")
            return
