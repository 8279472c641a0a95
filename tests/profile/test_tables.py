"""The region's own lists: every wrong cell at once, with its row and column."""

import pytest

from smartcity_kit.catalogue import Catalogue
from smartcity_kit.profile import read_profile
from smartcity_kit.profile.sheets import KINDS
from tests.profile.conftest import AGENCIES, WHOLE, Faults, Write

COLUMNS = KINDS["agencies"].names


def test_it_lists_all_faults_of_all_tables_at_once(faults: Faults) -> None:
    files: dict[str, str | bytes] = {
        "profile.yml": "kit: 0.1\n",
        "data/agencies.csv": AGENCIES + "dlh,Lagi,,,\nDinas PU,,,dhl,\n",
        "data/categories.csv": "id,name,agency\nsampah,Sampah,dlhh\n",
        "data/holidays.csv": "date,name\n2026-02-30,Libur\n31/12/2026,Tutup tahun\n",
    }
    assert faults(files) == [
        'data/agencies.csv:3:1 id: the same is already on line 2',
        "data/agencies.csv:4:1 id: expected lower-case letters, digits and “-”, found “Dinas PU” "
        '| For example: "dinas-kesehatan".',
        "data/agencies.csv:4:2 name: this cell is needed and is empty",
        "data/agencies.csv:4:4 parent: agencies.csv has no row “dhl” | Did you mean “dlh”?",
        "data/categories.csv:2:3 agency: agencies.csv has no row “dlhh” | Did you mean “dlh”?",
        "data/holidays.csv:2:1 date: expected a date as year-month-day, found “2026-02-30” "
        '| For example: "2026-11-22".',
        "profile.yml:1:1 apps: this key is needed and is not there",
        "profile.yml:1:1 branding: this key is needed and is not there",
        'profile.yml:1:1 code: this key is needed and is not there | For example: "75.71".',
        "profile.yml:1:1 domain: this key is needed and is not there "
        '| For example: "contoh.go.id".',
        "profile.yml:1:6 kit: expected text in quotes, found the number 0.1 "
        '| Put it in quotes: "0.1".',
    ]  # fmt: skip


def test_a_category_may_promise_by_when_its_reports_are_done(
    write: Write, catalogue: Catalogue, faults: Faults
) -> None:
    table = "id,name,agency,Tenggat\na,A,dlh,Mendesak\nb,B,dlh,30 hari kerja\nc,C,dlh,\n"
    profile, found = read_profile(write(WHOLE | {"data/categories.csv": table}), catalogue)
    assert found == []
    assert profile is not None
    rows = profile.tables["categories"].rows
    assert [row["deadline"] for row in rows] == ["mendesak", "30", ""]
    table = "id,name,agency,deadline\na,A,dlh,segera\n"
    assert faults(WHOLE | {"data/categories.csv": table}) == [
        "data/categories.csv:2:4 deadline: expected mendesak, informasi, biasa, pengawasan, "
        'or 1 to 250 working days, found “segera” | For example: "14".'
    ]


def test_it_asks_for_the_columns_it_knows(faults: Faults) -> None:
    assert faults({"data/agencies.csv": "id,namr,name,name,ztz,nik\nx,X,X,X,1,1\n"}) == [
        "data/agencies.csv:1:2 namr: there is no such column | Did you mean “name”?",
        "data/agencies.csv:1:4 name: this column is there twice",
        f"data/agencies.csv:1:5 ztz: there is no such column | Known here: {', '.join(COLUMNS)}.",
        "data/agencies.csv:1:6 nik: a NIK is not taken "
        "| Remove the column: no app needs it, and it must not lie about.",
    ]
    needed = "this column is needed and is not there"
    assert faults({"data/agencies.csv": "nmae\nx\n"}) == [
        f"data/agencies.csv:1:1 id: {needed} | The first row: {','.join(COLUMNS)}.",
        f"data/agencies.csv:1:1 name: {needed} | The first row: {','.join(COLUMNS)}.",
        "data/agencies.csv:1:1 nmae: there is no such column | Did you mean “name”?",
    ]


def test_it_asks_for_the_tables_that_the_apps_need(write: Write, catalogue: Catalogue) -> None:
    folder = write({"profile.yml": WHOLE["profile.yml"], "data/agencies.csv": "id,name\n"})
    _profile, found = read_profile(folder, catalogue)
    assert [(fault.file, fault.message, fault.hint) for fault in found] == [
        ("region/data/agencies.csv", "this table is needed by live, laksa and has no rows", ""),
        (
            "region/data/categories.csv",
            "this table is needed by laksa and is not there",
            "The first row: id,name,agency,icon,description,deadline.",
        ),
    ]


def test_it_names_tables_and_formats_that_it_does_not_read(faults: Faults) -> None:
    assert faults({"data/agency.csv": "", "data/staff.xls": b"", "data/README.md": ""}) == [
        "data/agency.csv:1:1 there is no such table | Did you mean “agencies.csv”?",
        "data/staff.xls:1:1 there is no such table | Did you mean “staff.csv”?",
    ]


def test_it_says_which_row_is_not_csv(faults: Faults) -> None:
    assert faults({"data/agencies.csv": AGENCIES + 'x,"Dinas\n'}) == [
        "data/agencies.csv:3:1 this row is not CSV: unexpected end of data | Check its quotes."
    ]
    assert faults({"data/agencies.csv": AGENCIES + "x,Dinas A, B dan C,,,\nb,B\n"}) == [
        "data/agencies.csv:3:1 this row has 6 cells, the first has 5 "
        "| Put text that holds a comma in double quotes.",
        "data/agencies.csv:4:1 this row has 2 cells, the first has 5 "
        "| Put text that holds a comma in double quotes.",
    ]


@pytest.mark.parametrize(
    "table",
    [
        "\ufeffid;name;parent\r\ndlh;Dinas A, B;\r\n",
        "id,name,,\n\n dlh ,\" Dinas A, B\",,\n,,,\n",
        'name,id\n"Dinas A, B",dlh\n',
    ],
    ids=["Excel in Indonesian", "blank ends", "another order"],
)  # fmt: skip
def test_it_reads_tables_as_spreadsheets_save_them(
    write: Write, catalogue: Catalogue, table: str
) -> None:
    profile, found = read_profile(write(WHOLE | {"data/agencies.csv": table}), catalogue)
    assert found == []
    assert profile is not None
    read = profile.tables["agencies"]
    assert read.rows == (dict.fromkeys(COLUMNS, "") | {"id": "dlh", "name": "Dinas A, B"},)
    assert read.text == ",".join(COLUMNS) + '\ndlh,"Dinas A, B",,,,,,\n'


def test_it_counts_lines_over_cells_with_line_ends(faults: Faults) -> None:
    table = 'id,title,body,date\na,A,"satu\n\ndua",2026-01-01\nb,B,,2026-01-01\n'
    assert faults({"data/announcements.csv": table}) == [
        "data/announcements.csv:5:3 body: this cell is needed and is empty"
    ]


def test_it_finds_agencies_that_stand_above_themselves(faults: Faults) -> None:
    table = "id,name,parent\ndlh,A,b\nb,B,c\nc,C,b\nd,D,d\n"
    assert faults({"data/agencies.csv": table}) == [
        "data/agencies.csv:3:3 parent: this row is above itself",
        "data/agencies.csv:4:3 parent: this row is above itself",
        "data/agencies.csv:5:3 parent: this row is above itself",
    ]


def test_it_finds_an_announcement_that_ends_before_it_begins(faults: Faults) -> None:
    table = "id,title,body,date,until\na,A,isi,2026-02-01,2026-01-31\n"
    assert faults({"data/announcements.csv": table}) == [
        "data/announcements.csv:2:5 until: this is before the announcement's date"
    ]


def test_it_checks_staff_and_shows_nothing_of_them(faults: Faults) -> None:
    table = (
        "name,nip,email,phone,agency,position,roles\n"
        "Ani,19860213 201101 1 002,ani@contoh.go.id,+62 812-3456-789,dlh,,laksa:officer\n"
        "Budi,123,ANI@contoh.go.id,812,dl,,laksa:offcier; live:editor\n"
        "Cici,198602132011011002,cici,,,,officer\n"
    )
    hidden = "found something personal, not shown here"
    known = 'For example: "0812 3456 7890".'
    assert faults({"data/staff.csv": table}) == [
        f"data/staff.csv:3:2 nip: expected the 18 digits of a NIP, {hidden}",
        "data/staff.csv:3:3 email: the same is already on line 2",
        f"data/staff.csv:3:4 phone: expected a telephone number with its area code, {hidden} "
        f"| {known}",
        "data/staff.csv:3:5 agency: agencies.csv has no such row | Did you mean “dlh”?",
        "data/staff.csv:3:7 roles: no adopted app has the role “laksa:offcier” "
        "| Did you mean “laksa:officer”?",
        "data/staff.csv:4:2 nip: the same is already on line 2",
        f"data/staff.csv:4:3 email: expected an e-mail address, {hidden} "
        '| For example: "kontak@contoh.go.id".',
        f"data/staff.csv:4:7 roles: expected app:role, with “;” between two, {hidden} "
        '| For example: "laksa:officer; live:editor".',
    ]


def test_it_keeps_personal_tables_apart(write: Write, catalogue: Catalogue) -> None:
    table = "name,email\nAni,ani@contoh.go.id\n"
    profile, _found = read_profile(write(WHOLE | {"data/staff.csv": table}), catalogue)
    assert profile is not None
    assert list(profile.personal) == ["staff"]
    assert list(profile.tables) == ["agencies", "categories"]


def test_it_refers_to_a_table_that_is_not_there_once(write: Write, catalogue: Catalogue) -> None:
    files = {"profile.yml": "", "data/categories.csv": "id,name,agency\na,A,x\nb,B,y\n"}
    _profile, found = read_profile(write({**files}), catalogue)
    assert [fault.message for fault in found if fault.file.endswith("categories.csv")] == [
        "this refers to agencies.csv, which is not there"
    ]


def test_it_holds_no_role_against_apps_that_it_could_not_read(faults: Faults) -> None:
    table = "name,email,roles\nAni,ani@contoh.go.id,laksa:officer\n"
    files: dict[str, str | bytes] = {"profile.yml": "kit: '0.1", "data/staff.csv": table}
    files["overrides/laksa/x.html"] = ""
    assert faults(files) == ["profile.yml:1:10 a quote that was opened is never closed"]
