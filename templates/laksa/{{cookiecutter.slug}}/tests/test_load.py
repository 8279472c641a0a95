"""The categories and the routing of the region's profile."""

from pathlib import Path

import pytest

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region
from smartcity_base.testing.cast import Person

from laksa.models import Category, Report, Route

from .conftest import Reporting

HEAD = "id,name,agency,icon,description\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The region's tables, to be changed."""
    for table in config().data.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    (tmp_path / "questions.csv").unlink()  # they belong to categories that the tests replace
    return tmp_path


def write(data: Path, rows: str) -> None:
    (data / "categories.csv").write_text(HEAD + rows, "utf-8")


def test_categories_are_loaded_in_the_order_of_the_table(region: None) -> None:
    names = list(Category.objects.values_list("pk", flat=True))
    assert names[:3] == ["jalan-rusak", "lampu-jalan", "drainase"]


def test_loading_again_changes_nothing(region: None) -> None:
    assert load_region(config().data)["categories"] == {"new": 0, "changed": 0, "retired": 0}


def test_a_category_that_is_gone_is_retired_and_its_reports_stay(
    reported: Reporting, data: Path, stranger: Person
) -> None:
    report = reported()
    (data / "routing.csv").unlink()  # it names categories that go
    write(
        data, "sampah,Sampah dan bau,dinas-lingkungan-hidup,,\nbaru,Baru,dinas-pekerjaan-umum,,\n"
    )
    counts = load_region(data)["categories"]
    assert counts == {"new": 1, "changed": 1, "retired": 5}
    assert Report.objects.get().category.name == "Jalan rusak"
    assert stranger.client.get(f"/laporan/{report.number}/").status_code == 200
    assert "Jalan rusak" not in stranger.client.get("/lapor/").content.decode()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (
            "jalan,Jalan,dinas-hilang,,\n",
            "baris 2, kolom agency: instansi 'dinas-hilang' tidak ada",
        ),
        ("Jalan Rusak,Jalan,dinas-pekerjaan-umum,,\n", "kolom id"),
        ("jalan,,dinas-pekerjaan-umum,,\n", "kolom name: tidak boleh kosong"),
        ("a,A,dinas-pekerjaan-umum,,\na,B,dinas-pekerjaan-umum,,\n", "sudah dipakai di baris 2"),
        ("", "tidak ada satu pun jenis laporan"),
    ],
)
def test_a_faulty_table_is_told_and_changes_nothing(
    region: None, data: Path, rows: str, fault: str
) -> None:
    write(data, rows)
    with pytest.raises(LoadFaults, match=fault):
        load_region(data)
    assert Category.objects.filter(active=True).count() == 6


ROUTING = "category,district,agency\n"


def test_routing_is_loaded_by_category_and_district_and_retired_when_it_is_gone(
    region: None, data: Path
) -> None:
    table = data / "routing.csv"
    rows = table.read_text()
    assert load_region(data)["routing"] == {"new": 0, "changed": 0, "retired": 0}
    table.write_text(f"{ROUTING}lampu-jalan,99.71.01,dinas-lingkungan-hidup\n")
    assert load_region(data)["routing"] == {"new": 0, "changed": 1, "retired": 1}
    assert Route.objects.filter(active=False).count() == 1
    table.write_text(rows)
    assert load_region(data)["routing"] == {"new": 0, "changed": 2, "retired": 0}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("jalan,99.71.01,uptd-jalan", "kolom category: jenis 'jalan' tidak ada"),
        ("jalan-rusak,99.71.09,uptd-jalan", "kolom district: kecamatan '99.71.09' tidak ada"),
        ("jalan-rusak,99.71.01,dinas-lain", "kolom agency: instansi 'dinas-lain' tidak ada"),
        (
            "sampah,99.71.01,uptd-jalan\nsampah,99.71.01,dinas-pekerjaan-umum",
            "baris 3, kolom district: sudah dipakai di baris 2",
        ),
        ("contoh-kategori,99.71.01,uptd-jalan", "baris ini hanya contoh"),
    ],
)
def test_a_faulty_routing_is_told_and_changes_nothing(
    region: None, data: Path, row: str, fault: str
) -> None:
    (data / "routing.csv").write_text(f"{ROUTING}{row}\n")
    with pytest.raises(LoadFaults, match=fault):
        load_region(data)
    assert Route.objects.filter(active=True).count() == 2
