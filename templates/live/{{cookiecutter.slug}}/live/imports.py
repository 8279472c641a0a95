"""Roles of many people as a table: given, never taken; the pages are the base's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartcity_base.cells import email
from smartcity_base.imports.importer import CannotUndo, Change, Importer, Say
from smartcity_base.loading import Column, Row
from smartcity_base.models import User

from live import people, roles

COLUMNS = (
    Column("email", lambda cell: email(cell).lower(), spellings=("Surel", "Email", "E-mail")),
    Column("role", spellings=("Peran", "Hak")),
)


def look(rows: Sequence[Row], say: Say, user: User) -> Iterator[Change]:
    """An account that nobody has vouched for gets no role by a table either."""
    known = {one.email: one for one in User.objects.filter(email__in=[r["email"] for r in rows])}
    for row in rows:
        person = known.get(row["email"])
        if person is None:
            say(row.number, "email", _("belum ada akun dengan surel ini; tambahkan dulu orangnya"))
        elif not people.is_vouched_for(person):
            say(row.number, "email", _("surelnya belum diperiksa; serahkan kode awal dulu"))
        else:
            has = _role(row) in roles.of(person)
            yield Change(row, "same" if has else "new", f"{person.name}: {row['role']}")


def make(changes: Sequence[Change], user: User) -> list[list[str]]:
    """Each role with its line in the audit; answers who got what."""
    given = []
    for change in changes:
        person = User.objects.get(email=change.row["email"])
        role = _role(change.row)
        roles.give(person, [role], by=user)
        given.append([str(person.pk), *role])
    return given


def undo(given: list[list[str]], user: User) -> None:
    """Taken again from whoever still has them."""
    for person, app, role in given:
        found = User.objects.filter(pk=UUID(person)).first()
        if found is None:
            continue
        if found == user and (app, role) == ("live", roles.ADMINISTRATOR):
            raise CannotUndo(_("peran administrator Anda sendiri dicabut oleh administrator lain"))
        roles.take(found, [(app, role)], by=user)


def _role(row: Row) -> Any:
    return tuple(row["role"].split(":", 1))


def _known() -> list[tuple[str, str]]:
    return [(":".join(role), roles.title(role)) for role in roles.known()]


IMPORTERS = (
    Importer(
        name="peran",
        title=gettext_lazy("Peran dari tabel"),
        help=gettext_lazy(
            "Beri peran kepada banyak orang sekaligus: satu baris per orang dan peran, misalnya"
            " laksa:officer. Peran yang sudah ada tidak dicabut."
        ),
        roles=(roles.ADMINISTRATOR,),
        columns=COLUMNS,
        key=("email", "role"),
        look=look,
        make=make,
        undo=undo,
        matches={"role": _known},
    ),
)
