"""A list as a file: its rows, no formula, personal columns on purpose alone, and an audit."""

from __future__ import annotations

import csv
import io
import tracemalloc
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from django.utils import timezone
from openpyxl import load_workbook

from smartcity_base.cells import inert
from smartcity_base.models import AuditEntry, User
from smartcity_base.tables import export
from smartcity_base.tables.columns import Column
from smartcity_base.tables.write import as_sheet_csv, as_xlsx
from smartcity_base.testing.cast import Casting

COLUMNS = (
    Column("name", "Nama", "name"),
    Column("agency", "Instansi", "agency.name"),
    Column("phone", "Telepon", "phone", personal=True),
    Column("at", "Waktu", lambda row: row["at"]),
)
AT = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
ROWS = [
    {"name": "=cmd|' /C calc'!A0", "agency": {"name": "Dinas"}, "phone": "+62 812", "at": AT},
    {"name": "Siti", "agency": None, "phone": "", "at": None},
]


def read_csv(answer: Any) -> list[list[str]]:
    told = b"".join(answer).decode("utf-8")
    assert told.startswith("\ufeff")
    return list(csv.reader(io.StringIO(told[1:])))


def ask(user: Any = None, **query: str) -> Any:
    request = RequestFactory().get("/", query)
    request.user = user
    request.proven_at = timezone.now
    return request


def test_it_is_asked_for_by_the_address_of_the_list() -> None:
    assert export.wanted(ask(unduh="csv"))
    assert not export.wanted(ask(unduh="exe"))
    assert not export.wanted(ask())


def test_a_csv_has_the_rows_in_local_time_and_no_formula(db: None) -> None:
    told = read_csv(export.answer(ask(unduh="csv"), "orang", COLUMNS, ROWS))
    assert told == [
        ["Nama", "Instansi", "Waktu"],
        ["'=cmd|' /C calc'!A0", "Dinas", "2026-07-06T09:00:00+08:00"],
        ["Siti", "", ""],
    ]


def test_a_workbook_has_the_same_as_text_and_real_dates(db: None) -> None:
    answer = export.answer(ask(unduh="xlsx"), "orang", COLUMNS, ROWS)
    assert 'filename="contoh-orang-' in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.getvalue()))
    first = list(book.active[2])
    assert [cell.value for cell in first] == [
        "=cmd|' /C calc'!A0", "Dinas", datetime(2026, 7, 6, 9),
    ]  # fmt: skip
    assert first[0].data_type == "s"


@pytest.mark.parametrize(("may", "asks", "there"), [(True, True, True), (True, False, False),
                                                    (False, True, False)])  # fmt: skip
def test_personal_columns_come_when_they_may_and_are_asked_for(
    db: None, may: bool, asks: bool, there: bool
) -> None:
    user = User.objects.create_user("a@example.org", roles=["officer"])
    request = ask(user, unduh="csv", q="Siti", **({"pribadi": "1"} if asks else {}))
    told = read_csv(export.answer(request, "orang", COLUMNS, ROWS, personal=may))
    assert ("Telepon" in told[0]) is there
    entry = AuditEntry.objects.get(action="ekspor")
    assert (entry.actor, entry.target) == (user, "orang")
    assert entry.details["personal"] == (["phone"] if there else [])
    assert "Siti" not in str(entry.details)


def test_whose_proof_is_old_proves_it_first_and_finds_the_list_again(person: Casting) -> None:
    client = person("Siti", roles=["officer"], proven=timedelta(hours=1)).client
    answer = client.get("/orang/?q=a&unduh=xlsx&pribadi=1")
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert answer.headers["Location"].startswith("/masuk/lagi/?")
    assert asked["next"] == ["/orang/?q=a"]
    assert "pilih berkasnya sekali lagi" in client.get("/orang/?q=a").text
    assert not AuditEntry.objects.filter(action="ekspor").exists()
    assert client.get("/orang/?unduh=xlsx").status_code == 200  # without what is personal


def test_who_has_no_role_leaves_no_line(db: None) -> None:
    export.answer(ask(unduh="csv"), "orang", COLUMNS, ROWS).getvalue()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-a", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_made_inert(cell: str) -> None:
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Jalan = baik", "+62 (21) 555-0100", "-7", "", 7, None, True])
def test_everything_else_stays(cell: Any) -> None:
    assert inert(cell) == cell


def test_a_workbook_takes_what_a_phone_may_send_and_days() -> None:
    with as_xlsx("daftar", ["Teks", "Hari"], [["a\x0bb", date(2026, 7, 6)]]) as file:
        row = [cell.value for cell in load_workbook(file).active[2]]
    assert row == ["ab", datetime(2026, 7, 6)]


def test_an_empty_list_has_its_heading() -> None:
    with as_xlsx("daftar", ["Nama"], []) as file:
        assert [cell.value for cell in load_workbook(file).active[1]] == ["Nama"]


def test_however_many_rows_there_are_few_are_in_memory() -> None:
    tracemalloc.start()
    rows = ([n, "Jalan Mawar", "proses"] for n in range(200_000))
    size = sum(len(piece) for piece in as_sheet_csv(["n", "jalan", "status"], rows))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 4_000_000
    assert peak < 2_000_000
