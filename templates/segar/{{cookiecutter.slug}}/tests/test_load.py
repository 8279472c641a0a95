"""The lists of the profile: a usual one where there is none, all faults told, nothing deleted."""

from pathlib import Path

import pytest

from smartcity_base.loading import DataFolder, LoadFaults

from segar.load import load
from segar.models import Commodity, ReferencePrice

HEAD = "id,group,name,variant,unit"
RULES = "commodity,kind,price,since,basis"


def tables(folder: Path, commodities: list[str], rules: list[str] | None = None) -> DataFolder:
    if commodities:
        (folder / "commodities.csv").write_text("\n".join([HEAD, *commodities]))
    (folder / "reference_prices.csv").write_text("\n".join([RULES, *(rules or [])]))
    return DataFolder(folder)


def test_without_a_list_of_its_own_a_region_begins_with_the_usual_one(
    db: None, tmp_path: Path
) -> None:
    counts = load(tables(tmp_path, []))
    assert counts["commodities"].new > 25
    assert str(Commodity.objects.get(pk="beras-premium")) == "Beras premium"
    assert not load(tables(tmp_path, []))["commodities"].any


def test_the_order_is_that_of_the_table_and_what_is_gone_is_retired(
    db: None, tmp_path: Path
) -> None:
    load(tables(tmp_path, ["b,Satu,Beras,,kg", "a,Dua,Gula,,kg"]))
    assert [one.pk for one in Commodity.objects.all()] == ["b", "a"]
    assert load(tables(tmp_path, ["a,Dua,Gula,,kg"]))["commodities"].retired == 1
    assert Commodity.objects.get(pk="b").active is False


def test_reference_prices_follow_the_table(db: None, tmp_path: Path) -> None:
    load(tables(tmp_path, ["a,G,Gula,,kg"], ["a,HAP,17500,2026-01-01,Peraturan percontohan"]))
    assert ReferencePrice.objects.get().price == 17500
    load(tables(tmp_path, ["a,G,Gula,,kg"]))
    assert not ReferencePrice.objects.exists()


def test_every_fault_is_told_with_its_row_and_nothing_is_changed(db: None, tmp_path: Path) -> None:
    data = tables(
        tmp_path,
        ["a,G,Gula,,kg", "B b,G,Beras,,kg", "c,G,Telur,,"],
        ["a,HET,mahal,2026-01-01,P", "x,HET,100,2026-01-01,P"],
    )
    with pytest.raises(LoadFaults) as told:
        load(data)
    places = [(fault.file, fault.row, fault.column) for fault in told.value.faults]
    assert places == [
        ("data/commodities.csv", 3, "id"),
        ("data/commodities.csv", 4, "unit"),
        ("data/reference_prices.csv", 2, "price"),
        ("data/reference_prices.csv", 3, "commodity"),
    ]
    assert not Commodity.objects.exists()
