"""Headings as people export them mean the table's columns."""

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.sheets import KINDS
from smartcity_kit.profile.sheets.headings import meaning, plainly
from tests.profile.conftest import WHOLE, Faults, Write

EXPORT = (
    "PEMERINTAH KOTA\nDAFTAR PEGAWAI\n\n"
    "No.;Nama Lengkap;NIP Baru;E-Mail;No. HP;UNIT KERJA;Jabatan\n"
    "1;SITI NUR'AINI;'198602132011012002;Siti@Contoh.go.id;0812-3456-7890;"
    "dinas lingkungan hidup;-\n"
)


def test_it_reads_an_export_as_it_is(write: Write, catalogue: Catalogue) -> None:
    profile, found = read_profile(write(WHOLE | {"data/staff.csv": EXPORT}), catalogue)
    assert found == []
    assert profile is not None
    assert profile.personal["staff"].rows == (
        {
            "name": "SITI NUR'AINI", "nip": "198602132011012002", "email": "siti@contoh.go.id",
            "phone": "+6281234567890", "agency": "dlh", "position": "", "roles": "",
        },
    )  # fmt: skip


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("staff", "Unit Kerja", "agency"),
        ("agencies", "UNIT  KERJA", "name"),
        ("places", "Garis Lintang", "lat"),
        ("places", "Kelurahan / Desa", "village"),
        ("routing", "KECAMATAN", "district"),
        ("services", "Biaya/Tarif", "cost"),
        ("staff", "surel", "email"),
        ("staff", "gaji", ""),
    ],
)
def test_a_heading_means_a_column(table: str, heading: str, column: str) -> None:
    assert meaning(KINDS[table], heading) == column


@pytest.mark.parametrize("table", KINDS)
def test_no_alias_means_two_columns(table: str) -> None:
    kind = KINDS[table]
    meant = {
        (plainly(alias), column.name)
        for column in kind.columns
        for alias in (column.name, *column.aliases)
    }
    assert len({alias for alias, _column in meant}) == len(meant)


def test_a_column_under_two_headings_is_a_fault(faults: Faults) -> None:
    assert faults({"data/holidays.csv": "date,name,Hari Libur\n2026-01-01,a,b\n"}) == [
        "data/holidays.csv:1:3 Hari Libur: this column is there twice "
        "| Here “Hari Libur” means “name”."
    ]


def test_the_finer_of_two_areas_is_taken(write: Write, catalogue: Catalogue) -> None:
    table = "id,nama,jenis,kecamatan,kelurahan\na,SDN 1,sekolah,Kota Barat,75.71.01.1001\n"
    profile, found = read_profile(write(WHOLE | {"data/places.csv": table}), catalogue)
    assert found == []
    assert profile is not None
    assert profile.tables["places"].rows[0]["village"] == "75.71.01.1001"


@pytest.mark.parametrize("table", ["agencies", "staff"])
def test_a_column_of_niks_is_refused_and_not_read(table: str, faults: Faults) -> None:
    text = "id,name,email,No. KTP\nx,X,x@contoh.go.id,3671015302860001\n"
    told = faults({f"data/{table}.csv": text})
    assert (
        f"data/{table}.csv:1:4 No. KTP: a NIK is not taken "
        "| Remove the column: no app needs it, and it must not lie about."
    ) in told
    assert "3671015302860001" not in "".join(told)


def test_a_first_row_that_is_a_person_is_not_repeated(faults: Faults) -> None:
    told = faults({"data/staff.csv": "Ani Wulandari,ani@contoh.go.id\nBudi,budi@contoh.go.id\n"})
    assert told
    assert "Ani" not in "".join(told)
    assert "ani@" not in "".join(told)
