"""Roles as a table: given to accounts that are known and vouched for, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from smartcity_base.imports import importer, sheet
from smartcity_base.imports.importer import CannotUndo, Checked
from smartcity_base.models import AuditEntry, User
from smartcity_base.testing.cast import Casting, Person, user_of

from live import people, roles
from live.imports import IMPORTERS

(ROLES,) = IMPORTERS
LAKSA = ("laksa", "officer")


@pytest.fixture(autouse=True)
def _vouched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "is_vouched_for", lambda user: user.name != "Warga")


def looked(person: Person, rows: str) -> Checked:
    assert isinstance(person.user, User)
    lines = sheet.read(("Surel,Peran\n" + rows).encode(), ROLES.most_rows)
    return importer.check(ROLES, "peran.csv", lines, person.user)


def brought(person: Person, rows: str) -> Any:
    assert isinstance(person.user, User)
    return ROLES.make(looked(person, rows).doing, person.user)


def test_they_are_given_with_a_line_in_the_audit_and_taken_back(
    administrator: Person, person: Casting
) -> None:
    officer = person("Rekan")
    made = brought(administrator, "REKAN@example.org,laksa:officer\n")
    assert LAKSA in roles.of(user_of(officer))
    entry = AuditEntry.objects.filter(action="role.given")[0]  # the newest
    assert (entry.actor, entry.details) == (
        administrator.user, {"app": "laksa", "role": "officer"},
    )  # fmt: skip
    assert looked(administrator, "rekan@example.org,laksa:officer\n").counts == {"same": 1}
    ROLES.undo(made, user_of(administrator))
    assert LAKSA not in roles.of(user_of(officer))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("siapa@example.org,laksa:officer", "belum ada akun"),
        ("warga@example.org,laksa:officer", "belum diperiksa"),
        ("bukan surel,laksa:officer", "bukan alamat surel"),
    ],
)
def test_an_account_that_cannot_have_one_is_told(
    administrator: Person, citizen: Person, row: str, why: str
) -> None:
    fault = looked(administrator, row + "\n").faults[0]
    assert (fault.row, fault.column) == (2, "Surel")
    assert why in fault.message


def test_a_role_that_is_none_is_asked_for(administrator: Person, officer: Person) -> None:
    checked = looked(administrator, "petugas@example.org,Operator pengaduan\n")
    assert checked.unknown == {"role": ["Operator pengaduan"]}


def test_nobody_takes_their_own_administration_back(administrator: Person) -> None:
    given = [[str(user_of(administrator).pk), "live", "administrator"]]
    with pytest.raises(CannotUndo):
        ROLES.undo(given, user_of(administrator))


def test_only_administrators_have_it(officer: Person, stranger: Person) -> None:
    assert officer.client.get("/impor/peran/").status_code == 403
    assert stranger.client.get("/impor/peran/").status_code == 302
