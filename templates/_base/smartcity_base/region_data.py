"""Loading the region into this app: the base's tables, then the app's own (`<app>.load`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from smartcity_base.config import config
from smartcity_base.loading import Column, Counts, DataFolder, Row, sync
from smartcity_base.models import Agency, District, Holiday, NationalHoliday, Village
from smartcity_base.workdays import edition, national

Loaded = dict[str, dict[str, int]]


def load_region(folder: Path, personal: Path | None = None) -> Loaded:
    """Bring all tables in line with `folder`, or none: raises LoadFaults with every fault.

    An app gives `load(data) -> Mapping[str, Counts]` and, for tables of people, which travel
    beside the release, `load_personal(data)`; faults go to `data.fault`.
    """
    with transaction.atomic():
        data = DataFolder(folder)
        counts: dict[str, Counts] = dict(_base_tables(data))
        own = _own_loader()
        if own is not None:
            counts |= own.load(data)
        data.check()
        if personal is not None and own is not None and hasattr(own, "load_personal"):
            people = DataFolder(personal)
            counts |= own.load_personal(people)
            people.check()
    return {name: count.as_dict() for name, count in counts.items()}


def _own_loader() -> Any:
    name = f"{config().app.name}.load"
    return import_module(name) if find_spec(name) else None


def _base_tables(data: DataFolder) -> Mapping[str, Counts]:
    agencies = data.table(
        "agencies",
        [
            Column("id", slug),
            Column("name"),
            Column("short_name", required=False, optional=True),
            Column("parent", slug, required=False, optional=True, empty=None),
            Column("kind", required=False, optional=True),
        ],
        key="id",
    )
    districts = data.table("districts", [Column("code"), Column("name")], key="code")
    villages = data.table(
        "villages",
        [
            Column("code"),
            Column("name"),
            Column("district"),
            Column("kind", required=False, optional=True),
            Column("postal", required=False, optional=True),
            Column("lon", number, required=False, optional=True, empty=None),
            Column("lat", number, required=False, optional=True, empty=None),
        ],
        key="code",
    )
    holidays = data.table("holidays", [Column("date", day), Column("name")], "date")
    known = {row["code"] for row in districts}
    for row in villages:
        if row["district"] not in known:
            data.fault(
                "villages", row.number, "district", f"kecamatan {row['district']!r} tidak ada"
            )
    ordered = _parents_first(data, agencies)
    data.check()
    return {
        "agencies": sync(Agency, (_foreign(row, "parent") for row in ordered), key="id"),
        "districts": sync(District, (row.values for row in districts), key="code"),
        "villages": sync(Village, (_foreign(row, "district") for row in villages), key="code"),
        "holidays": sync(Holiday, (row.values for row in holidays), key="date", retire=None),
        "national_holidays": _national_holidays(),
    }


def _national_holidays() -> Counts:
    """Last year, this one and the next five; years that have passed stay, for deadlines of then."""
    this_year, now = timezone.localdate().year, edition()
    kept = list(NationalHoliday.objects.values("date", "name", "edition"))
    fresh = {row["date"].year for row in kept if row["edition"] == now}
    wanted = set(range(this_year - 1, this_year + 6)) - fresh
    rows = [row for row in kept if row["date"].year not in wanted]
    rows += [
        {"date": day, "name": name, "edition": now}
        for year in wanted
        for day, name in national(year).items()
    ]
    return sync(NationalHoliday, rows, key="date", retire=None)


def slug(cell: str) -> str:
    """A converter: lower-case letters, digits and hyphens, as an id that survives a new name."""
    if cell != slugify(cell):
        raise ValueError("hanya huruf kecil, angka, dan tanda hubung")
    return cell


def number(cell: str) -> float:
    """A converter: 0.56 or -7 (a point, as data files have it)."""
    try:
        return float(cell)
    except ValueError as error:
        raise ValueError("bukan angka") from error


def day(cell: str) -> date:
    """A converter: 2026-08-17, the only way to write a day that cannot be misread."""
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise ValueError("bukan tanggal (tulis 2026-08-17 untuk 17 Agustus 2026)") from error


def _foreign(row: Row, column: str) -> Mapping[str, Any]:
    return {(f"{name}_id" if name == column else name): value for name, value in row.values.items()}


def _parents_first(data: DataFolder, rows: list[Row]) -> list[Row]:
    """A parent must be there before its children are; a circle has no first one."""
    by_id = {row["id"]: row for row in rows}
    graph: dict[str, set[str]] = {}
    for row in rows:
        parent = row["parent"]
        if parent is not None and parent not in by_id:
            data.fault("agencies", row.number, "parent", f"instansi {parent!r} tidak ada")
        graph[row["id"]] = {parent} if parent in by_id else set()
    try:
        return [by_id[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = " → ".join(error.args[1])
        data.fault("agencies", by_id[error.args[1][0]].number, "parent", f"berputar: {circle}")
        return []
