"""Bringing a table in: read, looked at, told by row and column, all or nothing, taken back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook

from smartcity_base import jobs
from smartcity_base.imports import sheet
from smartcity_base.models import AuditEntry, Holiday, Import, ImportName, ImportState
from smartcity_base.testing.cast import Person

AT = "/impor/libur/"
TABLE = "Tanggal;Nama;Jenis\n2030-01-02;Ulang tahun kota;Libur daerah\n2030-01-03;Pasar malam;\n"
Sending = Callable[[str | bytes], str]


def workbook(*rows: Any) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.fixture
def send(administrator: Person) -> Sending:
    """send(content) -> the address of the page that tells what it would do."""

    def sent(content: str | bytes) -> str:
        raw = content.encode() if isinstance(content, str) else content
        answer = administrator.client.post(AT, {"file": SimpleUploadedFile("libur.csv", raw)})
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    return sent


def page(person: Person, address: str) -> str:
    return str(person.client.get(address).content.decode())


def confirm(person: Person, address: str) -> Any:
    seen = re.findall(r'name="seen" value="(\w+)"', page(person, address))
    return person.client.post(address, {"do": "impor", "seen": seen[0] if seen else ""})


def ours() -> dict[str, str]:
    return {str(one.date): one.name for one in Holiday.objects.filter(date__year=2030)}


def test_a_table_is_looked_at_and_nothing_is_changed(send: Sending, administrator: Person) -> None:
    Holiday.objects.create(date=date(2030, 1, 3), name="Pasar pagi")
    told = page(administrator, send(TABLE))
    assert "Belum ada yang diubah" in told
    assert "<del>Pasar pagi</del> → <ins>Pasar malam</ins>" in told
    assert "Masukkan 2 baris" in told
    assert ours() == {"2030-01-03": "Pasar pagi"}


def test_it_is_done_once_however_often_it_is_confirmed(
    send: Sending, administrator: Person
) -> None:
    address = send(TABLE)
    confirm(administrator, address)
    assert ours() == {"2030-01-02": "Ulang tahun kota", "2030-01-03": "Pasar malam"}
    Holiday.objects.filter(date__year=2030).delete()
    confirm(administrator, address)
    assert ours() == {}
    found = Import.objects.get()
    assert (found.status, found.lines, found.counts) == (ImportState.DONE, [], {"new": 2})
    entry = AuditEntry.objects.get(action="impor")
    assert (entry.actor, entry.details["new"]) == (administrator.user, 2)


def test_one_that_fails_halfway_changes_nothing(send: Sending, administrator: Person) -> None:
    address = send(TABLE.replace("Pasar malam", "gagal"))
    administrator.client.raise_request_exception = False
    assert confirm(administrator, address).status_code == 500
    assert ours() == {}
    assert Import.objects.get().state == ImportState.CHECKED


def test_what_changed_since_it_was_shown_is_shown_again(
    send: Sending, administrator: Person
) -> None:
    address = send(TABLE)
    seen = re.findall(r'name="seen" value="(\w+)"', page(administrator, address))[0]
    Holiday.objects.create(date=date(2030, 1, 3), name="Lain")
    answer = administrator.client.post(address, {"do": "impor", "seen": seen})
    assert answer.status_code == 409
    assert "datanya berubah" in answer.content.decode()
    assert ours() == {"2030-01-03": "Lain"}


LONG = "x" * 5001


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("Nama\nx\n", "Baris 1, kolom Tanggal: kolom ini tidak ada"),
        ("Tanggal,Nama\n17/08/2030,x\n", "Baris 2, kolom Tanggal:"),
        ("Tanggal,Nama\n\n2030-01-02,\n", "Baris 3, kolom Nama: tidak boleh kosong"),
        ("Tanggal,Nama\n2030-01-02,a\n2030-01-02,b\n", "Baris 3, kolom Tanggal: sudah dipakai di"),
        ("Tanggal,Nama\n2030-01-02,rusak\n", "Baris 2, kolom Nama: ganti namanya"),
        (f"Tanggal,Nama\n2030-01-02,{LONG}\n", "Baris 2, kolom Nama: lebih dari 5000"),
    ],
    ids=["heading", "day", "empty", "twice", "refused", "long"],
)
def test_a_fault_names_row_and_column_and_nothing_can_be_confirmed(
    send: Sending, administrator: Person, table: str, told: str
) -> None:
    address = send(table + "2030-05-05,Baik\n" if "17/08" in table else table)
    assert told in page(administrator, address)
    assert confirm(administrator, address).status_code == 409
    assert ours() == {}


def test_a_name_that_nobody_knows_is_asked_for_and_remembered(
    send: Sending, administrator: Person
) -> None:
    table = TABLE.replace("Libur daerah", "LOKAL <b>")
    address = send(table)
    told = page(administrator, address)
    assert "LOKAL &lt;b&gt;" in told
    assert 'value="impor"' not in told
    pair = {"do": "pasangkan", "column": "kind", "theirs": "LOKAL <b>"}
    administrator.client.post(address, pair | {"ours": "bukan-jenis"})
    assert not ImportName.objects.exists()
    administrator.client.post(address, pair | {"ours": "daerah"})
    assert "Masukkan 2 baris" in page(administrator, address)
    assert "Masukkan 2 baris" in page(administrator, send(table))  # and the next time


def test_it_is_taken_back_once_unless_somebody_used_it(
    send: Sending, administrator: Person
) -> None:
    address = send(TABLE)
    confirm(administrator, address)
    Holiday.objects.filter(date=date(2030, 1, 2)).update(name="dipakai")
    administrator.client.post(address, {"do": "urungkan"})
    assert "Tidak diurungkan: sudah dipakai" in page(administrator, address)
    assert len(ours()) == 2
    Holiday.objects.filter(name="dipakai").update(name="x")
    administrator.client.post(address, {"do": "urungkan"})
    assert ours() == {}
    assert Import.objects.get().status == ImportState.UNDONE
    assert AuditEntry.objects.filter(action="impor-diurungkan").exists()


def test_it_belongs_to_who_sent_it(
    send: Sending, officer: Person, person: Any, stranger: Person
) -> None:
    address = send(TABLE)
    assert officer.client.get(address).status_code == 403
    assert stranger.client.get(address).status_code == 302
    assert person("Lain", roles=["administrator"]).client.get(address).status_code == 404
    assert officer.client.get(AT).status_code == 403
    assert officer.client.get("/impor/tidak-ada/").status_code == 404


def test_what_was_never_confirmed_is_forgotten_after_a_day(
    send: Sending, administrator: Person
) -> None:
    address = send(TABLE)
    Import.objects.update(at=timezone.now() - timedelta(days=2))
    jobs.forget_what_expired.call()
    assert Import.objects.get().lines == []
    assert "sudah dihapus" in page(administrator, address)


def test_a_workbook_is_read_with_its_dates_and_its_formulas_as_text() -> None:
    raw = workbook(["Tanggal", "Nama"], [datetime(2030, 1, 2), "=1+1"], [], [3.0, None])
    assert sheet.read(raw, 10) == [
        (1, ["Tanggal", "Nama"]), (2, ["2030-01-02", "=1+1"]), (4, ["3"]),
    ]  # fmt: skip


def test_an_old_spreadsheets_letters_are_read() -> None:
    assert sheet.read("Nama\nCafé\n".encode("cp1252"), 10)[1] == (2, ["Café"])


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "x")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (sheet.MOST_UNPACKED + 1))
    return out.getvalue()


def other_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x")
    return out.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "kosong"),
    "empty lines": (lambda: b"\n\n , \n", "kosong"),
    "too large": (lambda: b"x" * (sheet.MOST_BYTES + 1), "lebih besar dari 5 MB"),
    "an old XLS": (lambda: b"\xd0\xcf\x11\xe0 lama", "Simpan sebagai XLSX"),
    "damaged": (lambda: b"PK\x03\x04 rusak", "rusak"),
    "a bomb": (bomb, "terlalu besar"),
    "another zip": (other_zip, "bukan lembar kerja"),
    "too many rows": (lambda: b"a\n" * 103, "Lebih dari 100 baris"),
    "too many columns": (lambda: b"a," * 100, "Lebih dari 60 kolom"),
    "too many rows in a workbook": (lambda: workbook(*[["a"]] * 103), "Lebih dari 100 baris"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_table_is_refused_with_a_way_out(name: str) -> None:
    make, why = REFUSED[name]
    with pytest.raises(sheet.Unreadable, match=why):
        sheet.read(make(), 100)


def test_no_file_is_asked_for(administrator: Person) -> None:
    answer = administrator.client.post(AT, {})
    assert answer.status_code == 422
    assert "Pilih berkasnya dulu" in answer.content.decode()
