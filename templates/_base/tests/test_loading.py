from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from smartcity_base.config import config
from smartcity_base.loading import Column, DataFolder, LoadFaults, sync
from smartcity_base.models import Agency, District, Holiday, NationalHoliday, Place, Village
from smartcity_base.region_data import load_region, load_tables


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(config().data, tmp_path / "data"))


def faults(folder: Path) -> list[str]:
    with pytest.raises(LoadFaults) as caught:
        load_region(folder)
    return [str(fault) for fault in caught.value.faults]


def test_the_regions_tables_are_loaded_and_again_changes_nothing(db: None, folder: Path) -> None:
    first = load_region(folder)
    assert first["agencies"] == {"new": 3, "changed": 0, "retired": 0}
    assert first["villages"]["new"] == 3
    assert Agency.objects.get(pk="uptd-jalan").parent_id == "dinas-pekerjaan-umum"
    assert Village.objects.get(name="Pantai Jaya").lon == 123.07
    assert all(not any(counts.values()) for counts in load_region(folder).values())


def test_a_new_name_is_a_change_and_a_missing_agency_is_retired_and_comes_back(
    db: None, folder: Path
) -> None:
    load_region(folder)
    table = folder / "agencies.csv"
    all_rows = table.read_text()
    table.write_text(
        all_rows.replace("Dinas Pekerjaan Umum", "Dinas PUPR").replace(
            "dinas-lingkungan-hidup,Dinas Lingkungan Hidup,DLH,,dinas,,,\n", ""
        )
    )
    (folder / "places.csv").unlink()  # they name the agency that goes
    assert load_region(folder)["agencies"] == {"new": 0, "changed": 1, "retired": 1}
    assert Agency.objects.get(pk="dinas-pekerjaan-umum").name == "Dinas PUPR"
    assert not Agency.objects.get(pk="dinas-lingkungan-hidup").active
    table.write_text(all_rows)
    assert load_region(folder)["agencies"] == {"new": 0, "changed": 2, "retired": 0}


def test_a_day_off_that_is_no_longer_listed_is_gone(db: None, folder: Path) -> None:
    load_region(folder)
    (folder / "holidays.csv").write_text("date,name\n")
    assert load_region(folder)["holidays"] == {"new": 0, "changed": 0, "retired": 1}
    assert not Holiday.objects.exists()


def test_the_national_days_off_come_along_for_years_ahead(db: None, folder: Path) -> None:
    load_region(folder)
    this_year = timezone.localdate().year
    assert NationalHoliday.objects.filter(pk=date(this_year - 1, 8, 17)).exists()
    assert NationalHoliday.objects.filter(pk=date(this_year + 5, 12, 25)).exists()


def test_a_new_edition_of_the_national_calendar_replaces_the_old_one_but_not_years_gone_by(
    db: None, folder: Path
) -> None:
    load_region(folder)
    NationalHoliday.objects.update(edition="holidays 0.1", name="lama")
    NationalHoliday.objects.create(date=date(2001, 1, 1), name="lama", edition="holidays 0.1")
    moved = date(timezone.localdate().year, 11, 4)
    NationalHoliday.objects.create(date=moved, name="lama", edition="holidays 0.1")
    counts = load_region(folder)["national_holidays"]
    assert (counts["new"], counts["retired"]) == (0, 1)
    assert not NationalHoliday.objects.filter(pk=moved).exists()
    assert [old.date.year for old in NationalHoliday.objects.filter(name="lama")] == [2001]


def test_all_faults_are_told_at_once_and_nothing_is_changed(db: None, folder: Path) -> None:
    (folder / "agencies.csv").write_text(
        "id,name,parent\nDinas A,Dinas A,\nb,,\nc,Dinas C,tidak-ada\nd,Dinas D,\nd,Dinas D2,\n"
    )
    (folder / "holidays.csv").write_text("date,name\n17-08-2026,Kemerdekaan\n")
    (folder / "villages.csv").write_text("code,name,district,lon\n1,Desa,99.71.09,timur\n")
    (folder / "places.csv").unlink()
    told = faults(folder)
    assert told == [
        "data/agencies.csv, baris 2, kolom id: 'Dinas A': "
        "hanya huruf kecil, angka, dan tanda hubung",
        "data/agencies.csv, baris 3, kolom name: tidak boleh kosong",
        "data/agencies.csv, baris 6, kolom id: sudah dipakai di baris 5",
        "data/villages.csv, baris 2, kolom lon: 'timur': bukan angka",
        "data/holidays.csv, baris 2, kolom date: '17-08-2026': "
        "bukan tanggal (tulis 2026-08-17 untuk 17 Agustus 2026)",
        "data/agencies.csv, baris 4, kolom parent: instansi 'tidak-ada' tidak ada",
    ]
    assert not District.objects.exists()


def test_a_fault_in_the_apps_own_table_leaves_those_of_the_base_as_they_were(
    db: None, folder: Path
) -> None:
    (folder / "labels.csv").write_text("id,name\n1,\n")
    assert faults(folder) == ["data/labels.csv, baris 2, kolom name: tidak boleh kosong"]
    assert not Agency.objects.exists()


def test_tables_of_people_are_read_from_where_they_lie_beside_the_release(
    db: None, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "staff.csv").write_text("name\nSiti\n")
    assert load_region(folder, tmp_path)["staff"]["new"] == 1
    assert "staff" not in load_region(folder)


def test_a_village_of_an_unknown_district_is_a_fault(db: None, folder: Path) -> None:
    (folder / "places.csv").unlink()
    (folder / "villages.csv").write_text("code,name,district\n1,Desa,99.71.09\n")
    assert faults(folder) == [
        "data/villages.csv, baris 2, kolom district: kecamatan '99.71.09' tidak ada"
    ]


def test_a_place_is_in_a_village_or_in_a_district_and_its_district_is_known_either_way(
    region: None,
) -> None:
    places = {place.pk: place for place in Place.objects.all()}
    assert places["pasar-bukit"].village_id == "99.71.01.1001"
    assert places["puskesmas-utara"].village_id is None
    assert places["pasar-bukit"].district_id == "99.71.01"
    assert places["puskesmas-utara"].district_id == "99.71.01"


def test_a_place_that_is_gone_is_retired_and_comes_back_as_it_was(db: None, folder: Path) -> None:
    load_region(folder)
    table = folder / "places.csv"
    rows = table.read_text()
    table.write_text(rows.splitlines()[0] + "\n")
    assert load_region(folder)["places"] == {"new": 0, "changed": 0, "retired": 3}
    assert Place.objects.filter(active=False).count() == 3
    table.write_text(rows)
    assert load_region(folder)["places"] == {"new": 0, "changed": 3, "retired": 0}


def test_all_that_is_wrong_with_a_place_is_told(db: None, folder: Path) -> None:
    (folder / "places.csv").write_text(
        "id,name,kind,village,lon,lat,agency\n"
        "a,A,kafe,99.71.09,,,tidak-ada\n"
        "b,B,park,,0.5,123.0,\n"
        "c,C,park,,123.0,,\n"
        "contoh-taman,Taman Contoh,park,,,,\n"
    )
    told = faults(folder)
    assert [line.removeprefix("data/places.csv, baris ").split(":")[0] for line in told] == [
        "3, kolom lat", "5, kolom id", "2, kolom kind", "2, kolom village", "2, kolom agency",
        "4, kolom lat",
    ]  # fmt: skip
    assert "'123.0': di luar -90 sampai 90 derajat" in told[0]
    assert "hanya contoh" in told[1]
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("agencies", "id,name\ncontoh-dinas,Dinas\n"),
        ("holidays", "date,name\n2026-12-31,CONTOH libur\n"),
    ],
)
def test_an_example_row_is_loaded_nowhere(db: None, folder: Path, table: str, rows: str) -> None:
    (folder / "places.csv").unlink()
    (folder / f"{table}.csv").write_text(rows)
    (told,) = faults(folder)
    assert "baris ini hanya contoh; ganti atau hapus" in told


def test_a_dry_run_counts_what_loading_would_do_and_leaves_all_as_it_was(
    db: None, folder: Path
) -> None:
    load_region(folder)
    given = {"places": "id,name,kind\npasar-bukit,Pasar Bukit Baru,market\nbaru,Baru,park\n"}
    counted = load_tables(DataFolder(folder, given), None, dry_run=True)
    assert counted["places"] == {"new": 1, "changed": 1, "retired": 2}
    assert Place.objects.get(pk="pasar-bukit").name == "Pasar Bukit"
    assert load_tables(DataFolder(folder, given), None) == counted
    assert Place.objects.get(pk="pasar-bukit").name == "Pasar Bukit Baru"


def test_a_table_given_as_nothing_is_no_table(db: None, folder: Path) -> None:
    load_region(folder)
    counted = load_tables(DataFolder(folder, {"places": ""}), None, dry_run=True)
    assert counted["places"]["retired"] == 3


def test_agencies_above_each_other_in_a_circle_are_a_fault(db: None, folder: Path) -> None:
    (folder / "places.csv").unlink()
    (folder / "agencies.csv").write_text("id,name,parent\na,A,b\nb,B,a\n")
    (told,) = faults(folder)
    assert "berputar" in told


def test_children_may_be_listed_before_their_parents(db: None, folder: Path) -> None:
    (folder / "places.csv").unlink()
    (folder / "agencies.csv").write_text("id,name,parent\nanak,Anak,induk\ninduk,Induk,\n")
    assert load_region(folder)["agencies"]["new"] == 2


def test_a_missing_column_is_named_and_a_missing_file_is_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n")
    data = DataFolder(tmp_path)
    assert data.table("a", [Column("id"), Column("name")]) == []
    assert data.table("b", [Column("id")]) == []
    assert [str(fault) for fault in data.faults] == [
        "data/a.csv, baris 1, kolom name: kolom ini tidak ada"
    ]


def test_a_table_from_a_spreadsheet_is_read_whatever_it_puts_around_the_text(
    tmp_path: Path,
) -> None:
    table = '\ufeffid;name\r\n1;"Jalan ""Raya"";\nbaris dua"\r\n'
    (tmp_path / "a.csv").write_bytes(table.encode())
    (row,) = DataFolder(tmp_path).table("a", [Column("id"), Column("name")])
    assert row["name"] == 'Jalan "Raya";\nbaris dua'


def test_a_table_that_is_not_utf8_or_not_csv_is_a_fault_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("id,name\n1,Rp\xe9\n".encode("latin-1"))
    (tmp_path / "b.csv").write_text('id,name\n1,"tidak ditutup\n')
    data = DataFolder(tmp_path)
    for name in ("a", "b"):
        assert data.table(name, [Column("id"), Column("name")]) == []
    assert [fault.file for fault in data.faults] == ["data/a.csv", "data/b.csv"]


def test_what_citizens_made_is_untouched_when_their_agency_goes(region: None) -> None:
    from smartcity_base.models import User

    user = User.objects.create_user(email="a@example.org", agency_id="dinas-lingkungan-hidup")
    sync(Agency, [], key="id")
    user.refresh_from_db()
    assert user.agency_id == "dinas-lingkungan-hidup"
