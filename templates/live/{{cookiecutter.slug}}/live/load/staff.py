"""staff.csv: the accounts of the region's officers. It travels beside the release, never in it."""

from __future__ import annotations

from smartcity_base.loading import Column, Counts, DataFolder, Row

from live.models import Staff
from live.staff import Entry, Known, join, retire, settle

COLUMNS = [
    Column("name"),
    Column("nip", required=False, optional=True, empty=None),
    Column("email"),
    Column("phone", required=False, optional=True),
    Column("agency", required=False, optional=True, empty=None),
    Column("position", required=False, optional=True),
    Column("roles", required=False, optional=True),
]


def load(data: DataFolder) -> Counts:
    """Bring accounts in line with the table; its faults never repeat a cell."""
    known = Known()
    entries = [_Row(data, row, known) for row in data.table("staff", COLUMNS)]
    _tell_twins(data, entries)
    data.check()
    return _settle_all(entries)


class _Row(Entry):
    """A row of the table; its faults name it."""

    def __init__(self, data: DataFolder, row: Row, known: Known) -> None:
        self.row = row.number
        super().__init__(
            row.values,
            known,
            lambda column, message: data.fault("staff", row.number, column, message),
        )


def _tell_twins(data: DataFolder, entries: list[_Row]) -> None:
    for column in ("nip", "email"):
        seen: dict[str, int] = {}
        for entry in entries:
            value = getattr(entry, column)
            if value in seen:
                data.fault("staff", entry.row, column, f"sudah dipakai di baris {seen[value]}")
            elif value:
                seen[value] = entry.row


def _settle_all(entries: list[_Row]) -> Counts:
    """Bring accounts in line with the table: by NIP where there is one, else by address.

    Who is no longer in it is signed out everywhere and cannot come back in; who returns can. An
    account that an administrator closed stays closed. Whom the personnel system brought is not in
    the table's hands.
    """
    counts = Counts()
    kept = set()
    for entry in entries:
        if entry.settled:
            kept.add(entry.settled)
            continue
        if entry.fresh:
            kept.add(join(entry).pk)
            counts.new += 1
            continue
        staff, is_new, differs = settle(entry)
        kept.add(staff.pk)
        counts.new += is_new
        counts.changed += differs and not is_new
    ours = Staff.objects.filter(listed=True, origin=Staff.Origin.TABLE)
    for staff in ours.exclude(pk__in=kept).select_related("user"):
        retire(staff)
        counts.retired += 1
    return counts
