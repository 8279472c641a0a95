"""Cells that refer to another table's rows: by key, or by a name that only one row has."""

from collections.abc import Callable, Mapping

from smartcity_kit.language import _
from smartcity_kit.profile.sheets import Column, Sheet
from smartcity_kit.profile.wording import did_you_mean

Sheets = Mapping[str, Sheet]

ADVISED = 100


def check_references(sheets: Sheets) -> None:
    """Put the key where a name stands, and note what refers to nothing."""
    for sheet in sheets.values():
        for column in sheet.kind.columns:
            if column.table and column.name in sheet.header and sheet.rows:
                _check(sheet, column, sheets.get(column.table))


def _check(sheet: Sheet, column: Column, target: Sheet | None) -> None:
    if target is None:
        # A region that keeps no list of positions writes them out.
        if column.table == "positions":
            return
        first = next((n for n, row in enumerate(sheet.rows) if row[column.name]), None)
        if first is not None:
            message = _("this refers to {table}.csv, which is not there")
            sheet.fault(first, column.name, message.format(table=column.table))
    elif target.whole:
        _check_column(sheet, column.name, target)


def _check_column(sheet: Sheet, name: str, target: Sheet) -> None:
    known = {row["id"] for row in target.rows}
    named = _by_name(target)
    meant = _advice(known)
    for number, row in enumerate(sheet.rows):
        cell = row[name]
        if not cell or cell in known:
            continue
        ids = named.get(cell.casefold(), [])
        if len(ids) == 1:
            row[name] = ids[0]
        elif ids:
            message = _("several rows of {table} have this name")
            hint = _("Write the id instead: {ids}.").format(ids=", ".join(ids))
            sheet.fault(number, name, message.format(table=target.label), hint)
        elif cell.casefold() in target.unread:
            # It most likely means that row, whose own fault is told; the rest would follow from it.
            continue
        elif sheet.kind.personal:
            # Where columns slipped, it may be anything about a person.
            message = _("{table} has no such row").format(table=target.label)
            sheet.fault(number, name, message, meant(cell))
        else:
            message = _("{table} has no row “{id}”").format(table=target.label, id=cell)
            sheet.fault(number, name, message, meant(cell))


def _advice(known: set[str]) -> Callable[[str], str]:
    """What may have been meant, for each of the first slips: likeness takes its time."""
    told: dict[str, str] = {}

    def advise(text: str) -> str:
        if text not in told and len(told) < ADVISED:
            told[text] = did_you_mean(text, known, listed=0)
        return told.get(text, "")

    return advise


def _by_name(target: Sheet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in target.rows:
        for name in {row["name"].casefold(), row.get("short_name", "").casefold()}:
            found.setdefault(name, []).append(row["id"])
    return found


def check_trees(sheets: Sheets) -> None:
    """Going up must end: what is above itself would hang every page."""
    for sheet in sheets.values():
        if "parent" in sheet.header:
            _check_tree(sheet)


def _check_tree(sheet: Sheet) -> None:
    parents = {row["id"]: row["parent"] for row in sheet.rows}
    ends: set[str] = {""}
    looped: set[str] = set()
    for start in parents:
        path: list[str] = []
        on_path: set[str] = set()
        here = start
        while here not in ends and here not in on_path and here not in looped:
            path.append(here)
            on_path.add(here)
            here = parents.get(here, "")
        if here in on_path:
            looped |= set(path[path.index(here) :])
        ends |= on_path - looped
    for number, row in enumerate(sheet.rows):
        if row["id"] in looped:
            sheet.fault(number, "parent", _("this row is above itself"))
