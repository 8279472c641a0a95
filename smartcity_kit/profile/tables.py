"""data/ -> every table of the profile, checked against each other and against the adopted apps."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from smartcity_kit.catalogue import Card
from smartcity_kit.errors import Fault
from smartcity_kit.language import _
from smartcity_kit.profile import shapes
from smartcity_kit.profile.files import Unusable, inside, shown
from smartcity_kit.profile.sheets import KINDS, Sheet, read_sheet
from smartcity_kit.profile.wording import did_you_mean

FOLDER = "data"
Sheets = Mapping[str, Sheet]


def read_tables(folder: Path, cards: Iterable[Card]) -> tuple[dict[str, Sheet], list[Fault]]:
    """All tables below `folder`, and all their faults. `cards` are those of the adopted apps."""
    adopted = {card.name: card for card in cards}
    faults: list[Fault] = []
    sheets: dict[str, Sheet] = {}
    for path in _files(folder, faults):
        if path.suffix == ".csv" and path.stem in KINDS:
            sheets[path.stem] = read_sheet(folder, path)
        else:
            hint = did_you_mean(path.name, [f"{name}.csv" for name in KINDS])
            faults.append(Fault(shown(path), 1, 1, "", _("there is no such table"), hint))
    for sheet in sheets.values():
        _check_references(sheet, sheets)
    _check_tree(sheets)
    _check_dates(sheets)
    _check_roles(sheets, adopted)
    faults += _missing(folder, sheets, adopted.values())
    for sheet in sheets.values():
        faults += sheet.faults
    return sheets, faults


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
    return [path for path in paths if not path.name.startswith((".", "README"))]


def _missing(folder: Path, sheets: Sheets, cards: Iterable[Card]) -> Iterable[Fault]:
    needed: dict[str, list[str]] = {}
    for card in cards:
        for table, need in card.data.items():
            if need == "required":
                needed.setdefault(table, []).append(card.name)
    for table, apps in needed.items():
        path = folder / FOLDER / f"{table}.csv"
        words = {"apps": ", ".join(apps)}
        if table not in sheets:
            message = _("this table is needed by {apps} and is not there").format(**words)
            yield Fault(shown(path), 1, 1, "", message, _columns(table))
        elif sheets[table].whole and not sheets[table].faults and not sheets[table].rows:
            message = _("this table is needed by {apps} and has no rows").format(**words)
            yield Fault(shown(path), 1, 1, "", message)


def _columns(table: str) -> str:
    if table not in KINDS:
        return ""
    names = ",".join(column.name for column in KINDS[table].columns)
    return _("The first row: {names}.").format(names=names)


def _check_references(sheet: Sheet, sheets: Sheets) -> None:
    for column in sheet.kind.columns:
        if not column.table or column.name not in sheet.header or not sheet.rows:
            continue
        target = sheets.get(column.table)
        if target is None:
            message = _("this refers to {table}.csv, which is not there")
            sheet.fault(0, column.name, message.format(table=column.table))
        elif target.whole:
            _check_column(sheet, column.name, target)


def _check_column(sheet: Sheet, column: str, target: Sheet) -> None:
    known = target.keys
    for number, row in enumerate(sheet.rows):
        if row[column] and row[column] not in known:
            message = _("{table}.csv has no row “{id}”")
            message = message.format(table=target.path.stem, id=row[column])
            sheet.fault(number, column, message, did_you_mean(row[column], known, listed=0))


def _check_tree(sheets: Sheets) -> None:
    """Going up from an agency must end: one that is above itself would hang every page."""
    sheet = sheets.get("agencies")
    if sheet is None or "parent" not in sheet.header:
        return
    parents = {row["id"]: row["parent"] for row in sheet.rows}
    for number, row in enumerate(sheet.rows):
        above, seen = row["parent"], set[str]()
        while above and above != row["id"] and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above and above == row["id"]:
            sheet.fault(number, "parent", _("this agency is above itself"))


def _check_dates(sheets: Sheets) -> None:
    sheet = sheets.get("announcements")
    for number, row in enumerate(sheet.rows if sheet else ()):
        if sheet and row["until"] and row["until"] < row["date"]:
            sheet.fault(number, "until", _("this is before the announcement's date"))


def _check_roles(sheets: Sheets, adopted: Mapping[str, Card]) -> None:
    sheet = sheets.get("staff") if adopted else None
    known = [f"{app}:{role}" for app, card in adopted.items() for role in card.roles]
    for number, row in enumerate(sheet.rows if sheet else ()):
        well_formed = re.fullmatch(shapes.ROLES.pattern, row["roles"])
        for role in re.split(" *; *", row["roles"]) if well_formed else ():
            if sheet and role not in known:
                message = _("no adopted app has the role “{role}”").format(role=role)
                sheet.fault(number, "roles", message, did_you_mean(role, known))
