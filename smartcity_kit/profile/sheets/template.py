"""An empty table to fill in: its headings and one row that shows what a row looks like."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from smartcity_kit.errors import KitError
from smartcity_kit.language import _
from smartcity_kit.profile.files import shown
from smartcity_kit.profile.sheets.kinds import EXAMPLES, KINDS
from smartcity_kit.profile.wording import did_you_mean

UNCHANGED = _("Nothing was changed.")


def write_template(folder: Path, table: str, *, xlsx: bool = False) -> Path:
    """Write data/<table>.csv or .xlsx below the profile's folder and return its path.

    Raises KitError for a table that does not exist, and rather than write over one that does.
    """
    if table not in KINDS:
        raise KitError(
            _("There is no table “{name}”.").format(name=table), did_you_mean(table, KINDS)
        )
    data = folder / "data"
    there = [path for path in (data / f"{table}.csv", data / f"{table}.xlsx") if path.exists()]
    if there:
        message = _("{file} is there already.").format(file=shown(there[0]))
        raise KitError(message, UNCHANGED)
    path = data / f"{table}{'.xlsx' if xlsx else '.csv'}"
    rows = [KINDS[table].names, EXAMPLES[table]]
    try:
        data.mkdir(exist_ok=True)
        with path.open("xb") as file:
            file.write(_workbook(table, rows) if xlsx else _text(rows))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        message = _("{file} cannot be written: {reason}").format(file=shown(path), reason=reason)
        raise KitError(message, UNCHANGED) from error
    return path


def _text(rows: Sequence[Sequence[str]]) -> bytes:
    """With the mark without which Excel takes UTF-8 for something else."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _workbook(table: str, rows: Sequence[Sequence[str]]) -> bytes:
    from smartcity_kit.profile.sheets.xlsx import workbook

    return workbook(table, rows)
