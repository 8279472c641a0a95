"""What lies in data/ -> its tables, and everything that is wrong with them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from smartcity_kit.catalogue import Card
from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.files import Unusable, inside, shown
from smartcity_kit.profile.sheets import KINDS, WORKBOOK, Sheet, read_file
from smartcity_kit.profile.tables.areas import check_areas
from smartcity_kit.profile.tables.people import check_niks, check_roles
from smartcity_kit.profile.tables.references import check_references, check_trees
from smartcity_kit.profile.wording import did_you_mean
from smartcity_kit.regions import Region

FOLDER = "data"
ENDINGS = (".csv", ".xlsx")
Sheets = Mapping[str, Sheet]


def read_tables(
    folder: Path, cards: Iterable[Card], region: Region | None = None
) -> tuple[dict[str, Sheet], list[Fault]]:
    """All tables below `folder`, and all their faults.

    `cards` are those of the adopted apps; `region` is the one whose own districts and villages are
    asked for, and None where it is not known.
    """
    adopted = {card.name: card for card in cards}
    faults: list[Fault] = []
    sheets: dict[str, Sheet] = {}
    for path in _files(folder, faults):
        if path.name == WORKBOOK or (path.suffix in ENDINGS and path.stem in KINDS):
            found, own = read_file(folder, path)
            faults += own
            for sheet in found:
                _keep(sheet, sheets, faults)
        else:
            hint = did_you_mean(path.name, [f"{name}.csv" for name in KINDS])
            faults.append(Fault(shown(path), 1, 1, "", _("there is no such table"), hint))
    check_references(sheets)
    check_trees(sheets)
    check_areas(sheets, region)
    check_niks(sheets)
    _check_dates(sheets)
    check_roles(sheets, adopted)
    faults += _missing(folder, sheets, adopted.values())
    for sheet in sheets.values():
        faults += sheet.faults
    return sheets, faults


def _keep(sheet: Sheet, sheets: dict[str, Sheet], faults: list[Fault]) -> None:
    other = sheets.setdefault(sheet.name, sheet)
    if other is not sheet:
        message = _("this table is also in {file}").format(file=other.path.name)
        hint = _("Keep one of the two.")
        faults.append(Fault(shown(sheet.path), 1, 1, "", message, hint, sheet=sheet.tab))


def _files(folder: Path, faults: list[Fault]) -> list[Path]:
    """What lies in data/, in order; hidden files and a README are nobody's table."""
    data = folder / FOLDER
    try:
        inside(folder, FOLDER)
        paths = sorted(data.iterdir()) if data.is_dir() else []
    except Unusable as why:
        faults.append(why.fault(data))
        return []
    except OSError as error:
        faults.append(Unusable(str(error.strerror)).fault(data))
        return []
    # “~$” begins what Excel leaves beside a file that is open.
    return [path for path in paths if not path.name.startswith((".", "README", "~$"))]


def _missing(folder: Path, sheets: Sheets, cards: Iterable[Card]) -> Iterable[Fault]:
    needed: dict[str, list[str]] = {}
    for card in cards:
        for table, need in card.data.items():
            if need == "required":
                needed.setdefault(table, []).append(card.name)
    for table, apps in needed.items():
        words = {"apps": ", ".join(apps)}
        if table not in sheets:
            path = folder / FOLDER / f"{table}.csv"
            message = _("this table is needed by {apps} and is not there").format(**words)
            yield Fault(shown(path), 1, 1, "", message, _columns(table))
        elif (sheet := sheets[table]).sound and not sheet.rows and not sheet.examples:
            message = _("this table is needed by {apps} and has no rows").format(**words)
            yield Fault(shown(sheet.path), 1, 1, "", message, sheet=sheet.tab)


def _columns(table: str) -> str:
    if table not in KINDS:
        return ""
    return _("The first row: {names}.").format(names=",".join(KINDS[table].names))


def _check_dates(sheets: Sheets) -> None:
    sheet = sheets.get("announcements")
    is_date = re.compile(shapes.DATE.pattern).fullmatch
    for number, row in enumerate(sheet.rows if sheet else ()):
        sound = is_date(row["until"]) and is_date(row["date"])
        if sheet and sound and row["until"] < row["date"]:
            sheet.fault(number, "until", _("this is before the announcement's date"))
