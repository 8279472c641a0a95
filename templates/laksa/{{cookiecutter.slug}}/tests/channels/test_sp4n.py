"""SP4N-LAPOR! in and out: looked at first, told by line, never made twice."""

import csv
import io
import re
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from smartcity_base.imports import importer, sheet
from smartcity_base.imports.importer import Checked
from smartcity_base.models import ImportName, User
from smartcity_base.testing.cast import Person, user_of

from laksa.channels import sp4n
from laksa.channels.models import Sp4nCategory
from laksa.channels.sp4n import IMPORTER
from laksa.models import Arrival, Report
from laksa.states import State

AT = "/saluran/sp4n/"
HEAD = (
    "Tracking ID,Judul Laporan,Isi Laporan Awal,Kategori,Lokasi,Tanggal Laporan Masuk,Status,"
    "Sifat Laporan,Nama Pelapor\n"
)
ROW = (
    "7001,Jalan berlubang,Lubang di Bukit Indah,Infrastruktur Jalan,Depan pasar,2026-07-01 08:30,"
    "Belum Terverifikasi,Terbuka,Budi\n"
)
HIDDEN = "7002,,Pungutan di pasar,Infrastruktur Jalan,,02/07/2026,Sedang Diproses,Rahasia,Siti\n"
NAMELESS = "7003,,Trotoar retak,Infrastruktur Jalan,,,,Anonim,Anton\n"
ENDED = "7004,,Sudah lama,Infrastruktur Jalan,,,Selesai,,\n"


Trying = Callable[[str], Checked]


@pytest.fixture(autouse=True)
def mapped(region: None) -> None:
    importer.remember(IMPORTER, "category", "infrastruktur jalan", "jalan-rusak")


@pytest.fixture
def looked(operator: Person) -> Trying:
    """looked(content) -> what the file would do."""

    def look(content: str) -> Checked:
        lines = sheet.read(content.encode(), IMPORTER.most_rows)
        return importer.check(IMPORTER, "a.csv", lines, user_of(operator))

    return look


@pytest.fixture
def brought(looked: Trying, operator: Person) -> Trying:
    """brought(content) -> the same, and it is done."""

    def bring(content: str) -> Checked:
        checked = looked(content)
        IMPORTER.make(checked.doing, user_of(operator))
        return checked

    return bring


def test_a_file_becomes_reports(brought: Trying) -> None:
    checked = brought(HEAD + ROW + HIDDEN + NAMELESS + ENDED)
    assert checked.counts == {"new": 3, "skipped": 1}
    first, secret, nameless = Report.objects.order_by("pk")
    assert first.channel == "sp4n"
    assert first.text == "Jalan berlubang\n\nLubang di Bukit Indah"
    assert first.village is not None
    assert (first.category_id, first.village.name, first.place_confirmed) == (
        "jalan-rusak", "Bukit Indah", False,
    )  # fmt: skip
    assert first.contact.name == "Budi"
    assert "7001, masuk di sana: 01-07-2026" in first.events.all()[1].text
    assert secret.secret
    assert not hasattr(nameless, "contact")


def test_the_same_file_again_makes_nothing(brought: Trying, looked: Trying) -> None:
    brought(HEAD + ROW)
    again = looked(HEAD + ROW + HIDDEN)
    assert [(change.key, change.what) for change in again.changes] == [
        ("7001", "same"), ("7002", "new"),
    ]  # fmt: skip
    both = looked(HEAD + HIDDEN).doing * 2
    IMPORTER.make(both, User.objects.all()[0])
    assert (Report.objects.count(), Arrival.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("content", "line", "column", "fault"),
    [
        (HEAD.replace("Tracking", "X") + ROW, 1, "Tracking ID", "kolom ini tidak ada"),
        (HEAD.replace("Kategori", "Lain") + ROW, 1, "Kategori", "kolom ini tidak ada"),
        (HEAD + ROW.replace("7001", ""), 2, "Tracking ID", "tidak boleh kosong"),
        (HEAD + ROW.replace("Lubang di Bukit Indah", " "), 2, "Isi Laporan Awal", "kosong"),
        (HEAD + HIDDEN + ROW + HIDDEN, 4, "Tracking ID", "sudah dipakai di baris 2"),
        (HEAD + ROW.replace("2026-07-01 08:30", "kemarin"), 2, "Tanggal Laporan Masuk", "dikenal"),
        (HEAD + ROW.replace("Depan pasar", '"Depan\npasar"') + ",,,,,,,,x\n", 4, "Tracking ID",
         "kosong"),
    ],
)  # fmt: skip
def test_a_fault_is_told_by_its_line_and_column(
    looked: Trying, content: str, line: int, column: str, fault: str
) -> None:
    checked = looked(content)
    assert (checked.faults[0].row, checked.faults[0].column) == (line, column)
    assert fault in checked.faults[0].message
    assert not checked.is_ready


def test_semicolons_and_other_spellings_are_read(looked: Trying) -> None:
    content = "NOMOR TRACKING;Isi;kategori laporan\n9;Lampu mati;INFRASTRUKTUR JALAN\n"
    assert [change.key for change in looked(content).doing] == ["9"]


def test_the_operator_sends_pairs_and_brings_in(operator: Person) -> None:
    content = HEAD + ROW + ROW.replace("7001", "7005").replace("Infrastruktur Jalan", "Lampu <PJU>")
    file = SimpleUploadedFile("a.csv", content.encode())
    sent = operator.client.post("/impor/sp4n/", {"file": file})
    page = operator.client.get(sent["Location"]).content.decode()
    assert "Lampu &lt;PJU&gt;" in page
    assert "Belum ada yang diubah" in page
    pairs = {"column": "category", "theirs": "Lampu <PJU>", "ours": "lampu-jalan"}
    operator.client.post(sent["Location"], pairs | {"do": "pasangkan"})
    page = operator.client.get(sent["Location"]).content.decode()
    assert "Masukkan 2 baris" in page
    assert not Report.objects.exists()
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    operator.client.post(sent["Location"], {"do": "impor", "seen": seen})
    assert {report.category_id for report in Report.objects.all()} == {"jalan-rusak", "lampu-jalan"}


def test_what_was_said_of_a_category_before_is_still_known() -> None:
    """The migration itself, on a row as the release before had made it."""
    Sp4nCategory.objects.create(theirs="Lampu PJU", category_id="lampu-jalan")
    moved = import_module("laksa.migrations.0018_data_names").keep_names
    moved(apps, None)
    moved(apps, None)
    assert ImportName.objects.get(theirs="lampu pju").ours == "lampu-jalan"


def test_the_export_has_their_headings_and_is_known_when_it_comes_back(
    operator: Person, brought: Trying, looked: Trying
) -> None:
    brought(HEAD + ROW.replace("Jalan berlubang", "=HYPERLINK(1)"))
    answer = operator.client.get(f"{AT}ekspor.csv")
    content = answer.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    report = Report.objects.get()
    assert row["Tracking ID"] == "7001"
    assert row["Kategori"] == "infrastruktur jalan"
    assert row["Status Laporan"] == "Belum Terverifikasi"
    assert row["Nomor LAKSA"] == report.number
    assert row["Isi Laporan Awal"].startswith("'=HYPERLINK")
    assert "Budi" not in content
    assert looked(content).counts == {"same": 1}
    assert set(sp4n.STATES) == set(State)


def test_only_operators_bring_in_and_out(
    officer: Person, citizen: Person, stranger: Person
) -> None:
    for at in (AT, f"{AT}ekspor.csv", "/impor/sp4n/"):
        assert officer.client.get(at).status_code == 403
        assert citizen.client.get(at).status_code == 403
        assert stranger.client.get(at).status_code == 302
