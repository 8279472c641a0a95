"""XLSX as LibreOffice and Excel leave it: what can be read is, the rest is named by its cell."""

import datetime
import io
import zipfile

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.files import Unusable
from smartcity_kit.profile.sheets.workbook import Workbook, text_of
from tests.profile.conftest import AGENCIES, CATEGORIES, PROFILE, WHOLE, Faults, Write
from tests.profile.sheets.books import (
    DATE,
    NUMBER,
    blank_cell,
    book,
    formula_cell,
    inline_cell,
    libreoffice,
    number_cell,
    shared_cell,
)

HIDDEN = "found something personal, not shown here"


def test_it_reads_what_libreoffice_writes(write: Write, catalogue: Catalogue) -> None:
    table = libreoffice(
        "Lembar1",
        [
            shared_cell("A1", 0) + shared_cell("B1", 1) + blank_cell("C1"),
            number_cell("A2", "46387", DATE) + inline_cell("B2", "Hari jadi &amp; syukuran"),
            "",
            blank_cell("A4") + blank_cell("B4") + blank_cell("C4"),
            shared_cell("A5", 2) + formula_cell("B5", "B2", "Cuti O'ong"),
        ],
        ("Tanggal", "Nama Hari Libur", "1 Mei 2026"),
    )
    profile, found = read_profile(write(WHOLE | {"data/holidays.xlsx": table}), catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["holidays"].text == (
        "date,name\n2026-12-31,Hari jadi & syukuran\n2026-05-01,Cuti O'ong\n"
    )


def test_it_says_which_cell_lost_its_digits(faults: Faults) -> None:
    table = libreoffice(
        "Pegawai",
        [
            "".join(shared_cell(f"{letter}1", n) for n, letter in enumerate("ABCD")),
            shared_cell("A2", 4)
            + number_cell("B2", "198602132011011002", NUMBER)
            + shared_cell("C2", 5)
            + number_cell("D2", "81234567890"),
        ],
        ("Nama Lengkap", "NIP", "Email", "No HP", "Ani", "ani@contoh.go.id"),
    )
    told = "The spreadsheet took it for a number. Format the column as text and type it again."
    assert faults({"data/staff.xlsx": table}) == [
        f"data/staff.xlsx:2:2 NIP: expected the 18 digits of a NIP, {HIDDEN} "
        f"| Its last digits are lost. {told}",
        f"data/staff.xlsx:2:4 No HP: expected a telephone number with its area code, {HIDDEN}",
    ]


def test_a_fault_names_sheet_row_column_and_value(write: Write, catalogue: Catalogue) -> None:
    rows = [["DAFTAR INSTANSI"], [], ["id", "nama", "induk"], ["dlh", "Dinas", "dhl"]]
    folder = write({"profile.yml": PROFILE, "data/agencies.xlsx": book({"OPD 2026": rows})})
    _profile, found = read_profile(folder, catalogue)
    fault = next(fault for fault in found if fault.key == "induk")
    assert (fault.sheet, fault.row, fault.column) == ("OPD 2026", 4, 3)
    assert (fault.place, fault.value) == ("OPD 2026!C4", "dhl")


def test_it_takes_the_sheet_that_is_named_as_the_table(write: Write, catalogue: Catalogue) -> None:
    agencies = [line.split(",") for line in AGENCIES.splitlines()]
    table = book({"Petunjuk": [["isi lembar berikut"]], "Agencies": agencies})
    files: dict[str, str | bytes] = {"profile.yml": PROFILE, "data/agencies.xlsx": table}
    profile, found = read_profile(write(files | {"data/categories.csv": CATEGORIES}), catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["agencies"].rows[0]["id"] == "dlh"


def test_one_workbook_may_hold_every_table(write: Write, catalogue: Catalogue) -> None:
    sheets = {
        name: [line.split(",") for line in text.splitlines()]
        for name, text in (("agencies", AGENCIES), ("Categories", CATEGORIES))
    }
    files: dict[str, str | bytes] = {
        "profile.yml": PROFILE,
        "data/tables.xlsx": book({"Petunjuk": [["…"]], **sheets, "Sheet3": []}),
    }
    profile, found = read_profile(write(files), catalogue)
    assert found == []
    assert profile is not None
    assert list(profile.tables) == ["agencies", "categories"]


def test_it_names_a_sheet_that_is_no_table_and_a_table_that_comes_twice(faults: Faults) -> None:
    table = book({"agencis": [["id"]], "agencies": [["id", "name"], ["dlh", "Dinas"]]})
    assert faults({"data/tables.xlsx": table}) == [
        "data/tables.xlsx:1:1 no table is named like this sheet | Did you mean “agencies”?",
        "data/tables.xlsx:1:1 this table is also in agencies.csv | Keep one of the two.",
    ]


def test_it_refuses_a_stray_cell_in_the_last_corner(faults: Faults) -> None:
    rows = [inline_cell("A1", "id") + inline_cell("B1", "name"), inline_cell("XFD1048576", "x")]
    assert faults(
        {"data/agencies.csv": AGENCIES, "data/holidays.xlsx": libreoffice("a", rows)}
    ) == [
        "data/holidays.xlsx:1:1 the sheet reaches to XFD1048576 "
        "| Delete what stands far right of and far below the table."
    ]


def test_it_refuses_what_unpacks_to_too_much() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (101 * 1024 * 1024))
    with pytest.raises(Unusable, match="when it is unpacked"):
        Workbook(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x03\x04" + b"x" * 50, b"\xd0\xcf\x11\xe0" * 99])
def test_it_says_of_what_is_no_workbook_that_it_is_none(data: bytes, faults: Faults) -> None:
    (told,) = faults({"data/holidays.xlsx": data})
    assert told.startswith("data/holidays.xlsx:1:1 this is not a workbook that can be read: ")
    assert told.endswith("| Save it again as “.xlsx”.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (106.63, "106.63"),
        (True, "TRUE"),
        (198602132011011002.0, "1.98602132011011E+17"),
        (datetime.datetime(2026, 1, 2), "2026-01-02"),
        (datetime.datetime(2026, 1, 2, 3, 4), "2026-01-02 03:04:00"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.time(3, 4), "03:04:00"),
        (None, ""),
    ],
)
def test_a_cell_is_the_text_that_a_csv_export_would_hold(value: object, text: str) -> None:
    assert text_of(value) == text
