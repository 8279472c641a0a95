"""SP4N-LAPOR! in and out: looked at first, told by line, never made twice."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from smartcity_base.testing.cast import Person

from laksa.channels import sp4n
from laksa.channels.models import Sp4nCategory
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


@pytest.fixture(autouse=True)
def mapped(region: None) -> None:
    Sp4nCategory.objects.create(theirs="infrastruktur jalan", category_id="jalan-rusak")


def test_a_file_becomes_reports() -> None:
    reading = sp4n.read(HEAD + ROW + HIDDEN + NAMELESS + ENDED)
    assert (len(reading.rows), reading.ended, reading.faults) == (3, 1, [])
    assert sp4n.make(reading.rows) == 3
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


def test_the_same_file_again_makes_nothing() -> None:
    sp4n.make(sp4n.read(HEAD + ROW).rows)
    again = sp4n.read(HEAD + ROW + HIDDEN)
    assert (again.known, [row.reference for row in again.rows]) == (1, ["7002"])
    rows = sp4n.read(HEAD + HIDDEN).rows
    assert sp4n.make([*rows, *rows]) == 1
    assert (Report.objects.count(), Arrival.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("content", "line", "fault"),
    [
        ("", 1, "kolom “Tracking ID” tidak ada"),
        (HEAD.replace("Kategori", "Lain") + ROW, 1, "kolom “Kategori” tidak ada"),
        (HEAD + ROW.replace("7001", ""), 2, "kolom “Tracking ID” kosong"),
        (HEAD + ROW.replace("Lubang di Bukit Indah", " "), 2, "kolom “Isi Laporan Awal” kosong"),
        (HEAD + HIDDEN + ROW + HIDDEN, 4, "nomor 7002 sudah ada di baris 2"),
        (HEAD + ROW.replace("2026-07-01 08:30", "kemarin"), 2, "tanggal “kemarin” tidak dikenal"),
        (HEAD + ROW.replace("Depan pasar", '"Depan\npasar"') + ",,,,,,,,x\n", 4, "kosong"),
    ],
)
def test_a_fault_is_told_by_its_line(content: str, line: int, fault: str) -> None:
    reading = sp4n.read(content)
    assert reading.faults[0][0] == line
    assert fault in reading.faults[0][1]
    assert not reading.is_ready


def test_semicolons_and_other_spellings_are_read() -> None:
    content = "NOMOR TRACKING;Isi;kategori laporan\n9;Lampu mati;INFRASTRUKTUR JALAN\n"
    assert [row.reference for row in sp4n.read(content).rows] == ["9"]


def upload(content: str, encoding: str = "utf-8") -> dict[str, object]:
    return {"file": SimpleUploadedFile("a.csv", content.encode(encoding)), "do": "periksa"}


def test_the_operator_looks_pairs_and_brings_in_with_one_upload(operator: Person) -> None:
    content = HEAD + ROW + ROW.replace("7001", "7005").replace("Infrastruktur Jalan", "Lampu <PJU>")
    page = operator.client.post(AT, upload(content)).content.decode()
    assert "Lampu &lt;PJU&gt;" in page
    assert "Belum ada yang diubah" in page
    assert not Report.objects.exists()
    again = {"content": content, "theirs": "Lampu <PJU>", "ours": "lampu-jalan", "do": "periksa"}
    assert "Buat 2 laporan" in operator.client.post(AT, again).content.decode()
    assert not Report.objects.exists()
    done = operator.client.post(AT, {"content": content, "do": "impor"})
    assert done.status_code == 302
    assert {report.category_id for report in Report.objects.all()} == {"jalan-rusak", "lampu-jalan"}


def test_a_file_with_faults_is_not_brought_in_even_when_asked(operator: Person) -> None:
    content = HEAD + ROW + ROW.replace("7001", "")
    page = operator.client.post(AT, {"content": content, "do": "impor"}).content.decode()
    assert "Baris 3" in page
    assert not Report.objects.exists()


def test_a_file_of_an_old_spreadsheet_is_read(operator: Person) -> None:
    page = operator.client.post(AT, upload(HEAD + ROW.replace("Lubang", "Café"), "cp1252"))
    assert "Buat 1 laporan" in page.content.decode()
    assert "Café" in page.content.decode()


def test_no_file_is_asked_for(operator: Person) -> None:
    page = operator.client.post(AT, {})
    assert page.status_code == 422
    assert "Pilih berkasnya dulu" in page.content.decode()


def test_the_export_has_their_headings_and_is_known_when_it_comes_back(operator: Person) -> None:
    sp4n.make(sp4n.read(HEAD + ROW.replace("Jalan berlubang", "=HYPERLINK(1)")).rows)
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
    assert sp4n.read(content).known == 1
    assert set(sp4n.STATES) == set(State)


def test_only_operators_bring_in_and_out(
    officer: Person, citizen: Person, stranger: Person
) -> None:
    for at in (AT, f"{AT}ekspor.csv"):
        assert officer.client.get(at).status_code == 403
        assert citizen.client.get(at).status_code == 403
        assert stranger.client.get(at).status_code == 302
