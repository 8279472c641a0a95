"""What the sample app brings in: days off, which is enough to see all that may happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smartcity_base.cells import day
from smartcity_base.imports.importer import CannotUndo, Change, Importer, Say
from smartcity_base.loading import Column, Row
from smartcity_base.models import Holiday, User

KINDS = [("daerah", "Libur daerah"), ("sekolah", "Libur sekolah")]


def look(rows: Sequence[Row], say: Say, user: User) -> Iterator[Change]:
    known = {one.date: one for one in Holiday.objects.all()}
    for row in rows:
        there, key = known.get(row["date"]), str(row["date"])
        if row["name"] == "rusak":
            say(row.number, "name", "ganti namanya")
        elif there is None:
            yield Change(row, "new", key)
        elif there.name == row["name"]:
            yield Change(row, "same", key)
        else:
            yield Change(row, "changed", key, before={"name": there.name})


def make(changes: Sequence[Change], user: User) -> list[str]:
    for change in changes:
        if change.row["name"] == "gagal":
            raise RuntimeError("halfway")
        Holiday.objects.update_or_create(
            date=change.row["date"], defaults={"name": change.row["name"]}
        )
    return [str(change.row["date"]) for change in changes]


def undo(made: list[str], user: User) -> None:
    found = Holiday.objects.filter(date__in=made)
    if found.filter(name="dipakai").exists():
        raise CannotUndo("sudah dipakai")
    found.delete()


IMPORTERS = (
    Importer(
        name="libur",
        title="Hari libur",
        help="Satu baris per hari.",
        roles=("administrator",),
        columns=(
            Column("date", day, spellings=("Tanggal", "Hari")),
            Column("name", spellings=("Nama",)),
            Column("kind", optional=True, required=False, empty="daerah", spellings=("Jenis",)),
        ),
        key=("date",),
        look=look,
        make=make,
        undo=undo,
        matches={"kind": lambda: KINDS},
        most_rows=100,
    ),
)
