"""The staff table: accounts without passwords, kept in line with it, and taken over by nobody."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from smartcity_base.config import config
from smartcity_base.loading import DataFolder, LoadFaults
from smartcity_base.models import AuditEntry, User
from smartcity_base.region_data import load_region, load_tables
from smartcity_base.testing.cast import Person, browser

from live import people, roles, sessions
from live.models import Position, Staff
from tests.conftest import PASSWORD, Enrolling, Staffing, audited

SITI = "Siti,198602132011012002,siti@example.org,081234567890,dinas-pekerjaan-umum,Kasi,{}"


def test_it_makes_accounts_without_a_password(staff_table: Staffing) -> None:
    assert staff_table(SITI.format("laksa:officer")) == {"new": 1, "changed": 0, "retired": 0}
    siti = User.objects.get(email="siti@example.org")
    assert not siti.has_usable_password()
    assert (siti.phone, siti.agency_id, siti.position) == (
        "+6281234567890",
        "dinas-pekerjaan-umum",
        "Kasi",
    )
    assert roles.of(siti) == {("laksa", "officer")}
    assert people.is_vouched_for(siti)


def test_it_changes_nothing_the_second_time(staff_table: Staffing) -> None:
    staff_table(SITI.format("laksa:officer"))
    assert staff_table(SITI.format("laksa:officer")) == {"new": 0, "changed": 0, "retired": 0}


def test_it_knows_a_person_by_nip_when_the_address_changes(staff_table: Staffing) -> None:
    staff_table(SITI.format(""))
    before = User.objects.get(email="siti@example.org").pk
    staff_table(SITI.format("").replace("siti@", "siti.baru@"))
    assert User.objects.get(email="siti.baru@example.org").pk == before
    assert EmailAddress.objects.get(user=before, primary=True).email == "siti.baru@example.org"


def test_who_left_is_signed_out_and_comes_back_with_the_table(
    staff_table: Staffing, enrol: Enrolling
) -> None:
    staff_table(SITI.format("laksa:officer"))
    siti = User.objects.get(email="siti@example.org")
    people.begin(siti, PASSWORD)
    client = browser()
    client.force_login(siti)
    assert staff_table()["retired"] == 1
    siti.refresh_from_db()
    assert not siti.is_active
    assert not sessions.running(siti).exists()
    assert client.get("/akun/").status_code == 302
    staff_table(SITI.format("laksa:officer"))
    siti.refresh_from_db()
    assert siti.is_active
    assert roles.of(siti) == {("laksa", "officer")}


def test_an_account_that_an_administrator_closed_stays_closed(staff_table: Staffing) -> None:
    staff_table(SITI.format(""))
    siti = User.objects.get(email="siti@example.org")
    people.close(siti, by=None)
    staff_table(SITI.format("laksa:officer"))
    siti.refresh_from_db()
    assert not siti.is_active


def test_people_who_are_in_no_table_are_left_alone(
    staff_table: Staffing, citizen: Person, administrator: Person
) -> None:
    staff_table(SITI.format(""))
    assert staff_table()["retired"] == 1
    assert User.objects.filter(is_active=True).count() == 2


def test_a_role_taken_on_the_screen_stays_away_until_the_table_changes(
    staff_table: Staffing,
) -> None:
    staff_table(SITI.format("laksa:officer"))
    siti = User.objects.get(email="siti@example.org")
    roles.take(siti, [("laksa", "officer")], by=None)
    staff_table(SITI.format("laksa:officer"))
    assert roles.of(siti) == set()
    staff_table(SITI.format("laksa:officer; live:editor"))
    assert roles.of(siti) == {("live", "editor")}
    staff_table(SITI.format("laksa:officer"))
    assert roles.of(siti) == set()


def test_a_stranger_who_registered_with_an_officers_address_gets_nothing(
    staff_table: Staffing, stranger: Person
) -> None:
    """Without mail anybody can register any address; the table must not hand that account roles."""
    form = {"name": "X", "email": "siti@example.org", "password1": PASSWORD, "password2": PASSWORD}
    stranger.client.post("/daftar/", form)
    assert stranger.client.get("/akun/").status_code == 200
    staff_table(SITI.format("live:administrator"))
    siti = User.objects.get(email="siti@example.org")
    assert (siti.name, siti.has_usable_password()) == ("Siti", False)
    assert stranger.client.get("/akun/").status_code == 302
    assert audited("account.seized")


def test_it_tells_all_faults_at_once_and_none_of_the_people(staff_table: Staffing) -> None:
    with pytest.raises(LoadFaults) as told:
        staff_table(
            "Wulan,19860213,wulan,12,dinas-lain,,laksa:raja",
            "A,198602132011012002,a@example.org,,,,",
            "B,198602132011012002,a@example.org,,,,",
        )
    assert [(fault.row, fault.column) for fault in told.value.faults] == [
        (2, "nip"),
        (2, "email"),
        (2, "roles"),
        (2, "agency"),
        (2, "phone"),
        (4, "nip"),
        (4, "email"),
    ]
    assert "1986" not in str(told.value)
    assert "wulan" not in str(told.value).lower()
    assert not User.objects.exists()


HEAD_OF_ROADS = SITI.replace("Kasi", "kepala-dinas-pu")


@pytest.fixture
def positions(region: None, tmp_path: Path) -> Callable[[str], dict[str, int]]:
    """positions("Kepala Dinas") loads a table in which the head of roads has this title."""
    folder = Path(shutil.copytree(config().data, tmp_path / "region"))

    def write(title: str) -> dict[str, int]:
        rows = f"kepala-uptd,Kepala UPTD,uptd-jalan,kepala-dinas-pu\nkepala-dinas-pu,{title},"
        table = f"id,name,agency,parent\n{rows}dinas-pekerjaan-umum,\n"
        (folder / "positions.csv").write_text(table)
        return load_region(folder)["positions"]

    return write


def test_a_post_is_named_by_its_id_and_shown_by_its_title(
    staff_table: Staffing, positions: Callable[[str], dict[str, int]], administrator: Person
) -> None:
    assert positions("Kepala Dinas PU") == {"new": 2, "changed": 0, "retired": 0}
    assert Position.objects.get(pk="kepala-uptd").parent_id == "kepala-dinas-pu"
    staff_table(HEAD_OF_ROADS.format(""))
    assert Staff.objects.get().position_id == "kepala-dinas-pu"
    page = administrator.client.get("/orang/").content.decode()
    assert "Kepala Dinas PU" in page
    assert "kepala-dinas-pu" not in page


def test_a_new_title_reaches_who_holds_the_post_without_the_staff_table(
    staff_table: Staffing, positions: Callable[[str], dict[str, int]]
) -> None:
    positions("Kepala Dinas PU")
    staff_table(HEAD_OF_ROADS.format(""))
    assert positions("Kadis PU") == {"new": 0, "changed": 1, "retired": 0}
    assert User.objects.get(email="siti@example.org").position == "Kadis PU"
    assert staff_table(HEAD_OF_ROADS.format("")) == {"new": 0, "changed": 0, "retired": 0}


def test_a_post_that_no_table_has_is_a_fault_that_does_not_repeat_the_cell(
    staff_table: Staffing, positions: Callable[[str], dict[str, int]]
) -> None:
    positions("Kepala Dinas PU")
    with pytest.raises(LoadFaults, match=r"positions\.csv") as told:
        staff_table(SITI.format(""))
    assert "Kasi" not in str(told.value)


def test_a_table_of_positions_that_is_gone_leaves_the_titles(
    staff_table: Staffing, positions: Callable[[str], dict[str, int]]
) -> None:
    positions("Kepala Dinas PU")
    staff_table(HEAD_OF_ROADS.format(""))
    assert load_region(config().data)["positions"]["retired"] == 2
    assert User.objects.get(email="siti@example.org").position == "Kepala Dinas PU"


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("a,A,dinas-hilang,", "kolom agency: instansi 'dinas-hilang' tidak ada"),
        ("a,A,uptd-jalan,b", "kolom parent: jabatan 'b' tidak ada"),
        ("a,A,uptd-jalan,b\nb,B,uptd-jalan,a", "kolom parent: berputar"),
        ("contoh-kepala,A,uptd-jalan,", "baris ini hanya contoh"),
    ],
)
def test_a_faulty_table_of_positions_is_told_and_changes_nothing(
    region: None, rows: str, fault: str
) -> None:
    given = {"positions": f"id,name,agency,parent\n{rows}\n"}
    with pytest.raises(LoadFaults, match=fault):
        load_tables(DataFolder(config().data, given), None)
    assert not Position.objects.exists()


def test_staff_who_are_as_the_table_says_are_not_asked_for_one_by_one(
    staff_table: Staffing,
) -> None:
    rows = [f"Orang {n},,orang{n}@example.org,,,,laksa:officer" for n in range(40)]
    staff_table(*rows)
    with CaptureQueriesContext(connection) as asked:
        assert staff_table(*rows) == {"new": 0, "changed": 0, "retired": 0}
    assert len(asked) < 10


def test_a_dry_run_with_staff_counts_them_and_touches_nobody(staff_table: Staffing) -> None:
    staff_table(SITI.format(""))
    noted = AuditEntry.objects.count()
    head = "name,nip,email,phone,agency,position,roles\n"
    people = DataFolder(None, {"staff": f"{head}Budi,,budi@example.org,,,,laksa:officer\n"})
    counts = load_tables(DataFolder(config().data), people, dry_run=True)
    assert counts["staff"] == {"new": 1, "changed": 0, "retired": 1}
    assert [user.name for user in User.objects.filter(is_active=True)] == ["Siti"]
    assert AuditEntry.objects.count() == noted


def test_an_example_row_is_nobodys_account(staff_table: Staffing) -> None:
    with pytest.raises(LoadFaults, match="baris ini hanya contoh"):
        staff_table("Siti,,contoh@example.org,,,,")
    assert not User.objects.exists()


def test_a_mailbox_handed_on_does_not_hand_on_the_account(staff_table: Staffing) -> None:
    staff_table(SITI.format("laksa:officer"))
    before = User.objects.get(email="siti@example.org")
    people.begin(before, PASSWORD)
    staff_table(SITI.format("").replace("198602", "199001").replace("Siti", "Budi"))
    after = User.objects.get(email="siti@example.org")
    assert (after.name, after.has_usable_password()) == ("Budi", False)
    before.refresh_from_db()
    assert (before.is_active, before.email) == (False, None)


def test_two_people_may_swap_addresses(staff_table: Staffing) -> None:
    rows = [SITI.format(""), "Budi,199001012015011001,budi@example.org,,,,"]
    staff_table(*rows)
    names = {user.name: user.pk for user in User.objects.all()}
    swap = {"siti@": "budi@", "budi@": "siti@"}
    staff_table(*(row.replace(old, swap[old]) for row in rows for old in swap if old in row))
    found = {user.email: user.pk for user in User.objects.filter(is_active=True)}
    assert found == {"siti@example.org": names["Budi"], "budi@example.org": names["Siti"]}


def test_the_address_of_a_citizen_who_proved_it_is_not_taken(
    staff_table: Staffing, citizen: Person
) -> None:
    staff_table(SITI.format(""))
    with pytest.raises(LoadFaults, match="terverifikasi"):
        staff_table(SITI.format("").replace("siti@", "warga@"))


def test_the_nip_is_kept_for_the_table_alone(staff_table: Staffing) -> None:
    staff_table(SITI.format("laksa:officer"))
    assert Staff.objects.get().nip == "198602132011012002"
    assert "198602132011012002" not in str([vars(entry) for entry in audited("account.created")])
