"""No NIK anywhere, and nothing about a person in what is said."""

import json

import pytest

from smartcity_kit import console
from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from tests.profile.conftest import AGENCIES, WHOLE, Faults, Write

NIK = "3671015302860001"


@pytest.mark.parametrize("written", [NIK, f"a.n. {NIK}.", "3671 0153 0286 0001"])
def test_a_nik_in_any_cell_is_a_fault_and_is_not_shown(
    written: str, write: Write, catalogue: Catalogue
) -> None:
    table = f"id,name,kind,address\na,A,office,Jl. B\nb,B,office,{written}\n"
    _profile, found = read_profile(write(WHOLE | {"data/places.csv": table}), catalogue)
    (fault,) = found
    assert (fault.key, fault.row, fault.value) == ("address", 3, "")
    assert fault.message == "this looks like a NIK, which is not shown here"
    assert "3671" not in json.dumps(console.fault_json(fault))


def test_the_resident_file_alone_holds_niks_and_nothing_of_it_is_shown(
    write: Write, catalogue: Catalogue
) -> None:
    table = f"NIK,Nama Lengkap,Tanggal Lahir\n{NIK},Rahasia Satu,13-02-1986\n"
    profile, found = read_profile(write(WHOLE | {"data/residents.csv": table}), catalogue)
    assert found == []
    assert profile is not None
    assert "residents" not in profile.tables
    (row,) = profile.personal["residents"].rows
    assert row == {"nik": NIK, "name": "Rahasia Satu", "birth_date": "1986-02-13"}

    table += f"123,Rahasia Dua,besok\n3671015302860002,Rahasia {NIK},1986-02-13\n"
    _profile, found = read_profile(write(WHOLE | {"data/residents.csv": table}), catalogue)
    assert {fault.key for fault in found} == {"NIK", "Tanggal Lahir", "Nama Lengkap"}
    told = json.dumps([console.fault_json(fault) for fault in found])
    assert "ahasia" not in told
    assert "3671" not in told


@pytest.mark.parametrize(
    "written",
    ["198602132011011002", "1234567890123456", "3671019902860001", "3671015302860000", "00" + NIK],
)
def test_other_long_numbers_are_none(written: str, faults: Faults) -> None:
    table = f"id,name,kind,address\na,A,office,No. {written}\n"
    assert faults({"data/places.csv": table}) == []


def test_nothing_of_a_person_is_in_any_fault(write: Write, catalogue: Catalogue) -> None:
    table = (
        "name,nip,email,phone,agency,position,roles\n"
        f"Rahasia Satu,{NIK},rahasia,81234567890,Rahasia Dinas,Jabatan {NIK},rahasia\n"
        "Rahasia Dua,198602132011011000,x@rahasia,8.1E+10,rahasia,,\n" + "Rahasia" * 40 + ",,,,,,\n"
    )
    _profile, found = read_profile(write(WHOLE | {"data/staff.csv": table}), catalogue)
    told = json.dumps([console.fault_json(fault) for fault in found])
    assert len(found) >= 12
    assert "ahasia" not in told
    assert "3671" not in told
    assert "8123" not in told


def test_an_example_is_counted_and_not_loaded(write: Write, catalogue: Catalogue) -> None:
    files: dict[str, str | bytes] = {
        "data/agencies.csv": AGENCIES + "contoh-dinas,,,tidak-ada,\n",
        "data/holidays.csv": "date,name\n2026-12-31,CONTOH: libur\nbesok,Contoh lagi\n",
        "data/staff.csv": "name,email\nNama Contoh,contoh@contoh.go.id\n",
    }
    profile, found = read_profile(write(WHOLE | files), catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["agencies"].examples == (3,)
    assert [row["id"] for row in profile.tables["agencies"].rows] == ["dlh"]
    assert "contoh" not in profile.tables["agencies"].text
    assert profile.tables["holidays"].examples == (2, 3)
    assert profile.personal["staff"].rows == ()


def test_a_table_of_examples_is_there_but_empty(write: Write, catalogue: Catalogue) -> None:
    files: dict[str, str | bytes] = {
        "data/agencies.csv": "id,name\ncontoh-dinas,Dinas Contoh\n",
        "data/categories.csv": "id,name,agency\ncontoh-a,A,contoh-dinas\n",
    }
    profile, found = read_profile(write(WHOLE | files), catalogue)
    assert found == []
    assert profile is not None
    assert [table.rows for table in profile.tables.values()] == [(), ()]


def test_long_names_and_apostrophes_are_kept(write: Write, catalogue: Catalogue) -> None:
    long = "Ma'arif " * 24 + "'Aisyiyah"
    table = f'id,name\ndlh,"{long}"\nx,"Kec.\u00a0Ta’mu’\nBaru"\n'
    profile, found = read_profile(write(WHOLE | {"data/agencies.csv": table}), catalogue)
    assert len(long) == 201
    assert [fault.message for fault in found] == ["at most 200 characters fit here; these are 201"]
    table = table.replace("Ma'arif ", "", 1)
    profile, found = read_profile(write(WHOLE | {"data/agencies.csv": table}), catalogue)
    assert profile is not None
    names = [row["name"] for row in profile.tables["agencies"].rows]
    assert names == [long.removeprefix("Ma'arif "), "Kec. Ta’mu’ Baru"]
