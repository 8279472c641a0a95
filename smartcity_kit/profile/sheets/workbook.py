"""Bytes of an XLSX file -> the rows of its sheets, as the texts that a CSV export would hold.

So that what Excel and LibreOffice do to numbers and dates is judged in one place for both.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from smartcity_kit.errors import letters
from smartcity_kit.language import _
from smartcity_kit.profile.files import KIB, Unusable
from smartcity_kit.profile.sheets.delimited import Line

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

UNPACKED = 100 * KIB * KIB
CELLS = 5_000_000
# A cell with something in it; one that is only coloured closes itself.
FILLED = re.compile(rb'<(?:\w+:)?c [^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*(?<!/)>')
# Excel keeps 15 digits; a NIP has 18.
EXACT = 10**15


class Workbook:
    """An XLSX file. Raises Unusable for one that cannot be read, never anything else."""

    def __init__(self, data: bytes) -> None:
        self._refuse_bombs(data)
        self._book = self._opened(data)
        self.tabs: list[str] = self._book.sheet_names

    def lines(self, tab: str) -> Iterator[Line]:
        """Every row of a sheet that is not blank."""
        try:
            found = self._book.get_sheet_by_name(tab).to_python(skip_empty_area=False)
        except Exception as error:
            raise _unreadable(error) from error
        except BaseException as error:
            raise _panicked(error) from error
        for row, values in enumerate(found, 1):
            cells = [text_of(value) for value in values]
            if any(cells):
                yield Line(row, row, cells)

    @staticmethod
    def _opened(data: bytes) -> "CalamineWorkbook":
        import python_calamine

        try:
            return python_calamine.load_workbook(io.BytesIO(data))
        except python_calamine.PasswordError as error:
            hint = _("Save it without a password.")
            raise Unusable(_("the file is locked with a password"), hint) from error
        except Exception as error:
            raise _unreadable(error) from error
        except BaseException as error:
            raise _panicked(error) from error

    @staticmethod
    def _refuse_bombs(data: bytes) -> None:
        """A stray cell in the last corner makes a table of 17 billion cells in memory."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                    message = _("the file is larger than {limit} KB when it is unpacked")
                    raise Unusable(message.format(limit=UNPACKED // KIB))
                for name in archive.namelist():
                    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                        _refuse_corners(archive.read(name))
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise _unreadable(error) from error
        except Exception as error:  # zlib.error, struct.error, … of a file that was cut
            if isinstance(error, Unusable):
                raise
            raise _unreadable(error) from error


def _refuse_corners(xml: bytes) -> None:
    refs = FILLED.findall(xml)
    height = max((int(row) for _column, row in refs), default=0)
    names = {column for column, _row in refs}
    last = max(names, key=lambda name: (len(name), name), default=b"")
    width = sum(26**power * (letter - 64) for power, letter in enumerate(reversed(last)))
    if width * height > CELLS:
        message = _("the sheet reaches to {cell}").format(cell=f"{letters(width)}{height}")
        hint = _("Delete what stands far right of and far below the table.")
        raise Unusable(message, hint)


def text_of(value: Any) -> str:
    """A cell as a CSV export would hold it; long numbers as the “1.98E+17” that they became."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if abs(value) >= EXACT:
            return f"{value:.14E}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""


def _unreadable(error: Exception) -> Unusable:
    reason = str(error).splitlines()[0][:100] if str(error) else type(error).__name__
    message = _("this is not a workbook that can be read: {reason}").format(reason=reason)
    return Unusable(message, _("Save it again as “.xlsx”."))


def _panicked(error: BaseException) -> BaseException:
    """What Rust's panics become is no Exception; what the person presses stays what it is."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        return error
    return _unreadable(Exception(str(error)))
