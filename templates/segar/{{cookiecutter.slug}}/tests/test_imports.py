"""Prices as a table: they wait for somebody else's approval, and never change what was approved."""

from typing import Any

import pytest

from smartcity_base.imports import importer, sheet
from smartcity_base.imports.importer import CannotUndo, Checked
from smartcity_base.testing.cast import Person, user_of

from segar.imports import IMPORTERS
from segar.models import Price, Sheet, State

from .conftest import HILL, RICE, Pricing, ago

(PRICES,) = IMPORTERS
HEAD = "Tanggal,Pasar,Bahan,Harga,Pedagang\n"


def looked(person: Person, rows: str) -> Checked:
    lines = sheet.read((HEAD + rows).encode(), PRICES.most_rows)
    return importer.check(PRICES, "harga.csv", lines, user_of(person))


def brought(person: Person, rows: str) -> Any:
    return PRICES.make(looked(person, rows).doing, user_of(person))


def test_they_wait_for_approval(administrator: Person) -> None:
    brought(administrator, f"{ago(3)},{HILL},{RICE},14.000,4\n{ago(2)},{HILL},{RICE},14500,\n")
    assert [one.state for one in Sheet.objects.all()] == [State.WAITING] * 2
    assert list(Price.objects.order_by("day").values_list("price", "traders", "source")) == [
        (14_000, 4, "pengelola"), (14_500, 1, "pengelola"),
    ]  # fmt: skip


def test_the_same_again_is_nothing_and_another_price_is_a_change(administrator: Person) -> None:
    row = f"{ago(3)},{HILL},{RICE},14000,\n"
    brought(administrator, row)
    assert looked(administrator, row).counts == {"same": 1}
    (change,) = looked(administrator, row.replace("14000", "15000")).changes
    assert change.differs == [("price", 14_000, 15_000)]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (f"{ago(-2)},{HILL},{RICE},14000,", "belum tiba"),
        (f"{ago(2)},{HILL},{RICE},0,", "1 sampai 10.000.000"),
        (f"{ago(2)},{HILL},{RICE},mahal,", "bukan bilangan bulat"),
        (f"{ago(2)},{HILL},{RICE},14000,0", "1 sampai 1000"),
    ],
)
def test_what_cannot_be_is_told(administrator: Person, row: str, why: str) -> None:
    assert why in looked(administrator, row + "\n").faults[0].message


def test_what_was_approved_is_not_changed_by_a_table(
    priced: Pricing, administrator: Person
) -> None:
    priced(3, {RICE: 14_000})
    fault = looked(administrator, f"{ago(3)},{HILL},{RICE},15000,\n").faults[0]
    assert (fault.row, fault.column) == (2, "Harga")
    assert "sudah disetujui" in fault.message


def test_a_market_of_another_name_is_asked_for(administrator: Person) -> None:
    checked = looked(administrator, f"{ago(3)},Pasar Lama,{RICE},14000,\n")
    assert checked.unknown == {"market": ["Pasar Lama"]}
    assert not checked.is_ready


def test_it_is_taken_back_until_somebody_has_approved(
    administrator: Person, approver: Person
) -> None:
    from segar import work

    undo = PRICES.undo
    assert undo
    made = brought(administrator, f"{ago(3)},{HILL},{RICE},14000,\n")
    work.approve(user_of(approver), Sheet.objects.get())
    with pytest.raises(CannotUndo):
        undo(made, user_of(administrator))
    made = brought(administrator, f"{ago(2)},{HILL},{RICE},14000,\n")
    undo(made, user_of(administrator))
    assert Sheet.objects.get(day=ago(2)).state == State.RETURNED


def test_only_administrators_have_it(surveyor: Person, approver: Person, stranger: Person) -> None:
    assert surveyor.client.get("/impor/harga/").status_code == 403
    assert approver.client.get("/impor/harga/").status_code == 403
    assert stranger.client.get("/impor/harga/").status_code == 302
