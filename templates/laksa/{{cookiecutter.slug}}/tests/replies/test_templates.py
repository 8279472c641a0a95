"""Answers that are written once: who writes them, who is offered them, what is filled in."""

from typing import Any

import pytest

from smartcity_base.models import AuditEntry
from smartcity_base.testing.cast import Person

from laksa.models import AnswerTemplate, Report
from laksa.replies.fill import filled, for_report
from laksa.states import State

from ..conftest import Reporting

THANKS = "Laporan {nomor} tentang {jenis} di {tempat} ditangani {instansi} sebelum {tenggat}."


def typed(**changes: str) -> dict[str, str]:
    return {"purpose": "answer", "name": "Terjadwal", "agency": "", "text": THANKS} | changes


def template(**changes: Any) -> AnswerTemplate:
    usual = {"purpose": "answer", "name": "Terjadwal", "text": THANKS}
    made: AnswerTemplate = AnswerTemplate.objects.create(**(usual | changes))
    return made


def test_the_administrator_writes_changes_and_deletes_them_and_each_is_audited(
    administrator: Person,
) -> None:
    client = administrator.client
    client.post("/pengaturan/templat/", typed(agency="dinas-pekerjaan-umum"))
    made = AnswerTemplate.objects.get()
    assert made.agency_id == "dinas-pekerjaan-umum"
    assert "Terjadwal" in client.get("/pengaturan/templat/").content.decode()
    client.post(f"/pengaturan/templat/{made.pk}/", typed(name="Sudah dijadwalkan"))
    made.refresh_from_db()
    assert (made.name, made.agency) == ("Sudah dijadwalkan", None)
    client.post(f"/pengaturan/templat/{made.pk}/hapus/")
    assert not AnswerTemplate.objects.exists()
    done = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(done)[-3:] == ["templat-dibuat", "templat-diubah", "templat-dihapus"]


@pytest.mark.parametrize("address", ["/pengaturan/templat/", "/pengaturan/templat/1/hapus/"])
def test_nobody_else_does(
    region: None, officer: Person, operator: Person, citizen: Person, address: str
) -> None:
    template(pk=1)
    for person in (officer, operator, citizen):
        assert person.client.post(address, typed(name="Lain")).status_code == 403
    assert AnswerTemplate.objects.get().name == "Terjadwal"


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"text": "Yth. {nama}"}, "{nama} tidak dikenal"),
        ({"text": ""}, "errorlist"),
        ({"name": "Ada"}, "errorlist"),
        ({"purpose": "verify"}, "errorlist"),
    ],
)
def test_a_slip_of_the_pen_is_said_before_citizens_read_it(
    administrator: Person, wrong: dict[str, str], complaint: str
) -> None:
    template(name="Ada")
    answer = administrator.client.post("/pengaturan/templat/", typed(**wrong))
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert AnswerTemplate.objects.count() == 1


def test_what_the_report_knows_is_filled_in_and_other_braces_stay(reported: Reporting) -> None:
    report = reported(State.PROSES)
    words = filled(template(text=THANKS + " {lain} {"), report)
    assert words.startswith(f"Laporan {report.number} tentang Jalan rusak di Bukit Indah")
    assert "ditangani Dinas Pekerjaan Umum sebelum" in words
    assert words.endswith("{lain} {")


def test_an_officer_is_offered_those_of_all_of_their_agency_and_of_those_above_it(
    reported: Reporting,
) -> None:
    for agency in (None, "dinas-pekerjaan-umum", "uptd-jalan", "dinas-lingkungan-hidup"):
        template(name=str(agency), agency_id=agency)
    report = reported()
    assert {one.name for one in for_report(report)} == {"None", "dinas-pekerjaan-umum"}
    Report.objects.filter(pk=report.pk).update(agency="uptd-jalan")
    report.refresh_from_db()
    assert {one.name for one in for_report(report)} == {
        "None",
        "dinas-pekerjaan-umum",
        "uptd-jalan",
    }


def test_a_template_fills_the_words_of_its_action_without_javascript(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES)
    answer, close = template(text="Dijadwalkan besok"), template(purpose="close", text="Beres")
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert f'href="?templat={answer.pk}#answer"' in page
    assert f'href="?templat={close.pk}#close"' in page
    page = officer.client.get(f"/antrean/{report.number}/?templat={answer.pk}").content.decode()
    assert "Dijadwalkan besok</textarea>" in page
    assert "Beres</textarea>" not in page
    assert '<details class="deed" id="answer" open' in page


def test_the_words_that_an_officer_typed_are_not_replaced(
    reported: Reporting, officer: Person
) -> None:
    report = reported(State.PROSES)
    one = template(purpose="close", text="Beres")
    answer = officer.client.post(
        f"/antrean/{report.number}/close/?templat={one.pk}", {"close-text": "Sudah saya tulis"}
    )
    assert "Sudah saya tulis</textarea>" in answer.content.decode()


def test_words_of_a_template_are_words_and_never_code(reported: Reporting, officer: Person) -> None:
    report = reported(State.PROSES)
    template(text="<script>alert(1)</script>{{ secret }}")
    page = officer.client.get(f"/antrean/{report.number}/").content.decode()
    assert "<script>alert(1)" not in page
