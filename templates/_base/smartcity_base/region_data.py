"""Loading the region into this app: the base's tables, then the app's own (`<app>.load`)."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from smartcity_base import kept, places
from smartcity_base.cells import day, email, latitude, longitude, slug
from smartcity_base.config import config
from smartcity_base.loading import Column, Counts, DataFolder, parents_first, sync, with_ids
from smartcity_base.models import Agency, District, Holiday, NationalHoliday, Place, Village
from smartcity_base.workdays import edition, national

Loaded = dict[str, dict[str, int]]


def load_region(folder: Path, personal: Path | None = None) -> Loaded:
    """Bring all tables in line with `folder`, or none: raises LoadFaults with every fault."""
    return load_tables(DataFolder(folder), DataFolder(personal) if personal else None)


def load_tables(data: DataFolder, people: DataFolder | None, dry_run: bool = False) -> Loaded:
    """Load these tables; with `dry_run` only count what that would take, by doing and undoing it.

    An app gives `load(data) -> Mapping[str, Counts]` and, for tables of people, which travel
    beside the release, `load_personal(data)`; faults go to `data.fault`.
    """
    with transaction.atomic():
        counts: dict[str, Counts] = dict(_base_tables(data))
        own = _own_loader()
        if own is not None:
            counts |= own.load(data)
        data.check()
        if people is not None and own is not None and hasattr(own, "load_personal"):
            counts |= own.load_personal(people)
            people.check()
        if dry_run:
            transaction.set_rollback(True)
    kept.forget()
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
            Column("email", email, required=False, optional=True),
            Column("phone", required=False, optional=True),
            Column("address", required=False, optional=True),
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
            Column("lon", longitude, required=False, optional=True, empty=None),
            Column("lat", latitude, required=False, optional=True, empty=None),
        ],
        key="code",
    )
    holidays = data.table("holidays", [Column("date", day), Column("name")], "date")
    known = {row["code"] for row in districts}
    for row in villages:
        if row["district"] not in known:
            message = f"kecamatan {row['district']!r} tidak ada"
            data.fault("villages", row.number, "district", message)
    ordered = parents_first(data, "agencies", agencies, "instansi")
    known_places = places.read(
        data,
        villages={row["code"]: row["district"] for row in villages},
        districts=known,
        agencies={row["id"] for row in agencies},
    )
    data.check()
    return {
        "agencies": sync(Agency, (with_ids(row, "parent") for row in ordered), key="id"),
        "districts": sync(District, (row.values for row in districts), key="code"),
        "villages": sync(Village, (with_ids(row, "district") for row in villages), key="code"),
        "places": sync(Place, known_places, key="id"),
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
