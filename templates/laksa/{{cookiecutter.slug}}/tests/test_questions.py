"""What a category asks: its table, LAKSA's own form, and who reads the answers."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from smartcity_base.config import config
from smartcity_base.loading import LoadFaults
from smartcity_base.region_data import load_region
from smartcity_base.testing.cast import Person

from laksa.models import Question, Report
from laksa.states import State

from .conftest import Reporting

pytestmark = pytest.mark.usefixtures("region")
HEAD = "category,code,question,type,required,values,help,public\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for table in config().data.glob("*.csv"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    return tmp_path


def write(data: Path, rows: str) -> None:
    (data / "questions.csv").write_text(HEAD + rows, "utf-8")


def typed(**changes: Any) -> dict[str, Any]:
    usual = {
        "submission": str(uuid.uuid4()),
        "category": "lampu-jalan",
        "text": "Lampu padam",
        "village": "99.71.01.1001",
        "tanya-lampu-jalan.nomor-tiang": "T-17",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def test_loading_again_changes_nothing() -> None:
    assert load_region(config().data)["questions"] == {"new": 0, "changed": 0, "retired": 0}


def test_a_region_may_have_no_questions(data: Path) -> None:
    (data / "questions.csv").unlink()
    assert load_region(data)["questions"]["retired"] == 7


def test_a_question_that_is_gone_is_retired_and_its_answers_stay(
    data: Path, reported: Reporting, officer: Person
) -> None:
    report = reported(answers={"jalan-rusak.kedalaman": ["dalam"]})
    write(data, "sampah,bau,Berbau?,string,,,,\n")
    assert load_region(data)["questions"] == {"new": 1, "changed": 0, "retired": 7}
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "Seberapa dalam lubangnya?" in page
    assert "10 cm atau lebih" in page
    assert "Seberapa dalam" not in officer.client.get("/lapor/").content.decode()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("terbang,a,A?,string,,,,\n", "baris 2, kolom category: jenis 'terbang' tidak ada"),
        ("sampah,a,A?,tanggal,,,,\n", "kolom type: 'tanggal': pilih salah satu: string, number"),
        ("sampah,a,,string,,,,\n", "kolom question: tidak boleh kosong"),
        ("sampah,a b,A?,string,,,,\n", "kolom code"),
        ("sampah,a,A?,string,wajib,,,\n", "kolom required: 'wajib': tulis ya atau tidak"),
        ("sampah,a,A?,singlevaluelist,,,,\n", "kolom values: hanya dan selalu"),
        ("sampah,a,A?,string,,x=X,,\n", "kolom values: hanya dan selalu"),
        ("sampah,a,A?,singlevaluelist,,x,,\n", "kolom values: 'x': tulis kunci=Nama"),
        ("sampah,a,A?,singlevaluelist,,x=X|x=Y,,\n", "kunci yang sama dipakai dua kali"),
        ("sampah,a,A?,info,ya,,,\n", "kolom required: keterangan tidak dapat diisi"),
        ("sampah,a,A?,string,,,,\nsampah,a,B?,string,,,,\n", "sudah dipakai di baris 2"),
    ],
)
def test_a_faulty_table_is_told_and_changes_nothing(data: Path, rows: str, fault: str) -> None:
    write(data, rows)
    with pytest.raises(LoadFaults, match=fault):
        load_region(data)
    assert Question.objects.filter(active=True).count() == 7


def test_the_form_asks_what_the_chosen_category_wants_to_know(stranger: Person) -> None:
    page = stranger.client.get("/lapor/?jenis=lampu-jalan").content.decode()
    assert "Kabel yang menjuntai: hubungi 112" in page
    assert 'data-questions="lampu-jalan">' in page
    assert 'data-questions="jalan-rusak" hidden>' in page


def test_without_a_choice_all_questions_stand_under_their_category(stranger: Person) -> None:
    page = stranger.client.get("/lapor/").content.decode()
    assert "Tentang Jalan rusak" in page
    assert 'data-questions="jalan-rusak">' in page


def test_a_citizens_answers_are_kept_in_the_log(stranger: Person) -> None:
    form = typed(**{"tanya-lampu-jalan.jumlah": "2.5", "tanya-lampu-jalan.catatan": "Lewat gang"})
    stranger.client.post("/lapor/", form)
    report = Report.objects.get()
    assert report.answers == {
        "lampu-jalan.nomor-tiang": ["T-17"],
        "lampu-jalan.jumlah": ["2.5"],
        "lampu-jalan.catatan": ["Lewat gang"],
    }
    assert report.events.get().changes["answers"] == report.answers


def test_a_moment_is_the_regions(stranger: Person) -> None:
    stranger.client.post("/lapor/", typed(**{
        "category": "jalan-rusak", "tanya-jalan-rusak.sejak": "2026-07-01T07:30",
        "tanya-jalan-rusak.bahaya": ["motor", "pejalan"],
    }))  # fmt: skip
    assert Report.objects.get().answers == {
        "jalan-rusak.bahaya": ["motor", "pejalan"],
        "jalan-rusak.sejak": ["2026-07-01T07:30:00+08:00"],
    }


def test_what_must_be_answered_is_asked_again_with_all_that_was_typed(stranger: Person) -> None:
    form = typed(**{"tanya-lampu-jalan.nomor-tiang": None, "tanya-lampu-jalan.catatan": "Gang 2"})
    answer = stranger.client.post("/lapor/", form)
    page = answer.content.decode()
    assert not Report.objects.exists()
    assert "“Nomor tiang” wajib diisi." in page
    assert "Gang 2" in page


def test_the_questions_of_other_categories_are_nobodys_business(stranger: Person) -> None:
    form = typed(category="sampah", **{"tanya-lampu-jalan.jumlah": "banyak"})
    stranger.client.post("/lapor/", form)
    assert Report.objects.get().answers == {}


def test_strangers_read_what_is_public_once_it_is_verified(
    reported: Reporting, stranger: Person, officer: Person
) -> None:
    answers = {"lampu-jalan.nomor-tiang": ["T-17"], "lampu-jalan.catatan": ["Rumah Pak Anton"]}
    waiting, verified = reported(answers=answers), reported(State.DIVERIFIKASI, answers=answers)
    for report, sees in ((waiting, False), (verified, True)):
        page = stranger.client.get(f"/laporan/{report.number}/").content.decode()
        assert ("T-17" in page) == sees
        assert "Pak Anton" not in page
        for whole in (
            officer.client.get(f"/antrean/{report.number}/").content.decode(),
            stranger.client.get(f"/ikuti/{report.code}/").content.decode(),
        ):
            assert "T-17" in whole
            assert "Pak Anton" in whole
